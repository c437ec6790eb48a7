"""How does an alert reach its chat? Claim in one transaction, send in none, record in one."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from secrets import randbelow
from typing import NamedTuple

from structlog.typing import FilteringBoundLogger

from bot.chat.message import SentId
from bot.chat.platform import Connection
from bot.chat.rendering.notices import lost
from bot.chat.settings.times import silent_until
from bot.clock import Clock
from bot.errors import SendError, SendFault, StoreError
from bot.failpoint import failpoint
from bot.model import Subscription, Target
from bot.ops import metrics
from bot.store.chats.outbox import LEASE
from bot.store.engine import Store
from bot.store.transaction import Transaction
from bot.work.delivery.compose import MOST, compose
from bot.work.delivery.desk import Desk, desk_for
from bot.work.delivery.records import ODD_TRIES, Parcel, Records, arrived, hopeless, next_try, not_arrived
from bot.work.delivery.unreached import Unreached
from bot.work.together import Together
from bot.work.watch import Watch

FRESH = LEASE.total_seconds() / 2  # seconds after a claim in which a send may begin; it must end within the lease
CLAIMS = 16  # channels in one transaction: rendering their messages takes a millisecond each


class Then(Enum):
    """How a delivery goes on after one parcel."""

    SENT = "sent"
    SENT_AND_MORE = "sent, and something came for the channel meanwhile"
    GO_ON = "go on"  # nothing was sent, and nothing blocks what comes next
    CLAIM = "claim"  # the channel changed: claim anew
    WAIT = "wait"  # nothing more for this channel now


class Claim(NamedTuple):
    """What is to be sent to a channel; ``more``: further alerts wait for it.

    ``until``: when its lease ends; no other lease ends at that moment.
    """

    until: datetime
    parcels: Sequence[Parcel] = ()
    subscription: Subscription | None = None
    more: bool = False


@dataclass(slots=True, kw_only=True)
class Deliverer:
    """Sends what is owed to a channel. ``blocked`` says, per platform, until when nothing may be sent, and why."""

    store: Store
    connections: Mapping[str, Connection]  # by platform
    clock: Clock
    watch: Callable[[], Watch]
    log: FilteringBoundLogger
    blocked: dict[str, tuple[datetime, str]] = field(default_factory=dict)
    tell: Callable[[str], Awaitable[None]] | None = None  # the operators
    stopping: bool = False
    holds: Callable[[], bool] = lambda: True  # whether we are the process that may speak to the chats
    records: Records = field(init=False)
    unreached: Unreached = field(default_factory=Unreached)
    _under_way: dict[int, asyncio.Event] = field(default_factory=dict)  # by channel, set when it ends
    _claims: Together[int, Claim] = field(init=False)

    def __post_init__(self) -> None:
        self.records = Records(self.store)
        self._claims = Together(self._claim_all, most=CLAIMS)

    async def deliver(self, channel_id: int) -> int:
        """Send everything that is due for a channel, in order; return how many messages the platform took.

        If a delivery is under way already, wait for it and return 0: two that claim in one transaction would get the
        same alerts.
        """
        under_way = self._under_way.get(channel_id)
        if under_way is not None:
            await under_way.wait()
            return 0
        ended = self._under_way[channel_id] = asyncio.Event()
        try:
            return await self._deliver(channel_id)
        finally:
            del self._under_way[channel_id]
            ended.set()

    async def _deliver(self, channel_id: int) -> int:
        taken = 0
        while not self.stopping and self.holds():
            await self.write_down()
            until, parcels, subscription, more = await self._claims.of(channel_id)
            if not parcels or subscription is None:
                return taken
            claimed = self.clock.monotonic()
            failpoint("claimed")
            for parcel in parcels:
                if self.stopping or self.clock.monotonic() - claimed > FRESH or not self.holds():
                    # If we were suspended or slow, another process may have these by now.
                    await self._give_back(channel_id, until)
                    break
                then = await self._send(parcel, subscription)
                taken += then in {Then.SENT, Then.SENT_AND_MORE}
                if then in {Then.CLAIM, Then.WAIT} and parcel is not parcels[-1]:
                    await self._give_back(channel_id, until)
                if then is Then.WAIT:
                    return taken
                if then is Then.CLAIM:
                    break
            else:
                if not more and then is Then.SENT:
                    return taken
        return taken

    async def _give_back(self, channel_id: int, until: datetime) -> None:
        """Let others have what we claimed and did not try."""
        await self.records.add(lambda tx: tx.outbox.take_back([channel_id], until))

    async def write_down(self) -> None:
        """Record what could not be recorded when it happened; raises StoreError if it still cannot.

        Nothing is claimed before that: what a platform already took would be sent again.
        """
        await self.records.write_down()

    async def listen(self) -> None:
        """Let go what found nobody at a platform that is heard again; raises StoreError."""
        self._let_go(self.unreached.heard_again(self.connections))
        await self.write_down()

    def _let_go(self, ids: Collection[str]) -> None:
        if ids:
            now = self.clock.now()
            self.records.keep(lambda tx: tx.alerts.at_once(ids, now))

    def stop(self) -> None:
        """Finish the messages under way and claim no others."""
        self.stopping = True

    def problem(self, platform: str) -> str | None:
        """Return why nothing can be sent to a platform now, or None."""
        until, why = self.blocked.get(platform, (None, ""))
        return why if until is not None and until > self.clock.now() else None

    async def _claim_all(self, channel_ids: Collection[int]) -> dict[int, Claim]:
        """Claim in one transaction what is due for several channels.

        If the server goes away between the commit and its answer, the alerts are leased to nobody: the repeated
        transaction takes them back first, or a later one does. They are known by when their lease ends.
        """
        now = self.clock.now()
        until = now + LEASE + timedelta(microseconds=randbelow(1_000_000))

        def take_back(tx: Transaction) -> None:
            tx.outbox.take_back(channel_ids, until)

        def claim(tx: Transaction) -> dict[int, Claim]:
            take_back(tx)
            return {channel_id: self._claim(tx, channel_id, now, until) for channel_id in channel_ids}

        try:
            return await self.store.write(claim, urgent=True)
        except StoreError:
            self.records.keep(take_back)
            raise

    def _claim(self, tx: Transaction, channel_id: int, now: datetime, lease: datetime) -> Claim:
        subscription = tx.channels.by_id(channel_id)
        if subscription is None or subscription.paused or not subscription.active:
            return Claim(lease)
        platform = subscription.target.platform
        if platform not in self.connections or self.problem(platform):
            return Claim(lease)
        desk = self._desk(subscription, now)
        until = silent_until(subscription, desk.zone, now)
        if until is not None:
            muted = subscription.muted_until is not None and subscription.muted_until > now
            breakthrough = subscription.breakthrough and not muted
            tx.outbox.hold(channel_id, until, now, breakthrough=breakthrough)
        claimed = tx.outbox.claim(channel_id, now, most=MOST, held=until is None, until=lease)
        parcels, rest = compose(tx.about(subscription.topic), claimed, desk)
        tx.outbox.unclaim([alert.id for alert in rest])
        return Claim(lease, parcels, subscription, more=bool(rest) or len(claimed) == MOST)

    def _desk(self, subscription: Subscription, now: datetime) -> Desk:
        platform = self.connections.get(subscription.target.platform)
        return desk_for(subscription, self.watch(), threads=platform is not None and platform.threads, now=now)

    async def _send(self, parcel: Parcel, subscription: Subscription) -> Then:
        """Hand one parcel to the platform, record what became of it, and say how to go on."""
        ids = [alert.id for alert in parcel.alerts]
        if parcel.message is None:
            await self.records.add(lambda tx: tx.alerts.drop(ids, parcel.why))
            return Then.GO_ON
        messenger = self.connections[subscription.target.platform].messenger
        failpoint("sending")
        try:
            if parcel.edits is None:
                sent = await messenger.send(subscription.target, parcel.message)
            else:
                sent = SentId(id=parcel.edits)
                await messenger.edit(subscription.target, sent, parcel.message)
        except SendError as error:
            return await self._not_sent(parcel, subscription, error)
        failpoint("sent")
        self._let_go(self.unreached.reached(subscription.target.platform))
        now = self.clock.now()
        more = await self.records.add(lambda tx: arrived(tx, parcel, subscription.channel_id, sent.id, now))
        failpoint("recorded")
        result = "sent" if parcel.edits is None else "edited"
        delay = None if parcel.edits else (now - parcel.alerts[0].created).total_seconds()
        metrics.delivered(subscription.target.platform, result, delay, topic=self.watch().label(subscription.topic))
        return Then.SENT_AND_MORE if more else Then.SENT

    async def _not_sent(self, parcel: Parcel, subscription: Subscription, error: SendError) -> Then:
        platform = subscription.target.platform
        given_up = hopeless(parcel, error)
        if given_up:
            why = f"refused {ODD_TRIES} times in a way that is not known: {error}"
            error = SendError(why, fault=SendFault.MESSAGE)
        next_at = next_try(parcel, error, self.clock.now())
        ids = [alert.id for alert in parcel.alerts]
        known = self.unreached.note(platform, ids, unreached=error.unreached)
        if error.fault is SendFault.PLATFORM or error.platform_wide:
            self.blocked[platform] = (next_at, str(error))
        await self.records.add(lambda tx: not_arrived(tx, parcel, subscription, error, next_at))
        report = self.log.debug if known else self.log.warning  # an outage is told once, not for each chat and try
        report(
            "message not delivered",
            platform=platform,
            channel=subscription.channel_id,
            fault=error.fault.value,
            error=str(error),
            alerts=ids,
        )
        if error.fault is SendFault.CHANNEL:
            await self._tell_manager(subscription, error)
        if given_up and self.tell is not None:
            await self.tell(f"An alert for {subscription.title or subscription.target.chat} was given up: {error}")
        outcome = {SendFault.UNKNOWN: "unknown", SendFault.CHANNEL: "failed", SendFault.MESSAGE: "failed"}
        metrics.delivered(platform, outcome.get(error.fault, "again"), topic=self.watch().label(subscription.topic))
        # A message that will never be accepted holds nothing back; a chat that moved gets its messages at once.
        return {SendFault.MESSAGE: Then.GO_ON, SendFault.MOVED: Then.CLAIM}.get(error.fault, Then.WAIT)

    async def _tell_manager(self, subscription: Subscription, error: SendError) -> None:
        """Tell whoever set a channel up, in private, that nothing can be sent there; once, since it is now paused."""
        target, manager = subscription.target, subscription.manager
        if manager is None or manager == target.chat:
            return
        messenger = self.connections[target.platform].messenger
        words = self._desk(subscription, self.clock.now()).words
        message = lost(subscription.title or target.chat, str(error), words=words)
        try:
            await messenger.send(Target(platform=target.platform, chat=manager), message)
        except SendError as refused:
            self.log.warning(
                "the manager of a channel could not be told that it is paused",
                platform=target.platform,
                channel=subscription.channel_id,
                error=str(refused),
            )
