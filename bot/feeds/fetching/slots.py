"""How many requests are under way at once? As many as are allowed, and those that wait for a slow server take no place.

A request that has no answer after ``PATIENCE`` moves to the places for slow ones, so that servers which hang leave the
others their rhythm. Feeds that failed last time have slots of their own.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

PATIENCE = 1.0  # seconds
SLOW = 8  # times as many may wait for slow servers: each costs a socket


class Slots:
    """So many requests at once, and ``SLOW`` times as many that wait for a server longer than ``patience`` seconds."""

    def __init__(self, number: int, *, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._quick = asyncio.Semaphore(number)
        self._slow = asyncio.Semaphore(SLOW * number)

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Wait for a place and hold one until the end."""
        await self._quick.acquire()
        held = [self._quick]
        moving = asyncio.create_task(self._move(held))
        try:
            yield
        finally:
            moving.cancel()
            for each in held:
                each.release()

    async def _move(self, held: list[asyncio.Semaphore]) -> None:
        await asyncio.sleep(self._patience)
        await self._slow.acquire()
        # From here on nothing is awaited: whoever ends now finds one place to give back, never two.
        held[:] = [self._slow]
        self._quick.release()
