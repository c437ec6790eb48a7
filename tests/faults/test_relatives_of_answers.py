"""Do the relatives of the reported odd answers hold as well? Written down before any of them was tried."""

import gzip
import zlib

import pytest

from bot.errors import FetchError
from bot.feeds.cadence import after_failure, after_success
from bot.feeds.fetching.fetch import Fetcher
from bot.feeds.fetching.validators import conditions
from tests.fakes.feed_server import Answer, FeedServer, ok, raw, status
from tests.fakes.manual_clock import SkippingClock
from tests.faults.conftest import BODY, NEWER, answer
from tests.feeds.conftest import a_cursor, a_feed

LENGTH = b"Content-Length: %d" % len(BODY)
CHUNKED = b"%x\r\n%b\r\n0\r\n\r\n" % (len(BODY), BODY)


HEADS = {
    "length three times": answer(LENGTH, LENGTH, LENGTH),
    "length with zeros": answer(b"Content-Length: 000%d" % len(BODY)),
    "length and the same with zeros": answer(LENGTH, b"content-length: 0%d" % len(BODY)),
    "length with blanks": answer(b"Content-Length:   %d  " % len(BODY)),
    "no length in the field": answer(b"Content-Length:"),
    "chunks and a length": answer(b"Transfer-Encoding: chunked", LENGTH, body=CHUNKED),
    "chunks said twice": answer(b"Transfer-Encoding: chunked", b"Transfer-Encoding: chunked", body=CHUNKED),
    "chunks in capitals": answer(b"TRANSFER-ENCODING: Chunked", body=CHUNKED),
    "identity": answer(b"Transfer-Encoding: identity", LENGTH),
    "chunk extensions": answer(b"Transfer-Encoding: chunked", body=CHUNKED.replace(b"\r\n", b";a=b\r\n", 1)),
    "chunk size with blanks": answer(b"Transfer-Encoding: chunked", body=CHUNKED.replace(b"\r\n", b"  \r\n", 1)),
    "chunks with a trailer": answer(b"Transfer-Encoding: chunked", body=CHUNKED[:-2] + b"X-Sum: 1\r\n\r\n"),
    "long cookie": answer(LENGTH, b"Set-Cookie: a=" + b"x" * 30_000),
    "long name": answer(LENGTH, b"X-" + b"y" * 9000 + b": z"),
    "long reason": answer(LENGTH, first=b"HTTP/1.1 200 " + b"O" * 9000),
    "40 KB in all": answer(LENGTH, *[b"X-%d: " % n + b"y" * 1000 for n in range(40)]),
    "100 KB in one": answer(LENGTH, b"Report-To: " + b"y" * 100_000),
    "no reason": answer(LENGTH, first=b"HTTP/1.1 200"),
    "blank reason": answer(LENGTH, first=b"HTTP/1.1 200 "),
    "version 2 in a line": answer(LENGTH, first=b"HTTP/2 200"),
    "small letters": answer(LENGTH, first=b"http/1.1 200 ok"),
    "folded": answer(LENGTH, b"X-Policy: a;", b"  b;", b"\tc"),
    "line without a colon": answer(LENGTH, b"this is no field"),
    "blank before the colon": answer(LENGTH, b"Content-Type : text/xml"),
    "no name": answer(LENGTH, b": nothing"),
    "name with blanks": answer(LENGTH, b"X Powered By: hope"),
    "name with a bracket": answer(LENGTH, b"X(y): z"),
    "Latin-1": answer(LENGTH, b"X-Server: K\xf6ln"),
    "UTF-8": answer(LENGTH, "X-Server: Минск".encode()),
    "control character": answer(LENGTH, b"X-Server: a\x01b"),
    "zero byte": answer(LENGTH, b"X-Server: a\x00b"),
    "empty line first": raw(b"\r\nHTTP/1.1 200 OK\r\n" + LENGTH + b"\r\n\r\n" + BODY),
    "type without a kind": answer(LENGTH, b"Content-Type: ;charset=utf-8"),
    "connection said twice": answer(LENGTH, b"Connection: keep-alive", b"Connection: close"),
    "upgrade offered": answer(LENGTH, b"Connection: Upgrade", b"Upgrade: h2,h2c"),
}  # fmt: skip


@pytest.mark.parametrize("given", HEADS.values(), ids=HEADS)
async def test_heads(fetcher: Fetcher, server: FeedServer, given: Answer) -> None:
    """Whatever browsers take; and the next feed over the same session works."""
    server.script("/feed", given).script("/next", ok(NEWER))
    assert (await fetcher.fetch(a_feed(server.url()), a_cursor())).body == BODY
    assert (await fetcher.fetch(a_feed(server.url("/next")), a_cursor())).body == NEWER


