"""Which method of the Bot API takes a part of a message, and with which fields?"""

from collections.abc import Awaitable, Callable
from typing import TypedDict, TypeVar

import telegram
from structlog.typing import FilteringBoundLogger
from telegram import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    InputMediaDocument,
    InputMediaPhoto,
    LinkPreviewOptions,
    ReplyParameters,
)
from telegram.constants import ParseMode

from bot.chat.message import File
from bot.chat.telegram.api.gateway import Errand, Gate
from bot.chat.telegram.errors import has_no_text, is_bad_markup
from bot.chat.telegram.markup import Part
from bot.errors import SendError

T = TypeVar("T")

_PICTURE = "chart.png"


class _Shared(TypedDict):
    """What all ways of sending take."""

    parse_mode: str | None
    message_thread_id: int | None
    disable_notification: bool
    reply_parameters: ReplyParameters | None
    reply_markup: ForceReply | InlineKeyboardMarkup | None


class _Where(TypedDict):
    """What all ways of editing take."""

    chat_id: int | str
    message_id: int
    reply_markup: InlineKeyboardMarkup | None


class Calls:
    """The calls that put a part into a chat, change it and take it away. All raise ``SendError``."""

    def __init__(self, *, bot: telegram.Bot, gate: Gate, log: FilteringBoundLogger) -> None:
        self._bot = bot
        self._gate = gate
        self._log = log

    async def send(
        self, errand: Errand, thread: int | None, part: Part, picture: bytes | None = None
    ) -> telegram.Message | None:
        """Send a part; ``picture`` is the drawn chart attached to it. None: it was sent, but its id is unknown."""
        chat = chat_id(errand.chat)
        attached = part.attached

        def send(text: str, parse_mode: str | None) -> Awaitable[telegram.Message]:
            shared = _Shared(
                parse_mode=parse_mode,
                message_thread_id=thread,
                disable_notification=part.silent,
                reply_parameters=(
                    ReplyParameters(part.reply_to, allow_sending_without_reply=True) if part.reply_to else None
                ),
                reply_markup=(
                    ForceReply(selective=True, input_field_placeholder=part.hint) if part.hint else _keyboard(part)
                ),
            )
            if isinstance(attached, File):
                document = InputFile(attached.data, filename=attached.name)
                return self._bot.send_document(chat, document, caption=text or None, **shared)
            if picture is not None:
                photo = InputFile(picture, filename=_PICTURE)
                return self._bot.send_photo(chat, photo, caption=text or None, **shared)
            return self._bot.send_message(chat, text, link_preview_options=_preview(part), **shared)

        return await self._with_fallback(errand, part, lambda text, mode: _taken(send(text, mode)))

    async def edit(self, errand: Errand, message_id: int, part: Part, picture: bytes | None = None) -> None:
        """Change a part. What has a picture or a file, and gets none, keeps it and changes its words."""
        where = _Where(chat_id=chat_id(errand.chat), message_id=message_id, reply_markup=_keyboard(part))
        attached = part.attached

        def edit(text: str, parse_mode: str | None) -> Awaitable[object]:
            if isinstance(attached, File):
                document = InputMediaDocument(
                    attached.data, caption=text, parse_mode=parse_mode, filename=attached.name
                )
                return self._bot.edit_message_media(document, **where)
            if picture is not None:
                photo = InputMediaPhoto(picture, caption=text, parse_mode=parse_mode, filename=_PICTURE)
                return self._bot.edit_message_media(photo, **where)
            return self._bot.edit_message_text(
                text, parse_mode=parse_mode, link_preview_options=_preview(part), **where
            )

        def edit_caption(text: str, parse_mode: str | None) -> Awaitable[object]:
            return self._bot.edit_message_caption(caption=text, parse_mode=parse_mode, **where)

        try:
            await self._with_fallback(errand, part, edit)
        except SendError as error:
            if not has_no_text(error.__cause__):
                raise
            await self._with_fallback(errand, part, edit_caption)

    async def delete(self, errand: Errand, message_id: int) -> None:
        """Take a part away."""
        await self._gate.call(errand, lambda: self._bot.delete_message(chat_id(errand.chat), message_id))

    async def _with_fallback(self, errand: Errand, part: Part, call: Callable[[str, str | None], Awaitable[T]]) -> T:
        """Send the HTML; where Telegram cannot read it, send the words once without markup."""
        try:
            return await self._gate.call(errand, lambda: call(part.html, ParseMode.HTML))
        except SendError as error:
            if not is_bad_markup(error.__cause__):
                raise
            self._log.error("Telegram could not read our markup, sending plain text", error=str(error))
        return await self._gate.call(errand, lambda: call(part.plain, None))


async def _taken(sending: Awaitable[telegram.Message]) -> telegram.Message | None:
    """Return the message that Telegram made; None where it said "ok" and gave something that is no message.

    The library reads an answer only after "ok": what fails there was sent, and must not be sent again.
    """
    try:
        return await sending
    except (AttributeError, KeyError, LookupError, TypeError, ValueError) as exc:
        trace = exc.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_name in {"de_json", "_de_json"}:
                return None
            trace = trace.tb_next
        raise


def chat_id(chat: str) -> int | str:
    """Return the id as Telegram wants it; a channel may also be named, "@news"."""
    return chat if chat.startswith("@") else int(chat)


def _preview(part: Part) -> LinkPreviewOptions:
    return LinkPreviewOptions(prefer_small_media=True) if part.preview else LinkPreviewOptions(is_disabled=True)


def _keyboard(part: Part) -> InlineKeyboardMarkup | None:
    if not part.keys:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(key.label, callback_data=key.data, url=key.url) for key in row] for row in part.keys]
    )
