"""What was there before? Counts and times of the past weeks, read without loading the stories."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from bot.model import Reason
from bot.store.tables import alerts, entries, mentions, stories

_ALERTS = 500  # of which delays are told


class Past:
    """What digests and spike notices compare the present with."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def begun(self) -> datetime | None:
        """Return when the first entry was seen; None where there is none."""
        first: datetime | None = self._connection.scalar(select(func.min(entries.c.seen)))
        return first

    def opened(self, start: datetime, end: datetime) -> list[datetime]:
        """Return when each story worth a message was opened in this time, the start excluded."""
        query = select(stories.c.opened).where(stories.c.alert, stories.c.opened > start, stories.c.opened <= end)
        return list(self._connection.scalars(query))

    def mentioned(self, names: Collection[str], start: datetime, end: datetime) -> dict[str, list[datetime]]:
        """Return for each of these names when stories with it were opened in this time, the start excluded."""
        found: dict[str, list[datetime]] = {name: [] for name in names}
        rows = self._connection.execute(
            select(mentions.c.name, mentions.c.at).where(
                mentions.c.name.in_(names), mentions.c.at > start, mentions.c.at <= end
            )
        )
        for name, at in rows:
            found[name].append(at)
        return found

    def paces(self, start: datetime) -> dict[str, tuple[int, datetime, datetime]]:
        """Return by feed id how many entries came since then, the first and the last time; no first polls."""
        rows = self._connection.execute(
            select(entries.c.feed_id, func.count(), func.min(entries.c.seen), func.max(entries.c.seen))
            .where(entries.c.seen >= start, entries.c.quiet.is_(False))
            .group_by(entries.c.feed_id)
        )
        return {feed_id: (count, first, last) for feed_id, count, first, last in rows}

    def delays(self, start: datetime) -> list[timedelta]:
        """Return how long the last first messages that were sent since then took, from the decision to the chat."""
        newest = (
            select(alerts.c.created, alerts.c.sent_at)
            .where(alerts.c.reason == Reason.NEW.value, alerts.c.sent_at.is_not(None))
            .order_by(alerts.c.seq.desc())
            .limit(_ALERTS)
        )
        return [sent - created for created, sent in self._connection.execute(newest) if sent >= start]
