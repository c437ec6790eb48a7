"""Where did we leave off in a feed? Asked for many feeds with one look into the database."""

import asyncio
from collections.abc import Collection

from bot.model import Cursor
from bot.store.engine import Store


class Cursors:
    """The cursors of the feeds that are about to be polled."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._ahead: dict[str, Cursor | None] = {}
        self._asked: set[str] = set()
        self._answer: asyncio.Task[dict[str, Cursor]] | None = None

    async def read_ahead(self, feed_ids: Collection[str]) -> None:
        """Read the cursors of feeds that are polled soon, by us alone."""
        found = await self._store.read(lambda tx: tx.feeds.cursors(feed_ids))
        self._ahead |= {feed_id: found.get(feed_id) for feed_id in feed_ids}

    async def of(self, feed_id: str) -> Cursor | None:
        """Return where we left off, None before the first poll; all who ask in one turn of the loop share a look."""
        if feed_id in self._ahead:
            return self._ahead.pop(feed_id)
        self._asked.add(feed_id)
        if self._answer is None:
            self._answer = asyncio.create_task(self._read(), name="cursors")
        found = await asyncio.shield(self._answer)
        return found.get(feed_id)

    async def _read(self) -> dict[str, Cursor]:
        await asyncio.sleep(0)
        asked, self._asked, self._answer = self._asked, set(), None
        return await self._store.read(lambda tx: tx.feeds.cursors(asked))
