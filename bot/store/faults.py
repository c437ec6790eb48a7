"""What is wrong with the database, in words that a person can act on?"""

import sqlite3
from enum import Enum

from sqlalchemy.exc import DatabaseError

from bot.errors import StoreError


class Ailment(Enum):
    """Why a transaction failed that had nothing wrong with it."""

    FULL = "full"
    LOCKED = "locked"
    READ_ONLY = "read-only"
    BROKEN_DISK = "broken disk"
    DAMAGED = "damaged"
    FOREIGN = "foreign"
    UNREACHABLE = "unreachable"


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
    Ailment.UNREACHABLE: "the file cannot be opened; look at its folder and at who may read and write it",
}


def ailment(error: DatabaseError) -> Ailment | None:
    """Return what the database suffers from; None where what was asked for is the mistake."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    return None if code is None else _AILMENTS.get(code & 0xFF)


def explain(error: DatabaseError, name: str) -> StoreError:
    """Return the error to raise; ``name`` is the database as people know it, without secrets."""
    what = ailment(error)
    why = f"{error.orig}" if what is None else _WORDS[what]
    return StoreError(f"the database {name} cannot be used: {why}")
