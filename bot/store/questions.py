"""What was asked for, where a button asks for more of it? A query does not fit into a button, so it is written down."""

from base64 import b32encode
from datetime import datetime
from hashlib import blake2b

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from bot.store.tables import questions


class Questions:
    """A verb and its words under a short id, which is the same for the same question."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def ask(self, verb: str, words: str, now: datetime) -> str:
        """Write a question down and return its id: 10 letters and digits."""
        number = b32encode(blake2b(f"{verb}\n{words}".encode(), digest_size=10).digest()).decode().lower()[:10]
        row = insert(questions).values(id=number, verb=verb, words=words, at=now)
        self._connection.execute(row.on_conflict_do_update(index_elements=["id"], set_={"at": now}))
        return number

    def asked_of(self, verb: str, number: str) -> str | None:
        """Return what was asked of a verb, or None where nobody asked that, or too long ago."""
        wanted = (questions.c.id == number, questions.c.verb == verb)
        return self._connection.scalar(select(questions.c.words).where(*wanted))

    def asked(self, number: str) -> tuple[str, str] | None:
        """Return the verb and the words of a question, or None where nobody asked it, or too long ago."""
        row = self._connection.execute(
            select(questions.c.verb, questions.c.words).where(questions.c.id == number)
        ).one_or_none()
        return None if row is None else (row.verb, row.words)

    def forget(self, before: datetime) -> int:
        """Drop questions that were last asked before then; return how many."""
        return self._connection.execute(delete(questions).where(questions.c.at < before)).rowcount
