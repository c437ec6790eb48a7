"""Whose turn is it at this host? One request at a time, with a pause between, and none while it wants none."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from cachetools import LRUCache

from bot.clock import Clock
from bot.errors import FetchError

_MOST = 5000  # hosts remembered: of feeds, and of the pages behind entries
_LONGEST = 3600.0  # seconds for which a refusal closes a host to others; who was refused waits as asked


@dataclass(slots=True, kw_only=True)
class _Host:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0  # monotonic
    closed_until: float = 0.0  # monotonic
    refused: str | None = None  # which feed it refused last


class Hosts:
    """Turns by host and port. ``gap`` is in seconds, from the end of one request to the start of the next."""

    def __init__(self, *, gap: float, clock: Clock) -> None:
        self._gap = gap
        self._clock = clock
        self._hosts: LRUCache[str, _Host] = LRUCache(_MOST)

    @asynccontextmanager
    async def turn(self, name: str) -> AsyncIterator[None]:
        """Wait for our turn; raises FetchError at once while the host wants no requests."""
        host = self._of(name)
        self._refuse_while_closed(host, name)
        async with host.lock:
            self._refuse_while_closed(host, name)
            wait = host.free_at - self._clock.monotonic()
            if wait > 0:
                await self._clock.sleep(wait)
            try:
                yield
            finally:
                host.free_at = self._clock.monotonic() + self._gap

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
            host = self._hosts[name] = _Host()
        return host

    def _refuse_while_closed(self, host: _Host, name: str) -> None:
        left = host.closed_until - self._clock.monotonic()
        if left > 0:
            raise FetchError(
                f"{name} asked all its visitors to wait; {left:.0f} s are left", retry_after=left, asked=False
            )
