"""What is wrong with the database, in words that a person can act on?"""

import sqlite3
from enum import Enum

from sqlalchemy.exc import DatabaseError, OperationalError

from bot.errors import StoreError


class Ailment(Enum):
    """Why a transaction failed though nothing was wrong with it."""

    FULL = "full"
    LOCKED = "locked"
    READ_ONLY = "read-only"
    BROKEN_DISK = "broken disk"
    DAMAGED = "damaged"
    FOREIGN = "foreign"
    UNREACHABLE = "unreachable"
    GONE = "gone"
    AWAY = "away"
    CROWDED = "crowded"
    REFUSED = "refused"


# SQLite's primary result codes (sqlite.org/rescode.html).
_AILMENTS = {
    sqlite3.SQLITE_FULL: Ailment.FULL,
    sqlite3.SQLITE_BUSY: Ailment.LOCKED,
    sqlite3.SQLITE_LOCKED: Ailment.LOCKED,
    sqlite3.SQLITE_READONLY: Ailment.READ_ONLY,
    sqlite3.SQLITE_IOERR: Ailment.BROKEN_DISK,
    sqlite3.SQLITE_CORRUPT: Ailment.DAMAGED,
    sqlite3.SQLITE_NOTADB: Ailment.FOREIGN,
    sqlite3.SQLITE_CANTOPEN: Ailment.UNREACHABLE,
}
_WORDS = {
    Ailment.FULL: "there is no room left on its disk; make room, everything goes on by itself then",
    Ailment.LOCKED: "another program holds it, such as sqlite3 or a backup; end that one, or wait until it is done",
    Ailment.READ_ONLY: "it may not be written; give this user the right to write the file and its folder",
    Ailment.BROKEN_DISK: "its disk fails or is full; look at the system's log, and make room or change the disk",
    Ailment.DAMAGED: "the file is damaged; keep a copy of it and put the newest backup in its place",
    Ailment.FOREIGN: "the file is no database; put a backup in its place, or let DATABASE_URL name another file",
    Ailment.AWAY: "its server does not answer, or stops and starts; everything goes on by itself when it is back",
    Ailment.CROWDED: "its server takes no more connections; raise max_connections, or put a pooler in front of it",
    Ailment.REFUSED: "its server does not let us in, or has no such database; look at user, password and name",
    Ailment.GONE: "its file was taken away or replaced while we run; put that one back, or start again with the other",
    Ailment.UNREACHABLE: "the file cannot be opened; look at its folder and at who may read and write it",
}


# PostgreSQL's SQLSTATE codes and classes (appendix A of its manual).
_STATES = {
    "53100": Ailment.FULL,
    "53300": Ailment.CROWDED,
    "25006": Ailment.READ_ONLY,
    "58030": Ailment.BROKEN_DISK,
    "57P01": Ailment.AWAY,
    "57P02": Ailment.AWAY,
    "57P03": Ailment.AWAY,
    "55P03": Ailment.LOCKED,
    "08": Ailment.AWAY,
    "28": Ailment.REFUSED,
    "3D": Ailment.REFUSED,
    "XX": Ailment.DAMAGED,
}


def ailment(error: DatabaseError) -> Ailment | None:
    """Return what the database suffers from; None if the request itself was wrong."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return _AILMENTS.get(code & 0xFF)
    state = getattr(error.orig, "sqlstate", "")
    if state is None:  # the server said nothing: it is away, or the connection broke
        return Ailment.AWAY if isinstance(error, OperationalError) else None
    return _STATES.get(state) or _STATES.get(str(state)[:2])


def explain(error: DatabaseError, name: str, what: Ailment | None) -> StoreError:
    """Return the error to raise; ``name`` is the database as people know it, without secrets."""
    return told(name, what) if what is not None else StoreError(f"the database {name} cannot be used: {error.orig}")


def told(name: str, what: Ailment) -> StoreError:
    """Return an error that says what a database suffers from."""
    return StoreError(f"the database {name} cannot be used: {_WORDS[what]}")
