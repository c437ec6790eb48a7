"""How are the fates of messages recorded? Those that wait for the writer together, and none before it is certain."""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from bot.chat.message import Message
from bot.errors import StoreError
from bot.model import Alert
from bot.store.engine import Store
from bot.store.transaction import Transaction

MOST = 16  # records in one transaction

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
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((record, done))
        while not done.done():
            await self._write()
        return done.result()

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
