"""Does a spike ring, and does everything else not?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from bot.model import Reason, Send
from bot.stories.statistics.spike import HOURS, LEAST, notices, spike
from tests.samples import a_story, a_subscription

NOW = datetime(2031, 5, 7, 8, 0, tzinfo=UTC)
BEGUN = NOW - timedelta(days=60)
DAY = timedelta(days=1)


def _past(per_window: int, *, days: int = 28) -> list[datetime]:
    return [NOW - day * DAY - timedelta(minutes=number) for day in range(1, days + 1) for number in range(per_window)]


def test_much_more_than_usual_is_a_spike_with_its_numbers() -> None:
    """Twelve where three are usual; the notice says both, and what had to be exceeded."""
    found = spike(12, _past(3), begun=BEGUN, now=NOW)
    assert found is not None
    assert (found.count, found.usual, found.bound, found.since) == (12, 3, 8.0, NOW - HOURS)
    assert found.sentence == "12 new stories in 3 hours; usual at this time of day: 3"
    assert spike(8, _past(3), begun=BEGUN, now=NOW) is None


def test_the_same_count_may_be_usual_at_this_time_of_day() -> None:
    """Twelve each morning are no spike in the morning, but in the night."""
    assert spike(12, _past(12), begun=BEGUN, now=NOW) is None
    assert spike(12, _past(12), begun=BEGUN, now=NOW + timedelta(hours=12)) is not None


def test_earlier_spikes_do_not_hide_a_new_one() -> None:
    """A week of war among four weeks moves the median little."""
    wild = [NOW - day * DAY - timedelta(minutes=number) for day in range(1, 8) for number in range(40)]
    assert spike(12, _past(3) + wild, begun=BEGUN, now=NOW) is not None


@pytest.mark.parametrize(("count", "days"), [(LEAST - 1, 60), (50, 7)])
def test_few_stories_and_a_short_past_are_silent(count: int, days: int) -> None:
    """Five are no spike in the deepest silence; in the first week nobody knows what is usual."""
    assert spike(count, [], begun=NOW - days * DAY, now=NOW) is None


@pytest.mark.parametrize("mean", [0.5, 2.0, 5.0])
def test_chance_rings_seldom(mean: float) -> None:
    """Of a thousand ordinary windows, next to none is called a spike."""
    random = Random(7)

    def ordinary() -> int:
        return sum(random.random() < mean / 100 for _ in range(100))

    rings = 0
    for _ in range(1000):
        past = [NOW - day * DAY - timedelta(minutes=number) for day in range(1, 29) for number in range(ordinary())]
        rings += spike(ordinary(), past, begun=BEGUN, now=NOW) is not None
    assert rings <= 5


def test_who_asked_for_the_whole_topic_is_told() -> None:
    """Not muted chats, those with digests only, or those that asked for their own words."""
    found = spike(12, _past(3), begun=BEGUN, now=NOW)
    assert found is not None
    channels = [
        a_subscription(channel_id=1),
        a_subscription(channel_id=2, send=Send.DIGEST),
        a_subscription(channel_id=3, muted_until=NOW + DAY),
        a_subscription(channel_id=4, include=("potash",)),
        a_subscription(channel_id=5, paused="blocked"),
        a_subscription(channel_id=6, muted_until=NOW, send=Send.IMPORTANT),
    ]
    stories = [a_story(number, sources=number) for number in (1, 4, 2, 3)]
    alerts = notices(found, stories, channels, now=NOW)
    assert [(each.channel_id, each.reason) for each in alerts] == [(1, Reason.SPIKE), (6, Reason.SPIKE)]
    assert alerts[0].stories == tuple(stories[place].id for place in (1, 3, 2))
    assert replace(alerts[0], id="", channel_id=6) == replace(alerts[1], id="")
