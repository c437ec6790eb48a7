"""What is the service made of while it runs? Each part is made when first asked for, from the parts that it names."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from importlib.metadata import version
from typing import TYPE_CHECKING

from cachetools import TLRUCache
from structlog.typing import FilteringBoundLogger

from bot.chat.message import Command, Reply
from bot.chat.platform import Connection
from bot.clock import Clock
from bot.config import Config, Settings
from bot.config.reload import Watcher
from bot.feeds.fetching.fetch import Fetcher
from bot.feeds.fulltext import FullText
from bot.feeds.parse import Parser
from bot.store.engine import Store
from bot.work.delivery.deliver import Deliverer
from bot.work.delivery.endpoint import Endpoint
from bot.work.delivery.summarise import Summariser
from bot.work.delivery.translate import Translator
from bot.work.holder import Holder
from bot.work.jobs import RESTING, Jobs, Role
from bot.work.polling.ledger import Cursors, Ledger
from bot.work.polling.pages import Pages
from bot.work.polling.poll import Poller
from bot.work.queues.queue import Queue
from bot.work.upkeep.health import Health, Heartbeat
from bot.work.upkeep.operators import Operators
from bot.work.upkeep.reloading import Reloading
from bot.work.upkeep.silence import Silence
from bot.work.upkeep.storage import Storage
from bot.work.watch import Current, Watch

if TYPE_CHECKING:
    from bot.work.commands import Commands


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """Things that whoever opened them closes again."""

    store: Store
    fetcher: Fetcher
    parser: Parser
    fulltext: FullText | None
    summaries: Endpoint
    translations: Endpoint
    queue: Queue
    deliveries: Queue


@dataclass(frozen=True, kw_only=True)
class Work:
    """The running service: what does the due work, what answers, and what reports its state.

    Each part is made when first asked for, from the parts that it names. ``connections``, by platform, is filled while
    platforms connect; ``holder`` says whether it is we who may speak to the chats, where several processes could.
    ``passing``: there is but one pass, which tells the chats when all feeds were polled.
    """

    tools: Tools
    config: Config  # as it was at the start; ``current`` has what is in force
    settings: Settings
    current: Current
    role: Role
    holder: Holder | None = None
    passing: bool = False
    clock: Clock
    log: FilteringBoundLogger
    connections: dict[str, Connection] = field(default_factory=dict)

    @property
    def store(self) -> Store:
        return self.tools.store

    @property
    def watch(self) -> Callable[[], Watch]:
        """What is watched now, which a reload changes."""
        return lambda: self.current.watch

    @cached_property
    def started(self) -> datetime:
        return self.clock.now()

    @cached_property
    def version(self) -> str:
        return version("seedwatch")

    @cached_property
    def operators(self) -> Operators:
        return Operators(
            users=self.settings.operators,
            connections=self.connections,
            log=self.log,
            language=lambda: self.current.watch.config.topic.language,
        )

    @cached_property
    def deliverer(self) -> Deliverer:
        return Deliverer(
            store=self.store,
            connections=self.connections,
            clock=self.clock,
            watch=self.watch,
            log=self.log,
            tell=self.operators.tell,
            holds=(lambda: True) if self.holder is None else self.holder.holds,
        )

    @cached_property
    def summariser(self) -> Summariser:
        endpoint = self.tools.summaries
        return Summariser(store=self.store, watch=self.watch, endpoint=endpoint, clock=self.clock, log=self.log)

    @cached_property
    def translator(self) -> Translator:
        endpoint = self.tools.translations
        return Translator(store=self.store, watch=self.watch, endpoint=endpoint, clock=self.clock, log=self.log)

    @cached_property
    def poller(self) -> Poller:
        return Poller(
            store=self.store,
            cursors=Cursors(self.store),
            ledger=Ledger(self.store, patient=self.passing),
            fetcher=self.tools.fetcher,
            parser=self.tools.parser,
            pages=Pages(store=self.store, fulltext=self.tools.fulltext, log=self.log),
            clock=self.clock,
            watch=self.watch,
            log=self.log,
        )

    @cached_property
    def reloading(self) -> Reloading:
        return Reloading(
            current=self.current,
            watcher=Watcher(self.config),
            store=self.store,
            operators=self.operators,
            clock=self.clock,
            log=self.log,
        )

    @cached_property
    def health(self) -> Health:
        return Health(
            current=self.current,
            store=self.store,
            deliverer=self.deliverer,
            connections=self.connections,
            clock=self.clock,
            started=self.started,
        )

    @cached_property
    def silence(self) -> Silence:
        return Silence(
            current=self.current,
            store=self.store,
            health=self.health,
            operators=self.operators,
            clock=self.clock,
            log=self.log,
            overrun=lambda: self.poller.overrun,
        )

    @cached_property
    def heartbeat(self) -> Heartbeat:
        return Heartbeat(
            url=self.settings.heartbeat_url,
            not_ready=self.health.not_ready,
            fetcher=self.tools.fetcher,
            user_agent=f"seedwatch/{self.version}",
            clock=self.clock,
            log=self.log,
        )

    @cached_property
    def commands(self) -> "Commands":
        from bot.work.commands import Commands  # noqa: PLC0415 - all verbs are slow to import
        from bot.work.upkeep.teaching import Teaching  # noqa: PLC0415 - just as slow

        teaching = Teaching(current=self.current, store=self.store, reloading=self.reloading, clock=self.clock)
        return Commands(work=self, teaching=teaching)

    async def handle(self, command: Command) -> Reply:
        """Carry out a command; the verbs are imported with the first one."""
        return await self.commands.handle(command)

    @cached_property
    def jobs(self) -> Jobs:
        return Jobs(
            current=self.current,
            reloading=self.reloading,
            store=self.store,
            poller=self.poller,
            deliverer=self.deliverer,
            summariser=self.summariser,
            translator=self.translator,
            role=self.role,
            queue=self.tools.queue,
            deliveries=self.tools.deliveries,
            connections=self.connections,
            storage=Storage(store=self.store, operators=self.operators, clock=self.clock, log=self.log),
            silence=self.silence,
            heartbeat=self.heartbeat,
            clock=self.clock,
            stopping=asyncio.get_running_loop().create_future(),
            resting=TLRUCache(RESTING, lambda _, rest, now: now + rest, timer=self.clock.monotonic),
        )

    @cached_property
    def lost(self) -> asyncio.Event:
        """Set once another process may do what only one may do."""
        return asyncio.Event() if self.holder is None else self.holder.lost

    def stop(self) -> None:
        """Start nothing new: polls are abandoned (they are repeated), messages under way are finished."""
        if not self.jobs.stopping.done():
            self.jobs.stopping.set_result(None)
        self.deliverer.stop()
        self.heartbeat.stop()
