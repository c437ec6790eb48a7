"""Which kind of database is at an address, and what do the kinds do differently?"""

from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError

from bot.errors import StoreError
from bot.store.database.faults import Ailment
from bot.store.database.opening import path_of, shown
from bot.store.database.postgres import PostgresServer, driver_url
from bot.store.database.sqlite import BUSY_SECONDS, SqliteFile


class Database(Protocol):
    """A kind of database, and how the kinds differ; the one for SQLite says what each method is for.

    ``alone``: no other process writes to it while we do. ``retried``: seconds for which a transaction is retried while
    the server is away. ``name``: the address without the password.
    """

    alone: bool
    retried: float
    name: str
    writers: Engine
    readers: Engine

    def before_migrations(self) -> None: ...
    def check(self, connection: Connection, *, ours: bool) -> None: ...
    def after_migrations(self) -> None: ...
    def ailment(self, error: DatabaseError) -> Ailment | None: ...
    def lost(self) -> bool: ...
    def wait_for_turn(self, connection: Connection) -> None: ...
    def make_room(self) -> bool: ...
    def keep_room(self) -> None: ...
    def overwrite(self) -> None: ...
    def interrupt(self, connection: Any) -> None: ...
    def backup(self, path: Path) -> None: ...
    def problems(self, connection: Connection) -> list[str]: ...
    def warnings(self) -> list[str]: ...
    def close(self) -> None: ...


def file_of(url: str) -> Path | None:
    """Return the file that a database is in, which need not exist; None: it is on a server. Raises StoreError."""
    return path_of(url) if _kind(url) == "sqlite" else None


def exists(url: str) -> bool:
    """Return whether there is a database; for a server, only connecting can tell. Raises StoreError."""
    path = file_of(url)
    return path is None or path.exists()


def plain_engine(url: str) -> Engine:
    """Return an engine without our own settings, for tables that a library manages."""
    if _kind(url) == "sqlite":
        return create_engine(url, connect_args={"timeout": BUSY_SECONDS})
    return create_engine(driver_url(url), pool_pre_ping=True, connect_args={"prepare_threshold": None})


def database_at(url: str, *, looking: bool) -> Database:
    """Open a database; nothing is read yet. Raises StoreError."""
    kind = _kind(url)
    if kind == "sqlite":
        return SqliteFile(url, looking=looking)
    if kind == "postgresql":
        return PostgresServer(url)
    raise StoreError(
        f"DATABASE_URL: {shown(url)} is not supported; use sqlite:///path/to/file.db or "
        "postgresql://user:password@host/name"
    )


def _kind(url: str) -> str:
    try:
        return make_url(url).get_backend_name()
    except ArgumentError as error:
        raise StoreError("DATABASE_URL is no address of a database; use sqlite:///path/to/file.db") from error
