"""How is the database reached? One writer thread, one reader thread, every transaction short and whole."""

import asyncio
import contextlib
import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Self, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DatabaseError

from bot.errors import StoreError
from bot.store.transaction import Transaction

HEAD = "0007"  # the newest migration; a test compares it with the migrations folder
BUSY_SECONDS = 30  # how long another process may hold the write lock (a backup, an admin's sqlite3)
T = TypeVar("T")


class Store:
    """The database behind an awaitable face.

    ``write`` and ``read`` run a function in one transaction in their own thread, pure decisions included: nothing
    waits for the network in there. A second program that opens the same file for writing is refused; one that only
    looks (``looking=True``) is not.
    """

    def __init__(self, url: str, *, looking: bool = False) -> None:
        """Open ``url`` (sqlite:///path), create or migrate it. Raises StoreError."""
        path = path_of(url)
        if looking and not path.exists():
            raise StoreError(f"there is no database at {path} yet; it is made by  seedwatch run")
        self._lock = None if looking else _lock(path)
        self._engine = _engine(url, begin="BEGIN IMMEDIATE")
        self._readers = _engine(url, begin="BEGIN")
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="store-write")
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="store-read")
        try:
            if not looking:
                self._migrate()
        except DatabaseError as error:
            self.close()
            raise StoreError(
                f"the database {_shown(url)} cannot be used: {error.orig}. Restore a backup or move the file away"
            ) from error
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
            yield Transaction(connection)

    async def write(self, do: Callable[[Transaction], T]) -> T:
        """Run ``do`` in one transaction in the writer thread and return what it returns."""

        def run() -> T:
            with self.begin() as tx:
                return do(tx)

        # Shielded: a transaction that was asked for is carried out, also when the job that asked is cancelled. A
        # message that a platform took must be recorded.
        return await asyncio.shield(asyncio.get_running_loop().run_in_executor(self._writer, run))

    async def read(self, do: Callable[[Transaction], T]) -> T:
        """Run ``do`` on a snapshot in the reader thread; it does not wait for writers."""

        def run() -> T:
            try:
                with self._readers.begin() as connection:
                    return do(Transaction(connection))
            except DatabaseError as error:
                raise StoreError(f"the database cannot be read: {error.orig}; seedwatch doctor  says more") from error

        return await asyncio.get_running_loop().run_in_executor(self._reader, run)

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
        """Wait for transactions under way, then let go of the file."""
        self._writer.shutdown()
        self._reader.shutdown()
        self._engine.dispose()
        self._readers.dispose()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _migrate(self) -> None:
        with self._engine.begin() as connection:
            known = connection.dialect.has_table(connection, "alembic_version")
            if known and connection.scalar(text("SELECT version_num FROM alembic_version")) == HEAD:
                return
            _upgrade(connection)


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


def path_of(url: str) -> Path:
    """Return the file that a database URL names, which need not exist. Raises StoreError."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        raise StoreError(f"DATABASE_URL: {_shown(url)} is not supported; use sqlite:///path/to/file.db")
    if not parsed.database or parsed.database == ":memory:":
        raise StoreError("DATABASE_URL: an in-memory database would lose alerts; use sqlite:///path/to/file.db")
    return Path(parsed.database)


def _lock(path: Path) -> int:
    """Take the right to write to this file, or say who has it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StoreError(f"the database {path} cannot be opened: {error.strerror}") from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(handle)
        raise StoreError(
            f"the database {path} is in use by another seedwatch; stop that one first, or give this one its own "
            "DATABASE_URL"
        ) from error
    return handle


def _shown(url: str) -> str:
    return make_url(url).render_as_string(hide_password=True)
