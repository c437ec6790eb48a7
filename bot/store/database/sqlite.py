"""How is a database in one file opened, reserved for one writer, copied and checked?"""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DatabaseError

from bot.errors import StoreError
from bot.store.database.faults import Ailment, ailment
from bot.store.database.opening import Ballast, Lock, path_of
from bot.store.tables import metadata

BUSY_SECONDS = 30  # how long another process may hold the write lock (a backup, an admin's sqlite3)
# Each connection has a cache of its own, in kilobytes. One of 16 MB made no poll faster with 300,000 entries.
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-2000")
_TABLES = text("SELECT name FROM sqlite_master")
# Search words are normalised and stemmed by us, as in the first migration.
_STORY_WORDS = 'CREATE VIRTUAL TABLE story_words USING fts5(words, tokenize = "unicode61 remove_diacritics 0")'
# The same as Alembic makes; importing that takes long.
_VERSION = (
    "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
    "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
)


class SqliteFile:
    """One file. A second program may read it, but may not open it for writing."""

    alone = True
    retried = 0.0

    def __init__(self, url: str, *, looking: bool) -> None:
        """Open ``url`` (sqlite:///path); raises StoreError."""
        path = path_of(url)
        if looking and not path.is_file():
            raise StoreError(f"there is no database at {path} yet; it is made by  seedwatch run")
        self.name = url
        self._lock = None if looking else Lock(path)
        self.ballast = Ballast(path)
        self._path = path
        self._opened = _number(path) if looking else None  # identifies the file that we opened
        self._handle: int | None = None
        self.writers = self._engine("BEGIN IMMEDIATE")
        self.readers = self._engine("BEGIN")

    def before_migrations(self) -> None:
        """Raise StoreError if the file is not the one that was there before, or is no database at all."""
        if self._lock is not None:
            self._lock.check_file()

    def check(self, connection: Connection, *, ours: bool) -> None:
        """Raise StoreError if the file is damaged, or has tables but not this program's (``ours``)."""
        if not ours and connection.scalar(_TABLES):
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
        """Raise StoreError if a table is missing; remember that there is a database now, and reserve space for it."""
        with self.readers.connect() as connection:
            if missing := metadata.tables.keys() - set(connection.scalars(_TABLES)):
                raise StoreError(
                    f"the database {self.name} is damaged (it lacks {', '.join(sorted(missing))}); keep a copy of the "
                    "file and put the newest backup in its place"
                )
        self._opened = _number(self._path)
        if self._lock is not None:
            self._lock.mark()
            self.ballast.keep()

    def ailment(self, error: DatabaseError) -> Ailment | None:
        """Return what the file suffers from: what SQLite reports, and what it cannot distinguish."""
        what = ailment(error)
        if what is not None and self.lost():
            return Ailment.GONE
        if what is Ailment.UNREACHABLE and not _room_for_files(self._path.parent):
            return Ailment.FULL
        return Ailment.BROKEN_DISK if what is Ailment.DAMAGED and not self._readable() else what

    def lost(self) -> bool:
        """Whether the file was removed or replaced, so that whatever is written is lost."""
        return self._opened is not None and _number(self._path) != self._opened

    def _readable(self) -> bool:
        """Whether the disk can read the whole file."""
        try:
            if self._handle is None:  # kept, since closing it would end SQLite's own locks
                self._handle = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
            place = 0
            while data := os.pread(self._handle, 1 << 20, place):
                place += len(data)
        except OSError:
            return False
        return True

    def wait_for_turn(self, connection: Connection) -> None:
        """Do nothing: BEGIN IMMEDIATE has already waited."""

    def make_room(self) -> bool:
        """Give up the reserved space; return whether there was any."""
        return self.ballast.free()

    def keep_room(self) -> None:
        """Reserve space again."""
        self.ballast.keep()

    def overwrite(self) -> None:
        """Remove deleted data from the log beside the file, if no reader needs it and there is space."""
        with suppress(DatabaseError), self.readers.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").close()

    def interrupt(self, connection: Any) -> None:
        """Interrupt what a driver connection is doing."""
        connection.interrupt()

    def backup(self, path: Path) -> None:
        """Write a consistent copy while others continue. Raises OSError, DatabaseError."""
        with self.readers.connect() as connection:
            connection.exec_driver_sql("COMMIT")  # VACUUM cannot run inside a transaction
            connection.exec_driver_sql("VACUUM INTO ?", (str(path),))
        with path.open("rb") as file:
            os.fsync(file.fileno())

    def problems(self, connection: Connection) -> list[str]:
        """Return what SQLite itself finds wrong with the file, without repairs. Reads all of it."""
        found = connection.exec_driver_sql("PRAGMA quick_check(20)").scalars().all()
        return [str(line) for line in found if line != "ok"]

    def warnings(self) -> list[str]:
        """Return what works but endangers what is stored."""
        return []

    def close(self) -> None:
        """Close the file."""
        self.writers.dispose()
        self.readers.dispose()
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _engine(self, begin: str) -> Engine:
        engine = create_engine(self.name, pool_size=2, max_overflow=4, creator=self._connect)

        @event.listens_for(engine, "begin")
        def start(connection: Connection) -> None:
            connection.exec_driver_sql(begin)

        return engine

    def _connect(self) -> sqlite3.Connection:
        """Connect; a file that has disappeared is not created again."""
        mode = "rwc" if self._opened is None else "rw"
        address = f"file:{quote(str(self._path))}?mode={mode}"
        connection = sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, check_same_thread=False)
        # The driver must not open transactions by itself: its deferred BEGIN loses updates without an error.
        connection.isolation_level = None
        try:
            for pragma in PRAGMAS:
                connection.execute(f"PRAGMA {pragma}").close()
        except sqlite3.Error:
            connection.close()
            raise
        return connection


def _number(path: Path) -> tuple[int, int] | None:
    """Return what identifies a file; None if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _room_for_files(folder: Path) -> bool:
    try:
        system = os.statvfs(folder)
    except OSError:
        return True
    return system.f_bavail > 0 and (system.f_favail > 0 or system.f_files == 0)


def create(connection: Connection, version: str) -> None:
    """Create in an empty SQLite file what the migrations up to ``version`` create, in a tenth of their time."""
    metadata.create_all(connection, checkfirst=False)
    for statement in (_STORY_WORDS, _VERSION):
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (version,))
