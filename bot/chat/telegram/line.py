"""What is done with updates that have to wait for their turn? They are kept, and confirmed.

Telegram shows no update before the ones ahead of it are confirmed, and there may be thousands. So what waits long is
kept in the database, and a start carries out what the last run left there.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from operator import itemgetter

import telegram
from structlog.typing import FilteringBoundLogger

from bot.chat.platform import Backlog
from bot.chat.turns import AT_ONCE, Turns
from bot.errors import StoreError

SOON = 1.0  # seconds for which an update is waited for before it is kept
MOST = 5000  # that wait; then Telegram keeps the others. Each takes some kilobytes

CarryOut = Callable[[telegram.Update, telegram.User], Awaitable[None]]


@dataclass(slots=True, eq=False)
class _Waiting:
    update: telegram.Update
    me: telegram.User
    done: asyncio.Future[None] = field(init=False)
    kept: bool = False


class Line:
    """The updates of one bot that were taken and are not yet carried out. ``operators`` are user ids."""

    def __init__(self, carry_out: CarryOut, *, operators: Collection[str], log: FilteringBoundLogger) -> None:
        self._carry_out = carry_out
        self._operators = frozenset(operators)
        self._log = log
        self._backlog: Backlog | None = None
        self._turns = Turns("telegram-update")
        self._carried_out: list[str] = []  # keys of what need not be kept any more
        self._dropping: asyncio.Task[None] | None = None
        self._shorter = asyncio.Event()

    def keep_in(self, backlog: Backlog) -> None:
        """Keep there what waits long; without one, nothing is confirmed before it is carried out."""
        self._backlog = backlog

    async def resume(self, me: telegram.User, bot: telegram.Bot) -> None:
        """Take up what was kept by the run before."""
        if self._backlog is None:
            return
        try:
            kept = await self._backlog.all()
        except StoreError as error:
            self._log.warning("Telegram updates of the last run cannot be read now", error=str(error))
            return
        mine = [data for key, data in kept.items() if key.startswith(f"{me.id}:")]
        for data in sorted(mine, key=itemgetter("update_id")):
            self._join(_Waiting(telegram.Update.de_json(data, bot), me, kept=True))

    async def take(self, updates: Sequence[telegram.Update], me: telegram.User) -> None:
        """Return when each of these updates was carried out, or is kept and will be."""
        places = [_Waiting(update, me) for update in updates]
        for place in places:
            self._join(place)
        soon = None if self._backlog is None else SOON if self._turns.waiting <= AT_ONCE else 0
        await asyncio.wait([place.done for place in places], timeout=soon)
        late = [place for place in places if not place.done.done()]
        if late and self._backlog is not None:
            try:
                await self._backlog.put({_key(each): each.update.to_dict() for each in late})
            except StoreError as error:
                self._log.warning("Telegram updates cannot be kept now and stay with Telegram", error=str(error))
                await asyncio.wait([place.done for place in late])
            else:
                self._note_kept(late)
        while self._turns.waiting > MOST:
            self._shorter.clear()
            await self._shorter.wait()

    async def close(self, seconds: float) -> None:
        """Begin nothing more; what is under way has ``seconds`` to end. What is kept is for the next run."""
        await self._turns.close(seconds, begin_more=False)
        if self._dropping is not None:
            with suppress(asyncio.CancelledError):
                await self._dropping

    def _join(self, place: _Waiting) -> None:
        chat, user = place.update.effective_chat, place.update.effective_user
        operator = user is not None and str(user.id) in self._operators
        place.done = self._turns.join(chat.id if chat else 0, partial(self._serve, place), operator=operator)

    async def _serve(self, place: _Waiting) -> None:
        await self._carry_out(place.update, place.me)
        self._shorter.set()
        if place.kept:
            self._drop([place])

    def _note_kept(self, places: Collection[_Waiting]) -> None:
        for place in places:
            place.kept = True
        self._drop([place for place in places if place.done.done()])

    def _drop(self, places: Collection[_Waiting]) -> None:
        """Forget what was carried out: one transaction at a time, with all that ended meanwhile."""
        self._carried_out += map(_key, places)
        if self._carried_out and (self._dropping is None or self._dropping.done()):
            self._dropping = asyncio.create_task(self._drop_all(), name="telegram-kept")

    async def _drop_all(self) -> None:
        while self._carried_out and self._backlog is not None:
            keys, self._carried_out = self._carried_out, []
            try:
                await self._backlog.drop(keys)
            except StoreError as error:
                # They are carried out again by the next run, each with one effect.
                self._log.warning("Telegram updates that were carried out stay kept", error=str(error))


def _key(place: _Waiting) -> str:
    return f"{place.me.id}:{place.update.update_id}"
