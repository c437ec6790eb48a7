"""Who does the work? A queue of named jobs in this process; ``bot.work.server_queue`` is that of several.

The queue holds no truth: what is due stands in the database, and every tick derives the work again. So losing the
queue loses nothing, and a job that is queued twice runs once.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import timedelta
from itertools import zip_longest
from typing import Protocol

from pgqueuer import PgQueuer
from pgqueuer.adapters.inmemory import InMemoryDriver, InMemoryQueries
from pgqueuer.models import Job
from structlog.typing import FilteringBoundLogger

from bot.errors import BotError
from bot.model import Reason
from bot.store.outbox import Due

AHEAD = 600
"""Chats that are queued at a time. It is more than platforms take in the second until the queue is filled again, and
little enough to be ordered anew each time: Telegram takes 30 messages a second."""


def in_turn(due: Iterable[Due], most: int = AHEAD) -> list[int]:
    """Return the first ``most`` channels to serve, each once, out of what is due, oldest first.

    The stories take turns: one chat of each, then the next chat of each, those with the smallest audience first. So a
    story for ten chats is out after twenty messages, however many thousands wait for another one. Edits come behind
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
    """What the rest of the house sees: jobs with a name, a payload and a key under which one may wait at a time."""

    def handle(self, name: str, handler: Handler, *, at_once: int) -> None: ...

    async def enqueue(
        self, name: str, payload: str, *, dedupe_key: str, run_at: timedelta | None = None, place: int = 0
    ) -> None: ...

    async def enqueue_all(self, name: str, payloads: Sequence[str], *, prefix: str) -> None: ...

    def start(self) -> None: ...

    async def stop(self, seconds: float) -> None: ...

    async def tidy(self) -> None: ...


class LocalQueue:
    """pgqueuer in memory: jobs of this process, gone with it."""

    def __init__(self, log: FilteringBoundLogger) -> None:
        driver = InMemoryDriver()
        self._jobs = InMemoryQueries(driver=driver)
        self._engine = PgQueuer(connection=driver, queries=self._jobs)
        self._log = log
        self._run: asyncio.Task[None] | None = None
        self._begun: Counter[str] = Counter()  # jobs by name

    def handle(self, name: str, handler: Handler, *, at_once: int) -> None:
        """Register what carries out jobs of this name, at most ``at_once`` at a time.

        An exception ends one job, is logged, and ends nothing else.
        """

        @self._engine.entrypoint(name, concurrency_limit=at_once, accepts_context=False)
        async def carry_out(job: Job) -> None:
            self._begun[name] += 1
            payload = (job.payload or b"").decode()
            try:
                await handler(payload)
            except BotError as error:
                self._log.warning("job failed", job=name, payload=payload, error=str(error))
            except Exception:  # noqa: BLE001 - one job must not end the others, and it is logged
                self._log.exception("job failed", job=name, payload=payload)

    async def enqueue(
        self, name: str, payload: str, *, dedupe_key: str, run_at: timedelta | None = None, place: int = 0
    ) -> None:
        """Add a job unless one with this key waits or runs. ``run_at`` is how long from now it must wait.

        ``place`` says how many jobs of this name may go before it; one that waits already moves forward, never back.
        """
        # Counted from the first job on, a place in the queue stays the same while those before it are served.
        await self._jobs.enqueue(
            name,
            payload.encode(),
            priority=-(self._begun[name] + place),
            execute_after=run_at,
            dedupe_key=dedupe_key,
            on_conflict="update_priority",
        )

    async def enqueue_all(self, name: str, payloads: Sequence[str], *, prefix: str) -> None:
        """Add a job for each payload, under the key that ``prefix`` and payload make."""
        for each in payloads:
            await self.enqueue(name, each, dedupe_key=f"{prefix}:{each}")

    def start(self) -> None:
        """Begin to carry out jobs."""
        self._run = asyncio.create_task(self._engine.run(dequeue_timeout=timedelta(seconds=5)), name="queue")

    async def stop(self, seconds: float) -> None:
        """Take no new jobs and give those under way ``seconds`` to end; then cancel them."""
        if self._run is None:
            return
        self._engine.shutdown.set()
        try:
            await asyncio.wait_for(self._run, seconds)
        except TimeoutError:
            self._log.warning("jobs did not end in time and were cancelled", seconds=seconds)

    async def tidy(self) -> None:
        """Forget finished jobs: pgqueuer keeps a log of each for ever, here in memory."""
        await self._jobs.clear_queue_log()
        await self._jobs.clear_statistics_log()
