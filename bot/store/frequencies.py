"""In how many of the topic's stories was each word, name, number and kind of event? What rarity is judged by.

Older stories count less, by half for each ``HALF_LIFE``: a beat changes its words. Counts are kept as of the day when
they were last written.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select

from bot.model import FIRST_TOPIC
from bot.store.database.dialect import insert
from bot.store.entries import BATCH
from bot.store.tables import frequencies

HALF_LIFE = timedelta(days=60)
_ALL = ""  # the feature that every story has


class Frequencies:
    """Features with the number of stories that had them when they were opened."""

    def __init__(self, connection: Connection, topic: str = FIRST_TOPIC) -> None:
        self._connection = connection
        self._topic = topic

    def counted(self, features: Collection[str], now: datetime) -> tuple[float, Mapping[str, float]]:
        """Return how many stories were counted, and how many of them had each feature, as of now."""
        wanted = [_ALL, *sorted(features)]
        found: dict[str, float] = {}
        for start in range(0, len(wanted), BATCH):
            rows = self._connection.execute(
                select(frequencies.c.feature, frequencies.c.stories, frequencies.c.at).where(
                    frequencies.c.topic == self._topic, frequencies.c.feature.in_(wanted[start : start + BATCH])
                )
            )
            found |= {feature: stories * 0.5 ** ((now - at) / HALF_LIFE) for feature, stories, at in rows}
        return found.pop(_ALL, 0.0), found

    def count(self, features: Collection[str], now: datetime) -> None:
        """Count a story that was opened, with what it has."""
        stories, having = self.counted(features, now)
        counts = {_ALL: stories, **{each: having.get(each, 0.0) for each in sorted(features)}}
        row = {"topic": self._topic, "at": now}
        statement = insert(frequencies)
        self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=["topic", "feature"],
                set_={"stories": statement.excluded["stories"], "at": statement.excluded["at"]},
            ),
            [row | {"feature": each, "stories": count + 1} for each, count in counts.items()],
        )

    def forget(self, before: datetime) -> int:
        """Drop features that no story had since then; return how many."""
        return self._connection.execute(delete(frequencies).where(frequencies.c.at < before)).rowcount
