"""How does the queue on PostgreSQL reach its server? One connection asks, another listens, even through a pooler."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import psycopg
from pgqueuer.adapters.drivers.psycopg import PsycopgDriver
from pgqueuer.ports.driver import NotifyCallback
from pgqueuer.queries import Queries
from pgqueuer.types import QueueManagerId

from bot.store.database.postgres import CONNECT

_SETTING_UP = 0x5EED_0002
"""The advisory lock under which one process at a time creates or upgrades pgqueuer's tables."""
_AGAIN = 0.2  # seconds until the lock is tried again


class Link(PsycopgDriver):
    """Asks on one connection and listens on another.

    While pgqueuer's own driver waits for a notification, up to a second, nobody can ask on that connection.
    """

    def __init__(self, asking: psycopg.AsyncConnection, hearing: psycopg.AsyncConnection) -> None:
        super().__init__(asking)
        self._hearing = hearing
        self._ear = PsycopgDriver(hearing)
        self._heard: list[tuple[str, NotifyCallback]] = []

    @property
    def deaf(self) -> bool:
        """Whether notifications cannot arrive though the connection is healthy: a pooler lends it per transaction."""
        return not self._hearing.closed

    async def add_listener(self, channel: str, callback: NotifyCallback) -> None:
        """Call ``callback`` with the payload of each notification."""
        await self._ear.add_listener(channel, callback)
        self._heard.append((channel, callback))

    async def __aexit__(self, *error: object) -> None:
        # A listener that is not removed would be waited for, up to a second.
        for channel, callback in self._heard:
            with suppress(psycopg.Error):  # the connection itself may have broken
                await self._ear.remove_listener(channel, callback)
        self._heard.clear()
        await super().__aexit__(*error)


async def connect(address: str) -> psycopg.AsyncConnection:
    """Return a connection for the queue. Raises psycopg.Error."""
    return await psycopg.AsyncConnection.connect(
        address, autocommit=True, **CONNECT | {"application_name": "seedwatch queue"}
    )


@asynccontextmanager
async def linked(address: str) -> AsyncIterator[Link]:
    """Open both connections, with pgqueuer's tables in place. Raises psycopg.Error."""
    async with await connect(address) as asking, await connect(address) as hearing:
        await set_up(asking, hearing)
        yield Link(asking, hearing)


async def give_back(link: Link, manager: QueueManagerId) -> None:
    """Queue again the jobs that a manager of ours took and could not report on; what was done once has no effect.

    None of them is still running: it ended before we came here. Otherwise they would wait until a heartbeat is missed.
    """
    table = Queries(link).qbe.settings.qualified.queue_table
    statement = f"UPDATE {table} SET status = 'queued', queue_manager_id = NULL WHERE queue_manager_id = $1"  # noqa: S608 - pgqueuer's own name
    await link.execute(statement, manager)


async def set_up(connection: psycopg.AsyncConnection, other: psycopg.AsyncConnection) -> None:
    """Create or upgrade pgqueuer's own tables, however many processes start together.

    ``other`` holds the lock, within a transaction: pgqueuer's own lock belongs to a session, which a pooler would hand
    to somebody else and never release. Some of the statements cannot share a transaction.
    """
    queries = Queries(PsycopgDriver(connection))
    while not await _alone(other, lambda: _bring_up(queries)):  # noqa: ASYNC110 - another process has it
        await asyncio.sleep(_AGAIN)


async def _alone(connection: psycopg.AsyncConnection, do: Callable[[], Awaitable[None]]) -> bool:
    """Do it under the lock; return False if another process holds it.

    Nobody waits within a transaction: a small pooler would have no connection left for the process with the lock.
    """
    async with connection.transaction():
        cursor = await connection.execute("SELECT pg_try_advisory_xact_lock(%s)", [_SETTING_UP])
        row = await cursor.fetchone()
        if row is None or not row[0]:
            return False
        await do()
        return True


async def _bring_up(queries: Queries) -> None:
    if await queries.schema_is_installed():
        for statement in (await queries.plan_upgrade()).statements:
            await queries.driver.execute(statement)
    else:
        await queries.install()
