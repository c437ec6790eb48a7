"""When may the next call to a chat go out? Telegram's limits as windows over the times of earlier calls.

Pure: times are seconds of a monotonic clock and always arguments.
"""

from collections import OrderedDict, deque
from collections.abc import Hashable
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count
from typing import NamedTuple

OVERALL = (30, 1.0)
PACE = (1.005 * OVERALL[1] / OVERALL[0], 0.3)
"""Seconds from one call to the next, and how far they may be behind that to catch up. Half a per cent is left unused:
the machine's clock and Telegram's differ. More than the limit never goes out in a second, even when we catch up, and
ten seconds never see more than ten times the limit, whatever calls meet on their way."""
PER_CHAT = (1, 1.0)
PER_GROUP = (20, 60.0)
"""Calls in seconds: Telegram's FAQ for bots ("My bot is hitting limits")."""
ALL_REFUSED = 3
"""This many chats told to wait and nobody served in between: it is the bot that is too fast, not the chats. Telegram
does not say which."""
LEEWAY = 0.2
"""Seconds by which an answer may come later than the quickest of those before it without anything being made of it. One
that is later still may be that of a call which came late, and Telegram counts from when a call comes."""
TICK = 1e-6  # seconds; below this a wait is a rounding error that no sleep gets rid of
_TRIPS = OVERALL[0]  # answers of which the quickest says how long one takes now
_MANY = 1000  # chats remembered before the idle ones are forgotten


@dataclass(slots=True, eq=False)
class Call:
    """A call that was let out; ``at`` is the latest time when it came, as far as we know.

    ``under_way``: it has no answer yet, so it may be that it comes only now.
    """

    at: float
    under_way: bool = False


