"""How is it all put together? One straight line from settings to a running service; what is opened is closed."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, contextmanager, suppress
from functools import partial
from importlib import import_module
from typing import Protocol

from structlog.typing import FilteringBoundLogger

from bot.chat.platform import Connection, Handle
from bot.chat.platforms import PLATFORMS
from bot.clock import Clock
from bot.config import Config, Settings
from bot.errors import ConfigError, StoreError
from bot.feeds.fetching.fetch import Fetcher
from bot.feeds.fulltext import FullText, installed
from bot.feeds.parse import Parser
from bot.model import Fulltext
from bot.ops import metrics
from bot.ops.supervisor import INTERRUPTED, end_in_time
from bot.store.engine import Store
from bot.work.backlog import Backlog
from bot.work.delivery.endpoint import Endpoint
from bot.work.holder import Holder, standing
from bot.work.jobs import Role
from bot.work.queues.queue import LocalQueue, Queue
from bot.work.service import Tools, Work
from bot.work.settling import settled_store
from bot.work.watch import Current, watch


class Connect(Protocol):
    """Connects one platform."""

    def __call__(self, *, handle: Handle) -> AbstractAsyncContextManager[Connection]: ...


# After SIGTERM we end within ten seconds (``end_in_time``): jobs get most of them, closing connections the rest.
STOP_SCHEDULE, STOP_QUEUE = 1.0, 5.0


def platforms(settings: Settings, *, clock: Clock, log: FilteringBoundLogger) -> list[Connect]:
    """Return how to connect each platform that has a token; their libraries are imported only then."""
    return [
        partial(platform.connect, settings, clock=clock, log=log) for platform in PLATFORMS if platform.chosen(settings)
    ]


_TURN = 0.001  # seconds for which a thread may compute while others wait: the writer waits after each statement


@asynccontextmanager
async def open_work(
    config: Config,
    settings: Settings,
    *,
    clock: Clock,
    log: FilteringBoundLogger,
    connect: Sequence[Connect],
    role: Role = Role.ALL,
    holder: Holder | None = None,
    store: Store | None = None,
    passing: bool = False,
) -> AsyncIterator[Work]:
    """Open everything but the clock and the ops server: for ``serve``, ``once``, the demo and tests.

    ``holder`` says whether it is we who may speak to the chats, where several processes could. ``store``: the database,
    if it is open already. ``passing``: for a single pass.
    """
    sys.setswitchinterval(_TURN)
    async with AsyncExitStack() as stack:
        if store is None:
            store = await stack.enter_async_context(settled_store(config, settings, clock=clock, log=log))
        tools = await _open_tools(stack, store, config, settings, clock=clock, log=log)
        work = Work(
            tools=tools,
            config=config,
            settings=settings,
            current=Current(await asyncio.to_thread(watch, config, clock.now())),
            role=role,
            holder=holder,
            passing=passing,
            clock=clock,
            log=log,
        )
        work.jobs.register()
        for each in connect if role.talks else ():
            await _connect(stack, each, work)
        stack.push_async_callback(_settle, work)
        _start_queues(stack, tools)
        stack.callback(work.stop)
        metrics.running(work.version)
        metrics.reloaded(successful=True)
        yield work


async def _connect(stack: AsyncExitStack, connect: Connect, work: Work) -> None:
    """Connect a platform; ``stack`` disconnects it. Commands that have to wait are kept in the database."""
    connection = await stack.enter_async_context(connect(handle=work.handle))
    connection.keep_in(Backlog(store=work.store, platform=connection.platform, clock=work.clock))
    work.connections[connection.platform] = connection


async def _settle(work: Work) -> None:
    """Record what became of messages while the database was away, if it is back: else they would go out again."""
    with suppress(StoreError):
        await work.jobs.deliverer.write_down()


def _start_queues(stack: AsyncExitStack, tools: Tools) -> None:
    for queue in dict.fromkeys((tools.queue, tools.deliveries)):
        queue.start()
        stack.push_async_callback(queue.stop, STOP_QUEUE)


async def _open_tools(
    stack: AsyncExitStack, store: Store, config: Config, settings: Settings, *, clock: Clock, log: FilteringBoundLogger
) -> Tools:
    """Open what reaches the network; ``stack`` closes it."""
    fetcher = await stack.enter_async_context(Fetcher(config.fetch, clock))
    deliveries = LocalQueue(log)
    summaries = Endpoint(clock=clock, key=settings.summary_api_key, variable="SUMMARY_API_KEY")
    translations = Endpoint(clock=clock, key=settings.translate_api_key, variable="TRANSLATE_API_KEY")
    return Tools(
        store=store,
        fetcher=fetcher,
        parser=await stack.enter_async_context(Parser(config.fetch)),
        fulltext=await _open_fulltext(stack, config, fetcher, log),
        summaries=await stack.enter_async_context(summaries),
        translations=await stack.enter_async_context(translations),
        queue=deliveries if store.alone else _server_queue(settings.database_url, log),
        deliveries=deliveries,
    )


async def _open_fulltext(
    stack: AsyncExitStack, config: Config, fetcher: Fetcher, log: FilteringBoundLogger
) -> FullText | None:
    if installed():
        return await stack.enter_async_context(FullText(fetcher))
    asking = [feed.id for feed in config.feeds if feed.enabled and feed.fulltext is not Fulltext.NEVER]
    if asking:
        log.warning("sources want full text, which is not installed: pip install seedwatch[fulltext]", feeds=asking)
    return None


@asynccontextmanager
async def running(work: Work, *, tick_seconds: float = 1.0) -> AsyncIterator[None]:
    """Let the clock run: from now on feeds are polled and alerts sent when they are due."""
    from bot.work.schedule import Schedule  # noqa: PLC0415 - its library is slow to import, and only a service has one

    schedule = Schedule(
        tick=work.jobs.tick,
        hourly=work.jobs.hourly,
        moved=work.jobs.clock_moved,
        clock=work.clock,
        log=work.log,
        seconds=tick_seconds,
    )
    schedule.start()
    try:
        yield
    finally:
        work.stop()
        await schedule.stop(STOP_SCHEDULE)


def _server_queue(url: str, log: FilteringBoundLogger) -> Queue:
    from bot.work.queues.server_queue import ServerQueue  # noqa: PLC0415 - its driver is an extra

    return ServerQueue(url, log)


async def serve(
    config: Config,
    settings: Settings,
    *,
    clock: Clock,
    log: FilteringBoundLogger,
    connect: Sequence[Connect],
    until: Callable[[Work], AbstractAsyncContextManager[asyncio.Event]],
    role: Role = Role.ALL,
) -> bool:
    """Run the service until the event of ``until`` is set or SIGTERM or SIGINT comes; return whether it was SIGINT.

    Raises BotError where something cannot be opened.
    """
    async with AsyncExitStack() as stack:
        signals = _Signals()
        with signals.heard():
            holder = await stack.enter_async_context(
                standing(config.topic.key, settings, clock=clock, log=log, talks=role.talks, asked=signals.asked)
            )
        if signals.asked.is_set():
            return signals.interrupted
        work = await stack.enter_async_context(
            open_work(config, settings, clock=clock, log=log, connect=connect, role=role, holder=holder)
        )
        if role.talks:
            await asyncio.to_thread(import_module, "bot.work.commands")  # before the first command needs it
        if role.works:
            await asyncio.to_thread(work.current.watch.make_all)  # before the first transaction needs the topic
        stop = await stack.enter_async_context(until(work))
        signals.work = work
        stack.enter_context(signals.heard())
        await _listen(stack, work, settings, log)
        await stack.enter_async_context(running(work))
        await _first_of(stop, work.lost, signals.asked)
        log.info("stopping")
        end_in_time(INTERRUPTED if signals.interrupted else 0, log=log)
    return signals.interrupted


async def _first_of(*events: asyncio.Event) -> None:
    ends = [asyncio.create_task(each.wait()) for each in events]
    await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    for each in ends:
        each.cancel()


async def _listen(stack: AsyncExitStack, work: Work, settings: Settings, log: FilteringBoundLogger) -> None:
    """Open the server for health, metrics and webhooks. Raises ConfigError where a platform cannot do without it."""
    from bot.ops import server  # noqa: PLC0415 - slow to import, and only a service has one

    routes = [route for connection in work.connections.values() for route in connection.routes]
    try:
        address = await stack.enter_async_context(
            server.serve(
                settings.listen,
                ready=work.health.not_ready,
                reload=work.reloading.asked,
                token=settings.reload_token,
                routes=routes,
            )
        )
        log.info("health and metrics", address=address)
    except ConfigError as error:
        if routes:
            raise
        log.warning("no health and metrics", error=str(error))


class _Signals:
    """SIGTERM and SIGINT end the service (``asked``), SIGHUP reads the files again. ``interrupted``: SIGINT came."""

    def __init__(self) -> None:
        self.interrupted = False
        self.asked = asyncio.Event()
        self.work: Work | None = None  # once it is open
        self._reloads: set[asyncio.Task[object]] = set()

    @contextmanager
    def heard(self) -> Iterator[None]:
        """Listen for them."""
        loop = asyncio.get_running_loop()
        acts = {signal.SIGTERM: self.asked.set, signal.SIGINT: self._interrupt, signal.SIGHUP: self._reload}
        for number, act in acts.items():
            loop.add_signal_handler(number, act)
        try:
            yield
        finally:
            for number in acts:
                loop.remove_signal_handler(number)

    def _interrupt(self) -> None:
        self.interrupted = True
        self.asked.set()

    def _reload(self) -> None:
        if self.work is None:
            return  # a process that stands by reads the files when it takes over
        self._reloads.add(task := asyncio.get_running_loop().create_task(self.work.reloading.asked()))
        task.add_done_callback(self._reloads.discard)
