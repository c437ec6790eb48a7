"""What time is it where time goes faster? For programs of their own, which no test's clock reaches."""

import asyncio
import time
from datetime import datetime, timedelta


class FastClock:
    """A clock that starts at ``start`` and runs ``factor`` times as fast as the machine's."""

    def __init__(self, start: datetime, factor: float) -> None:
        self._start = start
        self._factor = factor
        self._origin = time.monotonic()

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self.monotonic())

    def follow(self) -> timedelta:
        return timedelta()

    def monotonic(self) -> float:
        return (time.monotonic() - self._origin) * self._factor

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(max(seconds, 0) / self._factor)
