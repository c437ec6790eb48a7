"""What does an update from Telegram ask of us? Pure: an update in, a command or nothing out."""

from dataclasses import replace

import telegram

from bot.chat.telegram.asked import Asked
from bot.chat.telegram.chats.membership import changed, told
from bot.chat.telegram.chats.picker import picked
from bot.chat.telegram.clicks import clicked
from bot.chat.telegram.typed import typed

ALLOWED_UPDATES = ("message", "callback_query", "my_chat_member")
"""All that we ask for. Edited messages are not among them: an edited /stop must not run twice. Nor are posts in
channels: they come from the channel, so there would be nobody whose right could be checked."""


def read(update: telegram.Update, me: telegram.User) -> Asked | None:
    """Return what is asked, or None where the update is none of our business."""
    asked = _read(update, me)
    if asked is None:
        return None
    once = f"telegram:{me.id}:{update.update_id}"
    return replace(asked, command=replace(asked.command, once=once))


def _read(update: telegram.Update, me: telegram.User) -> Asked | None:
    if update.callback_query is not None:
        return clicked(update.callback_query)
    if update.my_chat_member is not None:
        return changed(update.my_chat_member)
    if update.message is not None:
        return told(update.message) or picked(update.message) or typed(update.message, me)
    return None