class Window:
    """At most ``count`` calls in any ``seconds``, wherever they are held up on their way."""

    def __init__(self, count: int, seconds: float) -> None:
        self._count, self._seconds = count, seconds
        self._calls: deque[Call] = deque()

    def wait(self, now: float) -> float:
        """Return how long until the next call is allowed, if none under way is answered before that; 0: now."""
        while self._calls and not self._counts(self._calls[0], now):
            self._calls.popleft()
        if len(self._calls) < self._count:
            return 0.0
        ends = sorted(
            (now if each.under_way else each.at) + self._seconds for each in self._calls if self._counts(each, now)
        )
        return ends[-self._count] - now if len(ends) >= self._count else 0.0

    def take(self, now: float, call: Call | None = None) -> None:
        """Note a call; ``call`` where it may turn out to have come later."""
        self._calls.append(call or Call(now))

    def idle(self, now: float) -> bool:
        return not any(self._counts(each, now) for each in self._calls)

    def _counts(self, call: Call, now: float) -> bool:
        return call.under_way or call.at + self._seconds > now


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

    ``take`` a call when both ``wait_all`` and ``wait_chat`` say 0, and say when it ``ended``; tell ``refused`` what a
    429 asked for, and ``answered`` that Telegram carried a call out or refused it for another reason.
    """

    def __init__(self) -> None:
        self._windows = (Window(*OVERALL), Window(10 * OVERALL[0], 10 * OVERALL[1]))
        self._pace = Pace(*PACE)
        self._trips = deque([0.0] * _TRIPS, maxlen=_TRIPS)  # seconds from when calls were let out to their answers
        self._chats: dict[str, tuple[Window, ...]] = {}
        self._blocked: dict[str, float] = {}
        self._refused_in_a_row: dict[str, float] = {}
        self._all_blocked = 0.0

    def wait_all(self, now: float) -> float:
        """Return the seconds until the bot may call at all."""
        return _noticeable(max(self._all_blocked - now, *(each.wait(now) for each in (self._pace, *self._windows))))

    def wait_chat(self, chat: str, now: float) -> float:
        """Return the seconds until a call to this chat is allowed, as far as that depends on the chat."""
        windows = self._chats.get(chat, ())
        return _noticeable(max(self._blocked.get(chat, 0.0) - now, *(window.wait(now) for window in windows), 0.0))

    def blocked(self, now: float) -> float:
        """Return for how many seconds no chat at all may be called, because Telegram said so."""
        return _noticeable(self._all_blocked - now)

    def take(self, chat: str, now: float) -> Call:
        """Note a call that goes out now. Whoever waits for its answer marks it as under way."""
        if len(self._chats) >= _MANY:
            self._chats = {
                known: windows
                for known, windows in self._chats.items()
                if not all(window.idle(now) for window in windows)
            }
        call = Call(now)
        self._pace.take(now)
        for window in (*self._windows, *self._chats.setdefault(chat, _windows(chat))):
            window.take(now, call)
        return call

    def ended(self, call: Call, now: float) -> bool:
        """Note that a call under way was answered, or given up; return whether others may have waited for that."""
        trip = now - call.at
        self._trips.append(trip)
        call.at = max(call.at, now - min(self._trips) - LEEWAY)
        call.under_way = False
        return trip > LEEWAY

    def answered(self) -> None:
        """Note a call that was not refused for being one too many: any other refusal concerns that chat alone."""
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


PATIENCE = 10.0
"""Seconds that a call waits for its turn. A longer one is for the keeper of the message, not for a sleeping call."""
_PACE = PACE[0]  # seconds from one call to the next when many wait
_OF_PEOPLE: Hashable = None  # the lane of answers


@dataclass(slots=True, kw_only=True, eq=False)
class Ticket:
    """A call that waits, at most ``until``.

    ``lane`` is what it is about; None for an answer to a person. ``left``: nobody wants it any more. ``call`` is what
    came of it.
    """

    chat: str
    lane: Hashable
    until: float
    number: int
    left: bool = False
    call: Call | None = None


class Served(NamedTuple):
    """``go``: these may call now. ``refused``: theirs would be too long a wait, with its seconds.

    ``wait``: seconds until it is worth looking again, None where nobody waits.
    """

    go: list[Ticket]
    refused: list[tuple[Ticket, float]]
    wait: float | None


class Turns:
    """The calls that wait for Telegram's limits, in lanes that take turns."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._numbers = count()
        self._lanes: OrderedDict[Hashable, list[tuple[int, Ticket]]] = OrderedDict()
        self._resting: list[tuple[float, int, Ticket]] = []  # their chats' own limits hold these until then
        self._answered = False  # the last call; then it is the news' turn
        self._promised = 0.0

    def join(self, chat: str, lane: Hashable, now: float) -> Ticket | float:
        """Return a ticket, or the seconds after which to come again where the wait would be too long.

        Those sent away are told different times: each one then finds its turn, instead of all of them a crowd.
        """
        own = max(self._limits.blocked(now), self._limits.wait_chat(chat, now))
        if own > PATIENCE:
            return own
        ahead = self._ahead(lane)
        if ahead * _PACE > PATIENCE:
            self._promised = max(self._promised, now + PATIENCE) + _PACE
            return self._promised - now
        ticket = Ticket(chat=chat, lane=lane, until=now + PATIENCE, number=next(self._numbers))
        self._enter(ticket)
        return ticket

    def serve(self, now: float) -> Served:
        """Say who may call now; what may go is counted as gone."""
        served = Served([], [], None)
        while self._resting and self._resting[0][0] <= now + TICK:
            self._enter(heappop(self._resting)[2])
        if self._limits.blocked(now) > 0:
            return served._replace(refused=self._impatient(now), wait=self._next_look(now))
        while self._lanes and self._limits.wait_all(now) == 0:
            ticket = self._next()
            wait = self._limits.wait_chat(ticket.chat, now)
            if ticket.left:
                continue
            if wait == 0:
                ticket.call = self._limits.take(ticket.chat, now)
                served.go.append(ticket)
            elif now + wait > ticket.until:
                served.refused.append((ticket, wait))
            else:
                heappush(self._resting, (now + wait, ticket.number, ticket))
        return served._replace(wait=self._next_look(now))

    def _enter(self, ticket: Ticket) -> None:
        heappush(self._lanes.setdefault(ticket.lane, []), (ticket.number, ticket))

    def _next(self) -> Ticket:
        """Take the oldest of a lane; the lane then stands behind the others. Answers and news take turns."""
        news = next((lane for lane in self._lanes if lane is not _OF_PEOPLE), _OF_PEOPLE)
        lane = news if self._answered or _OF_PEOPLE not in self._lanes else _OF_PEOPLE
        self._answered = lane is _OF_PEOPLE
        waiting = self._lanes.pop(lane)
        ticket = heappop(waiting)[1]
        if waiting:
            self._lanes[lane] = waiting
        return ticket

    def _ahead(self, lane: Hashable) -> int:
        """Return how many calls go out before a new one of this lane, if nobody else comes."""
        mine = len(self._lanes.get(lane, ()))
        answers = len(self._lanes.get(_OF_PEOPLE, ()))
        news = {key: len(waiting) for key, waiting in self._lanes.items() if key is not _OF_PEOPLE}
        if lane is _OF_PEOPLE:
            return mine + min(sum(news.values()), mine + 1)
        mine += sum(min(waiting, mine + 1) for key, waiting in news.items() if key != lane)
        return mine + min(answers, mine + 1)

    def _impatient(self, now: float) -> list[tuple[Ticket, float]]:
        """Take out whoever would wait too long for Telegram to speak to us again."""
        blocked = self._limits.blocked(now)
        everybody = [ticket for waiting in self._lanes.values() for _, ticket in waiting]
        refused = [(ticket, blocked) for ticket in everybody if now + blocked > ticket.until]
        if refused:
            gone = {ticket.number for ticket, _ in refused}
            self._lanes.clear()
            for ticket in everybody:
                if ticket.number not in gone:
                    self._enter(ticket)
        return refused

    def _next_look(self, now: float) -> float | None:
        if self._lanes:
            return self._limits.wait_all(now)
        return self._resting[0][0] - now if self._resting else None
