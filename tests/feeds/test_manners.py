"""Are we a guest that servers like to see again?"""

import asyncio
import re
from datetime import UTC, datetime
from email.utils import format_datetime

import pytest

from bot.config import FetchSettings
from bot.errors import FetchError
from bot.feeds.fetching.answer import fresh_for, retry_after
from bot.feeds.fetching.fetch import Fetcher
from bot.feeds.fetching.hosts import Hosts
from tests.fakes.feed_server import FeedServer, ok, running, status
from tests.fakes.manual_clock import SkippingClock
from tests.feeds.conftest import LOOPBACK, NOW, a_cursor, a_feed, fetching


async def test_requests_are_plain(fetcher: Fetcher, server: FeedServer) -> None:
    """GET, the configured path, our name, no cookie, referer, range or brotli."""
    server.script("/feed?a=1%5B%5D&b", ok(Set_Cookie="id=1; Path=/"))
    for _ in range(3):
        await fetcher.fetch(a_feed(server.url("/feed?a=1%5B%5D&b")), a_cursor())
    for asked in server.asked:
        assert (asked.method, asked.path) == ("GET", "/feed?a=1%5B%5D&b")
        assert not {"cookie", "referer", "range", "origin"} & asked.headers.keys()
        assert re.fullmatch(r"seedwatch/\d\S* \(\+https://\S+\)", asked.headers["user-agent"])
        assert asked.headers["accept-encoding"] == "gzip, deflate"
        assert "application/rss+xml" in asked.headers["accept"]
    assert len(server.asked) == 3


async def test_one_host_is_asked_one_feed_at_a_time_with_pauses(clock: SkippingClock, server: FeedServer) -> None:
    """Two hundred feeds on one host are one request a second, not a rush."""
    server.script("/feed", ok())
    settings = FetchSettings(allow_networks=LOOPBACK, per_host_gap=1.0)
    async with fetching(clock, settings=settings) as fetcher:
        await asyncio.gather(*(fetcher.fetch(a_feed(server.url(), id=str(n)), a_cursor()) for n in range(200)))
    assert len(server.asked) == 200
    assert server.most_under_way == 1
    assert clock.slept == pytest.approx([1.0] * 199)


async def test_hosts_of_which_nothing_is_known_are_forgotten(clock: SkippingClock) -> None:
    """Whoever is asked, is to be left alone or refused us is remembered; thousands of others take no memory."""
    hosts = Hosts(gap=1.0, clock=clock)
    async with hosts.turn("busy"):
        hosts.refused("refuses", "feed", 5.0)
        waiting = asyncio.create_task(_turn(hosts, "busy"))
        for number in range(3000):
            await _turn(hosts, f"host-{number}")
            await clock.sleep(2.0)
        assert len(hosts._hosts) < 300
        assert not waiting.done()
    await waiting
    assert hosts._hosts["refuses"].refused == "feed"


async def _turn(hosts: Hosts, name: str) -> None:
    async with hosts.turn(name):
        pass


async def test_only_so_many_requests_are_under_way(clock: SkippingClock) -> None:
    """The configured concurrency holds over all hosts together."""
    most = 0
    async with fetching(clock, settings=FetchSettings(allow_networks=LOOPBACK, concurrency=4)) as fetcher:
        slots = fetcher._slots._quick
        async with asyncio.TaskGroup() as group:
            for number in range(50):
                group.create_task(_refused(fetcher, f"http://127.0.0.{number + 1}:9/feed"))
            for _ in range(100):
                most = max(most, 4 - slots._value)
                await asyncio.sleep(0)
    assert most == 4


async def _refused(fetcher: Fetcher, url: str) -> None:
    with pytest.raises(FetchError, match="cannot be reached"):
        await fetcher.fetch(a_feed(url), a_cursor())


@pytest.mark.parametrize("code", [429, 503])
async def test_a_host_that_asks_for_peace_gets_it_from_all_its_feeds(
    fetcher: Fetcher, server: FeedServer, clock: SkippingClock, code: int
) -> None:
    """Retry-After binds every feed of the host, without one more request, until it is over."""
    server.script("/feed", status(code, Retry_After="120"), ok())
    with pytest.raises(FetchError) as first:
        await fetcher.fetch(a_feed(server.url()), a_cursor())
    assert (first.value.status, first.value.retry_after) == (code, 120)
    for number in range(9):
        with pytest.raises(FetchError) as other:
            await fetcher.fetch(a_feed(server.url(f"/{number}"), id=str(number)), a_cursor())
        assert other.value.retry_after == pytest.approx(120)
    assert len(server.asked) == 1
    clock.advance(120)
    assert (await fetcher.fetch(a_feed(server.url()), a_cursor())).body is not None


