"""Which work is due, and what does each job do? Every tick derives the jobs anew from what the database says."""

import asyncio
import contextlib
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from functools import partial
from secrets import token_hex
from typing import Any, NamedTuple, TypeVar

from cachetools import TLRUCache

from bot.chat.platform import Connection
from bot.clock import Clock
from bot.errors import StoreError
from bot.ops import metrics, traces
from bot.ops.supervisor import notify
from bot.store.engine import Store
from bot.store.transaction import Transaction
from bot.work.delivery import digest
from bot.work.delivery.deliver import Deliverer
from bot.work.delivery.digest import any_spike, queue_spikes
from bot.work.delivery.notices import queue_silences
from bot.work.delivery.summarise import Summariser
from bot.work.delivery.translate import Translator
from bot.work.due import clock_moved, due_feeds
from bot.work.polling.poll import Poller
from bot.work.queues.queue import Queue, in_turn
from bot.work.together import Shared
from bot.work.upkeep.health import Heartbeat
from bot.work.upkeep.reloading import Reloading
from bot.work.upkeep.silence import Silence
from bot.work.upkeep.storage import Storage
from bot.work.watch import Current, Watch

POLL, DELIVER, SUMMARISE, TRANSLATE = "poll", "deliver", "summarise", "translate"
REST, SHORT_REST = 600.0, 10.0  # seconds; the short one where the database is to blame, and not the feed
RESTING = 10_000  # feeds at a time
POLLS = 1000  # feeds that are polled or wait for their turn; the fetcher's slots limit how many are requested at once
DELIVERIES = 64  # chats served at once; each waits for its own platform's limits
T = TypeVar("T")


class _Move(NamedTuple):
    """A step of the clock: its name, how far it went, and what was due when by the time before it, by feed id."""

    name: str
    by: timedelta
    due: Mapping[str, datetime]


class Role(Enum):
    """What a process does: decides what is due, carries it out, or speaks to the chats."""

    ALL = "all"
    SCHEDULER = "scheduler"
    WORKER = "worker"
    CHAT = "chat"

    @property
    def schedules(self) -> bool:
        """Whether it decides which feeds, digests and chores are due. Several may: a tick has one effect."""
        return self in {Role.ALL, Role.SCHEDULER}

    @property
    def works(self) -> bool:
        """Whether it polls feeds and asks for summaries. Any number may."""
        return self in {Role.ALL, Role.WORKER}

    @property
    def talks(self) -> bool:
        """Whether it hears and tells the chats. One does at a time."""
        return self in {Role.ALL, Role.CHAT}


