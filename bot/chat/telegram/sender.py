"""How does a message get into a Telegram chat? In turn, in parts, each failure named."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar
from weakref import WeakValueDictionary

import telegram
from structlog.typing import FilteringBoundLogger
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram.constants import ParseMode

from bot.chat.message import Message, SentId
from bot.chat.telegram.faults import hide, is_bad_markup, is_unchanged, to_send_error
from bot.chat.telegram.limits import Limits
from bot.chat.telegram.markup import Part, to_markup
from bot.clock import Clock
from bot.errors import SendError, SendFault
from bot.model import Target

T = TypeVar("T")

PATIENCE = 10.0
"""Seconds that a call waits for its turn. A longer one is for the keeper of the message, not for a sleeping call."""
PART_TRIES = 4
"""Times that a later part of a message is tried while Telegram says "not now"."""
_GENERAL = "1"  # a forum's General topic; Telegram refuses this id and wants none
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class TelegramMessenger:
    """A ``Messenger`` for one bot. Calls to one chat go out one after the other, in the order they came."""

    def __init__(self, *, bot: telegram.Bot, clock: Clock, log: FilteringBoundLogger) -> None:
        self._bot = bot
        self._clock = clock
        self._log = log
        self._limits = Limits()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def send(self, target: Target, message: Message) -> SentId:
        """Send all parts and return the id of the first.

        A later part that fails for good makes the whole message ``UNKNOWN``: some of it is there. Raises ``SendError``.
        """
        first, *others = to_markup(message)
        async with self._turn(target.chat):
            sent = await self._send_part(target, first)
            for part in others:
                await self._send_later_part(target, part)
        chat = str(sent.chat_id)
        return SentId(id=str(sent.message_id), chat=chat if chat != target.chat else None)

    async def edit(self, target: Target, sent: SentId, message: Message) -> None:
        """Bring the first part up to date. Later parts stay as they are: their ids are not kept.

        An edit says the same however often it is made, so what may have arrived is reported as "try again".
        Raises ``SendError``.
        """
        part = to_markup(message)[0]
        chat = sent.chat or target.chat
        if not sent.id.isdecimal():
            raise SendError(f"{sent.id!r} is no Telegram message id", fault=SendFault.MESSAGE)

        def edit(text: str, parse_mode: str | None) -> Awaitable[object]:
            return self._bot.edit_message_text(
                text,
                chat_id=_chat_id(chat),
                message_id=int(sent.id),
                parse_mode=parse_mode,
                link_preview_options=_NO_PREVIEW,
                reply_markup=_keyboard(part),
            )

        async with self._turn(chat):
            try:
                await self._with_fallback(chat, part, edit)
            except SendError as error:
                if is_unchanged(error.__cause__):
                    return
                if error.fault is SendFault.UNKNOWN:
                    raise SendError(str(error), fault=SendFault.RETRY) from error
                raise

    def _turn(self, chat: str) -> asyncio.Lock:
        return self._turns.setdefault(chat, asyncio.Lock())

    async def _send_later_part(self, target: Target, part: Part) -> None:
        for attempt in range(1, PART_TRIES + 1):
            try:
                await self._send_part(target, part)
            except SendError as error:
                wait = error.retry_after or 1.0
                if error.fault is SendFault.RETRY and wait <= PATIENCE and attempt < PART_TRIES:
                    await self._clock.sleep(wait)
                    continue
                if error.permanent:
                    raise
                raise SendError(f"only a part was sent: {error}", fault=SendFault.UNKNOWN) from error
            else:
                return

    async def _send_part(self, target: Target, part: Part) -> telegram.Message:
        thread = int(target.thread) if target.thread and target.thread != _GENERAL else None
        reply = ReplyParameters(part.reply_to, allow_sending_without_reply=True) if part.reply_to else None

        def send(text: str, parse_mode: str | None) -> Awaitable[telegram.Message]:
            return self._bot.send_message(
                _chat_id(target.chat),
                text,
                parse_mode=parse_mode,
                message_thread_id=thread,
                disable_notification=part.silent,
                link_preview_options=_NO_PREVIEW,
                reply_parameters=reply,
                reply_markup=_keyboard(part),
            )

        return await self._with_fallback(target.chat, part, send)

    async def _with_fallback(self, chat: str, part: Part, call: Callable[[str, str | None], Awaitable[T]]) -> T:
        """Send the HTML; where Telegram cannot read it, send the words once without markup."""
        try:
            return await self._call(chat, lambda: call(part.html, ParseMode.HTML))
        except SendError as error:
            if not is_bad_markup(error.__cause__):
                raise
            self._log.error("Telegram could not read our markup, sending plain text", error=str(error))
        return await self._call(chat, lambda: call(part.plain, None))

    async def _call(self, chat: str, call: Callable[[], Awaitable[T]]) -> T:
        """Make one call when the limits allow it. Raises ``SendError``, RETRY where the wait would be too long."""
        while (wait := self._limits.wait(chat, self._clock.monotonic())) > 0:
            if wait > PATIENCE:
                raise SendError(
                    f"Telegram's limits ask for {wait:.0f} s of patience", fault=SendFault.RETRY, retry_after=wait
                )
            await self._clock.sleep(wait)
        self._limits.take(chat, self._clock.monotonic())
        try:
            return await call()
        except Exception as exc:  # noqa: BLE001 the one edge where everything that the library raises is translated
            error = to_send_error(exc)
            if error.retry_after is not None:
                error.platform_wide = self._limits.refused(chat, error.retry_after, self._clock.monotonic())
            # An exception that repeats an address would carry the token into a traceback.
            raise error from (exc if hide(str(exc)) == str(exc) else None)


def _chat_id(chat: str) -> int | str:
    """Return the id as Telegram wants it; a channel may also be named, "@news"."""
    return chat if chat.startswith("@") else int(chat)


def _keyboard(part: Part) -> InlineKeyboardMarkup | None:
    if not part.buttons:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in part.buttons]
    )
