"""Which stories does a channel want to hear nothing more of?"""

from datetime import datetime

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from bot.store.tables import muted_stories, stories


class Muted:
    """The stories that somebody muted, channel by channel."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, channel_id: int, story_id: str, now: datetime) -> None:
        """Mute a story in a channel; to do so twice is to do it once."""
        values = {"channel_id": channel_id, "story_id": story_id, "at": now}
        self._connection.execute(insert(muted_stories).values(values).on_conflict_do_nothing())

    def has(self, channel_id: int, story_id: str) -> bool:
        """Say whether a channel wants to hear nothing more of a story."""
        mine = (muted_stories.c.channel_id == channel_id, muted_stories.c.story_id == story_id)
        return self._connection.scalar(select(muted_stories.c.at).where(*mine)) is not None

    def channels_of(self, story_id: str) -> set[int]:
        """Return the channels that want to hear nothing more of a story."""
        return set(
            self._connection.scalars(select(muted_stories.c.channel_id).where(muted_stories.c.story_id == story_id))
        )

    def move(self, story_id: str, into: str) -> None:
        """Mute what a muted story became part of: whoever had enough of the one has enough of the other."""
        rows = select(muted_stories.c.channel_id, muted_stories.c.at).where(muted_stories.c.story_id == story_id)
        for channel_id, at in self._connection.execute(rows).all():
            self.add(channel_id, into, at)

    def forget(self, before: datetime) -> int:
        """Drop what was muted before then, of stories that have not grown since; return how many."""
        grown = select(stories.c.id).where(stories.c.updated >= before)
        return self._connection.execute(
            delete(muted_stories).where(muted_stories.c.at < before, muted_stories.c.story_id.not_in(grown))
        ).rowcount
