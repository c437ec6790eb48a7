"""When may the next call to a chat go out? Telegram's limits as windows over the times of earlier calls.

Pure: times are seconds of a monotonic clock and always arguments.
"""

from collections import deque

OVERALL = (30, 1.0)
PACE = (OVERALL[1] / (OVERALL[0] - 1), 0.1)
"""Seconds from one call to the next, and how far they may be behind that to catch up. A burst whose first calls are
slow on their way would arrive as a larger one; one call a second is left out for those, which costs 3 % of the time."""
PER_CHAT = (1, 1.0)
PER_GROUP = (20, 60.0)
"""Calls in seconds: Telegram's FAQ for bots ("My bot is hitting limits")."""
ALL_REFUSED = 3
"""This many chats told to wait and nobody served in between: it is the bot that is too fast, not the chats. Telegram
does not say which."""
TICK = 1e-6  # seconds; below this a wait is a rounding error that no sleep gets rid of
_MANY = 1000  # chats remembered before the idle ones are forgotten


class Window:
    """At most ``count`` events in any ``seconds``."""

    def __init__(self, count: int, seconds: float) -> None:
        self._seconds = seconds
        self._times: deque[float] = deque(maxlen=count)

    def wait(self, now: float) -> float:
        """Return how long until the next event is allowed; 0: now."""
        if len(self._times) < (self._times.maxlen or 0):
            return 0.0
        return max(self._times[0] + self._seconds - now, 0.0)

    def take(self, now: float) -> None:
        self._times.append(now)

    def idle(self, now: float) -> bool:
        return not self._times or self._times[-1] + self._seconds <= now


class Pace:
    """One event every ``seconds``; after a delay of up to ``slack`` the missed ones may follow each other at once."""

    def __init__(self, seconds: float, slack: float) -> None:
        self._seconds, self._slack = seconds, slack
        self._next = float("-inf")

    def wait(self, now: float) -> float:
        """Return how long until the next event is allowed; 0: now."""
        return max(self._next - self._slack - now, 0.0)

    def take(self, now: float) -> None:
        self._next = max(self._next, now) + self._seconds


class Limits:
    """The calls of one bot.

    ``take`` a call when both ``wait_all`` and ``wait_chat`` say 0; tell ``refused`` what a 429 asked for, and
    ``answered`` that Telegram carried a call out or refused it for another reason.
    """

    def __init__(self) -> None:
        self._overall: tuple[Window | Pace, ...] = (Window(*OVERALL), Pace(*PACE))
        self._chats: dict[str, tuple[Window, ...]] = {}
        self._blocked: dict[str, float] = {}
        self._refused_in_a_row: dict[str, float] = {}
        self._all_blocked = 0.0

    def wait_all(self, now: float) -> float:
        """Return the seconds until the bot may call at all."""
        return _noticeable(max(self._all_blocked - now, *(window.wait(now) for window in self._overall)))

    def wait_chat(self, chat: str, now: float) -> float:
        """Return the seconds until a call to this chat is allowed, as far as that depends on the chat."""
        windows = self._chats.get(chat, ())
        return _noticeable(max(self._blocked.get(chat, 0.0) - now, *(window.wait(now) for window in windows), 0.0))

    def blocked(self, now: float) -> float:
        """Return for how many seconds no chat at all may be called, because Telegram said so."""
        return _noticeable(self._all_blocked - now)

    def take(self, chat: str, now: float) -> None:
        """Note a call that goes out now."""
        if len(self._chats) >= _MANY:
            self._chats = {
                known: windows
                for known, windows in self._chats.items()
                if not all(window.idle(now) for window in windows)
            }
        for limit in self._overall:
            limit.take(now)
        for window in self._chats.setdefault(chat, _windows(chat)):
            window.take(now)

    def answered(self) -> None:
        """Note a call that was not refused for being one too many: whoever else is refused is so for his own sake."""
        self._refused_in_a_row.clear()

    def refused(self, chat: str, seconds: float, now: float) -> bool:
        """Note a 429 for this chat; return whether every chat has to wait now."""
        self._blocked = {known: until for known, until in self._blocked.items() if until > now}
        self._blocked[chat] = self._refused_in_a_row[chat] = now + seconds
        held = [until for until in self._refused_in_a_row.values() if until > now]
        if len(held) >= ALL_REFUSED:
            self._all_blocked = max(self._all_blocked, min(held))
        return self._all_blocked > now


def _noticeable(wait: float) -> float:
    return wait if wait > TICK else 0.0


def _windows(chat: str) -> tuple[Window, ...]:
    """Groups and channels have negative ids, or a public name."""
    if chat.lstrip("-").isdecimal() and not chat.startswith("-"):
        return (Window(*PER_CHAT),)
    return (Window(*PER_CHAT), Window(*PER_GROUP))
