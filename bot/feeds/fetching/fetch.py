"""What does a server answer now, for a feed or for the page of an entry? Guarded GETs, redirects followed by hand."""

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from functools import partial
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from bot.clock import Clock
from bot.config import FetchSettings
from bot.errors import FetchError
from bot.feeds.fetching import answer, validators
from bot.feeds.fetching.answer import to_fetch_error
from bot.feeds.fetching.body import read_body
from bot.feeds.fetching.guard import Guard, Resolver
from bot.feeds.fetching.heads import LONGEST, HeadMender
from bot.feeds.fetching.hosts import MAX_ROBOTS, Hosts, Ready, Robots, Slots, robots_url
from bot.feeds.fetching.redirects import Cookies, next_url, refreshed
from bot.model import Cursor, Feed, Fetched

_OK = 200
_FOUND = 302
_NOT_MODIFIED = 304
_BROKEN = 500  # from this status on the fault is the server's own
_FEED = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, */*;q=0.1"
)
_HTML = ("text/html", "application/xhtml+xml")
_MOST_HEADERS = 500
_KEEP_ALIVE = 5.0  # seconds: the next feed of a host comes soon or not at all, and thousands of connections take memory
_KNOCK = 64 * 1024  # bytes of an answer whose content nobody needs
_PACKED = "gzip, deflate"  # no brotli: its bombs unpack in one go


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A web page as its server gave it."""

    body: bytes
    url: str  # final URL, after redirects
    charset: str | None  # from the Content-Type header only


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """What a request asks for: its headers, the kinds of document that it accepts (() for any), and how much of one.

    It is sent once ``ready`` returns.
    """

    headers: Mapping[str, str]
    kinds: tuple[str, ...] = ()
    max_bytes: int
    ready: Ready | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reply:
    """The answer to one request; ``body`` only with 200. ``seconds`` is what it took."""

    status: int
    headers: CIMultiDictProxy[str]
    body: bytes
    seconds: float


class Fetcher:
    """Fetches feeds and pages over one HTTP session, as an async context manager.

    Politeness (one request at a time to a host, pauses, ``Retry-After``) and protection (closed networks, sizes,
    times) hold for every request that goes through it, redirects included.
    """

    def __init__(self, settings: FetchSettings, clock: Clock, resolver: AbstractResolver | None = None) -> None:
        self._settings = settings
        self._clock = clock
        self._resolver = resolver
        self._guard = Guard(allow_networks=settings.allow_networks, allow_ports=settings.allow_ports)
        self._hosts = Hosts(gap=settings.per_host_gap, clock=clock)
        self._robots = Robots(clock)
        self._slots = Slots(settings.concurrency)
        # Feeds that failed last time have slots of their own: hanging servers cannot take those of healthy ones.
        self._slots_of_failing = Slots(max(1, settings.concurrency // 4))
        self._stack = AsyncExitStack()
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        connector = aiohttp.TCPConnector(
            resolver=self._resolver or Resolver(),
            socket_factory=self._guard.open_socket,
            limit=0,  # the slots are the limit
            keepalive_timeout=_KEEP_ALIVE,
        )
        connector._factory = partial(HeadMender, loop=asyncio.get_running_loop())  # type: ignore[assignment]  # noqa: SLF001 - no public way
        self._session = await self._stack.enter_async_context(
            aiohttp.ClientSession(
                connector=connector,
                auto_decompress=False,  # ours has a size limit and notices truncated bodies
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=False,  # the guard would see only the proxy
                timeout=aiohttp.ClientTimeout(total=None),  # our own covers all redirects together
                max_line_size=LONGEST,
                max_field_size=LONGEST,
                max_headers=_MOST_HEADERS,
            )
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    async def fetch(self, feed: Feed, cursor: Cursor, ready: Ready | None = None) -> Fetched:
        """Return the feed's body, or None in its place if it is the one we already have; raises only FetchError.

        Each request is sent in its turn, once ``ready`` returns.

        The cursor in the result is what to commit together with the entries. Its ``due`` is unchanged: setting
        it is up to ``cadence``.
        """
        cursor = validators.current(feed, cursor)
        try:
            return await self._follow(feed, cursor, ready)
        except FetchError as error:
            error.moved = cursor.url is not None
            raise

    async def knock(self, feed: Feed) -> None:
        """Request an address that only needs a sign of life from us; raises FetchError unless the answer is 200."""
        reply = await self._ask(feed, feed.url, _Wish(headers={}, max_bytes=_KNOCK), feed.timeout.total_seconds())
        if reply.status != _OK:
            raise FetchError(f"{_host(feed.url)} does not take it (HTTP {reply.status})", status=reply.status)

    async def fetch_page(self, feed: Feed, url: str) -> Page:
        """Return the HTML page behind an entry of a feed, requested on the feed's behalf; raises only FetchError.

        Refused where the host's robots.txt, which is read once a day, keeps our program away.
        """
        wish = _Wish(headers={"Accept": ", ".join(_HTML)}, kinds=_HTML, max_bytes=self._settings.max_bytes)
        seconds_left = feed.timeout.total_seconds()
        visited = [url]
        while True:
            await self._mind_robots(feed, visited[-1], seconds_left)
            reply = await self._ask(feed, visited[-1], wish, seconds_left)
            if reply.status not in answer.REDIRECTS:
                break
            seconds_left -= reply.seconds
            visited.append(next_url(visited[-1], reply.headers.get("Location"), visited))
        return Page(
            body=reply.body,
            url=validators.without_credentials(visited[-1]),
            charset=answer.charset(reply.headers.get("Content-Type")),
        )

    async def _mind_robots(self, feed: Feed, url: str, seconds_left: float) -> None:
        """Read the host's robots.txt unless we know it already; raises FetchError if it keeps us away."""
        if not self._robots.knows(url):
            wish = _Wish(headers={"Accept": "text/plain, */*;q=0.1"}, max_bytes=MAX_ROBOTS)
            try:
                reply = await self._ask(feed, robots_url(url), wish, seconds_left)
            except FetchError as error:
                if error.status is None or error.status >= _BROKEN or error.retry_after is not None:
                    raise
                self._robots.learn(url, b"")  # there is none
            else:
                # A redirected robots.txt counts as none: following it costs more than a page is worth.
                self._robots.learn(url, reply.body)
        if not self._robots.allow(feed.user_agent, url):
            raise FetchError(f"robots.txt of {_host(url)} keeps programs away from this page")

    async def _follow(self, feed: Feed, cursor: Cursor, ready: Ready | None) -> Fetched:
        url = validators.start_url(feed, cursor)
        hops: list[validators.Hop] = []
        seconds_left = feed.timeout.total_seconds()
        cookies = Cookies()
        slots = self._slots_of_failing if cursor.failures else self._slots
        while True:
            conditions = validators.conditions(cursor, url, self._clock.now())
            headers = {"Accept": _FEED, **conditions, **cookies.headers(url)}
            wish = _Wish(headers=headers, max_bytes=self._settings.max_bytes, ready=ready)
            try:
                reply = await self._ask(feed, url, wish, seconds_left, slots)
            except FetchError as error:
                error.conditional = bool(conditions)
                raise
            if reply.status not in answer.REDIRECTS:
                break
            seconds_left -= reply.seconds
            # With a new cookie, addresses on the way may be asked once more.
            visited = [] if cookies.take(url, reply.headers) else [feed.url, *(hop.to for hop in hops)]
            url = next_url(url, reply.headers.get("Location"), visited, hops=len(hops))
            hops.append(validators.Hop(status=reply.status, to=url))
        if reply.status == _NOT_MODIFIED and not conditions:
            raise FetchError(f"{_host(url)} says 'not modified', but was not asked whether", status=_NOT_MODIFIED)
        return self._fetched(feed, cursor, url, hops, reply)

    def _fetched(self, feed: Feed, cursor: Cursor, url: str, hops: list[validators.Hop], reply: _Reply) -> Fetched:
        now = self._clock.now()
        content_type = reply.headers.get("Content-Type")
        cursor = validators.polled(validators.after_way(feed, cursor, hops), now)
        if reply.status == _NOT_MODIFIED:
            body = None
            cursor = validators.after_not_modified(cursor, reply.headers)
        else:
            hashed = validators.body_hash(reply.body)
            body = None if hashed == cursor.body_hash else reply.body
            cursor = validators.after_body(cursor, url, reply.headers, hashed, now)
        return Fetched(
            body=body,
            url=validators.without_credentials(url),
            content_type=content_type,
            charset=answer.charset(content_type),
            fresh_for=answer.fresh_for(reply.headers, now),
            cursor=cursor if cursor.feed_id == feed.id else replace(cursor, feed_id=feed.id),
        )

    async def _ask(self, feed: Feed, url: str, wish: _Wish, seconds_left: float, slots: Slots | None = None) -> _Reply:
        """Send one request in its host's turn and read the answer; raises FetchError."""
        host = _host(url)
        async with self._hosts.turn(host), (slots or self._slots).place(wish.ready):
            started = asyncio.get_running_loop().time()
            try:
                async with asyncio.timeout(seconds_left):
                    status, headers, body = await self._send(feed, url, wish)
            except FetchError as error:
                if error.retry_after is not None:
                    self._hosts.refused(host, feed.id, error.retry_after)
                raise
            except (aiohttp.ClientError, OSError, ValueError) as error:  # a timeout is an OSError
                raise to_fetch_error(error, host, feed.timeout.total_seconds()) from error
            self._hosts.answered(host, feed.id)
            return _Reply(
                status=status, headers=headers, body=body, seconds=asyncio.get_running_loop().time() - started
            )

    async def _send(self, feed: Feed, url: str, wish: _Wish) -> tuple[int, CIMultiDictProxy[str], bytes]:
        if self._session is None:
            raise RuntimeError("a Fetcher is to be entered with 'async with' before it is used")
        bare, login = validators.without_credentials(url), answer.login(url)
        asked = {"Accept-Encoding": _PACKED, "User-Agent": feed.user_agent, **login, **wish.headers}
        async with self._session.get(_as_written(bare), headers=asked, allow_redirects=False) as response:
            if response.status in answer.REDIRECTS or response.status == _NOT_MODIFIED:
                return response.status, response.headers, b""
            if not answer.is_whole(response.status, response.headers):
                raise answer.refusal(response.status, response.headers, _host(url), self._clock.now())
            if wish.kinds and response.content_type not in wish.kinds:
                raise FetchError(f"{_host(url)} gave {response.content_type[:60]!r}, which is no web page")
            if (target := refreshed(response.headers.get("Refresh"))) is not None:
                headers = CIMultiDict(response.headers)
                headers["Location"] = target
                return _FOUND, CIMultiDictProxy(headers), b""
            coding = response.headers.get("Content-Encoding")
            body = await read_body(response.content.iter_any(), coding, wish.max_bytes)
            return _OK, response.headers, body


def _host(url: str) -> str:
    """Return the name under which a host takes turns: with its port, without credentials."""
    parts = urlsplit(url)
    return parts.netloc.rpartition("@")[2].lower()


def _as_written(url: str) -> URL:
    """Return a URL that is sent as it was written; only what cannot be sent is quoted."""
    return URL(url, encoded=url.isascii() and " " not in url)