PACKED = gzip.compress(BODY)
CODINGS = {
    "a type": (b"text/xml", BODY),
    "a charset": (b"iso-8859-1", BODY),
    "charset=": (b"charset=utf-8", BODY),
    "a language": (b"en", BODY),
    "7bit, gzip": (b"7bit, gzip", PACKED),
    "aws-chunked,gzip": (b"aws-chunked,gzip", PACKED),
    "GZIP": (b"GZIP", PACKED),
    "gzip in quotes": (b'"gzip"', PACKED),
    "gzip;q=1": (b"gzip;q=1.0", PACKED),
    "deflate and is gzip": (b"deflate", PACKED),
    "gzip and is zlib": (b"gzip", zlib.compress(BODY)),
    "br and is plain": (b"br", BODY),
    "zstd and is plain": (b"zstd", BODY),
    "nothing and is zlib": (b"", zlib.compress(BODY)),
    "gzip and is plain behind blanks": (b"gzip", b"\t\n " + BODY),
    "gzip and is a plain list": (b"gzip", b'[{"a": 1}]'),
    "gzip and is UTF-32": (b"gzip", BODY.decode().encode("utf-32")),
    "gzip and then lines": (b"gzip", PACKED + b"\r\n\r\n"),
    "gzip and then zeros": (b"gzip", PACKED + bytes(512)),
    "gzip and then a page": (b"gzip", PACKED + b"<!-- cached -->"),
}


@pytest.mark.parametrize(("coding", "body"), CODINGS.values(), ids=CODINGS)
async def test_packings(fetcher: Fetcher, server: FeedServer, coding: bytes, body: bytes) -> None:
    """What the bytes are counts, not what was said of them."""
    length = b"Content-Length: %d" % len(body)
    server.script("/feed", answer(length, b"Content-Encoding: " + coding, body=body))
    expected = {"plain behind": b"\t\n " + BODY, "plain list": b'[{"a": 1}]', "UTF-32": body}
    name = next(name for name, given in CODINGS.items() if given == (coding, body))
    fetched = await fetcher.fetch(a_feed(server.url()), a_cursor())
    assert fetched.body == next((value for key, value in expected.items() if key in name), BODY)


@pytest.mark.parametrize("coding", [b"gzip", b"gzip, gzip", b"deflate", b"identity"])
async def test_what_is_packed_twice_is_refused(fetcher: Fetcher, server: FeedServer, coding: bytes) -> None:
    """Whatever was said of it: that is how a small answer becomes a big one."""
    twice = gzip.compress(PACKED)
    length = b"Content-Length: %d" % len(twice)
    server.script("/feed", answer(length, b"Content-Encoding: " + coding, body=twice))
    with pytest.raises(FetchError, match="packed in a way"):
        await fetcher.fetch(a_feed(server.url()), a_cursor())


NOT_MODIFIED = b"HTTP/1.1 304 Not Modified"
BODIES = {
    "chunks": raw(NOT_MODIFIED + b"\r\nTransfer-Encoding: chunked\r\n\r\n" + CHUNKED, after="keep"),
    "body in a second piece": raw(NOT_MODIFIED + b"\r\n" + LENGTH + b"\r\n\r\n", BODY, after="keep"),
    "length and no body": raw(NOT_MODIFIED + b"\r\n" + LENGTH + b"\r\n\r\n", after="keep"),
    "chunks and no body": raw(NOT_MODIFIED + b"\r\nTransfer-Encoding: chunked\r\n\r\n", after="keep"),
    "packed": raw(NOT_MODIFIED + b"\r\nContent-Encoding: gzip\r\n\r\n" + PACKED),
    "closed at once": raw(NOT_MODIFIED + b"\r\n\r\n"),
    "one field less": raw(NOT_MODIFIED + b"\n\n<html>"),
    "no reason": raw(b"HTTP/1.1 304\r\n\r\n" + BODY),
}


@pytest.mark.parametrize("given", BODIES.values(), ids=BODIES)
async def test_not_modified(fetcher: Fetcher, server: FeedServer, clock: SkippingClock, given: Answer) -> None:
    """Has no body, whatever comes; the look after it is not harmed."""
    server.script("/feed", ok(BODY, ETag='"a"'), given, ok(NEWER, ETag='"b"'))
    feed, cursor = a_feed(server.url(), timeout=2), a_cursor()
    seen = []
    for _ in range(3):
        fetched = await fetcher.fetch(feed, cursor)
        cursor = after_success(feed, fetched, None, clock.now())
        seen.append(fetched.body)
        clock.advance(3600)
    assert seen == [BODY, None, NEWER]


FOR_EVER = {
    "weak tag": ({"ETag": 'W/"1"'}, {}),
    "a newer date each time": ({"Last_Modified": "Fri, 27 Nov 2026 10:00:00 GMT"}, {"Last_Modified": "{n} o'clock"}),
    "another tag each time": ({"ETag": '"1"'}, {"ETag": '"{n}"'}),
    "the year 1970": ({"Last_Modified": "Thu, 01 Jan 1970 00:00:00 GMT"}, {}),
    "an empty tag": ({"ETag": '""'}, {}),
    "both": ({"ETag": "x", "Last_Modified": "0"}, {"Cache_Control": "max-age=31536000"}),
}  # fmt: skip


