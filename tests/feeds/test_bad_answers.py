"""Does a server that hangs, lies or floods cost us more than one error?"""

import gzip
import tracemalloc
import zlib
from collections.abc import Callable
from contextlib import AsyncExitStack

import pytest

from bot.errors import FetchError
from bot.feeds.fetching.fetch import Fetcher
from tests.fakes.feed_server import Answer, FeedServer, endless, ok, raw
from tests.feeds.conftest import a_cursor, a_feed

FEED = b"<rss version='2.0'><channel>" + b"<item><title>x</title></item>" * 50 + b"</channel></rss>"
PACKED = gzip.compress(FEED, mtime=0)
HEAD = b"HTTP/1.1 200 OK\r\n"


async def body_of(fetcher: Fetcher, server: FeedServer, answer: Answer, *, seconds: float = 5) -> bytes | None:
    server.script("/feed", answer)
    fetched = await fetcher.fetch(a_feed(server.url(), timeout=seconds), a_cursor())
    assert fetched.cursor.body_hash is not None
    return fetched.body


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("coding", "data"),
    [
        (None, FEED),
        ("identity", FEED),
        ("gzip", PACKED),
        ("x-gzip", PACKED),
        ("GZIP", gzip.compress(FEED[:100]) + gzip.compress(FEED[100:])),
        ("deflate", zlib.compress(FEED)),
        ("deflate", raw_deflate(FEED)),
        (None, PACKED),
        ("gzip", FEED),
        ("gzip", PACKED + b"garbage"),
        ("utf-8", FEED),
        ("none", FEED),
        ("aws-chunked", FEED),
        ("aws-chunked, gzip", PACKED),
        ("br", FEED),
        ("deflate", FEED),
    ],
    ids=[
        "none",
        "identity",
        "gzip",
        "x-gzip",
        "members",
        "zlib",
        "deflate",
        "unsaid",
        "not gzip",
        "garbage behind",
        "charset",
        "none at all",
        "storage",
        "storage and gzip",
        "not brotli",
        "not deflate",
    ],
)
async def test_codings_that_are_read(fetcher: Fetcher, server: FeedServer, coding: str | None, data: bytes) -> None:
    """What we offered, in its variants, and what servers mislabel either way."""
    answer = ok(data, Content_Encoding=coding) if coding else ok(data)
    assert await body_of(fetcher, server, answer) == FEED


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip", "br, gzip", "gzip,compress", "rot13"])
async def test_codings_that_are_refused(fetcher: Fetcher, server: FeedServer, coding: str) -> None:
    """F-f, F-g: stacked and unknown codings are how small answers become big ones."""
    with pytest.raises(FetchError, match="packed in a way"):
        await body_of(fetcher, server, ok(PACKED, Content_Encoding=coding))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (PACKED[:-10], "cut off"),
        (PACKED[:-8] + b"\0" * 8, "damaged"),
        (PACKED[:10] + b"\xff" * 40, "damaged"),
        (gzip.compress(b"") * 200, "behind its end"),
        (b"\x1f\x8b", "cut off"),
    ],
    ids=["short", "wrong sum", "nonsense", "many members", "magic only"],
)
async def test_damaged_gzip_is_an_error(fetcher: Fetcher, server: FeedServer, data: bytes, why: str) -> None:
    """F-h: half a feed with an ETag would be a feed that loses its other half."""
    with pytest.raises(FetchError, match=why):
        await body_of(fetcher, server, ok(data, Content_Encoding="gzip"))


async def test_a_cut_deflate_stream_is_an_error(fetcher: Fetcher, server: FeedServer) -> None:
    """F-h holds for the other coding as well."""
    with pytest.raises(FetchError, match="cut off"):
        await body_of(fetcher, server, ok(zlib.compress(FEED)[:-6], Content_Encoding="deflate"))


@pytest.mark.parametrize("length", [len(FEED) + 10, len(FEED) - 10])
async def test_a_length_that_lies_is_an_error(fetcher: Fetcher, server: FeedServer, length: int) -> None:
    """F-i: neither too long nor too short an answer passes for a whole one."""
    answer = raw(HEAD + b"Content-Length: %d\r\n\r\n" % length + FEED)
    with pytest.raises(FetchError):
        await body_of(fetcher, server, answer)


async def test_a_broken_off_chunked_answer_is_an_error(fetcher: Fetcher, server: FeedServer) -> None:
    """F-i: a chunked body ends with its last chunk, not with the connection."""
    answer = raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % len(FEED) + FEED + b"\r\n")
    with pytest.raises(FetchError, match="middle of its answer"):
        await body_of(fetcher, server, answer)


