"""Whose call goes out next? First come first served, but no story's large audience holds up another story's readers.

Pure: times are seconds of a monotonic clock and always arguments.
"""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count
from typing import NamedTuple

from bot.chat.telegram.limits import PACE, TICK, Limits, Window

PATIENCE = 10.0
"""Seconds that a call waits for its turn. A longer one is for the keeper of the message, not for a sleeping call."""
ANSWERS = (10, 1.0)
"""Calls in seconds for which answers to people go first; what is beyond that takes turns with the news."""
_PACE = PACE[0]  # seconds from one call to the next when many wait
_OF_PEOPLE: Hashable = None  # the lane of answers


@dataclass(slots=True, kw_only=True, eq=False)
class Ticket:
    """A call that waits, at most ``until``.

    ``lane`` is what it is about; None for an answer to a person. ``left``: nobody wants it any more.
    """

    chat: str
    lane: Hashable
    until: float
    number: int
    left: bool = False


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
        self._answers_first = Window(*ANSWERS)
        self._promised = 0.0

    def join(self, chat: str, lane: Hashable, now: float) -> Ticket | float:
        """Return a ticket, or the seconds after which to come again where the wait would be too long.

        Those sent away are told different times: each one finds its turn then, instead of all of them finding a crowd.
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
            ticket = self._next(now)
            wait = self._limits.wait_chat(ticket.chat, now)
            if ticket.left:
                continue
            if wait == 0:
                self._limits.take(ticket.chat, now)
                if ticket.lane is _OF_PEOPLE:
                    self._answers_first.take(now)
                served.go.append(ticket)
            elif now + wait > ticket.until:
                served.refused.append((ticket, wait))
            else:
                heappush(self._resting, (now + wait, ticket.number, ticket))
        return served._replace(wait=self._next_look(now))

    def _enter(self, ticket: Ticket) -> None:
        heappush(self._lanes.setdefault(ticket.lane, []), (ticket.number, ticket))

    def _next(self, now: float) -> Ticket:
        """Take the oldest of a lane; the lane then stands behind the others."""
        first = _OF_PEOPLE in self._lanes and self._answers_first.wait(now) == 0
        lane = _OF_PEOPLE if first else next(iter(self._lanes))
        waiting = self._lanes.pop(lane)
        ticket = heappop(waiting)[1]
        if waiting:
            self._lanes[lane] = waiting
        return ticket

    def _ahead(self, lane: Hashable) -> int:
        """Return how many calls go out before a new one of this lane, if nobody else comes."""
        mine = len(self._lanes.get(lane, ()))
        return sum(min(len(waiting), mine + 1) for key, waiting in self._lanes.items() if key != lane) + mine

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
