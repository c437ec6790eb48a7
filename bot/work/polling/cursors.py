"""Where did we leave off in a feed? Read for many feeds with one query."""

from collections.abc import Collection

from bot.model import Cursor
from bot.store.engine import Store
from bot.work.together import Together


class Cursors:
    """The cursors of the feeds that are about to be polled."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._ahead: dict[str, Cursor | None] = {}
        self._asked = Together(self._read)

    async def read_ahead(self, feed_ids: Collection[str]) -> None:
        """Read the cursors of feeds that we alone are about to poll."""
        self._ahead |= await self._read(feed_ids)

    def keep(self, feed_id: str, cursor: Cursor | None) -> None:
        """Spare the poll that follows at once another query."""
        self._ahead[feed_id] = cursor

    async def of(self, feed_id: str) -> Cursor | None:
        """Return where we left off, None before the first poll."""
        return self._ahead.pop(feed_id) if feed_id in self._ahead else await self._asked.of(feed_id)

    async def _read(self, feed_ids: Collection[str]) -> dict[str, Cursor | None]:
        found = await self._store.read(lambda tx: tx.feeds.cursors(list(feed_ids)))
        return {feed_id: found.get(feed_id) for feed_id in feed_ids}
