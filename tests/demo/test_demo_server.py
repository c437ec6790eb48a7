"""The sample feeds' server: current documents, honest 304s, a broken spell, and its clock."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiohttp import ClientSession

from bot.demo.server import serve_feeds
from bot.demo.week import LENGTH, OPENING, START, WeekClock, load_week
from tests.fakes.manual_clock import SkippingClock

FEEDS = load_week()
BROKEN = next(feed for feed in FEEDS if feed.broken)


@pytest.fixture
async def http() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session


async def test_documents_grow_with_the_clock_and_say_when_nothing_changed(http: ClientSession) -> None:
    """The same document is a 304 for either validator; a new entry changes both."""
    clock = SkippingClock(START + OPENING)
    async with serve_feeds(FEEDS, clock) as server:
        address = f"{server.url}/sample-wire"
        async with http.get(address) as first:
            assert first.status == 200
            assert first.content_type == "application/rss+xml"
            body = await first.read()
        validators = ({"If-None-Match": first.headers["ETag"]}, {"If-Modified-Since": first.headers["Last-Modified"]})
        for headers in validators:
            async with http.get(address, headers=headers) as again:
                assert again.status == 304
                assert again.headers["ETag"] == first.headers["ETag"]
                assert await again.read() == b""
        clock.advance(timedelta(hours=12).total_seconds())
        for headers in validators:
            async with http.get(address, headers=headers) as later:
                assert later.status == 200
                assert len(await later.read()) > len(body)


async def test_etag_wins_over_date(http: ClientSession) -> None:
    """A client with an old ETag gets the document, whatever date it sends."""
    async with serve_feeds(FEEDS, SkippingClock(START + LENGTH)) as server:
        async with http.get(f"{server.url}/sample-wire") as first:
            pass
        headers = {"If-None-Match": '"old"', "If-Modified-Since": first.headers["Last-Modified"]}
        async with http.get(f"{server.url}/sample-wire", headers=headers) as again:
            assert again.status == 200
        several = {"If-None-Match": f'"old", {first.headers["ETag"]}'}
        async with http.get(f"{server.url}/sample-wire", headers=several) as known:
            assert known.status == 304


async def test_all_feeds_answer_and_nothing_else_does(http: ClientSession) -> None:
    """There is one address per feed, and the server knows what was read."""
    async with serve_feeds(FEEDS, SkippingClock(START + LENGTH)) as server:
        assert server.read == set()
        for feed in FEEDS:
            async with http.get(f"{server.url}/{feed.id}") as answer:
                assert answer.status == 200, feed.id
        assert len(server.read) == sum(len(feed.entries) for feed in FEEDS)
        async with http.get(f"{server.url}/another") as answer:
            assert answer.status == 404


async def test_one_feed_is_broken_for_a_while(http: ClientSession) -> None:
    """HTTP 500 from the start of the spell, fine again at its end."""
    assert BROKEN.broken is not None
    since, until = BROKEN.broken
    clock = SkippingClock(START)
    async with serve_feeds(FEEDS, clock) as server:
        minute = timedelta(minutes=1)
        for at, status in ((since - minute, 200), (since, 500), (until - minute, 500), (until, 200)):
            clock.advance((START + at - clock.now()).total_seconds())
            async with http.get(f"{server.url}/{BROKEN.id}") as answer:
                assert answer.status == status


async def test_a_week_passes_in_seconds_and_then_time_goes_on_as_usual() -> None:
    """A person who stays at the prompt after the week sees nothing age."""
    real = [100.0]
    clock = WeekClock(START, START + LENGTH, 7.0, real=lambda: real[0])
    real[0] += 10
    assert clock.now() == START  # it stands while the program starts
    clock.begin()
    real[0] += 3.5
    assert clock.now() == START + LENGTH / 2
    assert clock.share() == 0.5
    real[0] += 3.5
    assert clock.now() == START + LENGTH
    real[0] += 60
    assert clock.now() == START + LENGTH + timedelta(seconds=60)
    assert clock.share() == 1.0


async def test_sleeping_is_as_fast_as_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sleep over the end of the week is fast before it and usual after it."""
    real, slept = [0.0], []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr("bot.demo.week.asyncio.sleep", sleep)
    clock = WeekClock(START, START + LENGTH, 7.0, real=lambda: real[0])
    clock.begin()
    await clock.sleep(timedelta(days=1).total_seconds())
    real[0] = 6.0
    await clock.sleep(timedelta(days=1).total_seconds() + 5)
    await clock.sleep(-1)
    assert slept == [1.0, pytest.approx(6.0), 0.0]
