"""What did operators decide of stories? Which are kept apart, and which became part of another one."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.store.tables import apart, merged


class Regroups:
    """Pairs of stories that grouping tells apart by the closest report, and the ids of stories that are no more."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep_apart(self, one: str, other: str, now: datetime) -> None:
        """Remember that two stories are two."""
        first, second = sorted((one, other))
        self._connection.execute(insert(apart).values(one=first, other=second, at=now).on_conflict_do_nothing())

    def apart(self, ids: Collection[str]) -> set[tuple[str, str]]:
        """Return the pairs among these stories that are kept apart."""
        rows = self._connection.execute(select(apart.c.one, apart.c.other).where(apart.c.one.in_(ids)))
        return {(row.one, row.other) for row in rows if row.other in ids}

    def became(self, gone: str, short: str, into: str, now: datetime) -> None:
        """Remember that a story is part of another one, under both its ids; who was apart from it is so from that."""
        self._connection.execute(update(merged).where(merged.c.into == gone).values(into=into))
        self._connection.execute(insert(merged).values(story_id=gone, short=short, into=into))
        pairs = self._connection.execute(
            select(apart.c.one, apart.c.other).where(or_(apart.c.one == gone, apart.c.other == gone))
        ).all()
        self._connection.execute(delete(apart).where(or_(apart.c.one == gone, apart.c.other == gone)))
        for one, other in pairs:
            third = other if one == gone else one
            if third != into:
                self.keep_apart(third, into, now)

    def heir(self, story_id: str) -> str:
        """Return the id of the story that this one is part of now; its own where it was never merged."""
        return self._connection.scalar(select(merged.c.into).where(merged.c.story_id == story_id)) or story_id

    def heir_of_short(self, short: str) -> str | None:
        """Return the id of the story that the one with this short id is part of now, or None."""
        return self._connection.scalar(select(merged.c.into).where(merged.c.short == short))
