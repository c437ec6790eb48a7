"""Whose turn is it at this host? One request at a time, with a pause between, and none while it asked for peace."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.clock import Clock
from bot.errors import FetchError


@dataclass(slots=True, kw_only=True)
class _Host:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0  # monotonic
    closed_until: float = 0.0  # monotonic


class Hosts:
    """Turns by host and port. ``gap`` is in seconds, from the end of one request to the start of the next."""

    def __init__(self, *, gap: float, clock: Clock) -> None:
        self._gap = gap
        self._clock = clock
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, name: str) -> AsyncIterator[None]:
        """Wait for our turn; raises FetchError at once while the host asked for peace."""
        host = self._hosts.setdefault(name, _Host())
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

    def close_for(self, name: str, seconds: float) -> None:
        """Send nothing to this host for so long: it said 429 or 503 with a time."""
        host = self._hosts.setdefault(name, _Host())
        host.closed_until = max(host.closed_until, self._clock.monotonic() + seconds)

    def _refuse_while_closed(self, host: _Host, name: str) -> None:
        left = host.closed_until - self._clock.monotonic()
        if left > 0:
            raise FetchError(f"{name} asked all its visitors to wait; {left:.0f} s are left", retry_after=left)
