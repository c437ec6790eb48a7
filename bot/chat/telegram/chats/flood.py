"""Who asks too much? Windows over the commands of each chat and of each user, so that nobody keeps others waiting.

Pure: times are seconds of a monotonic clock and always arguments.
"""

from collections.abc import Iterable
from enum import Enum

from bot.chat.telegram.limits import Window

OF_CHAT = (8, 10.0)
OF_USER = (12, 20.0)
"""Commands in seconds that one chat, and one user in all chats, may give: our own limits, not Telegram's."""


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
