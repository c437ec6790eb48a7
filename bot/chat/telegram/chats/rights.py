"""What may a user do in a chat? Asked of Telegram at every command and click, and never assumed."""

import re
from dataclasses import dataclass
from enum import Enum

import telegram
from structlog.typing import FilteringBoundLogger
from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.chat.telegram.chats.update import scope_of, title_of
from bot.chat.telegram.errors import describe
from bot.model import Scope

_ADMINS = {ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER}
# Telegram may also answer with an error for a user who was never there.
_NOBODY = re.compile(r"user not found|participant_id_invalid|user_not_participant", re.IGNORECASE)


class Standing(Enum):
    """``ABSENT``: we are not there ourselves, or not as the admin that a channel wants. ``UNSAID``: no answer."""

    ADMIN = "admin"
    OTHER = "other"
    ABSENT = "absent"
    UNSAID = "unsaid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a chat is called, and what kind of place it is."""

    title: str
    scope: Scope


class Rights:
    """Asks Telegram. Nothing is kept: a right may have been taken away a second ago."""

    def __init__(self, *, bot: telegram.Bot, log: FilteringBoundLogger) -> None:
        self._bot = bot
        self._log = log

    async def standing(self, chat: str, user: int) -> Standing:
        """Return what a user is in a chat. Where Telegram does not answer, nobody is an admin."""
        try:
            member = await self._bot.get_chat_member(int(chat), user)
        except (BadRequest, Forbidden) as exc:
            return Standing.OTHER if _NOBODY.search(str(exc)) else Standing.ABSENT
        except TelegramError as exc:
            self._log.warning("Telegram did not say who is an admin", error=describe(exc))
            return Standing.UNSAID
        return Standing.ADMIN if member.status in _ADMINS else Standing.OTHER

    async def look_up(self, chat: str) -> Known | None:
        """Return name and kind of a chat of which only the id is known; None where Telegram does not answer."""
        try:
            found = await self._bot.get_chat(int(chat))
        except TelegramError as exc:
            self._log.warning("Telegram did not say what chat this is", error=describe(exc))
            return None
        return Known(title=title_of(found), scope=scope_of(found))
