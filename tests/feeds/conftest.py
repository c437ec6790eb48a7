"""What do the tests of feeds have in common? A feed server that may do anything, and a clock that skips."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network

import pytest
from aiohttp.abc import AbstractResolver

from bot.config import FetchSettings
from bot.feeds.fetching.fetch import Fetcher
from bot.model import Cursor, Feed
from tests.fakes.feed_server import FeedServer, running
from tests.fakes.manual_clock import SkippingClock

LOOPBACK = (ip_network("127.0.0.0/8"),)
NOW = datetime(2026, 9, 21, 14, 13, tzinfo=UTC)


def a_feed(url: str = "https://example.org/feed", *, id: str = "nn", timeout: float = 5, every: int = 10) -> Feed:  # noqa: A002 - as the feed's own field
    return Feed(
        id=id,
        name="Example",
        url=url,
        every=timedelta(minutes=every),
        timeout=timedelta(seconds=timeout),
        user_agent="seedwatch/1.0 (+https://example.org/bot)",
    )


def a_cursor(feed_id: str = "nn") -> Cursor:
    return Cursor(feed_id=feed_id, due=NOW)


@pytest.fixture
def clock() -> SkippingClock:
    return SkippingClock(NOW)


@pytest.fixture
async def server() -> AsyncIterator[FeedServer]:
    async with running() as feeds:
        yield feeds


@asynccontextmanager
async def fetching(
    clock: SkippingClock, *, resolver: AbstractResolver | None = None, settings: FetchSettings | None = None
) -> AsyncIterator[Fetcher]:
    chosen = settings or FetchSettings(allow_networks=LOOPBACK, max_bytes=200_000)
    async with Fetcher(chosen, clock, resolver) as fetcher:
        yield fetcher


@pytest.fixture
async def fetcher(clock: SkippingClock) -> AsyncIterator[Fetcher]:
    async with fetching(clock) as one:
        yield one
