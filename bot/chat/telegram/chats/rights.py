"""What may a user do in a chat? Asked of Telegram at every command and click, and never assumed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

import telegram
from structlog.typing import FilteringBoundLogger
from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.chat.telegram.chats.update import scope_of, title_of
from bot.chat.telegram.errors import describe
from bot.chat.telegram.limits import Window
from bot.model import Scope

_ADMINS = {ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER}
# Telegram may also answer with an error for a user who was never there.
_NOBODY = re.compile(r"user not found|participant_id_invalid|user_not_participant", re.IGNORECASE)
OF_CHAT = (8, 10.0)
OF_USER = (12, 20.0)
"""Commands in seconds that one chat, and one user in all chats, may give: our own limits, not Telegram's."""


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


class Verdict(Enum):
    """``TELL``: it is too much, and this is the first time that they hear of it; ``IGNORE``: they know."""

    GO = "go"
    TELL = "tell"
    IGNORE = "ignore"


class Flood:
    """Remembers who asked when, as long as it matters."""

    def __init__(self) -> None:
        self._windows: dict[str, Window] = {}
        self._told: dict[str, Window] = {}

    def judge(self, chat: str, user: str, now: float) -> Verdict:
        """Note a command, and say whether it is to be carried out."""
        for kept in (self._windows, self._told):
            for key in [key for key, window in kept.items() if window.idle(now)]:
                del kept[key]
        windows = [
            self._windows.setdefault(f"chat {chat}", Window(*OF_CHAT)),
            self._windows.setdefault(f"user {user}", Window(*OF_USER)),
        ]
        if _free(windows, now):
            for window in windows:
                window.take(now)
            return Verdict.GO
        told = self._told.setdefault(chat, Window(1, OF_CHAT[1]))
        if not _free([told], now):
            return Verdict.IGNORE
        told.take(now)
        return Verdict.TELL


def _free(windows: Iterable[Window], now: float) -> bool:
    return all(window.wait(now) <= 0 for window in windows)
