"""Are Telegram's limits kept, chat by chat and overall?"""

import random
from collections import deque
from heapq import heappop, heappush

import pytest

from bot.chat.telegram.limits import LEEWAY, Call, Limits, Pace, Window


def wait(limits: Limits, chat: str, now: float) -> float:
    return max(limits.wait_all(now), limits.wait_chat(chat, now))


def sent(limits: Limits, chat: str, count: int, now: float = 0.0) -> list[float]:
    """Send as fast as allowed; return when."""
    times = []
    for _ in range(count):
        now += wait(limits, chat, now)
        limits.take(chat, now)
        times.append(now)
    return times


def sent_and_answered(limits: Limits, count: int, *, trip: float) -> list[float]:
    """Send to as many chats as fast as allowed, each call being answered after ``trip`` seconds; return when."""
    now = 0.0
    times: list[float] = []
    under_way: deque[tuple[float, Call]] = deque()
    while len(times) < count:
        while under_way and under_way[0][0] <= now:
            ends, call = under_way.popleft()
            limits.ended(call, ends)
        if wait := limits.wait_all(now):
            now = min([now + wait, *(ends for ends, _ in under_way)])
            continue
        call = limits.take(str(len(times)), now)
        call.under_way = True
        under_way.append((now + trip, call))
        times.append(now)
    return times


def test_a_private_chat_gets_one_message_a_second() -> None:
    """The first one at once."""
    assert sent(Limits(), "1001", 4) == [0.0, 1.0, 2.0, 3.0]


def test_a_group_gets_twenty_a_minute() -> None:
    """The twenty-first waits for the window to move on."""
    times = sent(Limits(), "-1001", 22)
    assert times[19] == 19.0
    assert times[20:] == [60.0, 61.0]


def test_a_named_channel_counts_as_a_group() -> None:
    """Its id is not known, but it is no private chat."""
    assert sent(Limits(), "@news", 21)[-1] == 60.0


def test_all_chats_together_get_thirty_a_second() -> None:
    """However many chats there are, no second holds more than thirty calls."""
    limits, now, times = Limits(), 0.0, []
    rnd = random.Random(7)
    for _ in range(300):
        chat = str(rnd.randint(1, 90))
        now += wait(limits, chat, now)
        limits.take(chat, now)
        times.append(now)
        now += rnd.random() * 0.01
    assert all(later - earlier >= 1.0 - 1e-9 for earlier, later in zip(times, times[30:], strict=False))


def test_a_refused_chat_waits_and_the_others_do_not() -> None:
    """One chat's 429 is that chat's matter."""
    limits = Limits()
    assert not limits.refused("-5", 30.0, 100.0)
    assert wait(limits, "-5", 110.0) == 20.0
    assert wait(limits, "6", 110.0) == 0.0


def test_when_several_chats_are_refused_at_once_the_whole_bot_waits() -> None:
    """Telegram does not say whom a 429 is about; three chats at once mean the bot."""
    limits = Limits()
    assert [limits.refused(chat, 30.0, 0.0) for chat in ("1", "2", "3")] == [False, False, True]
    assert wait(limits, "4", 10.0) == 20.0
    assert wait(limits, "4", 31.0) == 0.0


def test_chats_that_are_refused_while_others_are_served_do_not_stop_the_bot() -> None:
    """Three chats may each have to wait an hour; that is no reason to keep the news from thousands."""
    limits = Limits()
    for chat in ("1", "2", "3", "4"):
        assert not limits.refused(chat, 3600.0, 0.0)
        limits.answered()
    assert wait(limits, "5", 1.0) == 0.0


def test_the_bot_waits_no_longer_than_the_shortest_refusal_says() -> None:
    """Then one call shows whether it still holds."""
    limits = Limits()
    for chat, seconds in (("1", 3600.0), ("2", 5.0), ("3", 7.0)):
        limits.refused(chat, seconds, 0.0)
    assert limits.wait_all(1.0) == 4.0
    assert limits.wait_all(6.0) == 0.0


def test_refusals_one_after_the_other_do_not_add_up() -> None:
    """Only those that still hold count."""
    limits = Limits()
    assert not any(limits.refused(str(n), 5.0, n * 10.0) for n in range(5))


def test_idle_chats_are_forgotten() -> None:
    """Memory does not grow with every chat ever written to."""
    limits = Limits()
    for n in range(2500):
        limits.take(str(n), float(n))
    assert len(limits._chats) <= 1001


def test_a_window_is_idle_when_its_time_has_passed() -> None:
    """Then forgetting it changes nothing."""
    window = Window(2, 10.0)
    window.take(0.0)
    assert not window.idle(9.0)
    assert window.idle(10.0)


def test_calls_are_spread_over_the_second() -> None:
    """After a delay a few follow at once, so that nothing of the limit is lost; a second's worth never does."""
    pace, now, times = Pace(0.1, 0.25), 0.0, []
    for number in range(30):
        now += pace.wait(now) + (0.2 if number == 20 else 0.0)
        pace.take(now)
        times.append(round(now, 6))
    assert times[:5] == [0.0, 0.0, 0.0, 0.05, 0.15]
    assert times[-1] == pytest.approx(29 * 0.1 - 0.25)
    assert times[20:24] == [1.95, 1.95, 1.95, 2.05]


def test_a_call_counts_from_when_it_can_have_come() -> None:
    """One that was held up for two seconds on its way may have come at their end: so thirty more would be too many."""
    limits = Limits()
    held_up = limits.take("0", 0.0)
    held_up.under_way = True
    limits.ended(held_up, 2.0)
    times = [sent(limits, str(chat), 1, 2.0)[0] for chat in range(1, 31)]
    assert times[28] < 2.8
    assert times[29] == pytest.approx(3.0 - LEEWAY)


def test_no_second_holds_too_many_however_late_calls_come() -> None:
    """A quarter of a second may be missing: of that we know nothing."""
    limits, draw, now = Limits(), random.Random(5), 0.0
    under_way: list[tuple[float, int, Call]] = []
    came: list[float] = []
    for chat in range(2000):
        while True:
            while under_way and under_way[0][0] <= now:
                ends, _, call = heappop(under_way)
                limits.ended(call, ends)
            if (wait := limits.wait_all(now)) == 0:
                break
            now = min([now + wait, *(ends for ends, _, _ in under_way[:1])])
        call = limits.take(str(chat), now)
        call.under_way = True
        on_its_way = draw.choice([0.01] * 20 + [0.3, 1.5])
        came.append(now + on_its_way)
        heappush(under_way, (now + on_its_way + 0.02, chat, call))
    came.sort()
    assert min(later - earlier for earlier, later in zip(came, came[30:], strict=False)) >= 0.75


def test_one_call_without_an_answer_takes_one_place() -> None:
    """The others go on as if the limit were one less."""
    limits = Limits()
    limits.take("0", 0.0).under_way = True
    assert sent_and_answered(limits, 1000, trip=0.05)[-1] == pytest.approx(1000 / 29, rel=0.01)


def test_answers_that_always_take_long_slow_nothing_down() -> None:
    """It is the platform that is slow, and not what comes to it."""
    assert sent_and_answered(Limits(), 1000, trip=0.6)[-1] == pytest.approx(1000 / 30, rel=0.01)
