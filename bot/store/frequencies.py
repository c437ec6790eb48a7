"""In how many of the topic's stories was each word, name, number and kind of event? Rarity is judged by this.

Older stories count less, by half for each ``HALF_LIFE``: the words of a beat change. Counts are kept as of the day on
which they were last written.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, select

from bot.model import FIRST_TOPIC
from bot.store.database.dialect import among, insert
from bot.store.tables import frequencies

HALF_LIFE = timedelta(days=60)
_ALL = ""  # the feature that every story has

_COUNTED = select(frequencies.c.feature, frequencies.c.stories, frequencies.c.at).where(
    frequencies.c.topic == bindparam("topic"), among(frequencies.c.feature, "features")
)
_ROW = insert(frequencies)
_COUNT = _ROW.on_conflict_do_update(
    index_elements=["topic", "feature"], set_={each: _ROW.excluded[each] for each in ("stories", "at")}
)


class Frequencies:
    """Features with the number of stories that had them when they were opened."""

    def __init__(self, connection: Connection, topic: str = FIRST_TOPIC) -> None:
        self._connection = connection
        self._topic = topic

    def counted(self, features: Collection[str], now: datetime) -> tuple[float, Mapping[str, float]]:
        """Return how many stories were counted, and how many of them had each feature, as of now."""
        rows = self._connection.execute(_COUNTED, {"topic": self._topic, "features": [_ALL, *sorted(features)]})
        found = {feature: stories * 0.5 ** ((now - at) / HALF_LIFE) for feature, stories, at in rows}
        return found.pop(_ALL, 0.0), found

    def count(self, features: Collection[str], now: datetime) -> None:
        """Count a newly opened story, with its features."""
        stories, having = self.counted(features, now)
        counts = {_ALL: stories, **{each: having.get(each, 0.0) for each in sorted(features)}}
        row = {"topic": self._topic, "at": now}
        rows = [row | {"feature": each, "stories": count + 1} for each, count in counts.items()]
        self._connection.execute(_COUNT, rows)

    def forget(self, before: datetime) -> int:
        """Drop features that no story has had since ``before``; return how many."""
        return self._connection.execute(delete(frequencies).where(frequencies.c.at < before)).rowcount
