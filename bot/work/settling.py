"""How is the database put in order before anything is done with it?"""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from structlog.typing import FilteringBoundLogger

from bot.chat.admission import enforce
from bot.clock import Clock
from bot.config import Config, Settings
from bot.model import Feed
from bot.store.engine import Store
from bot.store.transaction import Transaction
from bot.work.binding import bind
from bot.work.due import settle


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
