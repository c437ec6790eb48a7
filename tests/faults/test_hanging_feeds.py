"""Do feeds that hang leave the healthy ones their rhythm? Hours of a service, on a clock that skips its waits."""

import asyncio
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise

import pytest
import structlog
from multidict import CIMultiDict, CIMultiDictProxy

from bot.config import FetchSettings
from bot.errors import FetchError
from bot.feeds.cadence import after_failure, after_success
from bot.feeds.fetching.fetch import Fetcher
from bot.model import Cursor, Feed
from bot.work.jobs import POLL, POLLS
from bot.work.queues.queue import LocalQueue
from tests.fakes.skipping_loop import LoopClock, run
from tests.feeds.conftest import NOW, a_feed

HOURS = 1
EVERY = 10  # minutes
WHOLE = CIMultiDictProxy(CIMultiDict({"ETag": '"1"', "Content-Type": "text/xml"}))


class Service:
    """Looks at feeds as the service does: each second what is due is queued, what did not fail last time first."""

    def __init__(self, number: int, *, hang: int, host: str, from_hour: float) -> None:
        self.feeds = {
            f"f{n:03}": a_feed(f"https://{host.format(n=n)}/{n}", id=f"f{n:03}", every=EVERY, timeout=20)
            for n in range(number)
        }
        step = number // hang if hang else number + 1
        self._hanging = {feed.url for place, feed in enumerate(self.feeds.values(), 1) if place % step == 0}
        self._from = from_hour * 3600
        self.looks: dict[str, list[float]] = defaultdict(list)  # seconds at which a feed was answered
        self._cursors = {each: Cursor(feed_id=each, due=NOW) for each in self.feeds}
        self._clock = LoopClock(NOW)

    @property
    def healthy(self) -> list[str]:
        return [each for each, feed in self.feeds.items() if feed.url not in self._hanging]

    async def run(self) -> None:
        async with Fetcher(FetchSettings(), self._clock) as fetcher:
            fetcher._send = self._send  # type: ignore[method-assign,assignment]
            queue = LocalQueue(structlog.get_logger())

            async def look(feed_id: str) -> None:
                await self._look(fetcher, self.feeds[feed_id])

            queue.handle(POLL, look, at_once=POLLS)
            queue.start()
            for _ in range(int(HOURS * 3600)):
                now = self._clock.now()
                due = [each for each, cursor in self._cursors.items() if cursor.due <= now]
                due.sort(key=lambda each: (self._cursors[each].failures > 0, each))
                await queue.enqueue_all(POLL, due, prefix="feed")
                await asyncio.sleep(1)
            await queue.stop(0)

    async def _send(self, feed: Feed, url: str, _: object) -> tuple[int, CIMultiDictProxy[str], bytes]:
        if url in self._hanging and self._clock.monotonic() >= self._from:
            await asyncio.sleep(1e9)
        await asyncio.sleep(0.3)
        return 200, WHOLE, f"{feed.id} {self._clock.monotonic()}".encode()

    async def _look(self, fetcher: Fetcher, feed: Feed) -> None:
        cursor = self._cursors[feed.id]
        try:
            fetched = await fetcher.fetch(feed, cursor)
        except FetchError as error:
            self._cursors[feed.id] = after_failure(feed, cursor, error, self._clock.now())
            return
        self._cursors[feed.id] = replace(after_success(feed, fetched, None, self._clock.now()), etag=None)
        self.looks[feed.id].append(self._clock.monotonic())


def rhythm(service: Service) -> list[float]:
    """Return the times between looks of all healthy feeds, in seconds, sorted."""
    times = [service.looks[each] for each in service.healthy]
    return sorted(later - earlier for each in times for earlier, later in pairwise(each))


@pytest.mark.parametrize(("number", "from_hour"), [(300, 0), (60, 0.5)], ids=["from the start", "all at once, later"])
def test_half_of_the_feeds_hang(number: int, from_hour: float) -> None:
    """150 of 300: the others keep their rhythm within a tenth, the longest wait included."""
    calm = Service(number, hang=0, host="h{n}.example", from_hour=0)
    run(calm.run())
    troubled = Service(number, hang=number // 2, host="h{n}.example", from_hour=from_hour)
    run(troubled.run())
    usual, now = rhythm(calm), rhythm(troubled)
    assert len(usual) > 3 * number
    assert now[len(now) // 2] == pytest.approx(usual[len(usual) // 2], rel=0.1)
    assert now[-1] <= 1.1 * usual[-1]
    assert max(troubled.looks[each][0] for each in troubled.healthy) < 10  # seconds to the first look
    counts = {len(troubled.looks[each]) for each in troubled.healthy}
    assert min(counts) >= HOURS * 60 / EVERY * 0.8


def test_one_host_that_hangs_keeps_its_own_feeds_only() -> None:
    """Half of the feeds are on one host that never answers: the others do not notice."""
    service = Service(100, hang=50, host="h{n}.example", from_hour=0)
    for each, feed in service.feeds.items():
        if feed.url in service._hanging:
            service.feeds[each] = replace(feed, url=f"https://hangs.example/{each}")
    service._hanging = {feed.url for feed in service.feeds.values() if "hangs" in feed.url}
    run(service.run())
    assert rhythm(service)[-1] <= 1.1 * 60 * EVERY * 1.1
