"""Does a process live? On a server a session of its own tells the others: it ends when the process does."""

import select
from typing import TYPE_CHECKING

from bot.store.database.postgres import CONNECT, driver_url

if TYPE_CHECKING:
    import psycopg

SIGN = "seedwatch alive"
"""How a mark begins. It ends with the server's timeline: of one that was a copy, its sessions say nothing."""
TIMELINE = "substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)"


class Session:
    """A connection on which nothing is asked. The server lists it under ``mark`` until it ends."""

    def __init__(self, connection: "psycopg.Connection", mark: str) -> None:
        self._connection = connection
        self.mark = mark

    @property
    def ended(self) -> bool:
        """Whether it may have ended. The kernel knows, at once, also in a process that was stopped meanwhile."""
        if self._connection.closed:
            return True
        asked = select.poll()
        asked.register(self._connection.fileno(), select.POLLIN)
        return bool(asked.poll(0))

    def close(self) -> None:
        """End it."""
        self._connection.close()


def opened(url: str, name: str) -> Session | None:
    """Open a session that is listed with a name; None where none can be had that is ours alone.

    A pooler's connection lives on when we die, and the number that the pooler gives it is not the server's.
    """
    import psycopg  # noqa: PLC0415 - an extra, loaded where it is used

    address = driver_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    try:
        connection = psycopg.connect(address, autocommit=True, **CONNECT)
    except psycopg.Error:
        return None  # whoever asks the database next says what is wrong
    try:
        row = connection.execute(f"SELECT pg_backend_pid(), {TIMELINE}").fetchone()
        if row is not None and row[0] == connection.info.backend_pid:
            mark = f"{SIGN} {name} {row[1]}"
            connection.execute("SELECT set_config('application_name', %s, false)", [mark])
            return Session(connection, mark)
    except psycopg.Error:
        pass
    connection.close()
    return None
