"""Is a process alive? On a server, a session of its own tells the others: it ends when the process does."""

import select
from contextlib import ExitStack
from typing import TYPE_CHECKING

from bot.errors import StoreError
from bot.store.database.postgres import CONNECT, driver_url

if TYPE_CHECKING:
    import psycopg

SIGN = "seedwatch alive"
"""How a mark begins. It ends with the server's timeline: the sessions of a former replica say nothing."""
TIMELINE = "substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)"


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
