"""Which facts does each chat have already, story by story?"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import JSON, Column, Connection, Integer, String, Table, bindparam, delete, select

from bot.store.database.columns import Instant
from bot.store.database.dialect import among, insert
from bot.store.tables import metadata

told = Table(  # the facts of all sentences of a story sent to a channel, spelled alike in all languages
    "told",
    metadata,
    Column("channel_id", Integer, primary_key=True),
    Column("story_id", String(40), primary_key=True, index=True),
    Column("facts", JSON, nullable=False),
    Column("at", Instant, nullable=False, index=True),
    sqlite_with_rowid=False,
)

_OF = select(told.c.facts).where(told.c.channel_id == bindparam("channel"), told.c.story_id == bindparam("story"))
_BY_CHANNEL = select(told.c.channel_id, told.c.facts).where(among(told.c.story_id, "stories"))
_ROW = insert(told)
_ADD = _ROW.on_conflict_do_update(
    index_elements=["channel_id", "story_id"], set_={"facts": _ROW.excluded.facts, "at": _ROW.excluded["at"]}
)


class Told:
    """Facts as ``bot.stories.wording.facts`` spells them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, channel_id: int, story_id: str) -> frozenset[str] | None:
        """Return what a channel was told of a story; None if nothing is noted."""
        facts = self._connection.scalar(_OF, {"channel": channel_id, "story": story_id})
        return None if facts is None else frozenset(facts)

    def by_channel(self, story_ids: Sequence[str]) -> dict[int, frozenset[str]]:
        """Return what each channel was told of these stories."""
        rows = self._connection.execute(_BY_CHANNEL, {"stories": story_ids})
        found: dict[int, frozenset[str]] = {}
        for channel_id, facts in rows:
            found[channel_id] = found.get(channel_id, frozenset()) | frozenset(facts)
        return found

    def add(self, channel_id: int, story_id: str, facts: Collection[str], now: datetime) -> None:
        """Note that a channel was sent sentences with these facts."""
        known = self.of(channel_id, story_id) or frozenset()
        all_facts = sorted(known | set(facts))
        self._connection.execute(_ADD, {"channel_id": channel_id, "story_id": story_id, "facts": all_facts, "at": now})

    def spread(self, story_id: str, to: str) -> None:
        """Credit what was told of a story to another one as well, with which it shares reports."""
        rows = self._connection.execute(select(told).where(told.c.story_id == story_id)).all()
        for row in rows:
            self.add(row.channel_id, to, row.facts, row.at)

    def move(self, story_id: str, into: str) -> None:
        """Credit what was told of a story to the one that it became part of."""
        self.spread(story_id, into)
        self._connection.execute(delete(told).where(told.c.story_id == story_id))

    def forget(self, before: datetime) -> int:
        """Drop what was told of stories that have been quiet since ``before``; return how many."""
        return self._connection.execute(delete(told).where(told.c.at < before)).rowcount
