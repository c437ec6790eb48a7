"""Is this the database of our topics? What two topics stored under one name could never be told apart again.

The database was made for the first topic. Others may be added at any time; one that is removed keeps its stories,
and its subscriptions rest until it is back.
"""

from datetime import datetime

from bot.config import Config
from bot.config.reload import renamed
from bot.errors import ConfigError
from bot.store.chats.channels import UNWATCHED
from bot.store.transaction import Transaction

_FIRST, _OTHERS = "topic", "topics"


def bind(tx: Transaction, config: Config, now: datetime) -> list[str]:
    """Note which topics the database is for, adopting one without a note; return the ids of those that are gone.

    Raises ConfigError if it is another topic's, or if one of them seems to have a new id.
    """
    bound = tx.notes.get(_FIRST)
    held: dict[str, bool] = tx.notes.get(_OTHERS) or {}  # by id, whether it was watched last time
    others = [each.topic.key for each in config.others]
    if bound is None:
        tx.notes.put(_FIRST, config.topic.key, now)
    elif bound != config.topic.key:
        raise ConfigError(_strange(bound, config, held))
    if text := renamed([each for each, watched in held.items() if watched], held, config):
        raise ConfigError(f"of the topics of the database {text}")
    state = {each: each in others for each in (*held, *others)}
    if state != held:
        tx.notes.put(_OTHERS, state, now)
    for each in others:
        if each not in held:
            tx.past.begin(each, now)
    gone = [each for each, watched in state.items() if not watched]
    for channel_id in tx.channels.rest(gone, UNWATCHED):
        tx.alerts.fail_all(channel_id, UNWATCHED)
    tx.channels.wake(others, UNWATCHED, now)
    return gone


def _strange(bound: str, config: Config, held: dict[str, bool]) -> str:
    first = config.topic.key
    if first in held or bound in {each.topic.key for each in config.others}:
        return (
            f"the first topic of the database is '{bound}', and that of this configuration is '{first}': put '{bound}' "
            "first again, since what is stored of a topic stays with its place"
        )
    return (
        f"the database was made for the topic '{bound}', and this configuration is about '{first}': let "
        "DATABASE_URL name a database of its own; or, if only the name of the topic changed, write  "
        f"id: {bound}  under  topic:"
    )
