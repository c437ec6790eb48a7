"""Which names and pairings were in recently stored entries? They are not news, though no seed has them."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select

from bot.model import FIRST_TOPIC
from bot.store.database.dialect import among, insert
from bot.store.tables import seen_facts

_KNOWN = select(seen_facts.c.fact).where(
    seen_facts.c.topic == bindparam("topic"), among(seen_facts.c.fact, "facts"), seen_facts.c.at >= bindparam("since")
)
_ROW = insert(seen_facts)
_SEEN = _ROW.on_conflict_do_update(index_elements=["topic", "fact"], set_={"at": _ROW.excluded["at"]})


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
