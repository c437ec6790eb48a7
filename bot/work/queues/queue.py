"""Who does the work? A queue of named jobs in this process; ``bot.work.queues.server_queue`` serves several.

The queue is not the record: what is due is in the database, and every tick derives the work from it again. So losing
the queue loses nothing, and a job that is queued twice runs once.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count, zip_longest
from typing import Protocol

from structlog.typing import FilteringBoundLogger

from bot.errors import BotError
from bot.model import Reason
from bot.store.chats.outbox import Due

AHEAD = 600
"""Chats that are queued at a time: more than platforms take in the second before the queue is refilled, and few enough
to be sorted each time. Telegram takes 30 messages a second."""


def in_turn(due: Iterable[Due], most: int = AHEAD) -> list[int]:
    """Return the first ``most`` channels to serve, each once, from what is due, oldest first.

    The stories take turns: one chat for each, then the next chat for each, those with the smallest audience first. So a
    story for ten chats is out after twenty messages, however many thousands wait for another one. Edits come after
    everything that says something new.
    """
    audiences: dict[tuple[bool, str], list[int]] = {}
    for each in due:
        about = (each.reason is Reason.EDIT, each.story_id or each.reason.value)
        audiences.setdefault(about, []).append(each.channel_id)
    ordered: dict[int, None] = {}
    for edits in (False, True):
        lines = sorted((line for (edit, _), line in audiences.items() if edit is edits), key=len)
        for turn in zip_longest(*lines):
            ordered |= dict.fromkeys(channel for channel in turn if channel is not None)
            if len(ordered) >= most:
                return list(ordered)[:most]
    return list(ordered)


Handler = Callable[[str], Awaitable[object]]


class Queue(Protocol):
    """What the rest of the program sees: jobs with a name, a payload and a key under which only one may wait."""

    def handle(self, name: str, handler: Handler, *, at_once: int) -> None: ...

    async def enqueue(self, name: str, payload: str, *, dedupe_key: str, place: int = 0) -> None: ...

    async def enqueue_all(self, name: str, payloads: Sequence[str], *, prefix: str) -> None: ...

    def start(self) -> None: ...

    async def stop(self, seconds: float) -> None: ...

    async def tidy(self) -> None: ...

    async def ages(self) -> dict[str, float]: ...


@dataclass(slots=True, kw_only=True)
class _Line:
    """The jobs of one name. ``waiting`` may hold a job in several places; the one in ``places`` counts."""

    handler: Handler
    at_once: int
    begun: int = 0
    running: int = 0
    waiting: list[tuple[int, int, str, str]] = field(default_factory=list)  # place, number, key, payload
    places: dict[str, int] = field(default_factory=dict)  # by key of a waiting job
    since: dict[str, float] = field(default_factory=dict)  # likewise: when it began to wait, by the loop's clock


class LocalQueue:
    """Jobs of this process, which are gone when it ends."""

    def __init__(self, log: FilteringBoundLogger) -> None:
        self._log = log
        self._lines: dict[str, _Line] = {}
        self._keys: set[str] = set()  # of jobs that run, or wait for their turn
        self._numbers = count()
        self._tasks: set[asyncio.Task[None]] = set()
        self._open = False

    def handle(self, name: str, handler: Handler, *, at_once: int) -> None:
        """Register what carries out jobs of this name, at most ``at_once`` at a time.

        An exception ends that job alone, and is logged.
        """
        self._lines[name] = _Line(handler=handler, at_once=at_once)

    async def enqueue(self, name: str, payload: str, *, dedupe_key: str, place: int = 0) -> None:
        """Add a job unless one with this key waits or runs.

        ``place`` says how many jobs of this name may go before it; one already waiting moves forward, never back.
        """
        line = self._lines[name]
        # Counted from the very first job, a place stays the same while those before it are served.
        at = line.begun + place
        if dedupe_key in self._keys:
            if at < line.places.get(dedupe_key, at):
                self._wait(name, at, dedupe_key, payload)
            return
        self._keys.add(dedupe_key)
        self._wait(name, at, dedupe_key, payload)

    async def enqueue_all(self, name: str, payloads: Sequence[str], *, prefix: str) -> None:
        """Add a job for each payload, its key being ``prefix`` and payload."""
        for each in payloads:
            await self.enqueue(name, each, dedupe_key=f"{prefix}:{each}")

    def start(self) -> None:
        """Begin to carry out jobs."""
        self._open = True
        for name in self._lines:
            self._begin(name)

    async def stop(self, seconds: float) -> None:
        """Take no new jobs and give those under way ``seconds`` to finish; then cancel them."""
        self._open = False
        if not self._tasks:
            return
        _, late = await asyncio.wait(self._tasks, timeout=seconds)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late)
            self._log.warning("jobs did not end in time and were cancelled", seconds=seconds)

    async def tidy(self) -> None:
        """Do nothing: no record is kept of finished jobs."""

    async def ages(self) -> dict[str, float]:
        """Return, by name of job, for how many seconds the longest-waiting one has waited."""
        now = asyncio.get_running_loop().time()
        return {
            name: now - min(line.since[key] for key in line.places) for name, line in self._lines.items() if line.places
        }

    def _wait(self, name: str, place: int, key: str, payload: str) -> None:
        line = self._lines[name]
        line.places[key] = place
        line.since.setdefault(key, asyncio.get_running_loop().time())
        heappush(line.waiting, (place, next(self._numbers), key, payload))
        self._begin(name)

    def _begin(self, name: str) -> None:
        line = self._lines[name]
        while self._open and line.waiting and line.running < line.at_once:
            place, _, key, payload = heappop(line.waiting)
            if line.places.get(key) != place:
                continue  # it moved forward and was started from there
            del line.places[key], line.since[key]
            line.begun += 1
            line.running += 1
            task = asyncio.create_task(self._carry_out(name, line, key, payload), name=f"{name} {payload}")
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _carry_out(self, name: str, line: _Line, key: str, payload: str) -> None:
        try:
            await line.handler(payload)
        except BotError as error:
            self._log.warning("job failed", job=name, payload=payload, error=str(error))
        except Exception:  # noqa: BLE001 - one job must not end the others, and it is logged
            self._log.exception("job failed", job=name, payload=payload)
        finally:
            line.running -= 1
            self._keys.discard(key)
            self._begin(name)
