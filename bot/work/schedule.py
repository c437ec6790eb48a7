"""When is it time? One short tick selects what is due and queues it; due times live in the database.

APScheduler is the clock. It waits by the wall clock, so a clock that is set back would silence it for as long: a
watchdog on the monotonic clock notices a missing tick and restarts it, and every due time moves with the clock. When
the clock is set forward by years, it would go through every second: ``Every`` has nothing to catch up on.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger
from structlog.typing import FilteringBoundLogger

from bot.clock import Clock

MISSING = 10.0  # ticks that may be missed before the watchdog acts
HOUR = 3600.0

Job = Callable[[], Awaitable[object]]


class Every(BaseTrigger):  # type: ignore[misc]  # the library has no types
    """Fires again ``seconds`` after it last fired; however many firings were missed, only once."""

    def __init__(self, seconds: float) -> None:
        self._step = timedelta(seconds=seconds)

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        due = (previous_fire_time or now) + self._step
        return due if due > now else now + self._step


class Schedule:
    """Runs ``tick`` every ``seconds`` and ``hourly`` every hour, never two of a kind at once.

    ``moved`` is told each step of the clock once; if it fails, it is asked again with the next tick, with zero.
    """

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
        self._last_tick = asyncio.get_running_loop().time()
        self._behind = False  # whether the clock was set and not yet all that moves with it is moved
        self._running: set[asyncio.Task[object]] = set()
        self._watchdog: asyncio.Task[None] | None = None
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )

    def start(self) -> None:
        """Begin to tick; the first tick is at once."""
        now = datetime.now(UTC)
        self._scheduler.add_job(self._run, Every(self._seconds), args=[self._one_tick], next_run_time=now)
        self._scheduler.add_job(self._run, Every(HOUR), args=[self._hourly])
        self._scheduler.start()
        self._watchdog = asyncio.create_task(self._watch(), name="tick watchdog")

    async def stop(self, seconds: float) -> None:
        """Start nothing new and give running work ``seconds`` to finish."""
        self._scheduler.pause()
        if self._watchdog is not None:
            self._watchdog.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watchdog
        # APScheduler's own shutdown cancels running coroutines, so ours are awaited first.
        if self._running:
            await asyncio.wait(self._running, timeout=seconds)
        self._scheduler.shutdown(wait=False)

    async def _run(self, job: Job) -> None:
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("a job runs outside of a task")
        self._running.add(task)
        try:
            await job()
        except Exception:  # noqa: BLE001 - a failed tick must not end the clock, and it is logged
            self._log.exception("tick failed")
        except asyncio.CancelledError:
            if self._scheduler.running:
                raise
            self._log.debug("a tick was ended early")  # by ``stop``, and APScheduler would log it as an error
        finally:
            self._running.discard(task)

    async def _one_tick(self) -> None:
        self._last_tick = asyncio.get_running_loop().time()
        await self._notice_jump()
        await self._tick()

    async def _notice_jump(self) -> None:
        if step := self._clock.follow():
            self._log.warning("the machine's clock was moved", seconds=step.total_seconds())
            self._behind = True
        if self._behind:
            await self._moved(step)
            self._behind = False

    async def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(self._seconds * MISSING / 2)
            if loop.time() - self._last_tick > self._seconds * MISSING and not self._running:
                self._log.warning("no tick came; starting the clock again", seconds=loop.time() - self._last_tick)
                now = datetime.now(UTC)
                for job in self._scheduler.get_jobs():
                    job.modify(next_run_time=now)
                self._scheduler.wakeup()
