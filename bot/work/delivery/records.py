"""How are the fates of messages recorded? Those that wait for the writer together, and none before it is certain.

Each record says the same however often it is written: the answer of a commit may be lost.
"""

import asyncio
import math
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from bot.chat.message import Message
from bot.errors import SendError, SendFault, StoreError
from bot.model import Alert, Reason, Subscription
from bot.store.engine import Store
from bot.store.transaction import Transaction

MOST = 16  # records in one transaction
LONGEST_WAIT = timedelta(minutes=15)  # between two tries, even if a platform is down for hours
AFTER_UNKNOWN = timedelta(seconds=5)
ODD_TRIES = 7  # of a message refused each time in the same unknown way: this costs its chat two minutes
LONGEST_ASKED = timedelta(days=1)  # the longest wait that a platform may ask for
TOKEN_RETRY = timedelta(minutes=1)  # until a refused token is tried again: it may have been renewed


T = TypeVar("T")
Record = Callable[[Transaction], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One call to a platform and the alerts that it settles.

    ``edits`` is the id of the message to bring up to date; without ``message`` there is nothing to send (``why``).
    """

    alerts: tuple[Alert, ...]
    message: Message | None = None
    edits: str | None = None
    listed: bool = False
    why: str = ""
    then: Alert | None = None  # what follows once it has arrived
    facts: Mapping[str, frozenset[str]] = field(default_factory=dict)  # by story id, what the message says of it


def arrived(tx: Transaction, parcel: Parcel, channel_id: int, sent_id: str, now: datetime) -> bool:
    """Record that a parcel arrived, what it told, and what follows; return whether something waits."""
    tx.alerts.sent([alert.id for alert in parcel.alerts], sent_id, now, listed=parcel.listed)
    if tx.channels.by_id(channel_id) is None:  # the channel was forgotten in the meantime
        return False
    for story_id, facts in parcel.facts.items():
        tx.told.add(channel_id, story_id, facts, now)
    if parcel.then is not None:
        tx.alerts.queue([parcel.then])
    return tx.outbox.waits(channel_id, now)


def not_arrived(
    tx: Transaction, parcel: Parcel, subscription: Subscription, error: SendError, next_at: datetime
) -> None:
    """Record what becomes of a parcel that was not acknowledged; ``next_at``: when it may be tried again."""
    ids = [alert.id for alert in parcel.alerts]
    text = str(error)
    if error.fault is SendFault.CHANNEL:
        tx.alerts.failed(ids, text)
        tx.give_up(subscription.target, text)
    elif error.fault is SendFault.MESSAGE:
        tx.alerts.failed(ids, text)
    elif error.fault is SendFault.MOVED and error.moved_to is not None:
        tx.channels.move(subscription.channel_id, error.moved_to)
        tx.alerts.again(ids, parcel.alerts[0].created, text)
    else:
        # An edit can be repeated without anybody noticing; a message cannot.
        harmless = all(alert.reason is Reason.EDIT for alert in parcel.alerts)
        ambiguous = error.fault is SendFault.UNKNOWN and not harmless
        first = error.fault is SendFault.ODD and _refusals(parcel, error) == 1
        tx.alerts.again(ids, next_at, text, ambiguous=ambiguous, first=first)


def hopeless(parcel: Parcel, error: SendError) -> bool:
    """Say whether a parcel was refused so often in the same unknown way that no further try makes sense."""
    return error.fault is SendFault.ODD and _refusals(parcel, error) >= ODD_TRIES


def next_try(parcel: Parcel, error: SendError, now: datetime) -> datetime:
    """Return when a parcel that was not acknowledged may be tried again."""
    if error.retry_after is not None:
        asked = error.retry_after if math.isfinite(error.retry_after) else 0
        return now + timedelta(seconds=min(max(asked, 1), LONGEST_ASKED.total_seconds()))
    if error.fault is SendFault.PLATFORM:
        return now + TOKEN_RETRY
    growing = timedelta(seconds=2.0 ** min(parcel.alerts[0].attempt, 10))
    return now + min(max(growing, AFTER_UNKNOWN) if error.fault is SendFault.UNKNOWN else growing, LONGEST_WAIT)


def _refusals(parcel: Parcel, error: SendError) -> int:
    """Return how many times in a row every alert of a parcel was refused in these words.

    Tries that ended otherwise, because we died or nobody answered, do not count. What joined a list later is not given
    up along with what was refused before.
    """
    return min(alert.attempt if alert.error == str(error) else 1 for alert in parcel.alerts)


class Records:
    """What is to be written down; what cannot be written now is kept until it can."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: deque[tuple[Record, asyncio.Future[Any]]] = deque()
        self._writing: asyncio.Task[None] | None = None

    async def add(self, record: Callable[[Transaction], T]) -> T:
        """Write something down, now or as soon as that is possible, and return what ``record`` does.

        Raises StoreError, and keeps it.
        """
        done = self.keep(record)
        while not done.done():
            await self._write()
        return done.result()

    def keep(self, record: Callable[[Transaction], T]) -> "asyncio.Future[T]":
        """Let something be written down before anything else that is added later."""
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((record, done))
        return done

    async def write_down(self) -> None:
        """Write down what could not be written when it happened; raises StoreError if it still cannot."""
        while self._waiting:
            await self._write()

    async def _write(self) -> None:
        """Wait for the transaction under way, or for a new one with all that waits."""
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_some(), name="records")
        await asyncio.shield(self._writing)

    async def _write_some(self) -> None:
        some = [self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))]

        def write(tx: Transaction) -> list[Any]:
            return [record(tx) for record, _ in some]

        try:
            returned = await self._store.write(write, urgent=True)
        except StoreError:
            self._waiting.extendleft(reversed(some))
            raise
        except Exception:  # noqa: BLE001 - one record is wrong; the others must not be lost with it
            for record, done in some:
                await self._write_alone(record, done)
        else:
            for (_, done), each in zip(some, returned, strict=True):
                done.set_result(each)
        finally:
            self._writing = None

    async def _write_alone(self, record: Record, done: "asyncio.Future[Any]") -> None:
        try:
            done.set_result(await self._store.write(record, urgent=True))
        except StoreError:
            self._waiting.append((record, done))  # ``add`` tries again, and raises if it cannot
        except Exception as error:  # noqa: BLE001 - goes to whoever wanted it written
            done.set_exception(error)