async def test_peace_for_one_host_is_not_peace_for_another(fetcher: Fetcher, server: FeedServer) -> None:
    """Another port is another server."""
    server.script("/feed", status(429), ok())
    with pytest.raises(FetchError):
        await fetcher.fetch(a_feed(server.url()), a_cursor())
    async with running() as another:
        another.script("/feed", ok())
        assert (await fetcher.fetch(a_feed(another.url()), a_cursor())).body is not None


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120),
        ("0", 1),
        ("-5", 1),
        ("1000000000000", 86400),
        ("9" * 400, 86400),
        ("1e400", 86400),
        ("nan", None),
        ("soon", None),
        ("", None),
        ("Mon, 21 Sep 2026 15:23:00 GMT", 600),
        ("Mon, 21 Sep 2026 15:00:00 GMT", 1),
        ("Mon, 21 Sep 9999 15:00:00 GMT", 86400),
        ("Mon, 99 Sep 2026 15:00:00 GMT", None),
    ],
)
def test_retry_after_in_each_form(said: str, seconds: float | None) -> None:
    """Seconds, or a date against the server's own clock (here one hour ahead); garbage is not said."""
    headers = {"Retry-After": said, "Date": "Mon, 21 Sep 2026 15:13:00 GMT"}
    assert retry_after(headers, NOW) == seconds


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Cache-Control": "public, max-age=7200"}, 7200),
        ({"Cache-Control": "s-maxage=9, MAX-AGE=60"}, 60),
        ({"Cache-Control": "max-age=0"}, None),
        ({"Cache-Control": "no-cache, max-age=7200"}, None),
        ({"Cache-Control": "max-age=60", "Expires": format_datetime(datetime(2026, 9, 21, 15, 13, tzinfo=UTC))}, 3600),
        ({"Expires": "0"}, None),
        ({"Expires": "-1"}, None),
        ({"Expires": "Mon, 21 Sep 2026 15:13:00 GMT", "Date": "Mon, 21 Sep 2026 15:00:00 GMT"}, 780),
        ({}, None),
    ],
)
def test_how_long_an_answer_stays_fresh(headers: dict[str, str], seconds: float | None) -> None:
    """The longer of max-age and Expires, the latter against the server's own Date."""
    assert fresh_for(headers, NOW) == seconds


@pytest.mark.parametrize(
    ("code", "headers", "why"),
    [
        (401, {}, "wants a login"),
        (403, {}, "refuses us"),
        (403, {"cf_mitigated": "challenge"}, "Cloudflare challenge"),
        (404, {}, "no feed at this address"),
        (410, {}, "gone for good"),
        (429, {}, "too often"),
        (500, {}, "failed"),
        (503, {}, "overloaded"),
        (204, {}, "no feed"),
        (206, {}, "no feed"),
    ],
)
async def test_each_refusal_has_its_own_words(
    fetcher: Fetcher, server: FeedServer, code: int, headers: dict[str, str], why: str
) -> None:
    """People can tell a missing login from a missing feed, and only 410 is for good."""
    server.script("/feed?token=secret", status(code, "" if code == 204 else "<html>", **headers))
    with pytest.raises(FetchError, match=why) as caught:
        await fetcher.fetch(a_feed(server.url("/feed?token=secret")), a_cursor())
    assert caught.value.status == code
    assert caught.value.gone == (code == 410)
    assert "secret" not in str(caught.value)


async def test_what_the_header_says_travels_with_the_body(fetcher: Fetcher, server: FeedServer) -> None:
    """Charset, type, freshness and the final URL are there for the stages that follow."""
    server.script("/feed", status(302, Location="/new?x=1#part"))
    server.script("/new?x=1", ok(Content_Type='text/xml; Charset="windows-1251"', Cache_Control="max-age=600"))
    fetched = await fetcher.fetch(a_feed(server.url()), a_cursor())
    assert fetched.url == server.url("/new?x=1")
    assert (fetched.charset, fetched.fresh_for) == ("windows-1251", 600)
    assert fetched.content_type == 'text/xml; Charset="windows-1251"'
