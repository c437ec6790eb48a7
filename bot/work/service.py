"""What is the service made of while it runs? The parts, and the few things that need more than one of them."""

import asyncio
import secrets
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from structlog.typing import FilteringBoundLogger

from bot.chat.language import Words, speak
from bot.chat.message import Command, Message, Reply
from bot.chat.platform import Connection
from bot.chat.rendering import alerts
from bot.chat.verbs import status, table, vote
from bot.chat.verbs.request import Service
from bot.clock import Clock
from bot.config import Settings
from bot.config.reload import Reloaded, Watcher
from bot.errors import SendError
from bot.feeds.address import fingerprint
from bot.model import Target
from bot.ops import metrics
from bot.store.engine import Store
from bot.store.transaction import Transaction
from bot.stories.search.index import query_stems
from bot.work import digest
from bot.work.deliver import Deliverer
from bot.work.digest import queue_spike
from bot.work.poll import Poller
from bot.work.prune import prune
from bot.work.queue import Queue, in_turn
from bot.work.summarise import Summariser
from bot.work.watch import Current, Watch, watch

POLL, DELIVER, SUMMARISE = "poll", "deliver", "summarise"
DELIVERIES = 64  # chats served at once; each waits for its own platform's limits
STALE_POLLS = 3  # poll intervals without an answer from any feed before we call ourselves not ready
T = TypeVar("T")
_CODE = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """The running service."""

    settings: Settings
    current: Current
    watcher: Watcher
    store: Store
    poller: Poller
    deliverer: Deliverer
    summariser: Summariser
    queue: Queue
    connections: Mapping[str, Connection]  # by platform; filled while platforms connect
    clock: Clock
    log: FilteringBoundLogger
    started: datetime
    version: str
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    reloading: asyncio.Lock = field(default_factory=asyncio.Lock)  # one look at the files at a time

    def stop(self) -> None:
        """Begin nothing new: polls are given up (they are repeated), messages under way are finished."""
        self.stopping.set()
        self.deliverer.stop()

    def register(self) -> None:
        """Tell the queue who carries out which job."""
        self.queue.handle(POLL, self.poll, at_once=self.current.watch.config.fetch.concurrency)
        self.queue.handle(DELIVER, self.deliver, at_once=DELIVERIES)
        self.queue.handle(SUMMARISE, self.summarise, at_once=1)  # whoever runs a model at home has one

    async def poll(self, feed_id: str) -> None:
        """Poll one feed; what it brought goes out at once, and is put in other words later."""
        polled = await self._unless_stopping(self.poller.poll(feed_id))
        if polled is None:
            return
        now = self.clock.now()
        spike = await self.store.write(lambda tx: queue_spike(tx, now)) if polled.taken.opened else set()
        if polled.taken.channels or spike:
            await self._enqueue_due()
        for story_id in polled.taken.stories if self.summariser.wanted else ():
            await self.queue.enqueue(SUMMARISE, story_id, dedupe_key=f"summary:{story_id}")

    async def summarise(self, story_id: str) -> None:
        """Ask for a summary of one story and edit the messages that tell of it."""
        if await self._unless_stopping(self.summariser.summarise(story_id)):
            await self._enqueue_due()

    async def deliver(self, channel_id: str) -> None:
        """Send what is due to one channel."""
        await self.deliverer.deliver(int(channel_id))

    async def tick(self) -> None:
        """Queue what is due now: feeds, digests, alerts; take a changed configuration."""
        await self.reload_if_changed()
        now = self.clock.now()
        watch = self.current.watch
        zone = watch.config.topic.timezone
        not_due = await self.store.read(lambda tx: tx.feeds.not_due(now))
        for feed_id in sorted(watch.feeds.keys() - not_due):
            await self.queue.enqueue(POLL, feed_id, dedupe_key=f"feed:{feed_id}")
        metrics.waiting(await self.store.read(lambda tx: tx.alerts.waiting()), self.connections)
        if await self.store.read(lambda tx: tx.channels.digests_due(now)):
            await self.store.write(lambda tx: digest.queue_due(tx, zone, now))
        await self._enqueue_due()

    async def hourly(self) -> None:
        """Forget what no decision needs any more."""
        now = self.clock.now()
        await self.store.write(lambda tx: prune(tx, now))
        await self.queue.tidy()

    async def clock_moved(self, by: timedelta) -> None:
        """Move every due time with the machine's clock, so that no jump polls early or silences us."""

        def shift(tx: Transaction) -> None:
            tx.feeds.shift(by)
            tx.alerts.shift(by)

        await self.store.write(shift)

    async def reload_if_changed(self) -> None:
        """Take a changed ``sources.yaml`` or ``seeds/``; a broken one is told to the operators once."""
        if not await asyncio.to_thread(self.watcher.changed):
            return
        reloaded = await self._reload(accept_removal=False)
        if reloaded.problems is not None:
            await self.tell_operators(
                f"A newer configuration was refused; the last good one stays.\n{reloaded.problems}"
            )

    async def reload(self, words: Words) -> Reply:
        """Read the configuration anew because an operator asked for it, and say what came of it."""
        reloaded = await self._reload(accept_removal=True)
        watch = self.current.watch
        return status.reloaded(
            self.current.refused,
            changed=reloaded.changed,
            config=watch.config.path.name,
            sources=len(watch.feeds),
            words=words,
        )

    async def _reload(self, *, accept_removal: bool) -> Reloaded:
        async with self.reloading:
            before = self.current.watch
            reloaded = await asyncio.to_thread(self.watcher.reload, before.config, accept_removal=accept_removal)
            if reloaded.problems is not None:
                self.current.refused = tuple(reloaded.problems.splitlines())
                metrics.reloaded(successful=False)
                self.log.error("the new configuration was refused; the last good one stays", problems=reloaded.problems)
            elif reloaded.changed:
                now = self.clock.now()
                self.current.watch = await asyncio.to_thread(watch, reloaded.config, now)
                self.current.refused = ()
                metrics.reloaded(successful=True)
                await self.store.write(lambda tx: _poll_moved_feeds(tx, self.current.watch, now))
                self.log.info("configuration loaded", sources=len(self.current.watch.feeds), was=len(before.feeds))
            elif not reloaded.refused:
                self.current.refused = ()
            return reloaded

    async def tell_operators(self, text: str) -> None:
        """Send a plain message to every operator who can be reached; what fails is in the log."""
        message = alerts.answer(*text.splitlines())
        for platform, user in self.settings.operators:
            await self._tell(Target(platform=platform, chat=user), message)

    async def _tell(self, target: Target, message: Message) -> None:
        connection = self.connections.get(target.platform)
        if connection is None:
            return
        try:
            await connection.messenger.send(target, message)
        except SendError as error:
            self.log.warning("somebody could not be told", platform=target.platform, error=str(error))

    async def handle(self, command: Command) -> Reply:
        """Carry out a command in one transaction. Never raises."""
        try:
            run = self.store.read if table.only_reads(command) else self.store.write
            reply = await run(partial(table.handle, command=command, service=self.snapshot()))
        except Exception:
            code = "".join(secrets.choice(_CODE) for _ in range(4))
            self.log.exception("command failed", code=code, verb=command.verb, platform=command.target.platform)
            words = speak(command.language or self.current.watch.config.topic.language)
            text = words(
                "That did not work; it is my fault, not yours. Nothing was changed. "
                "Code {code}, operators can find it with this code.",
                code=code,
            )
            return Reply(message=alerts.answer(text), refused=True)
        if reply.reload:
            return await self.reload(speak(reply.language))
        for target, message in reply.elsewhere:
            await self._tell(target, message)
        if command.verb in vote.VOTES and not reply.refused:
            metrics.voted(command.verb)
        return reply

    def snapshot(self) -> Service:
        """Return what commands need to know of the service now."""
        watch = self.current.watch
        limits = watch.config.match
        return Service(
            now=self.clock.now(),
            started=self.started,
            topic=watch.config.topic.name,
            zone=watch.config.topic.timezone,
            language=watch.config.topic.language,
            alert_at=limits.alert_at,
            feeds=watch.feeds,
            operators=frozenset(self.settings.operators),
            stems=query_stems,
            config=watch.config.path.name,
            loaded=watch.loaded,
            seeds=len(watch.config.corpus.seeds),
            refused=self.current.refused,
            problems=tuple(self.problems()),
            version=self.version,
            access=self.settings.access,
            platforms=frozenset(self.connections),
            code=partial(secrets.token_urlsafe, 12),
        )

    def problems(self) -> list[str]:
        """Return what does not work now on the side of the platforms."""
        found = []
        for platform, connection in self.connections.items():
            problem = connection.problem() or self.deliverer.problem(platform)
            if problem:
                found.append(f"{platform}: {problem}")
        return found

    async def not_ready(self) -> list[str]:
        """Return why we are not ready to serve: platforms, database, or no feed that answers."""
        watch = self.current.watch
        cursors = await self.store.read(lambda tx: tx.feeds.all())
        last = max((each.polled for each in cursors.values() if each.polled), default=None)
        patience = STALE_POLLS * max((feed.every for feed in watch.feeds.values()), default=timedelta(hours=1))
        found = self.problems()
        if watch.feeds and self.clock.now() - (last or self.started) > patience:
            found.append(f"no feed has answered for {patience}")
        return found

    async def _unless_stopping(self, work: Coroutine[Any, Any, T]) -> T | None:
        """Return what a job returns; None where we are told to stop meanwhile: who hangs does not hold up the end."""
        working = asyncio.create_task(work)
        stopping = asyncio.create_task(self.stopping.wait())
        try:
            await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
            return working.result() if working.done() else None
        finally:
            working.cancel()
            stopping.cancel()

    async def _enqueue_due(self) -> None:
        """Queue the chats to which something is to be sent, in turn; one that waits already may move forward."""
        now = self.clock.now()
        due = await self.store.read(lambda tx: tx.outbox.due(now, list(self.connections)))
        for place, channel in enumerate(in_turn(due)):
            await self.queue.enqueue(DELIVER, str(channel), dedupe_key=f"channel:{channel}", place=place)


def _poll_moved_feeds(tx: Transaction, watch: Watch, now: datetime) -> None:
    """Look at once at feeds whose configured address changed: their due time was about the old one."""
    for feed_id, cursor in tx.feeds.all().items():
        feed = watch.feeds.get(feed_id)
        if feed is not None and cursor.asked != fingerprint(feed.url):
            tx.feeds.advance(replace(cursor, due=now, stopped=False))
