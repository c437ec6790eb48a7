"""Does the clock tick on whatever happens to it?"""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
import structlog

from bot.work.schedule import Every, Schedule
from tests.fakes.manual_clock import SkippingClock


class JumpingClock(SkippingClock):
    """A clock whose wall time can be set while its monotonic time goes on."""

    def __init__(self) -> None:
        super().__init__()
        self._step = timedelta()

    def jump(self, seconds: float) -> None:
        self._step += timedelta(seconds=seconds)

    def follow(self) -> timedelta:
        step, self._step = self._step, timedelta()
        self._start += step
        return step


class Ticks:
    """Counts, and lets a test wait for the next one."""

    def __init__(self) -> None:
        self.count = 0
        self.moved: list[timedelta] = []
        self._news = asyncio.Event()

    async def tick(self) -> None:
        self.count += 1
        self._news.set()

    async def hour(self) -> None:
        pass

    async def move(self, by: timedelta) -> None:
        self.moved.append(by)

    async def next(self) -> None:
        self._news.clear()
        await asyncio.wait_for(self._news.wait(), 5)


def schedule(ticks: Ticks, clock: JumpingClock) -> Schedule:
    return Schedule(
        tick=ticks.tick,
        hourly=ticks.hour,
        moved=ticks.move,
        clock=clock,
        log=structlog.get_logger(),
        seconds=0.02,
    )


async def test_a_clock_that_was_set_back_moves_the_due_times() -> None:
    """One hour back: told once, with the size of the step."""
    ticks, clock = Ticks(), JumpingClock()
    running = schedule(ticks, clock)
    running.start()
    await ticks.next()
    clock.jump(-3600)
    await ticks.next()
    await ticks.next()
    await running.stop(1)
    assert ticks.moved == [timedelta(hours=-1)]


async def test_what_could_not_be_moved_is_asked_for_again() -> None:
    """Each step is told once, also where the clock is set again meanwhile, and asked for until it is done."""
    ticks, clock = Ticks(), JumpingClock()
    running = schedule(ticks, clock)
    steps: list[float] = []

    async def fails(by: timedelta) -> None:
        steps.append(by.total_seconds())
        if len(steps) == 1:
            clock.jump(60)
        if len(steps) < 3:
            raise LookupError

    running._moved = fails
    clock.jump(-3600)
    running.start()
    await ticks.next()
    await ticks.next()
    await running.stop(1)
    assert steps == [-3600, 60, 0]


async def test_a_tick_that_fails_does_not_stop_the_clock() -> None:
    """The next one comes all the same."""
    ticks = Ticks()
    running = schedule(ticks, JumpingClock())
    tick = ticks.tick

    async def fails() -> None:
        await tick()
        raise LookupError

    running._tick = fails
    running.start()
    await ticks.next()
    await ticks.next()
    await running.stop(1)
    assert ticks.count >= 2


async def test_a_silent_scheduler_is_started_again() -> None:
    """A job that was pushed far into the future, as by a clock set back, is brought back by the watchdog."""
    ticks = Ticks()
    running = schedule(ticks, JumpingClock())
    running.start()
    await ticks.next()
    for job in running._scheduler.get_jobs():
        job.modify(next_run_time=job.next_run_time + timedelta(hours=1))
    await ticks.next()
    await running.stop(1)


def test_a_clock_set_right_by_years_is_nothing_to_catch_up() -> None:
    """After two years that were one step, a tick that is due each second is due once, a second later."""
    before = datetime(2024, 11, 28, tzinfo=UTC)
    now = before + timedelta(days=730)
    every = Every(1)
    assert every.get_next_fire_time(before, now) == now + timedelta(seconds=1)
    assert every.get_next_fire_time(now, now) == now + timedelta(seconds=1)
    assert every.get_next_fire_time(None, now) == now + timedelta(seconds=1)


async def test_what_takes_long_is_not_made_up_for() -> None:
    """A tick that took as long as many is followed by one, not by many."""
    ticks = Ticks()
    running = schedule(ticks, JumpingClock())
    begun, going_on = asyncio.Event(), asyncio.Event()
    tick = ticks.tick

    async def slow() -> None:
        await tick()
        begun.set()
        await going_on.wait()

    running._tick = slow
    running.start()
    await begun.wait()
    later = asyncio.Event()
    asyncio.get_running_loop().call_later(0.2, later.set)  # ten ticks
    await later.wait()
    assert ticks.count == 1, "two ticks at once"
    running._tick = tick
    going_on.set()
    await ticks.next()
    assert ticks.count == 2
    await running.stop(1)


async def test_an_end_waits_for_the_tick_that_runs_and_no_longer(caplog: pytest.LogCaptureFixture) -> None:
    """What runs may end in good order; what hangs is cut off, and no error is logged for it."""
    ticks = Ticks()
    running = schedule(ticks, JumpingClock())
    ended = asyncio.Event()

    async def hangs() -> None:
        await ticks.tick()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    running._tick = hangs
    running.start()
    await ticks.next()
    await running.stop(0.05)
    await asyncio.wait_for(ended.wait(), 5)
    await asyncio.sleep(0)
    assert not [each for each in caplog.records if each.exc_info]
    assert ticks.count == 1
