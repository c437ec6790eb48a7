"""How do Telegram chats see us? ``connect`` gives a connection; ``to_markup`` and ``to_send_error`` are pure."""

import os

# The library's own switch to timedeltas: without it every "retry after" raises a deprecation warning.
os.environ.setdefault("PTB_TIMEDELTA", "true")

from bot.chat.telegram.connection import connect
from bot.chat.telegram.errors import to_send_error
from bot.chat.telegram.gateway import Timing
from bot.chat.telegram.markup import to_markup

__all__ = ["Timing", "connect", "to_markup", "to_send_error"]
