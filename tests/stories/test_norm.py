"""Is what is called usual really so, and is nothing said where too little is known?"""

from datetime import UTC, datetime, timedelta

from bot.stories.statistics.norm import is_more, usual, windows

NOW = datetime(2031, 5, 7, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def test_windows_reach_back_four_weeks_or_to_our_beginning() -> None:
    """Each time falls into one window; what is older, or later, into none."""
    times = [NOW, NOW - timedelta(hours=23), NOW - timedelta(hours=25), NOW - 9 * DAY, NOW - 40 * DAY, NOW + DAY]
    counts = windows(times, until=NOW, length=DAY, begun=NOW - 10 * DAY)
    assert counts == [2, 1, 0, 0, 0, 0, 0, 0, 0, 1]
    assert len(windows(times, until=NOW, length=DAY, begun=NOW - 99 * DAY) or ()) == 28
    assert len(windows(times, until=NOW, length=7 * DAY, begun=NOW - 99 * DAY) or ()) == 4


def test_a_short_past_knows_nothing() -> None:
    """In its first week a bot calls nothing usual; nor can a month be compared with three weeks."""
    assert windows([], until=NOW, length=DAY, begun=NOW - 6 * DAY) is None
    assert windows([], until=NOW, length=30 * DAY, begun=NOW - 21 * DAY) is None
    assert usual(None) is None


def test_one_wild_day_does_not_change_what_is_usual() -> None:
    """The median is not moved by it."""
    assert usual([11, 10, 12, 90]) == 12
    assert usual([0, 0, 1]) == 0


def test_more_than_usual_is_more_than_chance() -> None:
    """Two are chance, a little more than the mean is too; twice the usual of a frequent name is not."""
    assert not is_more(2, [0] * 28)
    assert is_more(3, [0] * 28)
    assert not is_more(30, [24] * 28)
    assert is_more(58, [24] * 28)
