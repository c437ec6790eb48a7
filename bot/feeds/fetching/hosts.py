"""Whose turn is it? One request at a time at each host, with a pause between, and none while it wants none.

Of all hosts together, as many requests run at once as allowed. One that has no answer after ``PATIENCE`` moves to the
places for slow ones, so that hanging servers do not hold up the others. A page is read only if its site's robots.txt
lets programs read it; feeds are meant for programs.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit

from cachetools import LRUCache, TTLCache
from protego import Protego

from bot.clock import Clock
from bot.errors import FetchError

_MOST = 5000  # hosts remembered: of feeds, and of the pages behind entries
_FEW = 256  # hosts that are remembered although nothing is known of them
_LONGEST = 3600.0  # seconds for which a refusal closes a host to others; who was refused waits as asked
PATIENCE = 1.0  # seconds
SLOW = 8  # times as many requests may wait for slow servers: each costs a socket
MAX_ROBOTS = 512_000  # bytes; RFC 9309 asks for 500 KiB at least
_KEEP = 86_400.0  # seconds; RFC 9309: no longer than a day
_SITES = 200  # sites remembered
Ready = Callable[[], Awaitable[object]]
"""Returns when whoever wants an answer can take it."""


@dataclass(slots=True, kw_only=True)
class _Host:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0  # monotonic
    closed_until: float = 0.0  # monotonic
    refused: str | None = None  # which feed it refused last
    guests: int = 0  # requests that wait for their turn or have it

    def tells_nothing(self, now: float) -> bool:
        """Whether it is to be treated like one that we never met."""
        return not self.guests and self.refused is None and max(self.free_at, self.closed_until) <= now


class Hosts:
    """Turns by host and port. ``gap`` is in seconds, from the end of one request to the start of the next."""

    def __init__(self, *, gap: float, clock: Clock) -> None:
        self._gap = gap
        self._clock = clock
        self._hosts: LRUCache[str, _Host] = LRUCache(_MOST)
        self._enough = _FEW  # hosts from which on those are forgotten that tell nothing

    @asynccontextmanager
    async def turn(self, name: str) -> AsyncIterator[None]:
        """Wait for our turn; raises FetchError at once while the host wants no requests."""
        host = self._of(name)
        self._refuse_while_closed(host, name)
        host.guests += 1
        try:
            async with host.lock:
                self._refuse_while_closed(host, name)
                wait = host.free_at - self._clock.monotonic()
                if wait > 0:
                    await self._clock.sleep(wait)
                try:
                    yield
                finally:
                    host.free_at = self._clock.monotonic() + self._gap
        finally:
            host.guests -= 1

    def answered(self, name: str, who: str) -> None:
        """Note that the host gave ``who`` an answer."""
        host = self._of(name)
        if host.refused == who:
            host.refused = None

    def refused(self, name: str, who: str, seconds: float) -> None:
        """Send nothing to this host for ``seconds``: it answered ``who`` with 429 or 503 and a time.

        If it refused the same feed last time, it may mean only that feed: a host with many routes, one of which the
        site behind it always refuses. Then the others are still asked; if one of them is refused too, it is the host.
        """
        host = self._of(name)
        if host.refused == who:
            return
        host.refused = who
        host.closed_until = max(host.closed_until, self._clock.monotonic() + min(seconds, _LONGEST))

    def _of(self, name: str) -> _Host:
        host = self._hosts.get(name)
        if host is None:
            self._forget()
            host = self._hosts[name] = _Host()
        return host

    def _forget(self) -> None:
        """Let go of the hosts of which nothing is known, whenever there are twice as many hosts as last time."""
        if len(self._hosts) < self._enough:
            return
        now = self._clock.monotonic()
        for name in [name for name, host in self._hosts.items() if host.tells_nothing(now)]:
            del self._hosts[name]
        self._enough = max(_FEW, 2 * len(self._hosts))

    def _refuse_while_closed(self, host: _Host, name: str) -> None:
        left = host.closed_until - self._clock.monotonic()
        if left > 0:
            raise FetchError(
                f"{name} asked all its visitors to wait; {left:.0f} s are left", retry_after=left, asked=False
            )


class Slots:
    """A number of requests at once, and ``SLOW`` times as many that have waited longer than ``patience`` seconds."""

    def __init__(self, number: int, *, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._quick = asyncio.Semaphore(number)
        self._slow = asyncio.Semaphore(SLOW * number)

    @asynccontextmanager
    async def place(self, ready: Ready | None = None) -> AsyncIterator[None]:
        """Wait for a place, in it for ``ready``, and hold one until the end."""
        await self._quick.acquire()
        held = _Place(self._quick)
        try:
            if ready is not None:
                await ready()
            # A timer, not a task: nearly all requests end before it fires.
            timer = asyncio.get_running_loop().call_later(self._patience, held.move, self._slow)
            try:
                yield
            finally:
                timer.cancel()
        finally:
            held.give_back()


class _Place:
    """A place held by a request: at first among the quick ones, later among the slow ones."""

    def __init__(self, quick: asyncio.Semaphore) -> None:
        self._held = quick
        self._moving: asyncio.Task[None] | None = None

    def move(self, slow: asyncio.Semaphore) -> None:
        self._moving = asyncio.create_task(self._move(slow), name="slow place")

    async def _move(self, slow: asyncio.Semaphore) -> None:
        await slow.acquire()
        # Nothing is awaited from here on: a request that ends now has one place to give back, never two.
        quick, self._held = self._held, slow
        quick.release()

    def give_back(self) -> None:
        if self._moving is not None:
            self._moving.cancel()
        self._held.release()


class Robots:
    """The rules of the sites we met. A site without a robots.txt allows everything."""

    def __init__(self, clock: Clock) -> None:
        self._rules: TTLCache[str, Protego] = TTLCache(_SITES, _KEEP, timer=clock.monotonic)

    def knows(self, url: str) -> bool:
        """Whether the rules of this address's site were read within a day."""
        return robots_url(url) in self._rules

    def learn(self, url: str, body: bytes) -> None:
        """Take over the rules of this address's site."""
        self._rules[robots_url(url)] = Protego.parse(body.decode("utf-8", "replace").lstrip("\ufeff"))

    def allow(self, user_agent: str, url: str) -> bool:
        """Whether the rules let a program of this name read this address; unknown rules forbid nothing."""
        rules = self._rules.get(robots_url(url))
        return rules is None or rules.can_fetch(url, user_agent)


def robots_url(url: str) -> str:
    """Return the address of the robots.txt for an address."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], "/robots.txt", "", ""))
