"""What is silent that should not be? Operators are told once when it begins, and once when it is over.

Feeds that are gone, dead, moved, quiet for much longer than is usual for them, or that turned over between two looks;
platforms that refuse us; messages and polls that are late. And a chat that was told nothing for a week hears that
we are still here.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from structlog.typing import FilteringBoundLogger

from bot.chat.language import speak
from bot.chat.rendering.alerts import answer
from bot.chat.settings.times import told_length
from bot.clock import Clock
from bot.config.findings.masking import without_secrets
from bot.feeds.cadence import behind
from bot.model import Cursor, Feed, Send, Subscription, Target
from bot.ops import metrics
from bot.store.engine import Store
from bot.store.transaction import Transaction
from bot.stories.statistics.norm import PAST
from bot.stories.statistics.silence import LEAST_SILENCE, Pace, quiet_feeds
from bot.work.upkeep.health import Health
from bot.work.upkeep.operators import Operators
from bot.work.watch import Current, Watch

EVERY = 300.0  # seconds between two checks
DEAD = timedelta(hours=24)  # a feed that fails for this long is not just restarting
LATE = timedelta(minutes=15)  # a message that waits this long
WEEK = timedelta(days=7)
_NOTE, _WORD, _OVERRUN, _LATE_POLLS = "troubles", "week of silence:", "overrun ", "late polls"
_AFTER = 2  # checks in a row: neither a platform that connects anew nor what a start has to catch up on is an alarm


@dataclass(slots=True, kw_only=True)
class Silence:
    """Checks every few minutes; what was told is kept, so that a restart repeats nothing."""

    current: Current
    store: Store
    health: Health
    operators: Operators
    clock: Clock
    log: FilteringBoundLogger
    overrun: Callable[[], Mapping[str, datetime | None]]  # when a feed turned over; None: it did not, or no longer
    _next: float = field(default=0.0, init=False)  # monotonic
    _seen: dict[str, int] = field(default_factory=dict, init=False)  # checks in a row, by key of what may pass

    async def look(self) -> None:
        """If it is time, tell what began and what is over."""
        if self.clock.monotonic() < self._next:
            return
        self._next = self.clock.monotonic() + EVERY
        now, watch = self.clock.now(), self.current.watch
        before: dict[str, str] = await self.store.read(lambda tx: tx.notes.get(_NOTE)) or {}
        found = await self.store.read(lambda tx: feed_troubles(tx, watch, now)) | self._of_platforms()
        found = self._lasting(found, before)
        found |= self._overrun(watch, before, now)
        metrics.troubles(found)
        if before.keys() == found.keys():
            return
        await self.store.write(lambda tx: tx.notes.put(_NOTE, found, now))
        self.log.warning("troubles", begun=sorted(found.keys() - before), over=sorted(before.keys() - found.keys()))
        begun = [text for key, text in found.items() if key not in before]
        over = [f"Over: {text}" for key, text in before.items() if key not in found]
        await self.operators.tell("\n".join([*begun, *over]))

    def _overrun(self, watch: Watch, before: Collection[str], now: datetime) -> dict[str, str]:
        """Return the feeds that turned over; a restart, which forgets them, does not end what was told."""
        seen = self.overrun()
        told = dict.fromkeys((each.id for each in watch.polled.values() if f"{_OVERRUN}{each.id}" in before), now)
        return {
            f"{_OVERRUN}{feed_id}": f"{watch.polled[feed_id].name} showed nothing but new entries: some may have been "
            "missed between two looks; a shorter  every  helps"
            for feed_id, at in {**told, **seen}.items()
            if feed_id in watch.polled and at is not None and now - at < DEAD
        }

    def _of_platforms(self) -> dict[str, str]:
        problems = dict(each.split(": ", 1) for each in self.health.problems())
        return {f"platform {platform}": f"{platform}: {problem}" for platform, problem in problems.items()}

    def _lasting(self, found: Mapping[str, str], before: Collection[str]) -> dict[str, str]:
        """Leave out what has just begun and may pass."""
        passing = {each for each in found if each == _LATE_POLLS or each.startswith("platform ")}
        self._seen = {each: self._seen.get(each, 0) + 1 for each in passing}
        return {key: text for key, text in found.items() if key in before or self._seen.get(key, _AFTER) >= _AFTER}

    async def say_that_we_are_here(self) -> None:
        """Send a silent sign of life to chats that were told nothing for a week."""
        now = self.clock.now()
        waiting = await self.store.read(lambda tx: untold(tx, now))
        if not waiting:
            return
        since = now - WEEK
        topics = [each.config.key for each in self.current.watch.topics]
        seen, told = await self.store.read(
            lambda tx: (
                tx.entries.count_since(since),
                sum(len(tx.about(topic).past.opened(since, now)) for topic in topics),
            )
        )
        for subscription in waiting:
            words = speak(subscription.language or self.current.watch.config.topic.language)
            text = words(
                "I am here. In the last 7 days I read {entries} new entries; {stories} stories were worth telling, "
                "none of them passed what this chat asked for.",
                entries=seen,
                stories=told,
            )
            key = f"{_WORD}{subscription.channel_id}"
            await self.store.write(lambda tx, key=key: tx.notes.put(key, now.isoformat(), now))  # type: ignore[misc]
            await self.operators.send(subscription.target, answer(text))


def feed_troubles(tx: Transaction, watch: Watch, now: datetime) -> dict[str, str]:
    """Return by key what is wrong with feeds and with the work on them, in words."""
    cursors = {each: cursor for each, cursor in tx.feeds.all().items() if each in watch.polled}
    paces = {
        feed: Pace(entries=entries, first=first, last=last)
        for feed, (entries, first, last) in tx.past.paces(now - PAST, now - LEAST_SILENCE).items()
    }
    found: dict[str, str] = {}
    for feed_id, cursor in cursors.items():
        found |= _of_feed(watch.polled[feed_id], cursor, now)
    ids = {feed.name: feed.id for feed in watch.polled.values()}
    for each in quiet_feeds(watch.polled, cursors, paces, now=now):
        if not each.failing and each.usual is not None:
            days = (now - each.since) / timedelta(days=1)
            found[f"quiet {ids[each.name]}"] = f"{each.name} has brought nothing new for {days:.0f} days"
    if said := behind(watch.polled, cursors, now):
        found[_LATE_POLLS] = said
    oldest = tx.alerts.oldest_waiting()
    if oldest is not None and now - oldest > LATE:
        found["late messages"] = f"a message waits to be sent for more than {told_length(LATE)}"
    return found


def _of_feed(feed: Feed, cursor: Cursor, now: datetime) -> dict[str, str]:
    if cursor.stopped:
        return {f"gone {feed.id}": f"{feed.name} is gone, says its server (410); it is looked at once a week"}
    if cursor.failing_since is not None and now - cursor.failing_since >= DEAD:
        time = told_length(_whole(now - cursor.failing_since))
        return {f"dead {feed.id}": f"{feed.name} has not answered for {time}: {cursor.error}"}
    if cursor.url is not None:
        return {f"moved {feed.id}": f"{feed.name} moved for good; write {without_secrets(cursor.url)} in sources.yaml"}
    return {}


def _whole(length: timedelta) -> timedelta:
    """Round a long time: leave out the minutes, and after two days the hours."""
    unit = timedelta(days=1) if length >= timedelta(days=2) else timedelta(hours=1)
    return max(length // unit, 1) * unit


def untold(tx: Transaction, now: datetime) -> list[Subscription]:
    """Return the channels that asked for alerts and were told nothing for a week, not even that."""
    found = []
    every: dict[Target, list[Subscription]] = {}
    for each in tx.channels.active(of_all=True):
        every.setdefault(each.target, []).append(each)
    for each, *others in every.values():
        muted = each.muted_until is not None and each.muted_until > now
        if muted or each.send is Send.DIGEST or now - each.since < WEEK:
            continue
        told = (tx.alerts.sent_since(now - WEEK, channel.channel_id)[1] for channel in (each, *others))
        last = next(filter(None, told), None)
        said = tx.notes.get(f"{_WORD}{each.channel_id}")
        if last is None and (said is None or now - datetime.fromisoformat(said) >= WEEK):
            found.append(each)
    return found
