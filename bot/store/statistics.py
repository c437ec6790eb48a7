"""What was there before? Counts and times by day, feed and name, read without loading the stories."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, exists, func, select

from bot.model import FIRST_TOPIC, Ownership, Reason, Story
from bot.store.database.codec import from_json
from bot.store.database.dialect import array_length, each_text, insert
from bot.store.stories import has_words
from bot.store.tables import alerts, entries, feeds, mentions, notes, stories

_BEGUN = "begun:"  # before the id of a topic: the note of when it was added
_ALERTS = 500  # alerts whose delays are reported


class Past:
    """What digests and spike notices compare the present with."""

    def __init__(self, connection: Connection, topic: str = FIRST_TOPIC) -> None:
        self._connection = connection
        self._topic = topic

    def begun(self) -> datetime | None:
        """Return when the first entry was seen; None if there is none. For a further topic: when it was added."""
        if self._topic != FIRST_TOPIC:
            return self._connection.scalar(select(notes.c.at).where(notes.c.key == _BEGUN + self._topic))
        first: datetime | None = self._connection.scalar(select(func.min(entries.c.seen)))
        return first

    def begin(self, topic: str, now: datetime) -> None:
        """Note when a further topic was added."""
        row = insert(notes).values(key=_BEGUN + topic, value=True, at=now)
        self._connection.execute(row.on_conflict_do_nothing())

    def opened(self, start: datetime, end: datetime) -> list[datetime]:
        """Return when each story worth a message was opened in this time, the start excluded."""
        return list(self._connection.scalars(select(stories.c.opened).where(_within(self._topic, start, end, ()))))

    def mentioned(self, names: Collection[str], start: datetime, end: datetime) -> dict[str, list[datetime]]:
        """Return for each of these names when stories with it were opened in this time, the start excluded."""
        found: dict[str, list[datetime]] = {name: [] for name in names}
        rows = self._connection.execute(
            select(mentions.c.name, mentions.c.at).where(
                mentions.c.topic == self._topic,
                mentions.c.name.in_(names),
                mentions.c.at > start,
                mentions.c.at <= end,
            )
        )
        for name, at in rows:
            found[name].append(at)
        return found

    def paces(self, start: datetime, quiet_since: datetime | None = None) -> dict[str, tuple[int, datetime, datetime]]:
        """Return by feed id how many entries came since then, the first and the last time; first polls do not count.

        ``quiet_since``: only for feeds that brought nothing after it, which spares reading what the others brought.
        """
        query = (
            select(feeds.c.feed_id, func.count(), func.min(entries.c.seen), func.max(entries.c.seen))
            .join(entries, entries.c.feed_id == feeds.c.feed_id)
            .where(entries.c.quiet.is_(False), entries.c.seen >= start)
            .group_by(feeds.c.feed_id)
        )
        if quiet_since is not None:
            later = entries.alias("later")
            query = query.where(
                ~exists().where(
                    later.c.feed_id == feeds.c.feed_id, later.c.quiet.is_(False), later.c.seen > quiet_since
                )
            )
        return {feed_id: (count, first, last) for feed_id, count, first, last in self._connection.execute(query)}

    def delays(self, start: datetime) -> list[timedelta]:
        """Return how long the latest first messages since then took from the decision to the chat."""
        newest = (
            select(alerts.c.created, alerts.c.sent_at)
            .where(alerts.c.reason == Reason.NEW.value, alerts.c.sent_at.is_not(None))
            .order_by(alerts.c.seq.desc())
            .limit(_ALERTS)
        )
        return [sent - created for created, sent in self._connection.execute(newest) if sent >= start]


class Counts:
    """Numbers for charts. ``stems`` as in ``Stories.newest``: only stories that have these words."""

    def __init__(self, connection: Connection, topic: str = FIRST_TOPIC) -> None:
        self._connection = connection
        self._topic = topic

    def opened(
        self, start: datetime, end: datetime, stems: Sequence[Sequence[str]] = ()
    ) -> list[tuple[datetime, Ownership]]:
        """Return when each story worth a message was opened (start excluded), and whose outlet reported it first."""
        first = stories.c.body["reports"][0]["ownership"].as_string()
        rows = self._connection.execute(select(stories.c.opened, first).where(_within(self._topic, start, end, stems)))
        return [(at, Ownership(owner or Ownership.UNKNOWN)) for at, owner in rows]

    def kept(self, start: datetime, end: datetime, stems: Sequence[Sequence[str]] = ()) -> int:
        """Return how many stories of this time are kept only for searches: nobody was to be told of them."""
        kept = and_(stories.c.alert.is_(False), _opened_in(self._topic, start, end, stems))
        return self._connection.scalar(select(func.count()).where(kept).select_from(stories)) or 0

    def names(self, start: datetime, end: datetime, stems: Sequence[Sequence[str]] = ()) -> Counter[str]:
        """Return how many of the stories of this time have each name."""
        each = each_text(stories.c.body, "names").table_valued("value")
        query = (
            select(each.c.value, func.count()).select_from(stories).join(each, _within(self._topic, start, end, stems))
        )
        found: Counter[str] = Counter()
        for name, count in self._connection.execute(query.group_by(each.c.value)):
            found[name] = count
        return found

    def most_reported(self, start: datetime, end: datetime, stems: Sequence[Sequence[str]] = ()) -> Story | None:
        """Return the story of this time that has the most reports; in a tie, the one with the best score."""
        reports = array_length(stories.c.body, "reports")
        query = select(stories.c.body).where(_within(self._topic, start, end, stems))
        body = self._connection.scalar(query.order_by(reports.desc(), stories.c.score.desc(), stories.c.row).limit(1))
        return None if body is None else from_json(Story, body)


def _within(topic: str, start: datetime, end: datetime, stems: Sequence[Sequence[str]]) -> ColumnElement[bool]:
    return and_(stories.c.alert, _opened_in(topic, start, end, stems))


def _opened_in(topic: str, start: datetime, end: datetime, stems: Sequence[Sequence[str]]) -> ColumnElement[bool]:
    time = and_(stories.c.opened > start, stories.c.opened <= end, stories.c.topic == topic)
    return and_(time, has_words(stems)) if stems else time
