"""Which process may do what only one may do at a time? It holds a name for a while, and again."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Column, Connection, String, Table, delete, func, select

from bot.store.database.dialect import insert
from bot.store.database.instants import Instant
from bot.store.tables import metadata

holders = Table(
    "holders",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("holder", String(64), nullable=False),
    Column("until", Instant, nullable=False),
    sqlite_with_rowid=False,
)


class Holders:
    """The names that are held. Time is the server's, whatever the clocks of the processes show."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def take(self, name: str, holder: str, time: timedelta) -> bool:
        """Hold a name from now on for so long, if nobody else does; say whether ``holder`` holds it."""
        now = self._now()
        row = insert(holders).values(name=name, holder=holder, until=now + time)
        free = (holders.c.holder == holder) | (holders.c.until <= now)
        taken = row.on_conflict_do_update(
            index_elements=["name"],
            set_={"holder": row.excluded["holder"], "until": row.excluded["until"]},
            where=free,
        )
        holds: str | None = self._connection.scalar(taken.returning(holders.c.holder))
        return holds == holder

    def give_up(self, name: str, holder: str) -> None:
        """Let others have a name at once."""
        self._connection.execute(delete(holders).where(holders.c.name == name, holders.c.holder == holder))

    def _now(self) -> datetime:
        if self._connection.dialect.name == "sqlite":
            return datetime.now(UTC)
        now: datetime = self._connection.execute(select(func.clock_timestamp())).scalar_one()
        return now
