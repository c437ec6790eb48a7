"""What time is it in a test? Whatever the test says; a sleep takes no time and moves the clock."""

import asyncio
from datetime import UTC, datetime, timedelta


class SkippingClock:
    """A clock that skips what others sleep through. ``slept`` are the sleeps asked for, in seconds."""

    def __init__(self, start: datetime = datetime(2026, 9, 21, 14, 13, tzinfo=UTC)) -> None:
        self._start = start
        self._passed = 0.0
        self.slept: list[float] = []
        self.was_asked = asyncio.Event()  # for a sleep

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self._passed)

    def follow(self) -> timedelta:
        return timedelta()

    def monotonic(self) -> float:
        return self._passed

    def advance(self, seconds: float) -> None:
        self._passed += seconds

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.was_asked.set()
        self._passed += max(seconds, 0)
        await asyncio.sleep(0)
