"""What time is it? The only way to ask, so that tests and the demo can answer."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

_SINCE_BOOT: int | None = getattr(time, "CLOCK_BOOTTIME", None)
JUMP = timedelta(seconds=30)  # smaller steps of the wall clock are everyday NTP corrections


class Clock(Protocol):
    """``now`` is aware UTC and may jump; ``sleep`` is monotonic, in seconds of this clock."""

    def now(self) -> datetime: ...

    def follow(self) -> timedelta:
        """Go on from what the wall clock shows now; return how far it was set since the last time, zero if it was not.

        Until then ``now`` goes on as if it had not been set, so that what was planned by the time before a step is not
        held against the time after it: whoever follows moves the plans along.
        """
        ...

    def monotonic(self) -> float: ...

    async def sleep(self, seconds: float) -> None: ...


def _monotonic() -> float:
    # Where the system has one, a clock that runs on while the machine sleeps: waking up is then no jump in time.
    return time.clock_gettime(_SINCE_BOOT) if _SINCE_BOOT is not None else time.monotonic()


class SystemClock:
    """The machine's own clock."""

    def __init__(
        self, wall: Callable[[], datetime] = lambda: datetime.now(UTC), monotonic: Callable[[], float] = _monotonic
    ) -> None:
        self._wall = wall
        self._monotonic = monotonic
        self._begun = self._beginning(wall())

    def now(self) -> datetime:
        wall = self._wall()
        return wall - self._step(wall)

    def follow(self) -> timedelta:
        step = self._step(self._wall())
        self._begun += step
        return step

    def monotonic(self) -> float:
        return self._monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(max(seconds, 0))

    def _step(self, wall: datetime) -> timedelta:
        step = self._beginning(wall) - self._begun
        return step if abs(step) >= JUMP else timedelta()

    def _beginning(self, wall: datetime) -> datetime:
        """Return what the wall clock showed, as it is set now, when the other one began."""
        return wall - timedelta(seconds=self._monotonic())