@pytest.mark.parametrize(("first", "later"), FOR_EVER.values(), ids=FOR_EVER)
async def test_not_modified_for_ever(
    fetcher: Fetcher, server: FeedServer, clock: SkippingClock, first: dict[str, str], later: dict[str, str]
) -> None:
    """Is believed for a day, whatever the validators are, and over a redirect as well."""
    server.script("/old", status(301, Location="/feed"))
    feed, cursor = a_feed(server.url("/old")), a_cursor()
    seen = []
    for hour in range(30):
        same = {name: value.format(n=hour % 10) for name, value in later.items()}
        conditional = any(conditions(cursor, server.url(path), clock.now()) for path in ("/feed", "/old"))
        server.script("/feed", status(304, **same) if conditional else ok(BODY if hour < 3 else NEWER, **first))
        fetched = await fetcher.fetch(feed, cursor)
        cursor = after_success(feed, fetched, None, clock.now())
        seen.append(fetched.body)
        clock.advance(3600)
    assert seen[:24] == [BODY] + [None] * 23
    assert NEWER in seen[24:28]


COOKIES = {
    "several attributes": ["seen=1; Path=/; Secure; HttpOnly; SameSite=None"],
    "an attribute of tomorrow": ["seen=1; Path=/; Partitioned; Priority=High"],
    "JSON": ['state={"a":1}; Path=/', "seen=1"],
    "a date with a comma": ["seen=1; Expires=Sat, 28 Nov 2026 10:00:00 GMT; Path=/"],
    "a name with brackets": ["a[b]=2", "seen=1"],
    "no name": ["=x", "seen=1"],
    "a blank value": ["seen=1; Domain=127.0.0.1", "empty="],
    "UTF-8": ["town=Минск", "seen=1"],
    "with quotes": ['q="x y"', "seen=1"],
}


@pytest.mark.parametrize("given", COOKIES.values(), ids=COOKIES)
@pytest.mark.parametrize("code", [302, 307])
async def test_cookies_on_the_way(fetcher: Fetcher, server: FeedServer, given: list[str], code: int) -> None:
    """However they are written, the one that the server wants is brought back, and no attribute passes for one."""
    fields = b"".join(b"Set-Cookie: " + each.encode() + b"\r\n" for each in given)
    away = raw(b"HTTP/1.1 %d Found\r\nLocation: /feed\r\nContent-Length: 0\r\n" % code + fields + b"\r\n", after="keep")
    server.script("/feed", away, ok(BODY))
    assert (await fetcher.fetch(a_feed(server.url()), a_cursor())).body == BODY
    brought = server.asked[-1].headers["cookie"].split("; ")
    assert "seen=1" in brought
    assert not {"path", "priority", "partitioned", "domain", "expires"} & {
        each.partition("=")[0].lower() for each in brought
    }


async def test_a_cookie_that_is_taken_back_is_not_brought(fetcher: Fetcher, server: FeedServer) -> None:
    """A server deletes it with a time that is over."""
    server.script("/feed", status(302, Location="/a", Set_Cookie="old=1; Path=/"))
    server.script("/a", status(302, Location="/b", Set_Cookie="old=; Max-Age=0")).script("/b", ok(BODY))
    assert (await fetcher.fetch(a_feed(server.url()), a_cursor())).body == BODY
    assert "cookie" not in server.asked[-1].headers


@pytest.mark.parametrize(
    "refused",
    [
        status(429),
        status(429, Retry_After="3600"),
        status(503, Retry_After="3600"),
        status(429, Retry_After="Fri, 27 Nov 2099 10:00:00 GMT"),
        status(429, Retry_After="nonsense"),
    ],
)
async def test_a_route_that_is_always_refused_is_alone(
    fetcher: Fetcher, server: FeedServer, clock: SkippingClock, refused: Answer
) -> None:
    """However long the wait that its host names: the others are looked at within hours, day after day."""
    feeds = [a_feed(server.url(f"/{n}"), id=f"r{n}") for n in range(4)]
    for n in range(1, 4):
        server.script(f"/{n}", ok(BODY))
    server.script("/0", refused)
    cursors = {feed.id: a_cursor(feed.id) for feed in feeds}
    for _ in range(48 * 12):
        for feed in feeds:
            cursor = cursors[feed.id]
            if cursor.due > clock.now():
                continue
            try:
                cursors[feed.id] = after_success(feed, await fetcher.fetch(feed, cursor), None, clock.now())
            except FetchError as error:
                cursors[feed.id] = after_failure(feed, cursor, error, clock.now())
        clock.advance(300)
    for n in range(1, 4):
        assert sum(asked.path == f"/{n}" for asked in server.asked) > 24, f"route {n}"
        assert cursors[f"r{n}"].failures == 0
