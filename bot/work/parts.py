"""Of which parts is the running service put together, and what does each of them need?"""

import asyncio
from dataclasses import dataclass
from importlib.metadata import version

from cachetools import TTLCache
from structlog.typing import FilteringBoundLogger

from bot.chat.platform import Connection
from bot.clock import Clock
from bot.config import Config, Settings
from bot.config.reload import Watcher
from bot.feeds.fetching.fetch import Fetcher
from bot.feeds.parse import Parser
from bot.store.engine import Store
from bot.work.commands import Commands
from bot.work.delivery.deliver import Deliverer
from bot.work.delivery.summarise import Summariser
from bot.work.delivery.translate import Translator
from bot.work.jobs import REST, RESTING, Jobs, Role
from bot.work.polling.cursors import Cursors
from bot.work.polling.ledger import Ledger
from bot.work.polling.pages import Pages
from bot.work.polling.poll import Poller
from bot.work.queues.queue import Queue
from bot.work.service import Work
from bot.work.upkeep.health import Health
from bot.work.upkeep.heartbeat import Heartbeat
from bot.work.upkeep.operators import Operators
from bot.work.upkeep.reloading import Reloading
from bot.work.upkeep.silence import Silence
from bot.work.upkeep.storage import Storage
from bot.work.watch import Current


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What was opened and is closed again by whoever opened it."""

    fetcher: Fetcher
    parser: Parser
    pages: Pages
    summariser: Summariser
    translator: Translator
    queue: Queue
    deliveries: Queue


def assemble(
    tools: Tools,
    *,
    config: Config,
    settings: Settings,
    store: Store,
    current: Current,
    connections: dict[str, Connection],
    role: Role,
    lost: asyncio.Event,
    clock: Clock,
    log: FilteringBoundLogger,
) -> Work:
    """Put the parts together; ``connections`` is filled while platforms connect."""
    started = clock.now()
    operators = Operators(
        users=settings.operators,
        connections=connections,
        log=log,
        language=lambda: current.watch.config.topic.language,
    )
    deliverer = Deliverer(
        store=store,
        connections=connections,
        clock=clock,
        watch=lambda: current.watch,
        log=log,
        tell=operators.tell,
    )
    reloading = Reloading(
        current=current, watcher=Watcher(config), store=store, operators=operators, clock=clock, log=log
    )
    health = Health(
        current=current, store=store, deliverer=deliverer, connections=connections, clock=clock, started=started
    )
    commands = Commands(
        settings=settings,
        current=current,
        store=store,
        health=health,
        reloading=reloading,
        operators=operators,
        connections=connections,
        clock=clock,
        log=log,
        started=started,
        version=version("seedwatch"),
    )
    poller = Poller(
        store=store,
        cursors=Cursors(store),
        ledger=Ledger(store),
        fetcher=tools.fetcher,
        parser=tools.parser,
        pages=tools.pages,
        clock=clock,
        watch=lambda: current.watch,
        log=log,
    )
    jobs = Jobs(
        current=current,
        reloading=reloading,
        store=store,
        poller=poller,
        deliverer=deliverer,
        summariser=tools.summariser,
        translator=tools.translator,
        role=role,
        queue=tools.queue,
        deliveries=tools.deliveries,
        connections=connections,
        storage=Storage(store=store, operators=operators, clock=clock, log=log),
        silence=Silence(
            current=current,
            store=store,
            health=health,
            operators=operators,
            clock=clock,
            overrun=lambda: poller.overrun,
        ),
        heartbeat=Heartbeat(
            url=settings.heartbeat_url,
            not_ready=health.not_ready,
            fetcher=tools.fetcher,
            user_agent=f"seedwatch/{commands.version}",
            clock=clock,
            log=log,
        ),
        clock=clock,
        stopping=asyncio.Event(),
        resting=TTLCache(RESTING, REST, timer=clock.monotonic),
    )
    return Work(
        jobs=jobs,
        handle=commands.handle,
        reloading=reloading,
        health=health,
        current=current,
        store=store,
        connections=connections,
        clock=clock,
        log=log,
        started=started,
        version=commands.version,
        lost=lost,
    )
