"""Where did we leave off in each feed?"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, select, update

from bot.model import Cursor
from bot.store.database.dialect import among, insert
from bot.store.database.insertion import Insertion
from bot.store.tables import feeds, metadata

_ROW = insert(feeds)
_ADVANCE = Insertion(
    _ROW.on_conflict_do_update(
        index_elements=["feed_id"],
        set_={each.name: _ROW.excluded[each.name] for each in feeds.c if each.name != "feed_id"},
    )
)
_CURSOR = select(feeds).where(feeds.c.feed_id == bindparam("id"))
_SHIFT = (
    update(feeds)
    .where(feeds.c.feed_id == bindparam("id"), feeds.c.due == bindparam("was", type_=feeds.c.due.type))
    .values(due=bindparam("new"))
)
_CURSORS = select(feeds).where(among(feeds.c.feed_id, "ids"))


class Feeds:
    """The cursors. A feed that was never polled has none."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def cursor(self, feed_id: str) -> Cursor | None:
        """Return where we left off, or None before the first poll."""
        row = self._connection.execute(_CURSOR, {"id": feed_id}).one_or_none()
        return None if row is None else Cursor(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name

    def cursors(self, feed_ids: Collection[str]) -> dict[str, Cursor]:
        """Return where we left off in these feeds, by id."""
        rows = self._connection.execute(_CURSORS, {"ids": feed_ids})
        return {row.feed_id: Cursor(**row._mapping) for row in rows}  # noqa: SLF001

    def all(self) -> dict[str, Cursor]:
        """Return every cursor by feed id."""
        rows = self._connection.execute(select(feeds).order_by(feeds.c.feed_id))
        return {row.feed_id: Cursor(**row._mapping) for row in rows}  # noqa: SLF001

    def not_due(self, now: datetime) -> Collection[str]:
        """Return the ids of the feeds that must not be polled yet."""
        return set(self._connection.scalars(select(feeds.c.feed_id).where(feeds.c.due > now)))

    def due_after(self, moment: datetime) -> list[Cursor]:
        """Return the cursors of the feeds that are due only after a moment."""
        rows = self._connection.execute(select(feeds).where(feeds.c.due > moment))
        return [Cursor(**row._mapping) for row in rows]  # noqa: SLF001

    def overdue(self, now: datetime) -> dict[str, tuple[datetime, bool]]:
        """Return by id since when feeds that were polled before are due, and whether their last poll failed."""
        rows = self._connection.execute(
            select(feeds.c.feed_id, feeds.c.due, feeds.c.failures).where(feeds.c.due <= now)
        )
        return {row.feed_id: (row.due, row.failures > 0) for row in rows}

    def shift(self, by: timedelta, due: Mapping[str, datetime]) -> None:
        """Move due times after the machine's clock was moved, by id of the feed, where they still are what they were.

        So each is moved once: another process may have written a later one, or may have moved it.
        """
        if due:
            moved = [{"id": feed_id, "was": was, "new": was + by} for feed_id, was in sorted(due.items())]
            self._connection.execute(_SHIFT, moved)

    def rename(self, former: str, feed_id: str) -> bool:
        """Give all that is stored of a feed to its new id; False if there is nothing, or the new id has its own."""
        if self.cursor(former) is None or self.cursor(feed_id) is not None:
            return False
        for table in metadata.sorted_tables:
            if "feed_id" in table.c:
                self._connection.execute(update(table).where(table.c.feed_id == former).values(feed_id=feed_id))
        return True

    def advance(self, *cursors: Cursor) -> None:
        """Store where we are now. Call this in the transaction that saves what came with it."""
        # In a fixed order: two processes with the same feeds must not deadlock.
        ordered = sorted(cursors, key=lambda each: each.feed_id)
        _ADVANCE.write(self._connection, {name: [getattr(each, name) for each in ordered] for name in Cursor.__slots__})
