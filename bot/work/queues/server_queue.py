"""How do several processes share the work? Jobs in PostgreSQL, by pgqueuer, for the same handlers.

The record is in our own tables: a queue that was lost or emptied is refilled by the next tick.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import timedelta

import psycopg
from pgqueuer.adapters.drivers.psycopg import PsycopgDriver
from pgqueuer.errors import FailingListenerError
from pgqueuer.models import Job
from pgqueuer.qm import QueueManager
from pgqueuer.queries import Queries
from pgqueuer.types import QueueManagerId
from structlog.typing import FilteringBoundLogger

from bot.store.database.postgres import driver_url
from bot.work.queues.queue import Handler
from bot.work.queues.server_link import connect, give_back, linked, set_up

HEARTBEAT = timedelta(seconds=10)  # a silent worker's job passes on after this; it gives a sign every five
_LOOK = timedelta(seconds=2)  # even without a notification: none is sent for a job whose worker fell silent
_FIRST, _LONGEST = 0.5, 2.0  # seconds between two tries to connect
_OFTEN = timedelta(seconds=1)  # if no notification can arrive
_LEAVE = 1.0  # seconds for reporting the last jobs as done
_BATCH = 1000  # jobs in one statement
_PICKED = 10  # jobs that a process takes at a time


class ServerQueue:
    """Jobs of all processes on one database."""

    def __init__(self, url: str, log: FilteringBoundLogger) -> None:
        self._address = driver_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._log = log
        self._handlers: dict[str, tuple[Handler, int]] = {}
        self._run: asyncio.Task[None] | None = None
        self._engine: QueueManager | None = None  # set while it takes jobs
        self._ending = asyncio.Event()
        self._deaf = False
        self._former: QueueManagerId | None = None  # the manager that took jobs on our last connection
        # We log a broken connection once; the library would log each of its tries, ten a second.
        logging.getLogger("pgqueuer").setLevel(logging.CRITICAL)
        self._under_way: set[asyncio.Task[object]] = set()
        self._sender: psycopg.AsyncConnection | None = None
        self._sending = asyncio.Lock()

    def handle(self, name: str, handler: Handler, *, at_once: int) -> None:
        """Register what carries out jobs of this name, at most ``at_once`` at a time in this process."""
        self._handlers[name] = (handler, at_once)

    async def enqueue(self, name: str, payload: str, *, dedupe_key: str, place: int = 0) -> None:
        """Add a job unless one with this key waits or runs in any process."""

        async def add(jobs: Queries) -> None:
            await jobs.enqueue(
                name,
                payload.encode(),
                priority=-place,
                dedupe_key=dedupe_key,
                on_conflict="update_priority",
            )

        await self._tell(add)

    async def enqueue_all(self, name: str, payloads: Sequence[str], *, prefix: str) -> None:
        """Add a job for each payload, its key being ``prefix`` and payload."""
        for start in range(0, len(payloads), _BATCH):
            part = payloads[start : start + _BATCH]

            async def add(jobs: Queries, part: Sequence[str] = part) -> None:
                await jobs.enqueue(
                    [name] * len(part),
                    [each.encode() for each in part],
                    [0] * len(part),
                    dedupe_key=[f"{prefix}:{each}" for each in part],
                    on_conflict="skip",
                )

            await self._tell(add)

    async def _tell(self, add: Callable[[Queries], Awaitable[None]]) -> None:
        """Send jobs; if that fails, once more on a fresh connection; after that leave them to the next tick."""
        async with self._sending:
            for attempt in (1, 2):
                try:
                    if self._sender is None or self._sender.closed:
                        self._sender = await connect(self._address)
                        async with await connect(self._address) as other:
                            await set_up(self._sender, other)
                    await add(Queries(PsycopgDriver(self._sender)))
                except psycopg.Error as error:
                    await self._hang_up()
                    if attempt == 2:  # noqa: PLR2004
                        self._log.warning("jobs were not queued; the next tick does it", error=type(error).__name__)
                else:
                    return

    def start(self) -> None:
        """Begin to carry out jobs, if there are any that this process carries out."""
        if self._handlers:
            self._run = asyncio.create_task(self._serve(), name="queue")

    async def stop(self, seconds: float) -> None:
        """Take no new jobs and give those under way ``seconds`` to finish; the next tick requeues the rest."""
        self._ending.set()
        if self._run is not None:
            if self._engine is None:
                self._run.cancel()  # it is still connecting: nothing is under way
            else:
                self._engine.shutdown.set()
                await self._let_end(seconds)
            _, late = await asyncio.wait({self._run}, timeout=_LEAVE)
            if late:  # do not wait for a server that does not answer
                self._run.cancel()
                await asyncio.wait({self._run}, timeout=_LEAVE)
        await self._hang_up()

    async def _let_end(self, seconds: float) -> None:
        if not self._under_way:
            return
        _, late = await asyncio.wait(self._under_way, timeout=seconds)
        for task in late:
            task.cancel()
        if late:
            self._log.warning("jobs did not end in time and were cancelled", seconds=seconds)

    async def tidy(self) -> None:
        """Delete finished jobs: pgqueuer keeps a log of each forever."""

        async def clear(jobs: Queries) -> None:
            await jobs.clear_queue_log()
            await jobs.clear_statistics_log()

        await self._tell(clear)

    async def ages(self) -> dict[str, float]:
        """Return, by name of job, for how many seconds the longest-waiting one has waited, in all processes."""
        found: dict[str, float] = {}

        async def ask(jobs: Queries) -> None:
            found.update({each.entrypoint: each.oldest_age_seconds for each in await jobs.queue_age()})

        await self._tell(ask)
        return found

    async def _serve(self) -> None:
        """Carry out jobs until told to stop, on a new connection whenever one breaks."""
        wait = _FIRST
        while not self._ending.is_set():
            began = asyncio.get_running_loop().time()
            try:
                await self._serve_once()
            except Exception as error:  # noqa: BLE001 - whatever it was, the answer is to start again
                if asyncio.get_running_loop().time() - began > _LONGEST:
                    wait = _FIRST  # it worked in between: this failure is a new one
                self._deaf = False
                self._log.warning("the queue is not served", error=type(error).__name__, next_try_in=wait)
            if self._ending.is_set():
                return
            await asyncio.sleep(wait)
            wait = min(2 * wait, _LONGEST)

    async def _serve_once(self) -> None:
        """Carry out jobs until told to stop, or until the connection breaks."""
        async with linked(self._address) as link:
            # Only the job manager: pgqueuer's scheduler would ask every second for schedules that we do not have.
            engine = QueueManager(Queries(link))
            if self._former is not None:
                await give_back(link, self._former)
            self._former = engine.queue_manager_id
            for name, (handler, at_once) in self._handlers.items():
                self._register(engine, name, handler, at_once)
            self._engine = engine
            try:
                await engine.run(
                    dequeue_timeout=_OFTEN if self._deaf else _LOOK,
                    batch_size=_PICKED,
                    max_concurrent_tasks=max(2 * _PICKED, sum(limit for _, limit in self._handlers.values())),
                    shutdown_on_listener_failure=not self._deaf,
                    heartbeat_timeout=HEARTBEAT,
                )
            except FailingListenerError:
                if not link.deaf:
                    raise
                self._deaf = True
                self._log.info("no notifications come through this address; the queue is looked at every second")
            finally:
                self._engine = None

    def _register(self, engine: QueueManager, name: str, handler: Handler, at_once: int) -> None:
        # The engine's own limit counts the jobs of all processes, even those of a dead one.
        slots = asyncio.Semaphore(at_once)

        @engine.entrypoint(name, accepts_context=False)
        async def carry_out(job: Job) -> None:
            payload = (job.payload or b"").decode()
            task = asyncio.current_task()
            if task is None:
                raise RuntimeError("a job runs outside of a task")
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
            try:
                async with slots:
                    if not self._ending.is_set():
                        await handler(payload)
            except Exception:  # noqa: BLE001 - one job must not end the others, and it is logged
                self._log.exception("job failed", job=name, payload=payload)

    async def _hang_up(self) -> None:
        if self._sender is not None:
            with suppress(psycopg.Error):
                await self._sender.close()
            self._sender = None
