"""What time is it? The only way to ask, so that tests and the demo can answer."""

import asyncio
import time
from datetime import UTC, datetime
from typing import Protocol

_SINCE_BOOT: int | None = getattr(time, "CLOCK_BOOTTIME", None)


class Clock(Protocol):
    """``now`` is aware UTC and may jump; ``sleep`` is monotonic, in seconds of this clock."""

    def now(self) -> datetime: ...

    def monotonic(self) -> float: ...

    async def sleep(self, seconds: float) -> None: ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        # Where the system has one, a clock that runs on while the machine sleeps: waking up is then no jump in time.
        return time.clock_gettime(_SINCE_BOOT) if _SINCE_BOOT is not None else time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(max(seconds, 0))
