"""Which chats may use us if not everybody may, and which invitations are open?"""

from datetime import datetime
from hashlib import blake2b

from sqlalchemy import Connection, delete, select

from bot.store.database.dialect import insert
from bot.store.tables import admitted, invitations


class Admitted:
    """The chats that were let in, and invitations that let in one chat each, kept only as hashes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, platform: str, chat: str, now: datetime) -> None:
        """Let a chat in; doing so twice changes nothing."""
        row = insert(admitted).values(platform=platform, chat=chat, at=now)
        self._connection.execute(row.on_conflict_do_nothing())

    def has(self, platform: str, chat: str) -> bool:
        """Say whether a chat was let in."""
        where = (admitted.c.platform == platform) & (admitted.c.chat == chat)
        return self._connection.scalar(select(admitted.c.chat).where(where)) is not None

    def take_back(self, platform: str, chat: str) -> bool:
        """Stop letting a chat in; say whether it was let in before."""
        where = (admitted.c.platform == platform) & (admitted.c.chat == chat)
        return self._connection.execute(delete(admitted).where(where)).rowcount == 1

    def invite(self, code: str, now: datetime) -> None:
        """Note an invitation."""
        self._connection.execute(insert(invitations).values(code=_hash(code), at=now))

    def redeem(self, code: str, since: datetime) -> bool:
        """Use up an invitation; say whether there was one made after ``since``."""
        where = (invitations.c.code == _hash(code)) & (invitations.c.at > since)
        return self._connection.execute(delete(invitations).where(where)).rowcount == 1

    def forget_invitations(self, before: datetime) -> int:
        """Drop invitations that nobody can use any more; return how many."""
        return self._connection.execute(delete(invitations).where(invitations.c.at <= before)).rowcount


def _hash(code: str) -> str:
    """Whoever reads the database must not be able to invite themselves."""
    return blake2b(code.encode(), digest_size=16).hexdigest()
