"""Which names and pairings did stored entries have lately? They are no news, though no seed has them."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, select

from bot.model import FIRST_TOPIC
from bot.store.database.dialect import insert
from bot.store.entries import BATCH
from bot.store.tables import seen_facts


class Facts:
    """Facts in the spelling of ``bot.stories.grouping.baseline``, each with the time when it was seen last."""

    def __init__(self, connection: Connection, topic: str = FIRST_TOPIC) -> None:
        self._connection = connection
        self._topic = topic

    def known(self, facts: Collection[str], since: datetime) -> set[str]:
        """Return those of ``facts`` that were seen since then."""
        wanted = sorted(facts)
        known: set[str] = set()
        for start in range(0, len(wanted), BATCH):
            batch = wanted[start : start + BATCH]
            known.update(
                self._connection.scalars(
                    select(seen_facts.c.fact).where(
                        seen_facts.c.topic == self._topic, seen_facts.c.fact.in_(batch), seen_facts.c.at >= since
                    )
                )
            )
        return known

    def remember(self, facts: Collection[str], now: datetime) -> None:
        """Note that these were seen now."""
        if facts:
            row = insert(seen_facts)
            self._connection.execute(
                row.on_conflict_do_update(index_elements=["topic", "fact"], set_={"at": row.excluded["at"]}),
                [{"topic": self._topic, "fact": fact, "at": now} for fact in sorted(facts)],
            )

    def forget(self, before: datetime) -> int:
        """Drop what was not seen since then; return how many."""
        return self._connection.execute(delete(seen_facts).where(seen_facts.c.at < before)).rowcount
