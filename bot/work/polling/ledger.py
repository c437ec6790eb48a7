"""When are polls written down? Several in one transaction, since a commit costs more than most polls bring.

What becomes of an on-topic entry is worked out beforehand, on a snapshot. Stories that change in the meantime
invalidate it, so a transaction holds at most one such poll.

Nothing is told of a poll before it is committed, and a feed's entries and its cursor always go together. What may
alert somebody is written at once, with all that waits; the rest waits for company, but never for long.
"""

import asyncio
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from bot.errors import StoreError
from bot.model import Cursor
from bot.store.engine import Store
from bot.work.polling.look import Look, Taken
from bot.work.polling.plan import with_plans
from bot.work.polling.take import take
from bot.work.together import Together

LINGER = 0.05  # seconds for which a poll may wait for others
MOST_LOOKS = 64  # in one transaction
MOST_ENTRIES = 256  # in one transaction: messages and commands wait some milliseconds for the writer
PATIENCE = 10  # times as long may a poll wait, where nothing else does
MOST_AT_ONCE = 768  # entries in one transaction then: each touches the same pages of the same indexes
MOST_HELD = 1_000  # entries that wait before no more answers are asked for: some five megabytes
ON_TOPIC = 64  # times as long is what an entry takes that is grouped into stories


class _Waiting(NamedTuple):
    look: Look
    weight: int  # its cost, counted in entries that are not on topic
    done: "asyncio.Future[Taken]"


class Ledger:
    """Polls that are to be written down. ``patient``: nobody is told and nobody asks anything before they all are."""

    def __init__(self, store: Store, *, patient: bool = False) -> None:
        self._store = store
        self._patient = patient
        self._waiting: list[_Waiting] = []
        self._room = asyncio.Event()  # whether more may be asked for
        self._room.set()
        self._under_way = 0  # polls that are here or on their way here
        self._hurries = False  # whether a waiting poll may alert somebody
        self._timer: asyncio.TimerHandle | None = None
        self._writing: asyncio.Task[None] | None = None

    async def room(self) -> None:
        """Wait until what was read before is written down, but for ``MOST_HELD`` entries: the network may be faster."""
        await self._room.wait()

    @contextmanager
    def expecting(self) -> Iterator[None]:
        """Announce a poll: once all polls under way wait to be written down, there is nothing to wait for."""
        self._under_way += 1
        try:
            yield
        finally:
            self._under_way -= 1
            self._consider()

    async def take(self, look: Look) -> Taken:
        """Commit what a poll found, perhaps together with others; raises whatever went wrong with it."""
        done: asyncio.Future[Taken] = asyncio.get_running_loop().create_future()
        on_topic = look.on_topic
        self._waiting.append(_Waiting(look, len(look.entries) + ON_TOPIC * on_topic, done))
        self._hurries = self._hurries or (on_topic > 0 and not look.quiet and not self._patient)
        self._consider()
        return await done

    def _consider(self) -> None:
        """Start writing if it is time, or set a timer for it."""
        self._waiting = [each for each in self._waiting if not each.done.cancelled()]
        self._note_room()
        if self._writing is not None or not self._waiting:
            return
        enough = sum(each.weight for each in self._waiting) >= self._most
        all_here = len(self._waiting) >= min(self._under_way, MOST_LOOKS)
        if enough or all_here or self._hurries:
            self._begin()
        elif self._timer is None:
            linger = LINGER * PATIENCE if self._patient else LINGER
            self._timer = asyncio.get_running_loop().call_later(linger, self._begin)

    @property
    def _most(self) -> int:
        return MOST_AT_ONCE if self._patient else MOST_ENTRIES

    def _begin(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._writing is None and self._waiting:
            self._writing = asyncio.get_running_loop().create_task(self._write(self._next()), name="ledger")

    def _next(self) -> list[_Waiting]:
        """Return what goes into the next transaction: at least one poll, no feed twice, no more than one on topic."""
        chosen: dict[str, _Waiting] = {}
        weight = on_topic = 0
        for each in self._waiting:
            feed_id = each.look.cursor.feed_id
            weight += each.weight
            on_topic += each.look.on_topic > 0
            full = len(chosen) == MOST_LOOKS or weight > self._most or on_topic > 1
            if chosen and (full or feed_id in chosen):
                break
            chosen[feed_id] = each
        del self._waiting[: len(chosen)]
        self._note_room()
        self._hurries = self._hurries and bool(self._waiting)
        return list(chosen.values())

    def _note_room(self) -> None:
        held = sum(len(each.look.hits) for each in self._waiting)  # of a long document all, whatever its portion
        if held < MOST_HELD:
            self._room.set()
        else:
            self._room.clear()

    async def _write(self, batch: Sequence[_Waiting]) -> None:
        try:
            await self._commit(batch)
        finally:
            self._writing = None
            self._consider()

    async def _commit(self, batch: Sequence[_Waiting]) -> None:
        """Commit polls together; if that fails, each by itself, so that none fails because of another."""
        looks = [each.look for each in batch]
        news = any(look.entries for look in looks)  # without any, no other process is kept waiting
        try:
            looks = [await self._planned(look) for look in looks]
            taken = await self._store.write(lambda tx: take(tx, looks), turn=news)
        except BaseException as error:
            if len(batch) == 1 or not isinstance(error, Exception) or isinstance(error, StoreError):
                for each in batch:
                    _fail(each.done, error)
                if not isinstance(error, Exception):
                    raise
                return
            for each in batch:
                await self._commit([each])
        else:
            for each, each_taken in zip(batch, taken, strict=True):
                if not each.done.done():
                    each.done.set_result(each_taken)

    async def _planned(self, look: Look) -> Look:
        return await self._store.ponder(lambda tx: with_plans(tx, look)) if look.on_topic else look


def _fail(done: "asyncio.Future[Taken]", error: BaseException) -> None:
    if done.done():
        return
    if isinstance(error, asyncio.CancelledError):
        done.cancel()
    else:
        done.set_exception(error)


class Cursors:
    """The cursors of the feeds that are about to be polled."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._ahead: dict[str, Cursor | None] = {}
        self._asked = Together(self._read)

    async def read_ahead(self, feed_ids: Collection[str]) -> None:
        """Read the cursors of feeds that we alone are about to poll."""
        self._ahead |= await self._read(feed_ids)

    def keep(self, feed_id: str, cursor: Cursor | None) -> None:
        """Spare the poll that follows at once another query."""
        self._ahead[feed_id] = cursor

    async def of(self, feed_id: str) -> Cursor | None:
        """Return where we left off, None before the first poll."""
        return self._ahead.pop(feed_id) if feed_id in self._ahead else await self._asked.of(feed_id)

    async def _read(self, feed_ids: Collection[str]) -> dict[str, Cursor | None]:
        found = await self._store.read(lambda tx: tx.feeds.cursors(list(feed_ids)))
        return {feed_id: found.get(feed_id) for feed_id in feed_ids}
