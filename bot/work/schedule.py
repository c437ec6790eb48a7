"""When is it time? One short tick selects what is due and queues it; due times live in the database.

It waits by the monotonic clock, so that no step of the wall clock, however long, silences it or makes it catch up; due
times move with the wall clock.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

from structlog.typing import FilteringBoundLogger

from bot.clock import Clock

JUMP = timedelta(seconds=30)  # a smaller step of the wall clock is the daily work of NTP
HOUR = 3600.0

Job = Callable[[], Awaitable[object]]


class Schedule:
    """Runs ``tick`` every ``seconds`` and ``hourly`` every hour, never two of one kind at once."""

    def __init__(
        self,
        *,
        tick: Job,
        hourly: Job,
        moved: Callable[[timedelta], Awaitable[object]],
        clock: Clock,
        log: FilteringBoundLogger,
        seconds: float = 1.0,
    ) -> None:
        self._tick = tick
        self._hourly = hourly
        self._moved = moved
        self._clock = clock
        self._log = log
        self._seconds = seconds
        self._offset = self._wall_minus_monotonic()
        self._running: set[asyncio.Task[None]] = set()
        self._clocks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin to tick; the first tick is at once."""
        self._clocks = [
            asyncio.create_task(self._every(self._seconds, self._one_tick, first=0), name="tick"),
            asyncio.create_task(self._every(HOUR, self._hourly, first=HOUR), name="hour"),
        ]

    async def stop(self, seconds: float) -> None:
        """Start nothing new and give what runs ``seconds`` to end."""
        for clock in self._clocks:
            clock.cancel()
        await asyncio.gather(*self._clocks, return_exceptions=True)
        if self._running:
            _, late = await asyncio.wait(self._running, timeout=seconds)
            for task in late:
                task.cancel()

    async def _every(self, seconds: float, job: Job, *, first: float) -> None:
        """Run a job again and again; what was missed while it took long is not made up for."""
        loop = asyncio.get_running_loop()
        due = loop.time() + first
        while True:
            await asyncio.sleep(due - loop.time())
            running = asyncio.create_task(self._run(job))
            self._running.add(running)
            running.add_done_callback(self._running.discard)
            await asyncio.wait({running})  # which goes on where we are told to stop
            due = max(due + seconds, loop.time())

    async def _run(self, job: Job) -> None:
        try:
            await job()
        except Exception:  # noqa: BLE001 - a failed tick must not end the clock, and it is logged
            self._log.exception("tick failed")

    async def _one_tick(self) -> None:
        await self._notice_jump()
        await self._tick()

    async def _notice_jump(self) -> None:
        offset = self._wall_minus_monotonic()
        jump = timedelta(seconds=offset - self._offset)
        if abs(jump) >= JUMP:
            self._log.warning("the machine's clock was moved", seconds=jump.total_seconds())
            await self._moved(jump)
            self._offset = offset

    def _wall_minus_monotonic(self) -> float:
        return self._clock.now().timestamp() - self._clock.monotonic()
