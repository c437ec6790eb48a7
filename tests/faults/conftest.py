"""A feed server, what it says, and a fetcher that asks it on a clock that skips waits."""

from collections.abc import AsyncIterator

import pytest

from bot.feeds.fetching.fetch import Fetcher
from tests.fakes.feed_server import Answer, FeedServer, raw, running
from tests.fakes.manual_clock import SkippingClock
from tests.feeds.conftest import NOW, fetching

BODY = b"<rss version='2.0'><channel><item><title>A bridge is open</title></item></channel></rss>"
NEWER = BODY.replace(b"open", b"shut")


@pytest.fixture
def clock() -> SkippingClock:
    return SkippingClock(NOW)


@pytest.fixture
async def fetcher(clock: SkippingClock) -> AsyncIterator[Fetcher]:
    async with fetching(clock) as made:
        yield made


@pytest.fixture
async def server() -> AsyncIterator[FeedServer]:
    async with running() as made:
        yield made


def answer(*lines: bytes, body: bytes = BODY, first: bytes = b"HTTP/1.1 200 OK") -> Answer:
    return raw(b"\r\n".join([first, *lines, b"", b""]) + body)