async def test_a_chunked_answer_is_read(fetcher: Fetcher, server: FeedServer) -> None:
    """Chunked is how most feeds come."""
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(FEED[at : at + 99]), FEED[at : at + 99]) for at in range(0, len(FEED), 99))
    answer = raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunks + b"0\r\n\r\n")
    assert await body_of(fetcher, server, answer) == FEED


async def test_an_endless_body_stops_at_the_limit(fetcher: Fetcher, server: FeedServer) -> None:
    """F-d: of an endless body no more is read than may be kept (and what fits between two sockets)."""
    answer = endless(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1000\r\n" + b"x" * 4096 + b"\r\n")
    with pytest.raises(FetchError, match="bigger than the 200000 bytes"):
        await body_of(fetcher, server, answer)


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress])
async def test_a_bomb_stops_at_the_limit(fetcher: Fetcher, server: FeedServer, pack: Callable[[bytes], bytes]) -> None:
    """F-e: fifty megabytes of nothing in fifty kilobytes are never unpacked."""
    bomb = pack(bytes(50_000_000))
    tracemalloc.start()
    try:
        with pytest.raises(FetchError, match="bigger than"):
            await body_of(fetcher, server, ok(bomb, Content_Encoding="gzip" if bomb[0] == 0x1F else "deflate"))
        assert tracemalloc.get_traced_memory()[1] < 3_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "answer",
    [
        endless(HEAD, b"X-More: yes\r\n" * 1000),
        raw(HEAD + b"X-More: yes\r\n" * 10_000 + b"\r\n"),
        raw(HEAD + b"X-Big: " + b"x" * 1_000_000 + b"\r\n\r\n"),
        endless(b"HTTP/1.1 200 ", b"x" * 50_000),
        raw(b"SSH-2.0-OpenSSH_9.2p1\r\n"),
        raw(b"220 mail.example.org ESMTP\r\n"),
        raw(b"-ERR wrong number of arguments\r\n"),
        raw(b""),
        raw(b"\0" * 5000),
        raw(b"HTTP/1.1 999999 X\r\n\r\n"),
    ],
    ids=[
        "endless headers",
        "10,000 headers",
        "1 MB header",
        "endless status",
        "ssh",
        "smtp",
        "redis",
        "nothing",
        "zeros",
        "status",
    ],
)
async def test_what_is_no_proper_http_is_one_error(fetcher: Fetcher, server: FeedServer, answer: Answer) -> None:
    """F-c, S6: floods of headers and other protocols end in a FetchError, at once."""
    with pytest.raises(FetchError, match=r"no proper HTTP|without an answer|broke off"):
        await body_of(fetcher, server, answer)


@pytest.mark.parametrize(
    "answer",
    [
        raw(b"", after="hang"),
        raw(b"HTTP/1.1 200", after="hang"),
        raw(HEAD + b"Content-Length: 100\r\n\r\nabc", after="hang"),
        raw(HEAD + b"Content-Encoding: gzip\r\nContent-Length: 100\r\n\r\n\x1f", after="hang"),
    ],
    ids=["silence", "half a line", "half a body", "half a magic number"],
)
async def test_a_hanging_server_costs_its_time_limit(fetcher: Fetcher, server: FeedServer, answer: Answer) -> None:
    """F-a, F-b: the limit is for the whole answer, so that dripping does not renew it."""
    with pytest.raises(FetchError, match=r"within 0\.05 s"):
        await body_of(fetcher, server, answer, seconds=0.05)


async def test_redirects_share_one_time_limit(fetcher: Fetcher, server: FeedServer) -> None:
    """F-a: five slow hops do not get five limits."""
    server.script("/next", raw(b"", after="hang"))
    with pytest.raises(FetchError, match=r"within 0\.5 s"):
        await body_of(
            fetcher, server, raw(b"HTTP/1.1 302 X\r\nLocation: /next\r\nContent-Length: 0\r\n\r\n"), seconds=0.5
        )
    assert [asked.path for asked in server.asked] == ["/feed", "/next"]


async def test_hanging_feeds_leave_room_for_the_others(fetcher: Fetcher, server: FeedServer) -> None:
    """F-z: feeds that failed last time take at most a part of the slots, however many there are."""
    limited = fetcher._slots_of_failing
    async with AsyncExitStack() as stack:
        for _ in range(8):
            await stack.enter_async_context(limited.place())
        assert limited._quick.locked()
        assert await body_of(fetcher, server, ok(FEED)) == FEED


async def test_an_error_leaves_the_connection_pool_usable(fetcher: Fetcher, server: FeedServer) -> None:
    """After each kind of cut the next poll works."""
    for answer in (raw(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"), raw(b"")):
        with pytest.raises(FetchError):
            await body_of(fetcher, server, answer)
        assert await body_of(fetcher, server, ok(FEED)) == FEED
