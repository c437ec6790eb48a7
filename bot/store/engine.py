"""How is the database reached? One writer thread, reader threads, every transaction short and whole."""

import asyncio
import contextlib
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any, Self, TypeVar

from sqlalchemy import Connection, text
from sqlalchemy.exc import DatabaseError

from bot.errors import StoreError
from bot.store.database.connection import database_at, exists
from bot.store.database.faults import Ailment, explain, told
from bot.store.database.sqlite import create
from bot.store.database.writer import Writer
from bot.store.transaction import Transaction

HEAD = "0021"  # the newest migration; a test compares it with the migrations folder
CLOSE_SECONDS = 2.0  # for urgent transactions at shutdown
_PROBE = "storage probe"  # a note that is written to test whether writing works
_PROBE_SIZE = 64 * 1024  # characters: enough that the file must grow by some pages
T = TypeVar("T")


class Store:
    """The database behind an awaitable face.

    ``write`` and ``read`` run a function in one transaction in their own thread, pure decisions included: nothing
    in there waits for the network. On a server, transactions of several processes take turns, as in a file.
    ``trouble`` says why nothing can be written or read now, None if all is well. ``database`` is for moving whole
    tables; everything else goes through transactions.
    """

    def __init__(self, url: str, *, looking: bool = False) -> None:
        """Open ``url`` (sqlite:///path, postgresql://…), create or migrate it. Raises StoreError.

        ``looking``: only to read; a file may then be opened beside a service that writes to it.
        """
        self.trouble: str | None = None
        self._damaged = False
        self._writing: Any = None  # the driver's connection
        self.database = database_at(url, looking=looking)
        self.alone = self.database.alone
        self._writer = Writer()
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="store-read")
        self._thinker = ThreadPoolExecutor(1, thread_name_prefix="store-ponder")
        try:
            if not looking:
                self.database.before_migrations()
                self._migrate()
                self.database.after_migrations()
        except DatabaseError as error:
            self.close()
            raise explain(error, self.database.name, self.database.ailment(error)) from error
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextlib.contextmanager
    def begin(self, *, turn: bool = True) -> Iterator[Transaction]:
        """Open a write transaction in this thread; commits at the end, rolls back on any exception.

        ``turn``: no other process is in one that takes turns, so what was read still holds when writing.
        """
        with self.database.writers.begin() as connection:
            self._writing = connection.connection.driver_connection
            try:
                if turn:
                    self.database.wait_for_turn(connection)
                yield Transaction(connection)
            finally:
                self._writing = None

    async def write(self, do: Callable[[Transaction], T], *, urgent: bool = False, turn: bool = True) -> T:
        """Run ``do`` in one transaction in the writer thread and return what it returns.

        ``urgent`` ones, deliveries and commands, go first; a transaction that decides nothing by what it reads needs no
        ``turn`` among processes. While a server is away it is retried for a while: ``do`` must also be right if it ran
        before and nobody knows whether that was committed. Raises StoreError if the database cannot be used.
        """

        def run() -> T:
            try:
                return self._written(do, turn)
            except DatabaseError as error:
                # What is under way is finished in the space reserved for this.
                if self.database.ailment(error) is not Ailment.FULL or not self.database.make_room():
                    raise self._suffers(error) from error
            try:
                return self._written(do, turn)
            except DatabaseError as error:
                raise self._suffers(error) from error

        # Shielded: a requested transaction is carried out even if the job that asked for it is cancelled. A
        # message that a platform took must be recorded.
        return await asyncio.shield(asyncio.wrap_future(self._writer.submit(run, urgent=urgent)))

    async def read(self, do: Callable[[Transaction], T]) -> T:
        """Run ``do`` on a snapshot in the reader thread; it does not wait for writers. Raises StoreError."""
        return await self._on_snapshot(self._reader, do)

    async def ponder(self, do: Callable[[Transaction], T]) -> T:
        """Do the same in a thread of its own: for work that takes longer than other readers should wait."""
        return await self._on_snapshot(self._thinker, do)

    async def _on_snapshot(self, thread: ThreadPoolExecutor, do: Callable[[Transaction], T]) -> T:
        def run() -> T:
            try:
                return self._patiently(look)
            except DatabaseError as error:
                raise self._suffers(error) from error

        def look() -> T:
            with self.database.readers.begin() as connection:
                return do(Transaction(connection))

        return await asyncio.get_running_loop().run_in_executor(thread, run)

    def look(self) -> None:
        """Notice what no transaction would: that the file was removed."""
        if self.trouble is None and self.database.lost():
            self.trouble = str(told(self.database.name, Ailment.GONE))

    async def recover(self, now: datetime) -> bool:
        """Test whether the database can be used again after ``trouble``; return whether it can."""
        if self.database.lost():
            return False
        if self._damaged:
            wrong = await asyncio.get_running_loop().run_in_executor(None, self.problems)
            if wrong:
                return False

        def probe(tx: Transaction) -> None:
            tx.notes.put(_PROBE, "." * _PROBE_SIZE, now)
            tx.notes.put(_PROBE, "", now)

        try:
            await self.write(probe, urgent=True)
        except StoreError:
            return False
        self.trouble, self._damaged = None, False
        self.database.keep_room()
        return True

    def _written(self, do: Callable[[Transaction], T], turn: bool) -> T:
        def run() -> T:
            with self.begin(turn=turn) as tx:
                return do(tx)

        return self._patiently(run)

    def _patiently(self, run: Callable[[], T]) -> T:
        """Carry out a transaction, retrying for a while if its server is away."""
        deadline, wait = time.monotonic() + self.database.retried, 0.1
        while True:
            try:
                return run()
            except DatabaseError as error:
                if (
                    self.database.ailment(error) is not Ailment.AWAY
                    or self.trouble
                    or time.monotonic() + wait > deadline
                ):
                    raise
            time.sleep(wait)
            wait = min(2 * wait, 2.0)

    def _suffers(self, error: DatabaseError) -> Exception:
        """Return what to raise for an error, and remember it if the database is the cause."""
        what = self.database.ailment(error)
        if what is None:
            return error
        said = told(self.database.name, what)
        self.trouble = str(said)
        self._damaged = self._damaged or what in {Ailment.DAMAGED, Ailment.FOREIGN}
        return said

    def backup(self, path: Path) -> None:
        """Write a consistent copy, a SQLite file, to ``path`` while others continue; it is on disk when this returns.

        Raises StoreError if the path exists or cannot be written; no partial copy is left then.
        """
        if path.exists():
            raise StoreError(f"{path} exists already; name a new file")
        part = path.with_name(f".{path.name}.part")
        try:
            part.unlink(missing_ok=True)
            self.database.backup(part)
            part.rename(path)
        except (OSError, DatabaseError) as error:
            why = error.orig if isinstance(error, DatabaseError) else error.strerror
            raise StoreError(f"no copy could be written to {path}: {why}") from error
        finally:
            part.unlink(missing_ok=True)

    def problems(self) -> list[str]:
        """Return what the database itself finds wrong, without repairs. Reads all of a file."""
        try:
            with self.database.readers.begin() as connection:
                return self.database.problems(connection)
        except DatabaseError as error:
            return [str(error.orig)]

    def outdated(self) -> str | None:
        """Say that its layout is not this program's, so that it should not be read; None if it is."""
        with self.database.readers.begin() as connection:
            version = _version(connection, self.database.name)
        if version == HEAD:
            return None
        cure = "the next  seedwatch run  brings it up" if (version or "") < HEAD else "install the newer program again"
        return f"its layout is {version}, this program's is {HEAD}; {cure}"

    def warnings(self) -> list[str]:
        """Return what works but endangers what is stored. Raises StoreError."""
        try:
            return self.database.warnings()
        except DatabaseError as error:
            raise explain(error, self.database.name, self.database.ailment(error)) from error

    def close(self) -> None:
        """Wait for transactions under way and urgent ones, then close the database."""
        if not self._writer.close(CLOSE_SECONDS):
            self._interrupt()
            self._writer.close(CLOSE_SECONDS)
        for thread in (self._reader, self._thinker):
            thread.shutdown(cancel_futures=True)
        self.database.close()

    def _interrupt(self) -> None:
        """End a transaction that takes too long; it is rolled back, and its work is done again."""
        if self._writing is not None:
            self.database.interrupt(self._writing)

    def _migrate(self) -> None:
        name = self.database.name
        with self.database.writers.begin() as connection:
            self.database.wait_for_turn(connection)  # if processes start together, one of them migrates
            version = _version(connection, name)
            self.database.check(connection, ours=version is not None)
            if version is not None and version > HEAD:
                raise StoreError(
                    f"the database {name} was written by a newer version of this program (layout {version}, "
                    f"this one knows {HEAD}): install that version again, or put back the backup made before"
                )
            if version is None and connection.dialect.name == "sqlite":
                create(connection, HEAD)
            elif version != HEAD:
                _upgrade(connection)


def _version(connection: Connection, name: str) -> str | None:
    """Return which layout a database has; None if it was never created. Raises StoreError."""
    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    versions = connection.scalars(text("SELECT version_num FROM alembic_version")).all()
    if len(versions) != 1:
        raise StoreError(
            f"the database {name} is damaged (it does not say which layout it has); keep a copy of it and put the "
            "newest backup in its place"
        )
    return str(versions[0])


def copy(url: str, folder: Path) -> str:
    """Copy a database into a folder and return the copy's URL; if it does not exist yet, that of a new one."""
    path = folder / "copy.db"
    if exists(url):
        with Store(url, looking=True) as store:
            store.backup(path)
    return f"sqlite:///{path}"


def _upgrade(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - takes a second to import and is needed once
    from alembic.config import Config  # noqa: PLC0415

    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    settings.attributes["connection"] = connection
    command.upgrade(settings, "head")
