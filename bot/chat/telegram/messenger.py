"""How does a message get into a Telegram chat? Drawn, in parts, in order."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from itertools import zip_longest
from typing import TypeVar
from weakref import WeakValueDictionary

import telegram
from structlog.typing import FilteringBoundLogger
from telegram.error import TelegramError

from bot.chat.message import Chart, Message, SentId
from bot.chat.telegram.api.calls import Calls, chat_id
from bot.chat.telegram.api.gateway import Errand, Gate
from bot.chat.telegram.buttons import Place
from bot.chat.telegram.errors import describe, is_unchanged, takes_no_media
from bot.chat.telegram.limits import PATIENCE
from bot.chat.telegram.markup import Part, to_markup
from bot.clock import Clock
from bot.errors import SendError, SendFault
from bot.model import Target

T = TypeVar("T")

PART_TRIES = 4
"""Times that a later part of a message is tried while Telegram says "not now"."""
_GENERAL = "1"  # a forum's General topic; Telegram refuses this id and wants none
_SEPARATOR = ","  # between the ids of a message's parts: "12,13"


class TelegramMessenger:
    """A ``Messenger`` for one bot. Calls to one chat go out one after the other, in the order they came.

    ``username`` is the bot's own, to be set when it is known: until then buttons that link to us are left out.
    """

    def __init__(
        self, *, bot: telegram.Bot, clock: Clock, log: FilteringBoundLogger, draw: Callable[[Chart], bytes]
    ) -> None:
        self.username: str | None = None
        self._bot = bot
        self._clock = clock
        self._log = log
        self._draw = draw
        self._gate = Gate(clock)
        self._calls = Calls(bot=bot, gate=self._gate, log=log)
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._channels: dict[str, bool] = {}  # which chats with a negative id are channels

    async def send(
        self, target: Target, message: Message, *, answers: bool = False, about: str | None = None
    ) -> SentId:
        """Send all parts and return their ids, "12,13".

        ``answers``: a person waits for it, so it goes out before the news. ``about``: see ``Place``. A later part that
        fails for good makes the whole message ``UNKNOWN``: some of it is there. Raises ``SendError``.
        """
        try:
            return await self._send(target, message, answers=answers, about=about)
        except SendError as error:
            if message.chart is None or not takes_no_media(error.__cause__):
                raise
            self._log.info("a chat takes no pictures and gets the words", error=str(error))
        return await self._send(target, replace(message, chart=None), answers=answers, about=about)

    async def _send(self, target: Target, message: Message, *, answers: bool, about: str | None) -> SentId:
        message, picture = await self._with_picture(message)
        first, *others = to_markup(message, await self._place(target.chat, message, about))
        errand = Errand(target.chat, _lane(message, answers=answers))
        thread = int(target.thread) if target.thread and target.thread != _GENERAL else None
        async with self._turn(target.chat):
            sent = [await self._calls.send(errand, thread, first, picture)]
            sent += [await self._send_later_part(errand, thread, part) for part in others]
        if not isinstance(sent[0], telegram.Message) or not all(isinstance(part, telegram.Message) for part in sent):
            # "ok" with something that is no message: it was taken, and there is nothing to edit or to answer.
            self._log.warning("Telegram took a message and did not say which it is")
            return SentId(id="")
        chat = str(sent[0].chat_id)
        ids = _SEPARATOR.join(str(part.message_id) for part in sent if part is not None)
        return SentId(id=ids, chat=chat if chat != target.chat else None)

    async def edit(
        self, target: Target, sent: SentId, message: Message, *, answers: bool = False, about: str | None = None
    ) -> None:
        """Bring all parts up to date; those that are no longer needed are deleted.

        Where there are more parts than before, an answer gets them as further messages. News does not: nobody would
        know the ids, so the next edit would send them again. An edit says the same however often it is made, so what
        may have arrived is reported as "try again". Raises ``SendError``.
        """
        chat = sent.chat or target.chat
        ids = sent.id.split(_SEPARATOR)
        if not all(each.isdecimal() for each in ids):
            raise SendError(f"{sent.id!r} is no Telegram message id", fault=SendFault.MESSAGE)
        message, picture = await self._with_picture(message)
        parts = to_markup(message, await self._place(chat, message, about))
        errand = Errand(chat, _lane(message, answers=answers))
        thread = int(target.thread) if target.thread and target.thread != _GENERAL else None
        async with self._turn(chat):
            for number, (each, part) in enumerate(zip_longest(map(int, ids), parts)):
                if part is None:
                    await self._remove(errand, each)
                elif each is not None:
                    await self._edit_part(errand, each, part, picture if number == 0 else None)
                elif answers:
                    await self._send_later_part(errand, thread, part)

    async def call(self, target: Target, call: Callable[[], Awaitable[T]]) -> T:
        """Make a call that no ``Message`` stands for, an answer to a person, in its turn. Raises ``SendError``."""
        async with self._turn(target.chat):
            return await self._gate.call(Errand(target.chat, None), call)

    async def close(self) -> None:
        """Let nothing more out."""
        await self._gate.close()

    def _turn(self, chat: str) -> asyncio.Lock:
        return self._turns.setdefault(chat, asyncio.Lock())

    async def _with_picture(self, message: Message) -> tuple[Message, bytes | None]:
        """Draw the chart. Where that fails the words say it all."""
        if message.chart is None or message.file is not None:
            return message, None
        try:
            return message, await asyncio.to_thread(self._draw, message.chart)
        except Exception as exc:  # noqa: BLE001 one drawing: whatever is wrong with it, the words can be sent
            self._log.error("a chart could not be drawn", kind=type(exc).__name__, error=str(exc))
            return replace(message, chart=None), None

    async def _place(self, chat: str, message: Message, about: str | None) -> Place:
        channel = bool(message.buttons) and await self._is_channel(chat)
        return Place(username=self.username, channel=channel, about=about)

    async def _is_channel(self, chat: str) -> bool:
        """Ask Telegram once: the id does not tell a channel from a group."""
        if chat.isdecimal():
            return False
        if chat not in self._channels:
            try:
                found = await self._bot.get_chat(chat_id(chat))
            except TelegramError as exc:
                self._log.warning("Telegram did not say what kind of chat this is", error=describe(exc))
                return False
            self._channels[chat] = found.type == telegram.constants.ChatType.CHANNEL
        return self._channels[chat]

    async def _edit_part(self, errand: Errand, message_id: int, part: Part, picture: bytes | None) -> None:
        try:
            await self._calls.edit(errand, message_id, part, picture)
        except SendError as error:
            if is_unchanged(error.__cause__):
                return
            if error.fault is SendFault.UNKNOWN:
                raise SendError(str(error), fault=SendFault.RETRY) from error
            raise

    async def _remove(self, errand: Errand, message_id: int) -> None:
        """Delete a part. Telegram does not delete what is older than two days; then its old words stay."""
        try:
            await self._calls.delete(errand, message_id)
        except SendError as error:
            if not error.permanent:
                raise
            self._log.info("a part that is no longer needed stays", error=str(error))

    async def _send_later_part(self, errand: Errand, thread: int | None, part: Part) -> telegram.Message | None:
        for attempt in range(1, PART_TRIES + 1):
            try:
                return await self._calls.send(errand, thread, part)
            except SendError as error:
                wait = error.retry_after or 1.0
                if error.fault is SendFault.RETRY and wait <= PATIENCE and attempt < PART_TRIES:
                    await self._clock.sleep(wait)
                    continue
                if error.permanent:
                    raise
                raise SendError(f"only a part was sent: {error}", fault=SendFault.UNKNOWN) from error
        raise AssertionError("the last try returns or raises")


def _lane(message: Message, *, answers: bool) -> tuple[str, int] | None:
    return None if answers else (message.story or "", message.revision)
