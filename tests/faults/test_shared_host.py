"""Is one feed's failure its own: a route that is refused, a server that hangs?"""

import asyncio
import itertools
from datetime import datetime, timedelta

import pytest

from bot.config import FetchSettings
from bot.errors import FetchError
from bot.feeds.cadence import after_failure, after_success
from bot.feeds.fetching.fetch import Fetcher
from bot.feeds.fetching.hosts import SLOW, Slots
from bot.model import Cursor, Feed
from tests.fakes.feed_server import FeedServer, ok, raw, running, status
from tests.fakes.manual_clock import SkippingClock
from tests.feeds.conftest import LOOPBACK, NOW, a_feed, fetching

ROUTES = 6


class Watched:
    """Some feeds of one host and their cursors, polled as the service does: what failed last comes last."""

    def __init__(self, server: FeedServer, clock: SkippingClock) -> None:
        self.clock = clock
        self.feeds = [a_feed(server.url(f"/{number}"), id=str(number)) for number in range(ROUTES)]
        self.cursors = {feed.id: Cursor(feed_id=feed.id, due=NOW) for feed in self.feeds}
        self.answered: dict[str, list[datetime]] = {feed.id: [] for feed in self.feeds}

    async def round(self, fetcher: Fetcher) -> None:
        due = [feed for feed in self.feeds if self.cursors[feed.id].due <= self.clock.now()]
        due.sort(key=lambda feed: (self.cursors[feed.id].failures > 0, feed.id))
        for feed in due:
            await self._look(fetcher, feed)

    async def _look(self, fetcher: Fetcher, feed: Feed) -> None:
        cursor = self.cursors[feed.id]
        try:
            fetched = await fetcher.fetch(feed, cursor)
        except FetchError as error:
            self.cursors[feed.id] = after_failure(feed, cursor, error, self.clock.now())
            return
        self.cursors[feed.id] = after_success(feed, fetched, None, self.clock.now())
        self.answered[feed.id].append(self.clock.now())


@pytest.mark.parametrize("bad", range(0, ROUTES, 2))
@pytest.mark.parametrize("refusal", [status(429), status(429, Retry_After="3600"), status(503, Retry_After="1800")])
@pytest.mark.parametrize("anew", [False, True], ids=["service", "once"])
async def test_a_route_that_is_always_refused_is_alone(bad: int, refusal: object, anew: bool) -> None:
    """The other routes wait as the host asked, once, and keep their rhythm then; in a service, and started anew."""
    clock = SkippingClock(NOW)
    async with running() as server:
        for number in range(ROUTES):
            server.scripts[f"/{number}"] = [refusal if number == bad else ok(ETag='"a"')]  # type: ignore[list-item]
        watched = Watched(server, clock)
        async with fetching(clock) as fetcher:
            for _ in range(36):
                if anew:
                    async with fetching(clock) as another:
                        await watched.round(another)
                else:
                    await watched.round(fetcher)
                clock.advance(600)
    for number in range(ROUTES):
        cursor = watched.cursors[str(number)]
        if number == bad:
            assert cursor.failures > 1
            continue
        assert cursor.failures == 0
        assert len(watched.answered[str(number)]) >= 14  # of 36 rounds in 6 hours, one hour of peace and jitter aside
        times = watched.answered[str(number)]
        assert max(b - a for a, b in itertools.pairwise(times)) <= timedelta(minutes=90)


async def test_a_host_that_refuses_everybody_stays_closed() -> None:
    """Two routes refused one after the other, and nobody answered between: that is the host."""
    clock = SkippingClock(NOW)
    async with running() as server, fetching(clock) as fetcher:
        for number in range(ROUTES):
            server.script(f"/{number}", status(429, Retry_After="600"))
        watched = Watched(server, clock)
        for _ in range(12):
            await watched.round(fetcher)
            clock.advance(600)
    assert len(server.asked) <= 14


async def test_an_unasked_refusal_is_no_failure() -> None:
    """The feed's own waits and its "failing since" stay as they were."""
    feed = a_feed()
    before = Cursor(feed_id="nn", due=NOW, failures=2, failing_since=NOW - timedelta(hours=1))
    after = after_failure(feed, before, FetchError("closed", retry_after=700, asked=False), NOW)
    assert (after.failures, after.failing_since) == (2, before.failing_since)
    assert after.due == NOW + timedelta(seconds=700)


async def test_servers_that_hang_leave_the_others_their_rhythm() -> None:
    """With half of sixty feeds hanging for the first time, the others are answered as fast as without them."""
    clock = SkippingClock(NOW)
    settings = FetchSettings(allow_networks=LOOPBACK, concurrency=4, per_host_gap=0.0)
    async with running() as server, fetching(clock, settings=settings) as fetcher:
        fetcher._slots = Slots(4, patience=0.02)
        server.script("/hangs", raw(b"", after="hang")).script("/fine", ok())
        begun = asyncio.get_running_loop().time()
        took: list[float] = []

        async def look(number: int) -> None:
            path = "/hangs" if number % 2 else "/fine"
            url = server.url(path, host="127.0.0.1")
            fetcher._hosts._hosts.clear()  # each feed on a host of its own
            try:
                await fetcher.fetch(a_feed(url, id=str(number), timeout=2), Cursor(feed_id=str(number), due=NOW))
                took.append(asyncio.get_running_loop().time() - begun)
            except FetchError:
                pass

        await asyncio.gather(*map(look, range(60)))
    assert len(took) == 30
    assert max(took) < 2  # the first of those that hang has not been given up yet


async def test_every_place_is_given_back() -> None:
    """However jobs end: quickly, slowly, by an error, cancelled while they move or before they are ready."""
    slots = Slots(2, patience=0.001)

    async def job(seconds: float, *, fails: bool = False) -> None:
        async with slots.place(lambda: asyncio.sleep(seconds / 2)):
            await asyncio.sleep(seconds)
            if fails:
                raise LookupError

    jobs = [asyncio.create_task(job(number % 5 * 0.001, fails=number % 3 == 0)) for number in range(60)]
    for number, task in enumerate(jobs):
        if number % 7 == 0:
            await asyncio.sleep(0.001)
            task.cancel()
    await asyncio.gather(*jobs, return_exceptions=True)
    assert (slots._quick._value, slots._slow._value) == (2, 2 * SLOW)
