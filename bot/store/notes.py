"""Which small things must outlive a restart? Facts about ourselves, updates carried out, questions behind buttons."""

from base64 import b32encode
from datetime import datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select

from bot.store.database.dialect import insert
from bot.store.tables import inbox, notes, questions


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
        """Return what was asked of a verb, or None if nobody asked it, or too long ago."""
        wanted = (questions.c.id == number, questions.c.verb == verb)
        return self._connection.scalar(select(questions.c.words).where(*wanted))

    def asked(self, number: str) -> tuple[str, str] | None:
        """Return the verb and the words of a question, or None if nobody asked it, or too long ago."""
        row = self._connection.execute(
            select(questions.c.verb, questions.c.words).where(questions.c.id == number)
        ).one_or_none()
        return None if row is None else (row.verb, row.words)

    def forget(self, before: datetime) -> int:
        """Drop questions that were last asked before then; return how many."""
        return self._connection.execute(delete(questions).where(questions.c.at < before)).rowcount


class Inbox:
    """The deliveries that changed something, each under the key that it keeps when repeated."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def first(self, key: str, now: datetime) -> bool:
        """Note a delivery; say whether it comes for the first time."""
        row = insert(inbox).values(key=key, at=now).on_conflict_do_nothing().returning(inbox.c.key)
        return self._connection.scalar(row) is not None

    def forget(self, before: datetime) -> int:
        """Drop deliveries that no platform repeats any more; return how many."""
        return self._connection.execute(delete(inbox).where(inbox.c.at < before)).rowcount


# Built once: grouping stamps each change of a story.
_NOTE = insert(notes)
_PUT = _NOTE.on_conflict_do_update(
    index_elements=["key"], set_={each: _NOTE.excluded[each] for each in ("value", "at")}
)
_VALUE = select(notes.c.value).where(notes.c.key == bindparam("wanted"))


class Notes:
    """A key, a JSON value, and when it was written."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, key: str) -> Any:
        """Return the value, or None."""
        return self._connection.scalar(_VALUE, {"wanted": key})

    def all(self, prefix: str) -> dict[str, Any]:
        """Return the values whose keys have this prefix, by key."""
        where = notes.c.key.startswith(prefix, autoescape=True)
        return {row.key: row.value for row in self._connection.execute(select(notes).where(where))}

    def put(self, key: str, value: Any, now: datetime) -> None:
        """Write the value, replacing any earlier one."""
        self._connection.execute(_PUT, {"key": key, "value": value, "at": now})

    def drop(self, key: str) -> None:
        """Forget one note."""
        self._connection.execute(delete(notes).where(notes.c.key == key))

    def forget(self, prefix: str, before: datetime) -> int:
        """Forget notes whose keys have this prefix and that were written before ``before``; return how many."""
        where = notes.c.key.startswith(prefix, autoescape=True) & (notes.c.at < before)
        return self._connection.execute(delete(notes).where(where)).rowcount
