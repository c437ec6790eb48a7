"""What did people say about stories? Each user has one vote per story, which they may change."""

from collections.abc import Collection
from datetime import datetime
from hashlib import blake2b

from sqlalchemy import Connection, case, delete, func, select, update

from bot.model import Story, Vote
from bot.store.database.codec import from_json
from bot.store.database.dialect import insert
from bot.store.tables import stories, votes


class Votes:
    """The votes. A user is known by a hash only: enough to let them vote once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def cast(self, story_id: str, user: str, vote: Vote, *, channel_id: int | None, now: datetime) -> Vote | None:
        """Keep a vote (``user`` as ``voter`` gives it) and return the one that it replaces, or None."""
        before = self._connection.scalar(select(votes.c.vote).where(votes.c.story_id == story_id, votes.c.user == user))
        row = insert(votes).values(story_id=story_id, user=user, vote=vote.value, channel_id=channel_id, at=now)
        changed = {name: row.excluded[name] for name in ("vote", "channel_id", "at")}
        self._connection.execute(row.on_conflict_do_update(index_elements=["story_id", "user"], set_=changed))
        return Vote(before) if before is not None else None

    def since(self, start: datetime) -> list[tuple[Story, int, int]]:
        """Return the stories voted on since ``start``, oldest first, with their votes for and against."""
        counted = (
            select(
                votes.c.story_id,
                func.count(case((votes.c.vote == Vote.UP.value, 1))).label("up"),
                func.count(case((votes.c.vote == Vote.DOWN.value, 1))).label("down"),
            )
            .where(votes.c.at >= start)
            .group_by(votes.c.story_id)
            .subquery()
        )
        rows = self._connection.execute(
            select(stories.c.body, counted.c.up, counted.c.down)
            .join(counted, counted.c.story_id == stories.c.id)
            .order_by(stories.c.row)
        )
        return [(from_json(Story, row.body), row.up, row.down) for row in rows]

    def move(self, story_id: str, into: str) -> None:
        """Turn votes on a story into votes on another; if a user voted on both, the vote on the other one counts."""
        both = select(votes.c.user).where(votes.c.story_id == into).scalar_subquery()
        self._connection.execute(delete(votes).where(votes.c.story_id == story_id, votes.c.user.in_(both)))
        self._connection.execute(update(votes).where(votes.c.story_id == story_id).values(story_id=into))

    def count(self, users: Collection[str]) -> int:
        """Return how many votes these users gave."""
        query = select(func.count()).select_from(votes).where(votes.c.user.in_(users))
        return self._connection.scalar(query) or 0

    def forget(self, users: Collection[str]) -> None:
        """Delete the votes of these users."""
        self._connection.execute(delete(votes).where(votes.c.user.in_(users)))


def voter(platform: str, user: str) -> str:
    """Return what stands for a user in the database.

    A hash keeps ids out of backups and exports; it hides nothing from somebody who knows an id and looks for it.
    """
    return blake2b(f"{platform}\0{user}".encode(), digest_size=16).hexdigest()
