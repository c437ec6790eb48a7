"""What was in the topic's stories? Facts of the last weeks are not news; what is in few stories is rare.

Rarity is judged by the number of stories that each word, name, number and kind of event was in. Older ones count less,
by half for each ``HALF_LIFE``: the words of a beat change. Counts are kept as of the day on which they were last
written.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, select

from bot.model import FIRST_TOPIC
from bot.store.database.dialect import among, insert
from bot.store.tables import frequencies, seen_facts

_KNOWN = select(seen_facts.c.fact).where(
    seen_facts.c.topic == bindparam("topic"), among(seen_facts.c.fact, "facts"), seen_facts.c.at >= bindparam("since")
)
_NOTED = insert(seen_facts)
_SEEN = _NOTED.on_conflict_do_update(index_elements=["topic", "fact"], set_={"at": _NOTED.excluded["at"]})
HALF_LIFE = timedelta(days=60)
_ALL = ""  # the feature that every story has

_COUNTED = select(frequencies.c.feature, frequencies.c.stories, frequencies.c.at).where(
    frequencies.c.topic == bindparam("topic"), among(frequencies.c.feature, "features")
)
_ROW = insert(frequencies)
_COUNT = _ROW.on_conflict_do_update(
    index_elements=["topic", "feature"], set_={each: _ROW.excluded[each] for each in ("stories", "at")}
)


class Facts:
    """Facts in the spelling of ``bot.stories.grouping.baseline``, each with the time when it was last seen."""

    def __init__(self, connection: Connection, topic: str = FIRST_TOPIC) -> None:
        self._connection = connection
        self._topic = topic

    def known(self, facts: Collection[str], since: datetime) -> set[str]:
        """Return those of ``facts`` that were seen since then."""
        if not facts:
            return set()
        asked = {"topic": self._topic, "facts": sorted(facts), "since": since}
        return set(self._connection.scalars(_KNOWN, asked))

    def remember(self, facts: Collection[str], now: datetime) -> None:
        """Note that these were seen now."""
        if facts:
            self._connection.execute(_SEEN, [{"topic": self._topic, "fact": fact, "at": now} for fact in sorted(facts)])

    def forget(self, before: datetime) -> int:
        """Drop what was not seen since then; return how many."""
        return self._connection.execute(delete(seen_facts).where(seen_facts.c.at < before)).rowcount


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
