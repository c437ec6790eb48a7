"""How is the database put in order before anything is done with it, and is it that of our topics?

What two topics stored under one name could never be told apart again, so a database is bound to the first topic that
uses it. Others may be added at any time; one that is removed keeps its stories, and its subscriptions rest until it is
back.
"""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import datetime

from structlog.typing import FilteringBoundLogger

from bot.chat.admission import enforce
from bot.clock import Clock
from bot.config import Config, Settings
from bot.config.reload import renamed
from bot.errors import ConfigError
from bot.model import Feed
from bot.store.chats.channels import UNWATCHED
from bot.store.engine import Store
from bot.store.transaction import Transaction
from bot.work.due import settle

_FIRST, _OTHERS = "topic", "topics"  # notes of the topics that a database is for


@asynccontextmanager
async def settled_store(
    config: Config, settings: Settings, *, clock: Clock, log: FilteringBoundLogger
) -> AsyncIterator[Store]:
    """Open the database and put it in order after however the last run ended, and whatever changed in the files.

    Raises StoreError, and ConfigError if it is another topic's.
    """
    with Store(settings.database_url) as store:
        for warning in store.warnings():
            log.warning(warning)
        now = clock.now()
        for topic in await store.write(lambda tx: bind(tx, config, now)):
            log.warning("a topic of the database is not watched; its stories stay, nobody is told", topic=topic)
        interrupted = await store.write(lambda tx: settle(tx, config.zones, now, alone=store.alone))
        if interrupted:
            log.warning("alerts were under way when the last run ended; they are sent again", alerts=interrupted)
        moved = await store.write(lambda tx: enforce(tx, settings.access, settings.operators))
        if moved:
            log.info("who may use the bot was applied to subscriptions", access=settings.access, changed=moved)
        renamed = await store.write(lambda tx: rename_feeds(tx, config.feeds))
        if renamed:
            log.info("sources keep their history under new ids", renamed=renamed)
        yield store


def rename_feeds(tx: Transaction, feeds: Iterable[Feed]) -> list[str]:
    """Give the history of former ids to their feeds; return the ids that got one."""
    return [feed.id for feed in feeds for former in reversed(feed.formerly) if tx.feeds.rename(former, feed.id)]


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
