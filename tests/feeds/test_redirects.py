"""Where do redirects take us, and where do they not?"""

from dataclasses import replace

import pytest

from bot.errors import FetchError
from bot.feeds.cadence import after_failure
from bot.feeds.fetching.fetch import Fetcher
from bot.feeds.fetching.redirects import next_url
from bot.feeds.fetching.validators import start_url, with_credentials
from tests.fakes.feed_server import FeedServer, ok, status
from tests.feeds.conftest import NOW, a_cursor, a_feed


@pytest.mark.parametrize("code", [301, 308])
async def test_a_permanent_redirect_is_believed_at_the_third_sighting(
    fetcher: Fetcher, server: FeedServer, code: int
) -> None:
    """From then on the new address is asked at once, the old one no more."""
    server.script("/feed", status(code, Location="/new")).script("/new", ok(ETag='"a"'))
    cursor = a_cursor()
    for _ in range(4):
        cursor = (await fetcher.fetch(a_feed(server.url()), cursor)).cursor
    assert cursor.url == server.url("/new")
    assert [asked.path for asked in server.asked] == ["/feed", "/new"] * 3 + ["/new"]


@pytest.mark.parametrize("code", [302, 303, 307])
async def test_a_temporary_redirect_is_followed_and_never_kept(fetcher: Fetcher, server: FeedServer, code: int) -> None:
    """302, 303 and 307 say nothing of tomorrow."""
    server.script("/feed", status(code, Location="/new")).script("/new", ok())
    cursor = a_cursor()
    for _ in range(5):
        cursor = (await fetcher.fetch(a_feed(server.url()), cursor)).cursor
    assert (cursor.url, cursor.moved_to, cursor.moved_seen) == (None, None, 0)


async def test_one_temporary_hop_makes_a_chain_temporary(fetcher: Fetcher, server: FeedServer) -> None:
    """A permanent redirect to a temporary one is no move."""
    server.script("/feed", status(301, Location="/mid")).script("/mid", status(302, Location="/new"))
    server.script("/new", ok())
    cursor = a_cursor()
    for _ in range(5):
        cursor = (await fetcher.fetch(a_feed(server.url()), cursor)).cursor
    assert (cursor.url, cursor.moved_to) == (None, None)


async def test_sightings_count_in_a_row_and_for_one_target(fetcher: Fetcher, server: FeedServer) -> None:
    """An afternoon of misconfiguration moves nothing."""
    answers = [status(301, Location=target) for target in ("/a", "/a", "/b", "/b")]
    server.script("/feed", *answers, ok(), status(301, Location="/b"))
    server.script("/a", ok()).script("/b", ok())
    cursor = a_cursor()
    seen = []
    for _ in range(6):
        cursor = (await fetcher.fetch(a_feed(server.url()), cursor)).cursor
        seen.append(cursor.moved_seen)
    assert seen == [1, 2, 1, 2, 0, 1]
    assert cursor.url is None


def test_a_move_that_stopped_working_is_undone_for_a_try() -> None:
    """An adopted address that fails three times gives way to the configured one."""
    feed = a_feed("https://example.org/feed")
    cursor = replace(a_cursor(), url="https://example.net/feed")
    for _ in range(3):
        assert start_url(feed, cursor) == "https://example.net/feed"
        cursor = after_failure(feed, cursor, FetchError("x"), NOW)
    assert start_url(feed, cursor) == feed.url


async def test_a_loop_is_noticed(fetcher: Fetcher, server: FeedServer) -> None:
    """Two pages that point at each other are asked once each."""
    server.script("/feed", status(301, Location="/b")).script("/b", status(301, Location="/feed"))
    with pytest.raises(FetchError, match="circle"):
        await fetcher.fetch(a_feed(server.url()), a_cursor())
    assert len(server.asked) == 2


async def test_more_than_five_redirects_are_too_many(fetcher: Fetcher, server: FeedServer) -> None:
    """The sixth is not followed."""
    for number in range(20):
        server.script(f"/{number}", status(302, Location=f"/{number + 1}"))
    with pytest.raises(FetchError, match="more than 5"):
        await fetcher.fetch(a_feed(server.url("/0")), a_cursor())
    assert len(server.asked) == 6


async def test_five_redirects_are_followed(fetcher: Fetcher, server: FeedServer) -> None:
    """The limit is a limit, not an off-by-one."""
    for number in range(5):
        server.script(f"/{number}", status(302, Location=f"/{number + 1}"))
    server.script("/5", ok(b"<rss/>"))
    assert (await fetcher.fetch(a_feed(server.url("/0")), a_cursor())).body == b"<rss/>"


@pytest.mark.parametrize(
    ("location", "why"),
    [
        (None, "without saying where"),
        ("file:///etc/passwd", "no web address"),
        ("ftp://example.org/", "no web address"),
        ("http://example.org/feed", "down to http"),
        ("https://example.org:99999/", "no address"),
        ("https://[::1/", "no address"),
    ],
)
def test_redirects_that_are_not_followed(location: str | None, why: str) -> None:
    """Other schemes, unreadable targets, and from https down to http."""
    with pytest.raises(FetchError, match=why):
        next_url("https://example.org/a?token=secret", location, ["https://example.org/a"])


def test_redirects_do_not_show_secrets() -> None:
    """What a feed's address hides in user, password or query appears in no error."""
    with pytest.raises(FetchError) as caught:
        next_url("https://me:secret@example.org/a?token=secret", "https://u:secret@x.org:x/?secret", [])
    assert "secret" not in str(caught.value)


def test_credentials_go_along_within_one_origin_only() -> None:
    """A password for one server is none for another, and servers do not write ours."""
    mine = "https://me:pass@example.org/feed"
    assert next_url(mine, "/b", [mine]) == "https://me:pass@example.org/b"
    assert next_url(mine, "https://example.net/b", [mine]) == "https://example.net/b"
    assert next_url(mine, "https://example.org:444/b", [mine]) == "https://example.org:444/b"
    assert next_url("https://example.org/feed", "https://x:y@example.org/b", []) == "https://example.org/b"
    assert with_credentials("https://example.org/b", mine) == "https://me:pass@example.org/b"


async def test_an_adopted_move_holds_no_password(fetcher: Fetcher, server: FeedServer) -> None:
    """The cursor goes into the database, where passwords have no place; requests still carry it."""
    server.script("/feed", status(301, Location="/new")).script("/new", ok())
    url = f"http://me:secret@127.0.0.1:{server.port}/feed"
    cursor = a_cursor()
    for _ in range(4):
        fetched = await fetcher.fetch(a_feed(url), cursor)
        cursor = fetched.cursor
    assert "secret" not in repr(cursor) + fetched.url
    assert {asked.headers.get("authorization") for asked in server.asked} == {"Basic bWU6c2VjcmV0"}
