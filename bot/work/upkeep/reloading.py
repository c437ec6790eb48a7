"""What happens when ``sources.yaml`` or ``seeds/`` changed? The new version takes over, or operators learn why not."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import datetime

from structlog.typing import FilteringBoundLogger

from bot.chat.language import Words
from bot.chat.message import Reply
from bot.clock import Clock
from bot.config.reload import Reloaded, Watcher
from bot.errors import StoreError
from bot.feeds.address import fingerprint
from bot.ops import metrics
from bot.store.engine import Store
from bot.store.transaction import Transaction
from bot.work.settling import bind, rename_feeds
from bot.work.upkeep.operators import Operators
from bot.work.watch import Current, Watch, ready


@dataclass(frozen=True, slots=True, kw_only=True)
class Reloading:
    """Swaps the watch in force; one check of the files at a time."""

    current: Current
    watcher: Watcher
    store: Store
    operators: Operators
    clock: Clock
    log: FilteringBoundLogger
    _one: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def if_changed(self) -> None:
        """Take over a changed ``sources.yaml`` or ``seeds/``; operators are told once of a broken one."""
        if not await asyncio.to_thread(self.watcher.changed):
            return
        was_refused = bool(self.current.refused)
        reloaded = await self.asked(accept_removal=False)
        if reloaded.problems is not None:
            await self.operators.tell(
                f"A newer configuration was refused; the last good one stays.\n{reloaded.problems}"
            )
        elif was_refused and not reloaded.refused:
            await self.operators.tell("The configuration can be used again and is in force.")

    async def now(self, words: Words) -> Reply:
        """Reread the configuration because an operator asked for it, and report the outcome."""
        from bot.chat.verbs import status  # noqa: PLC0415 - slow to import, and only a command asks

        reloaded = await self.asked()
        watch = self.current.watch
        return status.reloaded(
            self.current.refused,
            changed=reloaded.changed,
            config=watch.config.path.name,
            sources=len(watch.polled),
            words=words,
        )

    async def asked(self, *, accept_removal: bool = True) -> Reloaded:
        """Reread the configuration because a person or a program asked for it, or we changed it ourselves."""
        async with self._one:
            before = self.current.watch
            reloaded = await asyncio.to_thread(self.watcher.reload, before.config, accept_removal=accept_removal)
            if reloaded.problems is not None:
                self.current.refused = tuple(reloaded.problems.splitlines())
                self.log.error("the new configuration was refused; the last good one stays", problems=reloaded.problems)
            elif reloaded.changed:
                now = self.clock.now()
                after = await asyncio.to_thread(ready, reloaded.config, now)
                try:
                    renamed = await self.store.write(lambda tx: _put_in_force(tx, after, now))
                except StoreError:
                    self.watcher.look_again()
                    raise
                self.current.watch = after
                if renamed:
                    self.log.info("sources keep their history under new ids", renamed=renamed)
                self.log.info("configuration loaded", sources=len(self.current.watch.polled), was=len(before.polled))
            if not reloaded.refused:
                self.current.refused = ()
            # Even if the files on disk again match what is in force: the mistake is corrected.
            metrics.reloaded(successful=not reloaded.refused, now=self.clock.now())
            return reloaded


def _put_in_force(tx: Transaction, watch: Watch, now: datetime) -> list[str]:
    """Note what a new configuration changes; return the new ids of feeds that were renamed.

    Feeds whose configured address changed are polled at once: their due time was for the old one.
    """
    bind(tx, watch.config, now)
    renamed = rename_feeds(tx, watch.config.feeds)
    for feed_id, cursor in tx.feeds.all().items():
        feed = watch.polled.get(feed_id)
        if feed is not None and cursor.asked != fingerprint(feed.url):
            tx.feeds.advance(replace(cursor, due=now, stopped=False))
    return renamed
