"""Is each kind of HTTP answer taken as browsers take it, or refused in words? Written before any was tried."""

# ruff: noqa: E501 - an answer is one line of a table

import gzip
import socket
import zlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from ipaddress import ip_network

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.config import FetchSettings
from bot.errors import FetchError
from bot.feeds.cadence import after_failure, after_success
from bot.feeds.fetching.fetch import Fetcher
from tests.fakes.feed_server import Answer, FeedServer, ok, raw, running, status
from tests.fakes.manual_clock import SkippingClock
from tests.faults.conftest import BODY, NEWER, answer
from tests.feeds.conftest import a_cursor, a_feed, fetching

LENGTH = b"Content-Length: %d" % len(BODY)
WHOLE = b"bytes 0-%d/%d" % (len(BODY) - 1, len(BODY))


def pieces(body: bytes, *, end: bytes = b"0\r\n\r\n", line: bytes = b"\r\n", size: str = "%x") -> bytes:
    """Return a body as chunks of 20 bytes."""
    parts = (body[start : start + 20] for start in range(0, len(body), 20))
    return b"".join((size % len(part)).encode() + line + part + line for part in parts) + end


CHUNKED = b"Transfer-Encoding: chunked"


def one_at_a_time(data: bytes) -> Iterator[bytes]:
    yield from (data[place : place + 1] for place in range(len(data)))


