"""How does a test let hours of waiting pass? An event loop that skips every wait in which nothing happens."""

import asyncio
import selectors
from collections.abc import Coroutine
from datetime import datetime, timedelta
from typing import Any, TypeVar

T = TypeVar("T")


class _Selector(selectors.DefaultSelector):
    """Waits for nothing: time that was to be waited is counted as passed."""

    def __init__(self) -> None:
        super().__init__()
        self.skipped = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        found = super().select(None if timeout is None else 0)
        if not found and timeout:
            self.skipped += timeout
        return found


class SkippingLoop(asyncio.SelectorEventLoop):
    """A loop on which ``sleep`` and time limits take no time. Not for jobs in threads or other processes."""

    def __init__(self) -> None:
        self._waits = _Selector()
        super().__init__(self._waits)

    def time(self) -> float:
        """Return its time, which goes on by what was skipped alone."""
        return self._waits.skipped


class LoopClock:
    """The clock of a test on such a loop."""

    def __init__(self, start: datetime) -> None:
        self._start = start

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self.monotonic())

    def follow(self) -> timedelta:
        return timedelta()

    def monotonic(self) -> float:
        return asyncio.get_running_loop().time()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


def run(what: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end on a skipping loop."""
    with asyncio.Runner(loop_factory=SkippingLoop) as runner:
        return runner.run(what)
