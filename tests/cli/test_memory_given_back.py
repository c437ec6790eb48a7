"""Does the service give back what it no longer needs?"""

import asyncio
import ctypes

import pytest

from bot.cli.run import give_back
from tests.fakes.manual_clock import SkippingClock


class Libc:
    """A C library that is asked three times, by the clock, for what is free."""

    def __init__(self, clock: SkippingClock) -> None:
        self.clock = clock
        self.asked: list[float] = []

    def malloc_trim(self, _kept: int) -> None:
        self.asked.append(self.clock.monotonic())
        if len(self.asked) == 3:
            raise asyncio.CancelledError


async def test_free_memory_is_given_back_each_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first look at thousands of feeds needs more than what follows."""
    libc = Libc(clock := SkippingClock())
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: libc)
    with pytest.raises(asyncio.CancelledError):
        await give_back(clock)
    assert libc.asked == [60, 120, 180]


async def test_a_system_without_such_a_call_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Alpine's C library has none."""
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: object())
    await give_back(clock := SkippingClock())
    assert clock.slept == []
