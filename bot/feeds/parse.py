"""Which entries do these bytes hold? The door to the sandboxed readers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from types import TracebackType
from typing import Self

from bot.config import FetchSettings
from bot.errors import ParseError
from bot.feeds.formats.hints import Parsed
from bot.feeds.reading import read_near
from bot.feeds.sandbox.process import Limits, Reader
from bot.feeds.sandbox.wire import Question, parsed_json, question_json
from bot.model import Feed, Fetched

__all__ = ["Parsed", "Parser"]


class Parser:
    """Parses documents, as an async context manager: small plain ones here, all others in ``workers`` processes.

    The processes start when first needed and end with the context. With ``near`` False they read everything.
    """

    def __init__(
        self, settings: FetchSettings, workers: int = 2, limits: Limits | None = None, *, near: bool = True
    ) -> None:
        self._settings = settings
        self._near = near
        self._readers = [Reader(limits or Limits()) for _ in range(workers)]
        # Last in, first out: a quiet bot needs only one process.
        self._free: asyncio.LifoQueue[Reader] = asyncio.LifoQueue()
        for reader in self._readers:
            self._free.put_nowait(reader)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for reader in self._readers:
            await reader.stop()

    async def parse(self, feed: Feed, fetched: Fetched, now: datetime, last: str | None = None) -> Parsed:
        """Return the entries of a fetched body as seen at ``now``; raises only ParseError.

        Left out are items that were in the last document, of which the cursor kept ``last``. A body of None, "as
        before", has no entries.
        """
        if fetched.body is None:
            return Parsed(entries=())
        question = Question(
            feed_id=feed.id,
            url=fetched.url,
            charset=fetched.charset,
            language=feed.language,
            seen=now,
            limit=self._settings.max_entries,
            last=last,
        )
        if self._near and (here := read_near(question, fetched.body)) is not None:
            return here
        async with self._reader() as reader:
            parsed = await reader.ask(question_json.dump_json(question), fetched.body, parsed_json)
        if any((entry.feed_id, entry.seen) != (feed.id, now) for entry in parsed.entries):
            raise ParseError("the reader of documents gave an answer to another question")
        return parsed

    @asynccontextmanager
    async def _reader(self) -> AsyncIterator[Reader]:
        reader = await self._free.get()
        try:
            yield reader
        finally:
            self._free.put_nowait(reader)
