"""How is a database on a PostgreSQL server opened, shared with other processes of ours, and checked?"""

import select
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Connection, Engine, create_engine, inspect, make_url, text
from sqlalchemy.exc import DatabaseError

from bot.errors import StoreError
from bot.store.database.faults import Ailment, ailment

if TYPE_CHECKING:
    import psycopg


TURN = 0x5EED_0001
"""The advisory lock under which one transaction at a time reads and then writes, as in SQLite."""
_UNSAFE = (
    "PostgreSQL runs with synchronous_commit=off: after a crash of the server, alerts that were sent are not known as "
    "sent and go out twice; set it to on for this database"
)
# Prepared statements would outlive the transaction and so the server connection that a pooler lent us.
CONNECT: dict[str, Any] = {
    "connect_timeout": 10,
    "prepare_threshold": None,
    "application_name": "seedwatch",
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
SIGN = "seedwatch alive"
"""How a mark begins. It ends with the server's timeline: the sessions of a former replica say nothing."""
TIMELINE = "substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)"


class PostgresServer:
    """A database that several processes share. Works even behind a pooler that lends connections per transaction."""

    alone = False
    retried = 15.0  # seconds: a restarted server is back by then

    def __init__(self, url: str) -> None:
        """Prepare to connect to ``url`` (postgresql://user:password@host/name). Raises StoreError."""
        self.url = driver_url(url)
        self.name = self.url.render_as_string(hide_password=True)
        self.writers = _engine(self.url)
        # One snapshot for a whole reading transaction, as with a SQLite file.
        self.readers = _engine(
            self.url, isolation_level="REPEATABLE READ", execution_options={"postgresql_readonly": True}
        )

    def wait_for_turn(self, connection: Connection) -> None:
        """Wait until no other process is in a transaction that decides by what it read."""
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({TURN})")

    def before_migrations(self) -> None:
        """Do nothing: the server looks after its files."""

    def check(self, connection: Connection, *, ours: bool) -> None:
        """Raise StoreError if the database has tables but not this program's (``ours``)."""
        if not ours and inspect(connection).get_table_names():
            raise StoreError(
                f"the database {self.name} belongs to another program; let DATABASE_URL name a database of its own"
            )

    def after_migrations(self) -> None:
        """Do nothing: space is the server's concern."""

    def ailment(self, error: DatabaseError) -> Ailment | None:
        """Return what the server reports to be wrong."""
        return ailment(error)

    def lost(self) -> bool:
        """Return False: a server's database is not taken away."""
        return False

    def make_room(self) -> bool:
        """Return False: there is no space to give up."""
        return False

    def keep_room(self) -> None:
        """Do nothing."""

    def overwrite(self) -> None:
        """Do nothing: the server's own vacuum does it in time."""

    def interrupt(self, connection: Any) -> None:
        """Interrupt what a driver connection is doing."""
        connection.cancel_safe(timeout=1.0)

    def backup(self, path: Path) -> None:
        """Write a copy of everything into a file that ``db copy`` restores. Raises OSError, DatabaseError."""
        from bot.store.transfer import into_file  # noqa: PLC0415 - that module opens stores itself

        into_file(self.readers, path)

    def problems(self, connection: Connection) -> list[str]:
        """Return nothing: a server that answers looks after its files by itself."""
        connection.exec_driver_sql("SELECT 1")
        return []

    def warnings(self) -> list[str]:
        """Return what works but endangers what is stored."""
        with self.readers.begin() as connection:
            value = connection.scalar(text("SHOW synchronous_commit"))
        return [_UNSAFE] if value == "off" else []

    def close(self) -> None:
        """Let go of the connections."""
        self.writers.dispose()
        self.readers.dispose()


def driver_url(url: str) -> URL:
    """Return the address with our driver. Raises StoreError if that is not installed."""
    try:
        import psycopg  # noqa: F401, PLC0415 - an extra, loaded where it is used
    except ImportError as error:
        raise StoreError("DATABASE_URL: PostgreSQL needs a driver: pip install 'seedwatch[postgres]'") from error
    return make_url(url).set(drivername="postgresql+psycopg")


def _engine(url: URL, **more: Any) -> Engine:
    return create_engine(
        url, pool_size=1, max_overflow=4, pool_pre_ping=True, pool_recycle=1800, connect_args=CONNECT, **more
    )


class Session:
    """An idle connection. The server lists it under ``mark`` until it ends."""

    def __init__(self, connection: "psycopg.Connection", mark: str) -> None:
        self._connection = connection
        self.mark = mark

    @property
    def ended(self) -> bool:
        """Whether it may have ended. The kernel knows at once, even in a process that was suspended."""
        if self._connection.closed:
            return True
        asked = select.poll()
        asked.register(self._connection.fileno(), select.POLLIN)
        return bool(asked.poll(0))

    def close(self) -> None:
        """End the session."""
        self._connection.close()


def opened(url: str, name: str) -> Session | None:
    """Open a session listed under a name; None behind a pooler. Raises StoreError.

    A pooler's connection lives on when we die, and the process id that the pooler gives is not the server's.
    """
    import psycopg  # noqa: PLC0415 - an extra, loaded where it is used

    address = driver_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with ExitStack() as stack:
        try:
            connection = psycopg.connect(address, autocommit=True, **CONNECT)
            stack.callback(connection.close)
            row = connection.execute(f"SELECT pg_backend_pid(), {TIMELINE}").fetchone()
            if row is None or row[0] != connection.info.backend_pid:
                return None
            mark = f"{SIGN} {name} {row[1]}"
            connection.execute("SELECT set_config('application_name', %s, false)", [mark])
        except psycopg.Error as error:
            raise StoreError(f"its server gives us no session: {error}") from error
        stack.pop_all()
        return Session(connection, mark)
