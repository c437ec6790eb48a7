"""Does the machine's clock say what time it is, and not be moved before somebody notices?"""

from datetime import UTC, datetime, timedelta

from bot.clock import JUMP, SystemClock

NOON = datetime(2026, 9, 21, 12, 0, tzinfo=UTC)


class Machine:
    """What a machine shows: a wall clock that can be set, and one that only goes on."""

    def __init__(self) -> None:
        self.set = timedelta()
        self.passed = 100.0

    def wall(self) -> datetime:
        return NOON + timedelta(seconds=self.passed) + self.set

    def monotonic(self) -> float:
        return self.passed


def test_the_time_goes_on_as_before_until_a_step_is_followed() -> None:
    """Two years ahead and four back: each step counts once, from when it is followed."""
    machine = Machine()
    clock = SystemClock(machine.wall, machine.monotonic)
    for years in (2, -4):
        step = timedelta(days=365 * years)
        before = clock.now()
        machine.set += step
        machine.passed += 7
        assert clock.now() == before + timedelta(seconds=7)
        assert clock.follow() == step
        assert clock.now() == machine.wall()
        assert clock.follow() == timedelta()


def test_what_is_set_right_by_little_is_no_step() -> None:
    """NTP moves the clock by seconds at any time; what adds up is a step in the end."""
    machine = Machine()
    clock = SystemClock(machine.wall, machine.monotonic)
    machine.set += timedelta(seconds=20)
    assert clock.now() == machine.wall()
    assert clock.follow() == timedelta()
    machine.set += timedelta(seconds=20)
    assert clock.follow() == timedelta(seconds=40) >= JUMP
