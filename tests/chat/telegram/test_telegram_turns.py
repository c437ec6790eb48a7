"""Who goes next at Telegram's limits? In order, nobody forgotten, no story in the way of another."""

from collections.abc import Hashable
from heapq import heappop, heappush

import pytest

from bot.chat.telegram.limits import Limits, Ticket, Turns

A, B = ("8f3k", 1), ("2kd9", 1)


class Line:
    """Turns whose clock moves on as they ask for it."""

    def __init__(self) -> None:
        self.limits = Limits()
        self.turns = Turns(self.limits)
        self.now = 100.0
        self.gone: list[tuple[float, Ticket]] = []
        self.refused: list[tuple[str, float]] = []
        self.looks = 0

    def join(self, chats: range, lane: Hashable) -> list[Ticket | float]:
        return [self.turns.join(str(chat), lane, self.now) for chat in chats]

    def run(self, seconds: float = 1000.0) -> None:
        """Serve as the turns ask for it, until nobody waits or the time is over."""
        end = self.now + seconds
        while True:
            self.looks += 1
            served = self.turns.serve(self.now)
            self.gone += [(self.now, ticket) for ticket in served.go]
            self.refused += [(ticket.chat, wait) for ticket, wait in served.refused]
            if served.wait is None or self.now + served.wait > end:
                self.now = end
                return
            assert served.wait > 0
            self.now += served.wait

    def times(self, lane: Hashable) -> list[float]:
        return [when - 100.0 for when, ticket in self.gone if ticket.lane == lane]


def test_who_came_first_goes_first() -> None:
    """Within a story."""
    line = Line()
    line.join(range(1, 200), A)
    line.run()
    assert [int(ticket.chat) for _, ticket in line.gone] == list(range(1, 200))


def test_another_story_does_not_wait_for_a_large_audience() -> None:
    """From then on the two take turns, and the first one goes on."""
    line = Line()
    line.join(range(1, 290), A)
    line.run(2.0)
    line.join(range(1001, 1011), B)
    line.run()
    assert len(line.times(B)) == 10
    assert line.times(B)[-1] - 2.0 <= 1.0
    assert len(line.times(A)) == 289


def test_answers_and_news_take_turns() -> None:
    """However many ask and however many stories there are: each gets every second call while the other waits."""
    line = Line()
    line.join(range(1, 120), A)
    line.join(range(2001, 2120), B)
    line.join(range(1001, 1101), None)
    line.run(3.0)
    answered, told = line.times(None), line.times(A) + line.times(B)
    assert answered[0] == 0.0
    assert abs(len(answered) - len(told)) <= 1
    assert len(answered) + len(told) <= 30 * 3 + 9, "thirty a second, and what may be caught up"


def test_what_waits_knows_how_long() -> None:
    """A call that would wait too long behind both kinds is told so when it comes, not ten seconds later."""
    line = Line()
    answers = line.join(range(1, 160), None)
    news = line.join(range(1001, 1200), A)
    assert all(isinstance(each, Ticket) for each in answers)
    assert [isinstance(each, Ticket) for each in news].index(False) in range(140, 160)
    assert line.refused == []
    line.run()
    assert all(when <= ticket.until + 0.5 for when, ticket in line.gone)


def test_a_chat_that_must_rest_holds_up_nobody() -> None:
    """It goes as soon as it may, before those who came after it."""
    line = Line()
    line.limits.take("1", line.now)
    line.join(range(1, 40), A)
    line.run()
    assert (len(line.gone), line.gone[0][1].chat) == (39, "2")
    assert next(when for when, ticket in line.gone if ticket.chat == "1") == 101.0


def test_ten_thousand_at_once_are_told_when_to_come_and_then_served() -> None:
    """No crowd comes back together, nobody is forgotten, and the limit is used to the full."""
    line = Line()
    coming = [(line.now, chat) for chat in range(1, 10_001)]
    sent_away = 0
    while coming:
        when, chat = heappop(coming)
        if when > line.now:
            line.run(when - line.now)
        answer = line.turns.join(str(chat), A, line.now)
        if isinstance(answer, float):
            sent_away += 1
            heappush(coming, (line.now + answer, chat))
    line.run()
    assert len(line.gone) == 10_000
    assert line.gone[-1][0] - 100.0 <= 333 * 1.01
    times = [when for when, _ in line.gone]
    assert all(later - earlier >= 10.0 - 1e-6 for earlier, later in zip(times, times[300:], strict=False))
    assert sent_away <= 10_000
    assert line.looks <= 25_000


def test_when_the_bot_is_told_to_wait_those_who_wait_are_sent_away() -> None:
    """At once, with the time that Telegram named, instead of one after the other."""
    line = Line()
    line.join(range(1, 100), A)
    for chat in ("x", "y", "z"):
        line.limits.refused(chat, 60.0, line.now)
    line.run(1.0)
    assert line.gone == []
    assert len(line.refused) == 99
    assert {wait for _, wait in line.refused} == {60.0}
    assert line.turns.join("5", B, line.now) == 59.0


def test_a_short_wait_of_the_bot_is_waited_for() -> None:
    """Nobody is sent away for three seconds."""
    line = Line()
    line.join(range(1, 10), A)
    for chat in ("x", "y", "z"):
        line.limits.refused(chat, 3.0, line.now)
    line.run()
    assert (len(line.gone), line.gone[0][0], line.refused) == (9, 103.0, [])


def test_a_chat_refused_while_it_waits_is_sent_away_alone() -> None:
    """Its 429 is not the matter of the others."""
    line = Line()
    line.join(range(1, 10), A)
    line.limits.refused("5", 60.0, line.now)
    line.run()
    ((chat, wait),) = line.refused
    assert chat == "5"
    assert wait == pytest.approx(60.0, abs=0.5)
    assert len(line.gone) == 8


def test_who_has_left_takes_nobodys_turn() -> None:
    """A call that was given up does not count against the limits."""
    line = Line()
    tickets = line.join(range(1, 41), A)
    for ticket in tickets[:30]:
        assert isinstance(ticket, Ticket)
        ticket.left = True
    line.run(0.5)
    assert [ticket.chat for _, ticket in line.gone] == [str(chat) for chat in range(31, 41)]
