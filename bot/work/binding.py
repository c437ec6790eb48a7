"""Is this the database of our topic? What two topics stored in one could not be told apart again."""

from datetime import datetime

from bot.config.sources.shape import TopicSettings
from bot.errors import ConfigError
from bot.store.transaction import Transaction

_NOTE = "topic"


def bind(tx: Transaction, topic: TopicSettings, now: datetime) -> None:
    """Note for which topic the database is; one without a note is adopted. Raises ConfigError: it is another's."""
    bound = tx.notes.get(_NOTE)
    if bound is None:
        tx.notes.put(_NOTE, topic.key, now)
    elif bound != topic.key:
        raise ConfigError(
            f"the database was made for the topic '{bound}', and this configuration is about '{topic.key}': let "
            "DATABASE_URL name a database of its own; or, if only the name of the topic changed, write  "
            f"id: {bound}  under  topic:"
        )
