"""Do we say what copy we have, byte for byte, and only to the server that gave it?"""

from dataclasses import replace

import pytest

from bot.errors import FetchError
from bot.feeds.fetching.fetch import Fetcher
from bot.model import Cursor
from tests.fakes.feed_server import FeedServer, ok, status
from tests.feeds.conftest import a_cursor, a_feed


async def poll(
    fetcher: Fetcher, server: FeedServer, cursor: Cursor, path: str = "/feed"
) -> tuple[bytes | None, Cursor]:
    fetched = await fetcher.fetch(a_feed(server.url(path)), cursor)
    return fetched.body, fetched.cursor


async def test_one_unconditional_request_in_fifty_polls(fetcher: Fetcher, server: FeedServer) -> None:
    """The first poll is the only one without validators as long as there are any."""
    server.script("/feed", ok(b"<rss/>", ETag='"a"'), status(304))
    cursor = a_cursor()
    for _ in range(50):
        _body, cursor = await poll(fetcher, server, cursor)
    bare = [asked for asked in server.asked if "if-none-match" not in asked.headers]
    assert len(bare) == 1
    assert len(server.asked) == 50


@pytest.mark.parametrize("etag", ['"abc"', 'W/"abc"', "abc", '"a b"', "W/abc", '"ünï"', '"'])
async def test_etag_goes_back_byte_for_byte(fetcher: Fetcher, server: FeedServer, etag: str) -> None:
    """An ETag is opaque; quotes and W/ are part of it, and so are the letters that should not be there."""
    server.script("/feed", ok(ETag=etag), status(304))
    _body, cursor = await poll(fetcher, server, a_cursor())
    await poll(fetcher, server, cursor)
    assert server.asked[1].headers["if-none-match"].encode("latin-1") == etag.encode()


@pytest.mark.parametrize("modified", ["Tue, 01 Jan 2030 00:00:00 GMT", "2026-09-01", "Sun,  6 Nov 94 8:49 GMT"])
async def test_last_modified_goes_back_byte_for_byte(fetcher: Fetcher, server: FeedServer, modified: str) -> None:
    """The date is the server's word, odd or not; it is never made anew."""
    server.script("/feed", ok(Last_Modified=modified), status(304))
    _body, cursor = await poll(fetcher, server, a_cursor())
    await poll(fetcher, server, cursor)
    assert server.asked[1].headers["if-modified-since"] == modified
    assert "if-none-match" not in server.asked[1].headers


async def test_both_validators_are_sent(fetcher: Fetcher, server: FeedServer) -> None:
    """Whichever of the two the server looks at, it finds it."""
    server.script("/feed", ok(ETag='"a"', Last_Modified="x"), status(304))
    _body, cursor = await poll(fetcher, server, a_cursor())
    await poll(fetcher, server, cursor)
    assert {"if-none-match", "if-modified-since"} <= server.asked[1].headers.keys()


async def test_validators_are_replaced_though_the_body_is_the_same(fetcher: Fetcher, server: FeedServer) -> None:
    """A touched file has a new ETag and an old body; the new one must go back."""
    server.script("/feed", ok(b"<rss/>", ETag='"a"'), ok(b"<rss/>", ETag='"b"'), status(304))
    first, cursor = await poll(fetcher, server, a_cursor())
    second, cursor = await poll(fetcher, server, cursor)
    await poll(fetcher, server, cursor)
    assert first == b"<rss/>"
    assert second is None
    assert server.asked[2].headers["if-none-match"] == '"b"'


async def test_validators_are_forgotten_when_the_server_stops_sending_them(
    fetcher: Fetcher, server: FeedServer
) -> None:
    """A validator of an earlier body says nothing of this one."""
    server.script("/feed", ok(b"1", ETag='"a"', Last_Modified="x"), ok(b"2"), ok(b"3"))
    cursor = a_cursor()
    for _ in range(3):
        _body, cursor = await poll(fetcher, server, cursor)
    assert not {"if-none-match", "if-modified-since"} & server.asked[2].headers.keys()


