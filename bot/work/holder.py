"""Are we the one process that may speak to the chats? One is; others stand by and take over when it falls silent."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Collection, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import timedelta
from hashlib import blake2b
from typing import Any

from structlog.typing import FilteringBoundLogger

from bot.chat.platforms import PLATFORMS
from bot.clock import Clock
from bot.config import Settings
from bot.errors import ConfigError, StoreError
from bot.ops.supervisor import notify
from bot.store.database.connection import file_of
from bot.store.database.postgres import Session, opened
from bot.store.engine import Store
from bot.store.transaction import Transaction

HELD = timedelta(seconds=20)  # of silence after which a process is taken for dead
SILENT = timedelta(seconds=6)  # the same if it has no session on the server any more
RENEW = 2.0  # seconds between its signs of life, or a standby's checks for one; several may fail
MARGIN = 6.0  # seconds before its time ends at which it stops: finishing a send takes time


class Holder:
    """One name, held or waited for. It has connections of its own: what the service writes does not delay it.

    While it holds the name it has a session on the server that ends with the process, so others need not wait until its
    time is over. If the session ends but the process does not, it holds nothing until it has another one.
    """

    def __init__(
        self, *, url: str, name: str, clock: Clock, log: FilteringBoundLogger, platforms: Collection[str] = ()
    ) -> None:
        self._url = url
        self._store = Store(url)
        self._name = name
        self._me = secrets.token_hex(8)
        self._clock = clock
        self._log = log
        self._platforms = platforms  # to whose chats nobody else speaks
        self._session: Session | None = None
        self._direct = True  # no pooler stands before the server, as far as we know
        self._until = 0.0  # monotonic: even a process suspended for minutes sees that its time is over
        self._sound = False  # whether the name was taken with our present session
        self._opening: asyncio.Task[None] | None = None
        self._renewing: asyncio.Task[None] | None = None
        self._asked = False
        self._heard: float | None = None  # monotonic: since when the server has answered us every time
        self._in_doubt = False  # nobody can say whether the name is ours, and this was logged
        self.lost = asyncio.Event()

    async def acquire(self) -> None:
        """Return as soon as we hold the name, and renew it from then on until ``close``."""
        waiting = False
        while not await self._take():
            if not waiting:
                self._log.info("another process speaks to the chats; standing by")
                waiting = True
            notify("WATCHDOG=1")  # a process that stands by is alive, too
            await self._clock.sleep(RENEW)
        self._log.info("this process speaks to the chats")
        self._renewing = asyncio.create_task(self._keep(), name="holder")

    def holds(self) -> bool:
        """Return whether nobody else can be the one now."""
        return self._in_time() and self._sound and not (self._session and self._session.ended)

    async def close(self) -> None:
        """Let a process that stands by take over at once."""
        if self._renewing is not None:
            self._renewing.cancel()
            with suppress(asyncio.CancelledError):
                await self._renewing
        if self._asked:  # even if we stood by: our last request may have been granted
            self._until = 0.0
            with suppress(StoreError):
                await self._store.write(lambda tx: tx.holders.give_up(self._name, self._me), urgent=True)
        if self._opening is not None:
            with suppress(StoreError):
                await self._opening  # a thread goes on when its waiter is cancelled
        await asyncio.to_thread(self._hang_up)
        await asyncio.to_thread(self._store.close)

    def _in_time(self) -> bool:
        return self._clock.monotonic() < self._until and not self.lost.is_set()

    async def _take(self) -> bool | None:
        """Take the name, or renew it; None if nobody can say whether it is ours."""
        self._asked = True
        try:
            if self._direct and (self._session is None or self._session.ended):
                self._sound, self._heard = False, None
                self._opening = asyncio.create_task(asyncio.to_thread(self._open), name="session")
                await asyncio.shield(self._opening)
            asked = self._clock.monotonic()  # before the server starts counting: our time ends sooner than its
            # The server decides this alone: waiting for a turn behind other writers could take too long.
            taken, freed = await self._store.write(self._taken, urgent=True, turn=False)
        except StoreError as error:
            self._heard = None
            if not self._in_doubt:
                self._log.warning("it is not known which process speaks to the chats", error=str(error))
            self._in_doubt = True
            return None
        self._store.trouble, self._in_doubt = None, False
        self._heard = asked if self._heard is None else self._heard
        if freed:
            self._log.warning("a process died with alerts under way; they are sent again", alerts=freed)
        if taken:
            self._until, self._sound = asked + HELD.total_seconds() - MARGIN, True
        return taken

    def _taken(self, tx: Transaction) -> tuple[bool, int]:
        """Take the name, also from a dead process; return how many alerts that one had begun to send.

        If the server went away since its last sign, it may live. So it is given the time to report, and what it has
        begun is its own as long as the name would have been.
        """
        dead = tx.holders.dead(self._name, HELD, silent=SILENT)
        if dead is not None and not dead.sure and not self._has_heard_for(SILENT):
            dead = None
        mark = self._session.mark if self._session else ""
        taken = tx.holders.take(self._name, self._me, HELD, mark=mark, dead=dead)
        if not taken or dead is None:
            return taken, 0
        left = timedelta() if dead.sure else max(dead.left, timedelta())
        return taken, tx.outbox.release_all(self._clock.now() + left, self._platforms)

    def _has_heard_for(self, time: timedelta) -> bool:
        return self._heard is not None and self._clock.monotonic() - self._heard >= time.total_seconds()

    def _open(self) -> None:
        self._hang_up()
        self._session = opened(self._url, self._me)
        self._direct = self._session is not None

    def _hang_up(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = None

    async def _keep(self) -> None:
        while True:
            await self._clock.sleep(RENEW)
            taken = await self._take()
            if not taken and (taken is False or not self._in_time()):
                self._log.error("another process may speak to the chats now; this one ends")
                self.lost.set()
                return


@asynccontextmanager
async def standing(
    topic: str, settings: Settings, *, clock: Clock, log: FilteringBoundLogger, talks: bool, asked: asyncio.Event
) -> AsyncIterator[Holder | None]:
    """Wait until this process is the one that speaks to the chats, or is ``asked`` to end; until then it is not ready.

    A database with only one process needs no waiting. Different topics, or different bots, have separate holders.
    """
    if file_of(settings.database_url) is not None or not talks:
        yield None
        return
    from bot.ops import server  # noqa: PLC0415 - slow to import, and few processes ever stand by

    about = repr((topic, sorted(settings.platforms.items())))
    name = f"chat:{blake2b(about.encode(), digest_size=8).hexdigest()}"
    platforms = [each.name for each in PLATFORMS if each.chosen(settings)]
    holder = await asyncio.to_thread(
        Holder, url=settings.database_url, name=name, clock=clock, log=log, platforms=platforms
    )
    try:
        async with AsyncExitStack() as waiting:
            with suppress(ConfigError):  # if we cannot listen here, that is reported once we serve
                await waiting.enter_async_context(server.serve(settings.listen, ready=_stands_by))
            await _first(holder.acquire(), asked.wait())
        yield holder
    finally:
        await holder.close()


async def _stands_by() -> list[str]:
    return ["standing by: another process speaks to the chats"]


async def _first(*works: Coroutine[Any, Any, object]) -> None:
    """Return as soon as one of them has ended, and cancel the others."""
    tasks = [asyncio.create_task(each) for each in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
