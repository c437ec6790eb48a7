"""What was carried out already? Platforms deliver again what they believe we did not get."""

from datetime import datetime

from sqlalchemy import Connection, delete
from sqlalchemy.dialects.sqlite import insert

from bot.store.tables import inbox


class Inbox:
    """The deliveries that changed something, each by the key that it keeps when it is repeated."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def first(self, key: str, now: datetime) -> bool:
        """Note a delivery; say whether this is the first time that it comes."""
        return self._connection.execute(insert(inbox).values(key=key, at=now).on_conflict_do_nothing()).rowcount == 1

    def forget(self, before: datetime) -> int:
        """Drop deliveries that no platform repeats any more; return how many."""
        return self._connection.execute(delete(inbox).where(inbox.c.at < before)).rowcount