async def test_not_modified_may_bring_newer_validators(fetcher: Fetcher, server: FeedServer) -> None:
    """What a 304 says replaces what it names and leaves the rest."""
    server.script("/feed", ok(ETag='"a"', Last_Modified="x"), status(304, Last_Modified="y"), status(304))
    cursor = a_cursor()
    for _ in range(3):
        _body, cursor = await poll(fetcher, server, cursor)
    assert server.asked[2].headers["if-modified-since"] == "y"
    assert server.asked[2].headers["if-none-match"] == '"a"'


async def test_an_unchanged_body_is_recognised_without_validators(fetcher: Fetcher, server: FeedServer) -> None:
    """A server that always sends everything costs a transfer and no parse."""
    server.script("/feed", ok(b"<rss/>"), ok(b"<rss/>"), ok(b"<rss>new</rss>"))
    cursor = a_cursor()
    bodies = []
    for _ in range(3):
        body, cursor = await poll(fetcher, server, cursor)
        bodies.append(body)
    assert bodies == [b"<rss/>", None, b"<rss>new</rss>"]


async def test_validators_stay_with_the_url_they_came_from(fetcher: Fetcher, server: FeedServer) -> None:
    """Where a redirect starts to lead elsewhere, the other page is asked without conditions."""
    server.script("/feed", status(302, Location="/a"), status(302, Location="/a"), status(302, Location="/b"))
    server.script("/a", ok(b"1", ETag='"a"'), status(304)).script("/b", ok(b"2", ETag='"b"'))
    cursor = a_cursor()
    for _ in range(3):
        _body, cursor = await poll(fetcher, server, cursor)
    conditions = [(asked.path, asked.headers.get("if-none-match")) for asked in server.asked]
    assert conditions == [("/feed", None), ("/a", None), ("/feed", None), ("/a", '"a"'), ("/feed", None), ("/b", None)]


async def test_another_configured_url_starts_afresh(fetcher: Fetcher, server: FeedServer) -> None:
    """An edited sources.yaml must not send the old page's ETag to the new one."""
    server.script("/old", ok(ETag='"a"')).script("/new", ok())
    _body, cursor = await poll(fetcher, server, a_cursor(), "/old")
    moved = replace(cursor, url=server.url("/elsewhere"), hints='{"ttl":3600.0}')
    body, cursor = await poll(fetcher, server, moved, "/new")
    assert body is not None
    assert server.asked[1].path == "/new"
    assert "if-none-match" not in server.asked[1].headers
    assert cursor.url is cursor.hints is None


async def test_not_modified_that_nobody_asked_for_is_an_error(fetcher: Fetcher, server: FeedServer) -> None:
    """Otherwise a broken cache would keep a new feed empty for ever."""
    server.script("/feed", status(304))
    with pytest.raises(FetchError, match="not asked"):
        await poll(fetcher, server, a_cursor())


async def test_validators_that_cannot_go_back_count_as_absent(fetcher: Fetcher, server: FeedServer) -> None:
    """Bytes that are no text, and kilobytes, are not kept."""
    server.script("/feed", ok(ETag='"\udcff"', Last_Modified="x" * 2000), ok())
    _body, cursor = await poll(fetcher, server, a_cursor())
    assert cursor.etag is cursor.last_modified is None


async def test_a_good_answer_ends_a_bad_time(fetcher: Fetcher, server: FeedServer) -> None:
    """Failures are counted in a row, and the row ends here; other fields stay as they were."""
    server.script("/feed", ok())
    before = replace(a_cursor(), failures=3, error="x", stopped=True, failing_since=a_cursor().due, primed=True)
    _body, after = await poll(fetcher, server, before)
    assert (after.failures, after.error, after.failing_since, after.stopped) == (0, None, None, False)
    assert after.primed
    assert after.polled == before.due
