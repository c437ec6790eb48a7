"""What time is it in the demo? A week that passes in seconds, and then goes on like any other."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic


class WeekClock:
    """Runs from ``start`` to ``end`` in ``seconds`` of real time, then at the usual speed (see ``bot.clock.Clock``).

    It stands still until ``begin``, so that no part of the week is lost while the program starts. After the week it
    goes on at the usual speed: a person may stay at the prompt, and nothing should age meanwhile. ``real`` is the
    machine's monotonic clock.
    """

    def __init__(
        self, start: datetime, end: datetime, seconds: float, *, real: Callable[[], float] = monotonic
    ) -> None:
        self._start = start
        self._span = (end - start).total_seconds()
        self._seconds = seconds
        self._real = real
        self._origin: float | None = None

    def begin(self) -> None:
        """Let the week begin."""
        self._origin = self._real()

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self.monotonic())

    def monotonic(self) -> float:
        real = self._passed()
        return real * self._span / self._seconds if real < self._seconds else self._span + real - self._seconds

    def share(self) -> float:
        """Return how much of the week is over, 0..1."""
        return min(self.monotonic() / self._span, 1.0)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(max(self._real_at(self.monotonic() + seconds) - self._passed(), 0))

    def _passed(self) -> float:
        return 0.0 if self._origin is None else self._real() - self._origin

    def _real_at(self, demo: float) -> float:
        if demo < self._span:
            return demo * self._seconds / self._span
        return self._seconds + demo - self._span
