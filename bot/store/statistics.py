"""How many stories were there, by day, by who reported first, by name? Counted without loading the stories."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, func, select

from bot.model import Ownership, Story
from bot.store.codec import from_json
from bot.store.stories import has_words
from bot.store.tables import stories


class Counts:
    """Numbers for charts. ``stems`` as in ``Stories.newest``: only stories that have these words."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def opened(
        self, start: datetime, end: datetime, stems: Sequence[Sequence[str]] = ()
    ) -> list[tuple[datetime, Ownership]]:
        """Return when each story was opened in this time (start excluded), and whose outlet reported it first."""
        first = stories.c.body["reports"][0]["ownership"].as_string()
        rows = self._connection.execute(select(stories.c.opened, first).where(_within(start, end, stems)))
        return [(at, Ownership(owner or Ownership.UNKNOWN)) for at, owner in rows]

    def names(self, start: datetime, end: datetime, stems: Sequence[Sequence[str]] = ()) -> Counter[str]:
        """Return in how many of the stories of this time each name is."""
        each = func.json_each(stories.c.body, "$.names").table_valued("value")
        query = select(each.c.value, func.count()).select_from(stories).join(each, _within(start, end, stems))
        found: Counter[str] = Counter()
        for name, count in self._connection.execute(query.group_by(each.c.value)):
            found[name] = count
        return found

    def most_reported(self, start: datetime, end: datetime, stems: Sequence[Sequence[str]] = ()) -> Story | None:
        """Return the story of this time that has the most reports; of several the one with the best score."""
        reports = func.json_array_length(stories.c.body, "$.reports")
        query = select(stories.c.body).where(_within(start, end, stems))
        body = self._connection.scalar(query.order_by(reports.desc(), stories.c.score.desc(), stories.c.row).limit(1))
        return None if body is None else from_json(Story, body)


def _within(start: datetime, end: datetime, stems: Sequence[Sequence[str]]) -> ColumnElement[bool]:
    time = and_(stories.c.opened > start, stories.c.opened <= end)
    return and_(time, has_words(stems)) if stems else time
