"""Are we as good a guest on pages as on feeds?"""

import pytest

from bot.config import FetchSettings
from bot.errors import FetchError
from bot.feeds.fetching.fetch import Fetcher
from tests.fakes.feed_server import FeedServer, endless, ok, raw, status
from tests.fakes.manual_clock import SkippingClock
from tests.feeds.conftest import LOOPBACK, a_feed, fetching

HTML = "text/html; charset=windows-1251"


async def test_a_page_is_asked_for_plainly(fetcher: Fetcher, server: FeedServer, clock: SkippingClock) -> None:
    """The feed's name, no cookie or referer, only HTML accepted, a pause after robots.txt."""
    server.script("/a", ok("<p>one", Content_Type=HTML, Set_Cookie="id=1"))
    page = await fetcher.fetch_page(a_feed(), server.url("/a"))
    assert (page.body, page.url, page.charset) == (b"<p>one", server.url("/a"), "windows-1251")
    assert [asked.path for asked in server.asked] == ["/robots.txt", "/a"]
    for asked in server.asked:
        assert asked.headers["user-agent"] == a_feed().user_agent
        assert not {"cookie", "referer", "range", "origin"} & asked.headers.keys()
    assert server.asked[1].headers["accept"] == "text/html, application/xhtml+xml"
    assert clock.slept == pytest.approx([1.0])


async def test_robots_txt_is_read_once_a_day(fetcher: Fetcher, server: FeedServer, clock: SkippingClock) -> None:
    """One more page of a site costs one more request; a day later the rules may be others."""
    server.script("/a", ok("<p>", Content_Type=HTML))
    server.script("/robots.txt", ok("User-agent: *\nDisallow: /b\n"), ok("User-agent: *\nDisallow: /a\n"))
    for _ in range(3):
        await fetcher.fetch_page(a_feed(), server.url("/a"))
    assert [asked.path for asked in server.asked].count("/robots.txt") == 1
    clock.advance(86_401)
    with pytest.raises(FetchError, match=r"robots\.txt of 127"):
        await fetcher.fetch_page(a_feed(), server.url("/a"))


@pytest.mark.parametrize(
    "rules",
    ["User-agent: *\nDisallow: /a", "\ufeffUser-agent: SeedWatch\nDisallow: /a", "user-agent: *\r\ndisallow: /a"],
)
async def test_robots_txt_keeps_us_away(fetcher: Fetcher, server: FeedServer, rules: str) -> None:
    """A page that the site does not want programs on is never asked for, not even through a redirect."""
    server.script("/robots.txt", ok(rules)).script("/a", ok("<p>", Content_Type=HTML))
    server.script("/b", status(301, Location="/a"))
    for path in ("/a", "/b"):
        with pytest.raises(FetchError, match="keeps programs away"):
            await fetcher.fetch_page(a_feed(), server.url(path))
    assert "/a" not in [asked.path for asked in server.asked]


@pytest.mark.parametrize(("answer", "text"), [(status(500), "failed"), (raw(b"", after="close"), "without an answer")])
async def test_a_broken_robots_txt_is_a_no(fetcher: Fetcher, server: FeedServer, answer: object, text: str) -> None:
    """RFC 9309: what cannot be read because the server is in trouble forbids."""
    server.scripts["/robots.txt"] = [answer]  # type: ignore[list-item]
    server.script("/a", ok("<p>", Content_Type=HTML))
    with pytest.raises(FetchError, match=text):
        await fetcher.fetch_page(a_feed(), server.url("/a"))
    assert {asked.path for asked in server.asked} == {"/robots.txt"}


async def test_what_is_no_page_is_not_read(fetcher: Fetcher, server: FeedServer) -> None:
    """A film behind an address is dropped after its headers."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nConnection: close\r\n\r\n"
    server.scripts["/a"] = [endless(head, b"x" * 65536)]
    with pytest.raises(FetchError, match="video/mp4"):
        await fetcher.fetch_page(a_feed(), server.url("/a"))
    assert server.sent["/a"] < 10_000_000


async def test_a_page_has_the_limit_of_a_feed(fetcher: Fetcher, server: FeedServer) -> None:
    """An endless page ends at max_bytes."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n"
    server.scripts["/a"] = [endless(head, b"<p>" * 20_000)]
    with pytest.raises(FetchError, match=r"larger|big|more than"):
        await fetcher.fetch_page(a_feed(), server.url("/a"))


async def test_a_page_may_move_within_what_is_open(clock: SkippingClock, server: FeedServer) -> None:
    """Redirects are followed one by one, in turn, and never into a network that is closed."""
    server.script("/a", status(301, Location="/b")).script("/b", ok("<p>", Content_Type=HTML))
    server.script("/c", status(302, Location="http://10.0.0.1/"))
    async with fetching(clock, settings=FetchSettings(allow_networks=LOOPBACK, per_host_gap=0)) as fetcher:
        assert (await fetcher.fetch_page(a_feed(), server.url("/a"))).url == server.url("/b")
        with pytest.raises(FetchError, match=r"10\.0\.0\.1"):
            await fetcher.fetch_page(a_feed(), server.url("/c"))
    async with fetching(clock, settings=FetchSettings()) as closed:
        with pytest.raises(FetchError):
            await closed.fetch_page(a_feed(), server.url("/b"))


async def test_a_host_that_asks_for_peace_gets_it(fetcher: Fetcher, server: FeedServer) -> None:
    """A 429 for a page keeps the feeds of the host quiet as well."""
    server.script("/a", status(429, Retry_After="60"))
    with pytest.raises(FetchError):
        await fetcher.fetch_page(a_feed(), server.url("/a"))
    with pytest.raises(FetchError, match="asked all its visitors to wait"):
        await fetcher.fetch_page(a_feed(), server.url("/b"))
