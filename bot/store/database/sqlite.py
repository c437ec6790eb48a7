"""How is a database in one file opened, kept for one writer, copied and looked over?"""

import os
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text

from bot.errors import StoreError
from bot.store.database.opening import Ballast, Lock, path_of

BUSY_SECONDS = 30  # how long another process may hold the write lock (a backup, an admin's sqlite3)
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-16000")


class SqliteFile:
    """One file. A second program that opens it for writing is refused; one that only looks is not."""

    alone = True
    retried = 0.0

    def __init__(self, url: str, *, looking: bool) -> None:
        """Open ``url`` (sqlite:///path); raises StoreError."""
        path = path_of(url)
        if looking and not path.exists():
            raise StoreError(f"there is no database at {path} yet; it is made by  seedwatch run")
        self.name = url
        self._lock = None if looking else Lock(path)
        self.ballast = Ballast(path)
        self.writers = _engine(url, begin="BEGIN IMMEDIATE")
        self.readers = _engine(url, begin="BEGIN")

    def before_migrations(self) -> None:
        """Raise StoreError where the file is not what was there before, or no database at all."""
        if self._lock is not None:
            self._lock.check_file()

    def check(self, connection: Connection, *, ours: bool) -> None:
        """Raise StoreError where the file is damaged, or has tables (``ours``: not those of this program)."""
        if not ours and connection.scalar(text("SELECT count(*) FROM sqlite_master")):
            raise StoreError(
                f"the database {self.name} belongs to another program; let DATABASE_URL name a file of its own"
            )
        found = connection.scalar(text("PRAGMA quick_check(1)")) if ours else "ok"
        if found != "ok":
            wrong = str(found).replace("\n", " ")
            raise StoreError(
                f"the database {self.name} is damaged ({wrong}); keep a copy of the file and put the newest "
                "backup in its place"
            )

    def after_migrations(self) -> None:
        """Remember that there is a database now, and keep room for it."""
        if self._lock is not None:
            self._lock.mark()
            self.ballast.keep()

    def wait_for_turn(self, connection: Connection) -> None:
        """Nothing to do: BEGIN IMMEDIATE has waited."""

    def make_room(self) -> bool:
        """Give up the room that was kept; return whether there was some."""
        return self.ballast.free()

    def keep_room(self) -> None:
        """Keep room again."""
        self.ballast.keep()

    def overwrite(self) -> None:
        """Leave nothing of what was deleted in the log beside the file, where nobody reads it at this moment."""
        with self.readers.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").close()

    def interrupt(self, connection: Any) -> None:
        """End what a connection of the driver does now."""
        connection.interrupt()

    def backup(self, path: Path) -> None:
        """Write a consistent copy while others go on. Raises OSError, DatabaseError."""
        with self.readers.connect() as connection:
            connection.exec_driver_sql("COMMIT")  # VACUUM cannot run inside a transaction
            connection.exec_driver_sql("VACUUM INTO ?", (str(path),))
        with path.open("rb") as file:
            os.fsync(file.fileno())

    def problems(self, connection: Connection) -> list[str]:
        """Return what SQLite itself finds wrong with the file; nothing is repaired. Reads all of it."""
        found = connection.exec_driver_sql("PRAGMA quick_check(20)").scalars().all()
        return [str(line) for line in found if line != "ok"]

    def warnings(self) -> list[str]:
        """Return what works but endangers what is stored."""
        return []

    def close(self) -> None:
        """Let go of the file."""
        self.writers.dispose()
        self.readers.dispose()
        if self._lock is not None:
            self._lock.close()
            self._lock = None


def _engine(url: str, *, begin: str) -> Engine:
    engine = create_engine(url, pool_size=1, max_overflow=4, connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def configure(connection: sqlite3.Connection, _: Any) -> None:
        # The driver must not open transactions by itself: its deferred BEGIN loses updates without an error.
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
