"""What browsers and other readers take, do we take it: odd heads, false packings, cookies, conditions that break?"""

from datetime import timedelta

import pytest

from bot.errors import FetchError
from bot.feeds.cadence import after_failure, after_success
from bot.feeds.fetching.fetch import Fetcher
from bot.feeds.fetching.heads import mended
from bot.model import Cursor, Feed
from tests.fakes.feed_server import Answer, FeedServer, ok, raw, status
from tests.fakes.manual_clock import SkippingClock
from tests.faults.conftest import BODY, NEWER, answer
from tests.feeds.conftest import a_cursor, a_feed

LENGTH = b"Content-Length: %d\r\n" % len(BODY)


@pytest.mark.parametrize(
    "given",
    [
        answer(LENGTH.strip(), b"Content-Security-Policy: " + b"x" * 20_000),
        answer(LENGTH.strip(), b"Link: " + b"</a.css>; rel=preload, " * 1000),
        answer(LENGTH.strip(), *[b"X-%d: y" % number for number in range(300)]),
        answer(LENGTH.strip(), LENGTH.strip()),
        answer(LENGTH.strip(), b"X: y", LENGTH.strip().lower()),
        answer(b"Content-Length: %d, %d" % (len(BODY), len(BODY))),
        raw(b"HTTP/1.1 200 OK\n" + LENGTH.replace(b"\r", b"") + b"\n" + BODY),
        raw(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n" + LENGTH + b"\r\n" + BODY),
        raw(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + LENGTH + b"\r\n" + BODY),
        raw(*(bytes([byte]) for byte in b"HTTP/1.1 200 OK\r\n" + LENGTH + b"\r\n"), BODY),
        raw(b"HTTP/1.0 200 OK\r\nContent-Type: text/xml\r\n\r\n" + BODY),
    ],
    ids=[
        "long field",
        "long link",
        "300 fields",
        "length twice",
        "length twice, small",
        "length twice in one",
        "bare line feeds",
        "100 before",
        "103 before",
        "byte by byte",
        "no length",
    ],
)
async def test_heads_that_browsers_take(fetcher: Fetcher, server: FeedServer, given: Answer) -> None:
    """The feed is read, and the next one over the same session as well."""
    server.script("/feed", given).script("/next", ok(NEWER))
    assert (await fetcher.fetch(a_feed(server.url()), a_cursor())).body == BODY
    assert (await fetcher.fetch(a_feed(server.url("/next")), a_cursor())).body == NEWER


async def test_two_lengths_that_differ_are_refused(fetcher: Fetcher, server: FeedServer) -> None:
    """That is how one answer is smuggled into another."""
    server.script("/feed", answer(LENGTH.strip(), b"Content-Length: 5"))
    with pytest.raises(FetchError):
        await fetcher.fetch(a_feed(server.url()), a_cursor())


def test_a_length_counts_whatever_else_has_its_value() -> None:
    """Without it, an answer would end only when its server closes the connection."""
    for other in (b"Age: 5", b"X-Length: 5", b"Age: 5\r\nContent-Length: 05"):
        head = b"HTTP/1.1 200 OK\r\n" + other
        assert b"\r\nContent-Length: 5\r\n" in mended(head + b"\r\nContent-Length: 5")


def test_nothing_else_of_a_head_is_changed() -> None:
    """Fields stay in their order and as they were written."""
    head = b'HTTP/1.1 200 OK\r\nETag: "a"\r\nSet-Cookie: a=b\r\nSet-Cookie: c=d\r\nX: content-length: 3'
    assert mended(head) == head + b"\r\n\r\n"


async def polls(fetcher: Fetcher, feed: Feed, clock: SkippingClock, cursor: Cursor, number: int) -> list[bytes | None]:
    """Look so many times, an hour apart; return the bodies, None for "as before" and b"" for a failure."""
    found = []
    for _ in range(number):
        try:
            fetched = await fetcher.fetch(feed, cursor)
            cursor = after_success(feed, fetched, None, clock.now())
            found.append(fetched.body)
        except FetchError as error:
            cursor = after_failure(feed, cursor, error, clock.now())
            found.append(b"")
        clock.advance(3600)
    return found


@pytest.mark.parametrize(
    "body", [b"<html>not modified</html>", b"\r\n", b"0\r\n\r\n", BODY], ids=["page", "line", "chunk", "feed"]
)
async def test_a_304_with_a_body_is_a_304(
    fetcher: Fetcher, server: FeedServer, clock: SkippingClock, body: bytes
) -> None:
    """Whatever follows it; and the look after it works."""
    not_modified = answer(
        b"Content-Length: %d" % len(body), b'ETag: "b"', body=body, first=b"HTTP/1.1 304 Not Modified"
    )
    server.script("/feed", ok(BODY, ETag='"a"'), not_modified, not_modified, ok(NEWER, ETag='"c"'))
    assert await polls(fetcher, a_feed(server.url()), clock, a_cursor(), 4) == [BODY, None, None, NEWER]


@pytest.mark.parametrize("code", [400, 412, 416, 500, 501])
async def test_conditions_that_break_a_feed_are_left_out_for_a_day(
    fetcher: Fetcher, server: FeedServer, clock: SkippingClock, code: int
) -> None:
    """One failure, then the feed again, without conditions; a day later they are tried once more."""
    server.script("/feed", ok(BODY, ETag='"a"'), status(code), ok(NEWER, ETag='"b"'))
    found = await polls(fetcher, a_feed(server.url()), clock, a_cursor(), 30)
    conditional = ["if-none-match" in asked.headers for asked in server.asked]
    assert found[:4] == [BODY, b"", NEWER, None]
    assert conditional[:4] == [False, True, False, False]
    assert True in conditional[24:]


@pytest.mark.parametrize("code", [502, 503, 504, 403])
async def test_a_server_that_is_just_down_keeps_its_conditions(
    fetcher: Fetcher, server: FeedServer, clock: SkippingClock, code: int
) -> None:
    """Who comes back is not asked for everything."""
    server.script("/feed", ok(BODY, ETag='"a"'), status(code), status(304))
    assert await polls(fetcher, a_feed(server.url()), clock, a_cursor(), 3) == [BODY, b"", None]
    assert "if-none-match" in server.asked[-1].headers


async def test_not_modified_for_ever_is_not_believed_for_ever(
    fetcher: Fetcher, server: FeedServer, clock: SkippingClock
) -> None:
    """After a day the whole document is asked for; where it had changed all the time, conditions are left out."""
    server.script("/feed", ok(BODY, Last_Modified="Fri, 01 Jan 2100 00:00:00 GMT"), *[status(304)] * 24)
    server.scripts["/feed"].append(ok(NEWER, Last_Modified="Fri, 01 Jan 2100 00:00:00 GMT"))
    found = await polls(fetcher, a_feed(server.url()), clock, a_cursor(), 27)
    assert found[:25] == [BODY] + [None] * 24
    assert found[25] == NEWER
    assert ["if-modified-since" in asked.headers for asked in server.asked[24:27]] == [True, False, False]


async def test_an_honest_server_is_asked_for_everything_once_a_day_at_most(
    fetcher: Fetcher, server: FeedServer, clock: SkippingClock
) -> None:
    """Two days, an hour apart: two whole answers."""
    feed = a_feed(server.url())
    cursor = a_cursor()
    for _ in range(50):
        server.script("/feed", status(304) if cursor.etag and server.asked and _conditional(cursor, clock) else WHOLE)
        cursor = after_success(feed, await fetcher.fetch(feed, cursor), None, clock.now())
        clock.advance(3600)
    assert sum("if-none-match" not in asked.headers for asked in server.asked) == 2


WHOLE = ok(BODY, ETag='"a"')


def _conditional(cursor: Cursor, clock: SkippingClock) -> bool:
    return cursor.full is not None and clock.now() - cursor.full <= timedelta(days=1)


async def test_a_cookie_that_is_handed_out_on_the_way_is_brought_back(fetcher: Fetcher, server: FeedServer) -> None:
    """Within one look, to the host that gave it; the next look begins without."""
    away = status(302, Location="/feed", Set_Cookie="seen=1; Path=/; HttpOnly")
    server.script("/feed", away, ok(BODY), away, ok(NEWER))
    feed = a_feed(server.url())
    assert (await fetcher.fetch(feed, a_cursor())).body == BODY
    assert [asked.headers.get("cookie") for asked in server.asked] == [None, "seen=1"]
    assert (await fetcher.fetch(feed, a_cursor())).body == NEWER
    assert server.asked[2].headers.get("cookie") is None


async def test_a_cookie_does_not_go_to_another_host(fetcher: Fetcher, server: FeedServer) -> None:
    """What one host set is nobody else's business."""
    server.script("/feed", status(302, Location=server.url("/other", host="127.0.0.2"), Set_Cookie="secret=1"))
    server.script("/other", ok(BODY))
    with pytest.raises(FetchError, match="cannot be reached"):
        await fetcher.fetch(a_feed(server.url()), a_cursor())
    server.script("/feed", status(302, Location="/a", Set_Cookie="a=1"))
    server.script("/a", status(302, Location="/b", Set_Cookie="b=2")).script("/b", ok(BODY))
    assert (await fetcher.fetch(a_feed(server.url()), a_cursor())).body == BODY
    assert server.asked[-1].headers["cookie"] == "a=1; b=2"


async def test_a_circle_stays_a_circle(fetcher: Fetcher, server: FeedServer) -> None:
    """Also where every answer sets another cookie."""
    server.script("/feed", *[status(302, Location="/feed", Set_Cookie=f"n={number}") for number in range(50)])
    with pytest.raises(FetchError, match="redirects"):
        await fetcher.fetch(a_feed(server.url()), a_cursor())
    assert len(server.asked) <= 6


async def test_an_adopted_address_that_dies_is_forgotten(
    fetcher: Fetcher, server: FeedServer, clock: SkippingClock
) -> None:
    """Gone there: the configured address is asked next. Failing there: after three times."""
    for code, failures in ((410, 1), (404, 3), (500, 3)):
        server.asked.clear()
        server.script("/feed", status(301, Location="/new")).script("/new", ok(BODY))
        feed, cursor = a_feed(server.url()), a_cursor()
        for _ in range(3):
            cursor = after_success(feed, await fetcher.fetch(feed, cursor), None, clock.now())
        assert cursor.url == server.url("/new")
        server.script("/new", status(code)).script("/feed", ok(NEWER))
        for _ in range(failures):
            with pytest.raises(FetchError) as caught:
                await fetcher.fetch(feed, cursor)
            cursor = after_failure(feed, cursor, caught.value, clock.now())
        assert not cursor.stopped
        assert (await fetcher.fetch(feed, cursor)).body == NEWER
        assert server.asked[-1].path == "/feed"
