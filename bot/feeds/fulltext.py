"""What does the page behind an entry say? Fetched as politely as a feed, taken apart in a process that can be killed.

Needs the extra ``fulltext`` (trafilatura); without it no page is ever fetched.
"""

import asyncio
from importlib.util import find_spec
from types import TracebackType
from typing import Self

from bot.errors import ParseError
from bot.feeds.fetching.fetch import Fetcher
from bot.feeds.sandbox.process import Limits, Reader
from bot.feeds.sandbox.wire import PageQuestion, PageText, page_question_json, page_text_json
from bot.model import Entry, Feed

_MODULE = "bot.feeds.sandbox.page_worker"


def installed() -> bool:
    """Whether the library that finds the text of a page is installed."""
    return find_spec("trafilatura") is not None


class FullText:
    """Reads pages, as an async context manager; its one process starts when first needed and ends with it."""

    def __init__(self, fetcher: Fetcher, limits: Limits | None = None) -> None:
        self._fetcher = fetcher
        self._reader = Reader(limits or Limits(), _MODULE)
        self._turn = asyncio.Lock()  # the process answers one question at a time

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._reader.stop()

    async def read(self, feed: Feed, entry: Entry) -> str:
        """Return the text of an entry's page.

        Raises FetchError if it cannot be had, and ParseError if it is not the entry's text: see ``walls``.
        """
        if entry.url is None:
            raise ParseError("the entry has no address")
        return (await self._ask(feed, entry.url, entry.title)).text

    async def document(self, feed: Feed, url: str) -> PageText:
        """Return the title and the text of a page that no feed led to. Raises the same as ``read``."""
        return await self._ask(feed, url, "")

    async def _ask(self, feed: Feed, url: str, title: str) -> PageText:
        page = await self._fetcher.fetch_page(feed, url)
        question = PageQuestion(title=title, charset=page.charset)
        async with self._turn:
            return await self._reader.ask(page_question_json.dump_json(question), page.body, page_text_json)
