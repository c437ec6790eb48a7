"""How is the database reached? One writer thread, one reader thread, every transaction short and whole."""

import asyncio
import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any, Self, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DatabaseError

from bot.errors import StoreError
from bot.store.faults import Ailment, ailment, explain
from bot.store.opening import Ballast, Lock, path_of, shown
from bot.store.transaction import Transaction
from bot.store.writer import Writer

HEAD = "0008"  # the newest migration; a test compares it with the migrations folder
BUSY_SECONDS = 30  # how long another process may hold the write lock (a backup, an admin's sqlite3)
CLOSE_SECONDS = 2.0  # for what is urgent when we end
_PROBE = "storage probe"  # a note that is written to learn whether anything can be
_PROBE_SIZE = 64 * 1024  # characters: some pages more than the file has
T = TypeVar("T")


class Store:
    """The database behind an awaitable face.

    ``write`` and ``read`` run a function in one transaction in their own thread, pure decisions included: nothing
    waits for the network in there. A second program that opens the same file for writing is refused; one that only
    looks (``looking=True``) is not. ``trouble`` says why nothing can be written or read now, None where all is well.
    """

    def __init__(self, url: str, *, looking: bool = False) -> None:
        """Open ``url`` (sqlite:///path), create or migrate it. Raises StoreError."""
        path = path_of(url)
        if looking and not path.exists():
            raise StoreError(f"there is no database at {path} yet; it is made by  seedwatch run")
        self.trouble: str | None = None
        self._damaged = False
        self._writing: sqlite3.Connection | None = None
        self._name = shown(url)
        self._lock = None if looking else Lock(path)
        self._ballast = Ballast(path)
        self._engine = _engine(url, begin="BEGIN IMMEDIATE")
        self._readers = _engine(url, begin="BEGIN")
        self._writer = Writer()
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="store-read")
        try:
            if self._lock is not None:
                self._lock.check_file()
                self._migrate()
                self._lock.mark()
                self._ballast.keep()
        except DatabaseError as error:
            self.close()
            raise explain(error, self._name) from error
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextlib.contextmanager
    def begin(self) -> Iterator[Transaction]:
        """Open a write transaction in this thread; commits at the end, rolls back on any exception."""
        with self._engine.begin() as connection:
            self._writing = connection.connection.driver_connection
            try:
                yield Transaction(connection)
            finally:
                self._writing = None

    async def write(self, do: Callable[[Transaction], T], *, urgent: bool = False) -> T:
        """Run ``do`` in one transaction in the writer thread and return what it returns.

        What is ``urgent``, deliveries and commands, goes before what is not. Raises StoreError where the database
        cannot be used.
        """

        def run() -> T:
            try:
                return self._written(do)
            except DatabaseError as error:
                # What is under way is finished with the room that was kept for it.
                if ailment(error) is not Ailment.FULL or not self._ballast.free():
                    raise self._suffers(error) from error
            try:
                return self._written(do)
            except DatabaseError as error:
                raise self._suffers(error) from error

        # Shielded: a transaction that was asked for is carried out, also when the job that asked is cancelled. A
        # message that a platform took must be recorded.
        return await asyncio.shield(asyncio.wrap_future(self._writer.submit(run, urgent=urgent)))

    async def read(self, do: Callable[[Transaction], T]) -> T:
        """Run ``do`` on a snapshot in the reader thread; it does not wait for writers. Raises StoreError."""

        def run() -> T:
            try:
                with self._readers.begin() as connection:
                    return do(Transaction(connection))
            except DatabaseError as error:
                raise self._suffers(error) from error

        return await asyncio.get_running_loop().run_in_executor(self._reader, run)

    async def recover(self, now: datetime) -> bool:
        """Try whether the database can be used again, after ``trouble``; return whether it can."""
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
        self._ballast.keep()
        return True

    def _written(self, do: Callable[[Transaction], T]) -> T:
        with self.begin() as tx:
            return do(tx)

    def _suffers(self, error: DatabaseError) -> Exception:
        """Return what to raise for an error, and remember it where the database is the cause."""
        what = ailment(error)
        if what is None:
            return error
        told = explain(error, self._name)
        self.trouble = str(told)
        self._damaged = self._damaged or what in {Ailment.DAMAGED, Ailment.FOREIGN}
        return told

    def backup(self, path: Path) -> None:
        """Write a consistent copy to ``path`` while others go on; on disk when this returns.

        Raises StoreError if the path exists or cannot be written; then there is no half of a copy.
        """
        if path.exists():
            raise StoreError(f"{path} exists already; name a new file")
        part = path.with_name(f".{path.name}.part")
        try:
            part.unlink(missing_ok=True)
            with self._readers.connect() as connection:
                connection.exec_driver_sql("COMMIT")  # VACUUM cannot run inside a transaction
                connection.exec_driver_sql("VACUUM INTO ?", (str(part),))
            with part.open("rb") as file:
                os.fsync(file.fileno())
            part.rename(path)
        except (OSError, DatabaseError) as error:
            why = error.orig if isinstance(error, DatabaseError) else error.strerror
            raise StoreError(f"no copy could be written to {path}: {why}") from error
        finally:
            part.unlink(missing_ok=True)

    def problems(self) -> list[str]:
        """Return what SQLite itself finds wrong with the file; nothing is repaired. Reads all of it."""
        try:
            with self._readers.begin() as connection:
                found = connection.exec_driver_sql("PRAGMA quick_check(20)").scalars().all()
                version = connection.scalar(text("SELECT version_num FROM alembic_version"))
        except DatabaseError as error:
            return [str(error.orig)]
        wrong = [str(line) for line in found if line != "ok"]
        if version != HEAD:
            wrong.append(f"its layout is {version}, this program's is {HEAD}; the next  seedwatch run  brings it up")
        return wrong

    def close(self) -> None:
        """Wait for transactions under way and for what is urgent, then let go of the file."""
        if not self._writer.close(CLOSE_SECONDS):
            self._interrupt()
            self._writer.close(CLOSE_SECONDS)
        self._reader.shutdown(cancel_futures=True)
        self._engine.dispose()
        self._readers.dispose()
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _interrupt(self) -> None:
        """End a transaction that takes too long; it is rolled back, and what it was about is done again."""
        if self._writing is not None:
            self._writing.interrupt()

    def _migrate(self) -> None:
        with self._engine.begin() as connection:
            known = connection.dialect.has_table(connection, "alembic_version")
            version = connection.scalar(text("SELECT version_num FROM alembic_version")) if known else None
            if not known and connection.scalar(text("SELECT count(*) FROM sqlite_master")):
                raise StoreError(
                    f"the database {self._name} belongs to another program; let DATABASE_URL name a file of its own"
                )
            if version is not None and version > HEAD:
                raise StoreError(
                    f"the database {self._name} was written by a newer version of this program (layout {version}, "
                    f"this one knows {HEAD}): install that version again, or put back the backup made before"
                )
            if known and (wrong := _damage(connection)):
                raise StoreError(
                    f"the database {self._name} is damaged ({wrong}); keep a copy of the file and put the newest "
                    "backup in its place"
                )
            if version != HEAD:
                _upgrade(connection)


def _damage(connection: Connection) -> str | None:
    """Return the first thing that SQLite finds wrong with the file; None where it is whole."""
    found = connection.scalar(text("PRAGMA quick_check(1)"))
    return None if found == "ok" else str(found).replace("\n", " ")


def copy(url: str, folder: Path) -> str:
    """Copy a database into a folder and return the copy's URL; of one that does not exist yet, a new one's."""
    path = folder / "copy.db"
    if path_of(url).exists():
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


def _engine(url: str, *, begin: str) -> Engine:
    engine = create_engine(url, pool_size=1, max_overflow=4, connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def configure(connection: sqlite3.Connection, _: Any) -> None:
        # The driver must not open transactions by itself: its deferred BEGIN loses updates without an error.
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-16000"):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