@dataclass(slots=True, kw_only=True)
class Jobs:
    """Queues what is due and carries it out."""

    current: Current
    reloading: Reloading
    store: Store
    poller: Poller
    deliverer: Deliverer
    summariser: Summariser
    translator: Translator
    role: Role
    queue: Queue  # shared by all processes
    deliveries: Queue  # of this process: what is owed to a chat is in the database
    connections: Mapping[str, Connection]  # by platform; filled while platforms connect
    storage: Storage
    silence: Silence
    heartbeat: Heartbeat
    clock: Clock
    stopping: asyncio.Future[None]  # done once we are told to stop
    resting: TLRUCache[str, float]  # for how long feeds rest whose polls failed without leaving a trace in the database
    _moves: list[_Move] = field(default_factory=list)  # steps of the clock until all due times were moved with them
    _opened: bool = False  # whether there are stories that no look at spikes has counted
    _enqueue_due: Shared = field(init=False)
    _tell_of_spikes: Shared = field(init=False)

    def __post_init__(self) -> None:
        self._enqueue_due = Shared(self._enqueue_deliveries)
        self._tell_of_spikes = Shared(self._queue_spikes)

    def register(self) -> None:
        """Tell the queue who carries out which job."""
        if self.role.works:
            # Where others work too, take no more than can be requested at once: the rest is theirs.
            at_once = POLLS if self.store.alone else self.current.watch.config.fetch.concurrency
            self.queue.handle(POLL, self.poll, at_once=at_once)
            self.queue.handle(SUMMARISE, self.summarise, at_once=1)  # someone who runs a model at home has only one
            self.queue.handle(TRANSLATE, self.translate, at_once=1)
        if self.role.talks:
            self.deliveries.handle(DELIVER, self.deliver, at_once=DELIVERIES)

    async def poll(self, feed_id: str) -> None:
        """Poll one feed; what it brings goes out at once, and is summarised and translated later."""
        if self.store.trouble is not None or await self._done_elsewhere(feed_id):
            return
        try:
            with traces.span("poll", feed=feed_id) as found:
                polled = await self._unless_stopping(self.poller.poll(feed_id))
                if polled is not None:
                    found |= {"failed": polled.error is not None, "entries": polled.taken.entries}
        except BaseException as error:
            # Whatever went wrong, the feed is not polled again at the next tick.
            self.resting[feed_id] = SHORT_REST if isinstance(error, StoreError) else REST
            raise
        if polled is None:
            return
        if polled.taken.channels:
            await self._enqueue_due()
        self._opened = self._opened or bool(polled.taken.opened)
        for story_id in polled.taken.stories if self.summariser.wanted else ():
            await self.queue.enqueue(SUMMARISE, story_id, dedupe_key=f"summary:{story_id}")
        for story_id in polled.taken.stories if self.translator.wanted else ():
            await self.queue.enqueue(TRANSLATE, story_id, dedupe_key=f"translation:{story_id}")

    async def _done_elsewhere(self, feed_id: str) -> bool:
        """Say whether another process has polled the feed since the job was queued."""
        if self.store.alone:
            return False
        cursor = await self.poller.cursors.of(feed_id)
        if cursor is not None and cursor.due > self.clock.now():
            return True
        self.poller.cursors.keep(feed_id, cursor)
        return False

    async def summarise(self, story_id: str) -> None:
        """Ask for a summary of one story and edit the messages that tell of it."""
        if await self._unless_stopping(self.summariser.summarise(story_id)):
            await self._enqueue_due()

    async def translate(self, story_id: str) -> None:
        """Ask for the headline of one story in other languages and edit the messages that tell of it."""
        if await self._unless_stopping(self.translator.translate(story_id)):
            await self._enqueue_due()

    async def deliver(self, channel_id: str) -> None:
        """Send what is due to one channel."""
        if self.store.trouble is None:
            with traces.span("deliver") as found:
                found["messages"] = await self.deliverer.deliver(int(channel_id))

    async def tick(self) -> None:
        """Queue what is due now: feeds, digests, alerts; take a changed configuration."""
        notify("WATCHDOG=1")
        if self.role.schedules:
            self.heartbeat.beat()
        if not await self.storage.usable():
            return
        with contextlib.suppress(StoreError):  # the next tick notices the trouble and reports it
            await self.reloading.if_changed()
            await self._queue_due()
            if self._opened:  # here and not after each poll: of a hundred stories at once, one look tells as much
                self._opened = False
                self._tell_of_spikes.begin()
            if self.role.schedules:
                await self.silence.look()

    async def _queue_due(self) -> None:
        if self.role.talks:
            await self.deliverer.listen()
        if self.role.schedules:
            await self._queue_feeds_and_digests()
        if self.role.talks:
            metrics.waiting(await self.store.read(lambda tx: tx.alerts.waiting()), self.connections)
            metrics.queued([DELIVER], await self.deliveries.ages())
            await self._enqueue_due()

    async def _queue_feeds_and_digests(self) -> None:
        now = self.clock.now()
        watch = self.current.watch
        due = await self.store.read(lambda tx: due_feeds(tx, watch.polled, now))
        metrics.queued([POLL, SUMMARISE], await self.queue.ages())
        await self.queue.enqueue_all(POLL, [each for each in due if each not in self.resting], prefix="feed")
        if await self.store.read(lambda tx: tx.channels.digests_due(now) or tx.channels.reports_due(now)):
            await self.store.write(lambda tx: digest.queue_due(tx, watch.config.zones, now))

    async def hourly(self) -> None:
        """Delete what no decision needs any more."""
        await self.queue.tidy()
        await self.deliveries.tidy()
        if self.store.trouble is None and self.role.schedules:
            from bot.work.upkeep.prune import prune  # noqa: PLC0415 - brings all chat settings with it

            now = self.clock.now()
            with contextlib.suppress(StoreError):
                await self.store.write(lambda tx: prune(tx, now))
                for watch in self.current.watch.topics:
                    await self.store.write(partial(_queue_silences, watch=watch, now=now))
                await self.silence.say_that_we_are_here()

    async def clock_moved(self, by: timedelta) -> None:
        """Move due times with the machine's clock, so that a jump neither polls early nor silences us.

        Raises StoreError; asked again then, if only with zero, it moves them once all the same.
        """
        if by:
            self._moves.append(_Move(f"clock {token_hex()}", by, dict(self.poller.due)))
            self.poller.due.update({each: was + by for each, was in self.poller.due.items()})
        while self._moves:
            await self.store.write(partial(self._move, self._moves[0], self.clock.now()))
            del self._moves[0]

    def _move(self, step: _Move, now: datetime, tx: Transaction) -> None:
        if tx.inbox.first(step.name, now):
            zones = self.current.watch.config.zones
            clock_moved(tx, step.due, zones, step.by, now, alerts=self.role.talks)

    async def _unless_stopping(self, work: Coroutine[Any, Any, T]) -> T | None:
        """Return what a job returns; None where we are told to stop first: a hanging job does not delay the end."""
        working = asyncio.create_task(work)
        either: set[asyncio.Future[Any]] = {working, self.stopping}
        try:
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            return working.result() if working.done() else None
        finally:
            working.cancel()

    async def _queue_spikes(self) -> None:
        now = self.clock.now()
        topics = [each.config.key for each in self.current.watch.topics]
        with contextlib.suppress(StoreError):  # the next poll with news tries again
            if not await self.store.ponder(lambda tx: any_spike(tx, topics, now)):
                return
            if await self.store.write(lambda tx: queue_spikes(tx, topics, now)):
                await self._enqueue_due()

    async def _enqueue_deliveries(self) -> None:
        """Queue the chats that something is to be sent to, in turn; one that is waiting already may move forward."""
        now = self.clock.now()
        due = await self.store.read(lambda tx: tx.outbox.due(now, list(self.connections)))
        for place, channel in enumerate(in_turn(due)):
            await self.deliveries.enqueue(DELIVER, str(channel), dedupe_key=f"channel:{channel}", place=place)


def _queue_silences(tx: Transaction, watch: Watch, now: datetime) -> set[int]:
    return queue_silences(tx.about(watch.config.key), watch.feeds, watch.names, now)
