"""Which process may do what only one may do at a time? It holds a name for a while, and renews it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Column, ColumnElement, Connection, String, Table, delete, func, select, text

from bot.store.database.columns import Instant
from bot.store.database.dialect import insert
from bot.store.database.postgres import SIGN, TIMELINE
from bot.store.tables import metadata

holders = Table(
    "holders",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("holder", String(64), nullable=False),
    Column("until", Instant, nullable=False),
    sqlite_with_rowid=False,
)


# ``holder`` is the mark of a session that is no longer listed on the server where it was.
_DEAD = f"""
    SELECT until, until - :time >= pg_postmaster_start_time() AS sure, until - clock_timestamp() AS left
    FROM holders
    WHERE name = :name AND holder LIKE '{SIGN} %' || {TIMELINE}
    AND greatest(until - :time, pg_postmaster_start_time()) <= clock_timestamp() - :silent
    AND NOT EXISTS (SELECT FROM pg_stat_activity WHERE application_name = holders.holder)"""  # noqa: S608 - our own words


@dataclass(frozen=True, slots=True, kw_only=True)
class Dead:
    """A holder whose session ended; ``sure``: not because the server went away, so what it had begun will not go on.

    ``left``: for how long the name is its own, negative if that is over.
    """

    until: datetime
    sure: bool
    left: timedelta


class Holders:
    """The names that are held. Times are the server's, whatever the processes' clocks show."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def dead(self, name: str, time: timedelta, *, silent: timedelta) -> Dead | None:
        """Return the process, if any, that took a name for ``time``, was ``silent`` since, and has no session left.

        After a server's absence the same time must pass: living processes report once it is back.
        """
        if self._connection.dialect.name == "sqlite":
            return None
        given = {"name": name, "time": time, "silent": silent}
        row = self._connection.execute(text(_DEAD).columns(until=Instant), given).first()
        return None if row is None else Dead(until=row.until, sure=row.sure, left=row.left)

    def take(self, name: str, holder: str, time: timedelta, *, mark: str = "", dead: Dead | None = None) -> bool:
        """Hold a name from now on for ``time`` if it is free or its holder ``dead``; say whether we hold it.

        ``mark`` belongs to the session by which others see that ``holder`` is alive.
        """
        now = self._now()
        row = insert(holders).values(name=name, holder=mark or holder, until=now + time)
        free = _is(holder) | (holders.c.until <= now)
        if dead is not None:
            free |= holders.c.until == dead.until  # and has not renewed it since
        taken = row.on_conflict_do_update(
            index_elements=["name"],
            set_={"holder": row.excluded["holder"], "until": row.excluded["until"]},
            where=free,
        )
        return self._connection.scalar(taken.returning(holders.c.holder)) is not None

    def give_up(self, name: str, holder: str) -> None:
        """Let others have a name at once."""
        self._connection.execute(delete(holders).where(holders.c.name == name, _is(holder)))

    def _now(self) -> datetime:
        if self._connection.dialect.name == "sqlite":
            return datetime.now(UTC)
        now: datetime = self._connection.execute(select(func.clock_timestamp())).scalar_one()
        return now


def _is(holder: str) -> ColumnElement[bool]:
    """Say whether a row is a holder's, whatever session it took the name with."""
    return (holders.c.holder == holder) | holders.c.holder.like(f"{SIGN} {holder} %")