TAKEN = {
    "206 with everything": answer(LENGTH, b"Content-Range: " + WHOLE, first=b"HTTP/1.1 206 Partial Content"),
    "203 by a proxy": answer(LENGTH, first=b"HTTP/1.1 203 Non-Authoritative Information"),
    "100 and then 200": raw(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n" + LENGTH + b"\r\n\r\n" + BODY),
    "103 and then 200": raw(
        b"HTTP/1.1 103 Early Hints\r\nLink: </x.css>; rel=preload\r\n\r\nHTTP/1.1 200 OK\r\n" + LENGTH + b"\r\n\r\n" + BODY
    ),
    "HTTP/1.0 until the end": answer(first=b"HTTP/1.0 200 OK"),
    "HTTP/1.0 with a length": answer(LENGTH, first=b"HTTP/1.0 200 OK"),
    "length that is a word": answer(b"Content-Length: unknown", b"Connection: close"),
    "length with a plus": answer(b"Content-Length: +%d" % len(BODY), b"Connection: close"),
    "length below zero": answer(b"Content-Length: -1", b"Connection: close"),
    "chunks in capitals": answer(CHUNKED, body=pieces(BODY, size="%X")),
    "chunks with zeros": answer(CHUNKED, body=pieces(BODY, size="%08x")),
    "chunks with two trailers": answer(CHUNKED, b"Trailer: X-Sum", body=pieces(BODY, end=b"0\r\nX-Sum: 1\r\nX-B: 2\r\n\r\n")),
    "chunks with a long extension": answer(CHUNKED, body=pieces(BODY, size="%x;a=" + "b" * 2000)),
    "chunks with a quoted extension": answer(CHUNKED, body=pieces(BODY, size='%x;a="b;c"')),
    "chunks packed on the way": answer(b"Transfer-Encoding: gzip, chunked", body=pieces(gzip.compress(BODY))),
    "gzip with a name": answer(b"Content-Encoding: gzip", body=b"\x1f\x8b\x08\x08" + bytes(6) + b"feed.xml\x00" + gzip.compress(BODY)[10:]),
    "gzip in two members": answer(b"Content-Encoding: gzip", body=gzip.compress(BODY[:30]) + gzip.compress(BODY[30:])),
    "gzip as a file": answer(b"Content-Type: application/gzip", body=gzip.compress(BODY)),
    "x-gzip": answer(b"Content-Encoding: x-gzip", body=gzip.compress(BODY)),
    "deflate": answer(b"Content-Encoding: deflate", body=zlib.compress(BODY)),
    "bare deflate": answer(b"Content-Encoding: deflate", body=zlib.compress(BODY, wbits=-15)),
    "gzip with the best packing": answer(b"Content-Encoding: gzip", body=gzip.compress(BODY, 9)),
    "gzip without packing": answer(b"Content-Encoding: gzip", body=gzip.compress(BODY, 0)),
    "coding twice in one field": answer(b"Content-Encoding: identity, gzip", body=gzip.compress(BODY)),
    "coding in two fields": answer(b"Content-Encoding: gzip", b"Content-Encoding: gzip", body=gzip.compress(BODY)),
    "type twice": answer(LENGTH, b"Content-Type: text/html", b"Content-Type: application/rss+xml"),
    "a web page by its type": answer(LENGTH, b"Content-Type: text/html"),
    "to be saved": answer(LENGTH, b"Content-Disposition: attachment; filename=feed.xml"),
    "one byte at a time": Answer(pieces=one_at_a_time(b"HTTP/1.1 200 OK\r\n" + LENGTH + b"\r\n\r\n" + BODY), after="close"),
    "lines of one character": raw(b"HTTP/1.1 200 OK\n" + LENGTH + b"\n\n" + BODY),
    "lines of both kinds": raw(b"HTTP/1.1 200 OK\r\n" + LENGTH + b"\nX-A: b\r\n\n" + BODY),
    "a status without words": answer(LENGTH, first=b"HTTP/1.1 200"),
    "a field without a value": answer(LENGTH, b"X-Empty:"),
    "a date that is none": answer(LENGTH, b"Date: now", b"Expires: -1", b"Last-Modified: today"),
    "a tag without quotes": answer(LENGTH, b"ETag: abc"),
    "a tag with blanks": answer(LENGTH, b'ETag: "a b  c"'),
    "a refresh of itself": answer(LENGTH, b"Refresh: 600"),
    "another kind of cookie": answer(LENGTH, b"Set-Cookie2: a=b; Version=1"),
    "key pins and policies": answer(LENGTH, *(b"X-%d: default-src 'self'; report-uri /x" % n for n in range(150))),
}  # fmt: skip


@pytest.mark.parametrize("given", TAKEN.values(), ids=TAKEN)
async def test_answers_that_are_taken(fetcher: Fetcher, server: FeedServer, given: Answer) -> None:
    """And the next feed of the same host is not harmed by them."""
    server.script("/feed", given).script("/next", ok(NEWER))
    assert (await fetcher.fetch(a_feed(server.url(), timeout=2), a_cursor())).body == BODY
    assert (await fetcher.fetch(a_feed(server.url("/next"), timeout=2), a_cursor())).body == NEWER


REFUSED = {
    "206 with a part": answer(LENGTH, b"Content-Range: bytes 0-%d/90000" % (len(BODY) - 1), first=b"HTTP/1.1 206 X"),
    "206 of the middle": answer(LENGTH, b"Content-Range: bytes 10-%d/*" % (len(BODY) + 9), first=b"HTTP/1.1 206 X"),
    "206 in parts": answer(LENGTH, b"Content-Type: multipart/byteranges; boundary=x", first=b"HTTP/1.1 206 X"),
    "204": answer(first=b"HTTP/1.1 204 No Content", body=b""),
    "205": answer(b"Content-Length: 0", first=b"HTTP/1.1 205 Reset", body=b""),
    "300 without a way": answer(LENGTH, first=b"HTTP/1.1 300 Multiple Choices"),
    "305 to a proxy": answer(b"Location: http://127.0.0.1:9/", LENGTH, first=b"HTTP/1.1 305 Use Proxy"),
    "418": status(418, b"teapot"),
    "451": status(451, b"law"),
    "520": status(520, b"cloud"),
    "530": status(530, b"cloud"),
    "999": status(999, b"no robots"),
    "101": raw(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n", after="hang"),
    "no head at all": raw(BODY),
    "another protocol": raw(b"SSH-2.0-OpenSSH_9.2\r\n", after="hang"),
    "a mail server": raw(b"220 mail.example ESMTP\r\n", after="hang"),
    "a binary protocol": raw(bytes(range(256)) * 4),
    "two lengths": answer(LENGTH, b"Content-Length: 5"),
    "a length beyond the end": answer(b"Content-Length: %d" % (len(BODY) + 1)),
    "chunks in lines of one character": answer(CHUNKED, body=pieces(BODY, line=b"\n", end=b"0\n\n")),
    "chunks without the last line": answer(CHUNKED, body=pieces(BODY, end=b"0\r\n")),
    "more than it said": answer(LENGTH, body=BODY + b"<!-- more -->"),
    "chunks that lie": answer(CHUNKED, body=b"ffff\r\n" + BODY),
    "chunks without a size": answer(CHUNKED, body=b"\r\n" + BODY),
    "chunks below zero": answer(CHUNKED, body=b"-5\r\n" + BODY),
    "chunks beyond all numbers": answer(CHUNKED, body=b"f" * 40 + b"\r\n" + BODY),
    "chunks that end at once and go on": answer(CHUNKED, body=pieces(BODY)[:-5]),
    "brotli": answer(b"Content-Encoding: br", body=b"\x8b\x2a\x80" + BODY[::-1]),
    "zstd": answer(b"Content-Encoding: zstd", body=b"\x28\xb5\x2f\xfd" + BODY),
    "compress": answer(b"Content-Encoding: compress", body=b"\x1f\x9d\x90" + BODY),
    "gzip that is cut": answer(b"Content-Encoding: gzip", body=gzip.compress(BODY)[:-9]),
    "gzip with a wrong sum": answer(b"Content-Encoding: gzip", body=gzip.compress(BODY)[:-8] + b"\x00" * 8),
    "gzip with a wrong kind": answer(b"Content-Encoding: gzip", body=b"\x1f\x8b\x07" + gzip.compress(BODY)[3:]),
    "a redirect to nowhere": status(302),
    "a redirect to words": status(302, Location="http://"),
    "a redirect to a file": status(302, Location="file:///etc/passwd"),
    "a redirect to a script": status(302, Location="javascript:alert(1)"),
    "a redirect home": status(302, Location="http://[::1]:9/"),
    "a redirect to a number": status(302, Location="http://2852039166/latest/"),
    "a redirect to a name of home": status(302, Location="http://169.254.169.254.:80/"),
    "a redirect to a port": status(302, Location="http://127.0.0.1:0/"),
}  # fmt: skip


@pytest.mark.parametrize("given", REFUSED.values(), ids=REFUSED)
async def test_answers_that_are_refused(fetcher: Fetcher, server: FeedServer, given: Answer) -> None:
    """In words of ours, at once, and the copy that we have stays as it was."""
    server.script("/feed", ok(BODY, ETag='"a"'), given, ok(NEWER))
    feed = a_feed(server.url(), timeout=2)
    first = await fetcher.fetch(feed, a_cursor())
    cursor = after_success(feed, first, None, first.cursor.polled or first.cursor.due)
    with pytest.raises(FetchError) as caught:
        await fetcher.fetch(feed, cursor)
    assert str(caught.value)
    assert "did not answer completely" not in str(caught.value) or given.after == "hang"
    after = after_failure(feed, cursor, caught.value, cursor.due)
    assert (after.etag, after.body_hash) == (cursor.etag, cursor.body_hash)
    assert (await fetcher.fetch(feed, after)).body == NEWER


def away(code: int, target: str, *more: str) -> Answer:
    fields = "".join(f"{field}\r\n" for field in more)
    return raw(f"HTTP/1.1 {code} X\r\nLocation: {target}\r\nContent-Length: 0\r\n{fields}\r\n".encode(), after="keep")


WAYS = {
    "relative": away(302, "new"),
    "from the top": away(301, "/new"),
    "up": away(302, "../new"),
    "without a scheme": away(302, "//127.0.0.1:{port}/new"),
    "with a fragment": away(302, "/new#top"),
    "with blanks around": away(302, "  /new  "),
    "with a blank in it": away(302, "/n ew"),
    "with Cyrillic": away(302, "/мост"),
    "with Latin-1": raw(b"HTTP/1.1 302 X\r\nLocation: /caf\xe9\r\nContent-Length: 0\r\n\r\n", after="keep"),
    "only a query": away(302, "?id=7"),
    "a scheme and a path": away(302, "http:/new"),
    "a scheme in capitals": away(302, "HTTP://127.0.0.1:{port}/new"),
    "twice the same": away(302, "/new", "Location: /new"),
    "with backslashes": away(302, "\\new"),
    "303": away(303, "/new"),
    "307 with a body": raw(b"HTTP/1.1 307 X\r\nLocation: /new\r\nContent-Length: 5\r\n\r\nmoved", after="keep"),
    "301 with what is no gzip": raw(
        b"HTTP/1.1 301 X\r\nLocation: /new\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nmoved", after="keep"
    ),
    "302 that closes": raw(b"HTTP/1.1 302 X\r\nLocation: /new\r\nConnection: close\r\n\r\n"),
    "302 in HTTP/1.0": raw(b"HTTP/1.0 302 X\r\nLocation: /new\r\n\r\n"),
    "300 with a way": away(300, "/new"),
    "refresh at once": ok(b"<html>moved</html>", Refresh="0; url=/new"),
    "refresh without a word": ok(b"<html>moved</html>", Refresh="0;/new"),
    "refresh in quotes": ok(b"<html>moved</html>", Refresh='1; URL="/new"'),
    "content in its place": ok(BODY, Content_Location="/elsewhere"),
}


@pytest.mark.parametrize("given", WAYS.values(), ids=WAYS)
async def test_ways_to_another_address(fetcher: Fetcher, server: FeedServer, given: Answer) -> None:
    """All lead there."""
    pieces = [piece.replace(b"{port}", b"%d" % server.port) for piece in given.pieces]
    server.script("/feed", Answer(pieces=pieces, after=given.after))
    for path in ("/new", "/n%20ew", "/%D0%BC%D0%BE%D1%81%D1%82", "/caf%E9", "/caf%C3%A9", "/feed?id=7"):
        server.script(path, ok(BODY))
    assert (await fetcher.fetch(a_feed(server.url(), timeout=2), a_cursor())).body == BODY


async def test_a_circle_with_ever_new_cookies_ends(fetcher: Fetcher, server: FeedServer) -> None:
    """A counter in a cookie makes no way of it."""
    server.script("/feed", *(away(301, "/feed", f"Set-Cookie: n={n}") for n in range(50)))
    with pytest.raises(FetchError, match="redirects"):
        await fetcher.fetch(a_feed(server.url()), a_cursor())
    assert len(server.asked) <= 7


async def test_a_refresh_in_a_circle_ends(fetcher: Fetcher, server: FeedServer) -> None:
    """As any other redirect."""
    server.script("/feed", ok(b"<html>", Refresh="0; url=/b")).script("/b", ok(b"<html>", Refresh="0; url=/feed"))
    with pytest.raises(FetchError, match="circle"):
        await fetcher.fetch(a_feed(server.url()), a_cursor())


async def test_a_connection_that_was_closed_meanwhile(fetcher: Fetcher, server: FeedServer) -> None:
    """Servers close what is idle; the look after it opens a new one."""
    for n in range(4):
        server.script("/feed", raw(b"HTTP/1.1 200 OK\r\n" + LENGTH + b"\r\n\r\n" + BODY, after="close"))
        assert (await fetcher.fetch(a_feed(server.url()), a_cursor())).body == BODY, n


class _Names(AbstractResolver):
    """Every name is this machine."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        self.asked.append(host)
        return [
            {"hostname": host, "host": "127.0.0.1", "port": port, "family": socket.AF_INET, "proto": 0, "flags": socket.AI_NUMERICHOST}
        ]  # fmt: skip

    async def close(self) -> None:
        pass


HOSTS = {
    "пример.example": ("xn--e1afmkfd.example", "xn--e1afmkfd.example:{port}"),
    "ПРИМЕР.example": ("xn--e1afmkfd.example", "xn--e1afmkfd.example:{port}"),
    "straße.example": ("xn--strae-oqa.example", "xn--strae-oqa.example:{port}"),
    "xn--e1afmkfd.example": ("xn--e1afmkfd.example", "xn--e1afmkfd.example:{port}"),
    "A.EXAMPLE": ("a.example", "a.example:{port}"),
    "a_b.example": ("a_b.example", "a_b.example:{port}"),
    "a.example.": ("a.example.", "a.example.:{port}"),
    "user:pw@a.example": ("a.example", "a.example:{port}"),
}


@pytest.mark.parametrize(("written", "asked"), HOSTS.items(), ids=HOSTS)
async def test_hosts(clock: SkippingClock, server: FeedServer, written: str, asked: tuple[str, str]) -> None:
    """Letters of any script, capitals, a dot at the end, people: asked for by the name that the net knows."""
    names = _Names()
    server.script("/feed", ok(BODY))
    async with fetching(clock, resolver=names) as fetcher:
        assert (await fetcher.fetch(a_feed(f"http://{written}:{server.port}/feed"), a_cursor())).body == BODY
    assert names.asked[0].lower().rstrip(".") == asked[0].rstrip(".")
    assert server.asked[0].headers["host"].lower().replace(".:", ":") == asked[1].format(port=server.port).replace(
        ".:", ":"
    )


PEOPLE = {
    "user:pw": "Basic dXNlcjpwdw==",
    "user": "Basic dXNlcjo=",
    "us%40er:p%3Aw": "Basic dXNAZXI6cDp3",
    "Анна:мост": "Basic 0JDQvdC90LA60LzQvtGB0YI=",
}


@pytest.mark.parametrize(("who", "said"), PEOPLE.items())
async def test_people_in_addresses(fetcher: Fetcher, server: FeedServer, who: str, said: str) -> None:
    """Are sent as a login, decoded, also behind a redirect within the host, and never to another one."""
    server.script("/feed", away(302, "/new")).script("/new", away(302, f"http://127.0.0.2:{server.port}/far"))
    server.script("/far", ok(BODY))
    url = server.url().replace("//", f"//{who}@")
    with pytest.raises(FetchError):  # nobody listens there
        await fetcher.fetch(a_feed(url), a_cursor())
    assert [each.headers.get("authorization") for each in server.asked[:2]] == [said, said]


@asynccontextmanager
async def on_ipv6() -> AsyncIterator[FeedServer]:
    try:
        async with running(host="::1") as server:
            yield server
    except OSError:
        pytest.skip("this machine has no IPv6")


async def test_a_host_that_is_a_number_of_ipv6(clock: SkippingClock) -> None:
    """Is asked, where its network is open to us, and refused in words where it is not."""
    async with on_ipv6() as server:
        server.script("/feed", ok(BODY))
        url = f"http://[::1]:{server.port}/feed"
        settings = FetchSettings(allow_networks=(ip_network("::1/128"),))
        async with fetching(clock, settings=settings) as fetcher:
            assert (await fetcher.fetch(a_feed(url), a_cursor())).body == BODY
        assert server.asked[0].headers["host"] == f"[::1]:{server.port}"
        async with fetching(clock) as fetcher:
            with pytest.raises(FetchError, match="not a public address"):
                await fetcher.fetch(a_feed(url), a_cursor())


@pytest.mark.parametrize(
    ("said", "least", "most"),
    [
        ("120", 120, 200),
        ("120.5", 120, 200),
        ("+120", 120, 200),
        ("120s", 0, 400),
        ("  120  ", 120, 200),
        ("-5", 0, 400),
        ("1e3", 0, 1200),
        ("99999999999999999999", 80_000, 86_400),
        ("inf", 0, 86_400),
        ("Mon, 21 Sep 2026 14:15:00 GMT", 60, 200),
        ("Monday, 21-Sep-26 14:15:00 GMT", 60, 200),
        ("Mon Sep 21 14:15:00 2026", 60, 200),
        ("tomorrow", 0, 400),
        ("0", 0, 400),
        ("60, 120", 0, 400),
    ],
)
async def test_how_long_a_host_is_left_alone(
    fetcher: Fetcher, server: FeedServer, said: str, least: int, most: int
) -> None:
    """As it asks, however it is written; nonsense is a pause of minutes, never of months."""
    server.script("/feed", status(429, Retry_After=said))
    with pytest.raises(FetchError) as caught:
        await fetcher.fetch(a_feed(server.url()), a_cursor())
    assert caught.value.retry_after is not None
    assert least <= caught.value.retry_after <= most
