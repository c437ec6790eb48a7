"""Which small facts about ourselves must outlive a restart?"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from bot.store.tables import notes


class Notes:
    """A key, a JSON value, and when it was written."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, key: str) -> Any:
        """Return the value, or None."""
        return self._connection.scalar(select(notes.c.value).where(notes.c.key == key))

    def put(self, key: str, value: Any, now: datetime) -> None:
        """Write the value over whatever was there."""
        row = insert(notes).values(key=key, value=value, at=now)
        self._connection.execute(
            row.on_conflict_do_update(index_elements=["key"], set_={"value": row.excluded.value, "at": row.excluded.at})
        )

    def drop(self, key: str) -> None:
        """Forget one of them."""
        self._connection.execute(delete(notes).where(notes.c.key == key))

    def forget(self, prefix: str, before: datetime) -> int:
        """Forget those whose key begins so and that were written before then; return how many."""
        where = notes.c.key.startswith(prefix, autoescape=True) & (notes.c.at < before)
        return self._connection.execute(delete(notes).where(where)).rowcount
