"""What does a feed's server answer now? One guarded conditional GET, redirects followed by hand."""

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from bot.clock import Clock
from bot.config import FetchSettings
from bot.errors import FetchError
from bot.feeds import answer, validators
from bot.feeds.body import read_body
from bot.feeds.failures import to_fetch_error
from bot.feeds.guard import Guard
from bot.feeds.hosts import Hosts
from bot.feeds.redirects import next_url
from bot.feeds.resolver import Resolver
from bot.model import Cursor, Feed, Fetched

_OK = 200
_NOT_MODIFIED = 304
_HEADERS = {
    "Accept": (
        "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml;q=0.9, "
        "application/xml;q=0.8, text/xml;q=0.8, */*;q=0.1"
    ),
    "Accept-Encoding": "gzip, deflate",  # no brotli: its bombs unpack in one piece
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reply:
    """The answer to one request; ``body`` only with 200. ``seconds`` is what it took."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float


class Fetcher:
    """Fetches feeds over one HTTP session, as an async context manager.

    Politeness (one request at a time to a host, pauses, ``Retry-After``) and protection (closed networks, sizes,
    times) hold for every request that goes through it, redirects included.
    """

    def __init__(self, settings: FetchSettings, clock: Clock, resolver: AbstractResolver | None = None) -> None:
        self._settings = settings
        self._clock = clock
        self._resolver = resolver
        self._guard = Guard(allow_networks=settings.allow_networks, allow_ports=settings.allow_ports)
        self._hosts = Hosts(gap=settings.per_host_gap, clock=clock)
        self._slots = asyncio.Semaphore(settings.concurrency)
        # Feeds that failed last time share a part of the slots, so that hanging servers cannot take them all.
        self._slots_of_failing = asyncio.Semaphore(max(1, settings.concurrency // 4))
        self._stack = AsyncExitStack()
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        connector = aiohttp.TCPConnector(
            resolver=self._resolver or Resolver(),
            socket_factory=self._guard.open_socket,
            limit=0,  # the slots are the limit
        )
        self._session = await self._stack.enter_async_context(
            aiohttp.ClientSession(
                connector=connector,
                auto_decompress=False,  # ours knows a limit and notices what is cut off
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=False,  # the guard would see only the proxy
                timeout=aiohttp.ClientTimeout(total=None),  # ours covers all redirects together
            )
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    async def fetch(self, feed: Feed, cursor: Cursor) -> Fetched:
        """Return the feed's body, or None in its place where it is the one we had; raises FetchError only.

        The cursor in the result is what to commit together with the entries. Its ``due`` is as it was: that is for
        ``cadence`` to say.
        """
        async with AsyncExitStack() as stack:
            if cursor.failures:
                await stack.enter_async_context(self._slots_of_failing)
            return await self._follow(feed, validators.current(feed, cursor))

    async def _follow(self, feed: Feed, cursor: Cursor) -> Fetched:
        url = validators.start_url(feed, cursor)
        hops: list[validators.Hop] = []
        seconds_left = feed.timeout.total_seconds()
        while True:
            conditions = validators.conditions(cursor, url)
            reply = await self._ask(feed, url, conditions, seconds_left)
            if reply.status not in answer.REDIRECTS:
                break
            seconds_left -= reply.seconds
            visited = [feed.url, *(hop.to for hop in hops)]
            url = next_url(url, reply.headers.get("Location"), visited)
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
            body = None if validators.body_hash(reply.body) == cursor.body_hash else reply.body
            cursor = validators.after_body(cursor, url, reply.headers, reply.body)
        return Fetched(
            body=body,
            url=validators.without_credentials(url),
            content_type=content_type,
            charset=answer.charset(content_type),
            fresh_for=answer.fresh_for(reply.headers, now),
            cursor=replace(cursor, feed_id=feed.id),
        )

    async def _ask(self, feed: Feed, url: str, conditions: Mapping[str, str], seconds_left: float) -> _Reply:
        """Send one request in its host's turn and read the answer; raises FetchError."""
        host = _host(url)
        async with self._hosts.turn(host), self._slots:
            started = asyncio.get_running_loop().time()
            try:
                async with asyncio.timeout(seconds_left):
                    status, headers, body = await self._send(feed, url, conditions)
            except FetchError as error:
                if error.retry_after is not None:
                    self._hosts.close_for(host, error.retry_after)
                raise
            except (aiohttp.ClientError, OSError, ValueError) as error:  # a timeout is an OSError
                raise to_fetch_error(error, host, feed.timeout.total_seconds()) from error
            return _Reply(
                status=status, headers=headers, body=body, seconds=asyncio.get_running_loop().time() - started
            )

    async def _send(self, feed: Feed, url: str, conditions: Mapping[str, str]) -> tuple[int, Mapping[str, str], bytes]:
        if self._session is None:
            raise RuntimeError("a Fetcher is to be entered with 'async with' before it is used")
        headers = {**_HEADERS, "User-Agent": feed.user_agent, **conditions}
        async with self._session.get(_as_written(url), headers=headers, allow_redirects=False) as response:
            if response.status in answer.REDIRECTS or response.status == _NOT_MODIFIED:
                return response.status, response.headers, b""
            if response.status != _OK:
                raise answer.refusal(response.status, response.headers, _host(url), self._clock.now())
            coding = response.headers.get("Content-Encoding")
            body = await read_body(response.content.iter_any(), coding, self._settings.max_bytes)
            return response.status, response.headers, body


def _host(url: str) -> str:
    """Return the name under which a host takes turns: with its port, without credentials."""
    parts = urlsplit(url)
    return parts.netloc.rpartition("@")[2].lower()


def _as_written(url: str) -> URL:
    """Return a URL that is sent as it was written; only what cannot be sent is quoted."""
    return URL(url, encoded=url.isascii() and " " not in url)
