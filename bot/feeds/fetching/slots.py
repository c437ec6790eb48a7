"""How many requests run at once? As many as allowed; those that wait for a slow server do not count among them.

A request that has no answer after ``PATIENCE`` moves to the places for slow ones, so that hanging servers do not hold
up the others. Feeds that failed last time have slots of their own.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

PATIENCE = 1.0  # seconds
SLOW = 8  # times as many requests may wait for slow servers: each costs a socket


class Slots:
    """A number of requests at once, and ``SLOW`` times as many that have waited longer than ``patience`` seconds."""

    def __init__(self, number: int, *, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._quick = asyncio.Semaphore(number)
        self._slow = asyncio.Semaphore(SLOW * number)

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Wait for a place and hold one until the end."""
        await self._quick.acquire()
        held = _Place(self._quick)
        # A timer, not a task: nearly all requests end before it fires.
        timer = asyncio.get_running_loop().call_later(self._patience, held.move, self._slow)
        try:
            yield
        finally:
            timer.cancel()
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
