"""Is a topic's development counted as a reader of its chart would count it?"""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from math import inf

from bot.model import Ownership
from bot.stories.statistics.trend import Trend, last_days, span_times, trend

NOW = datetime(2026, 9, 21, 14, 13, tzinfo=UTC)
WARSAW = "Europe/Warsaw"


def seen(
    days: int = 14,
    opened: tuple[tuple[datetime, Ownership], ...] = (),
    *,
    before: int = 0,
    names: dict[str, int] | None = None,
    names_before: dict[str, int] | None = None,
    watched: int = 400,
) -> Trend:
    return trend(
        last_days(days, WARSAW, NOW),
        WARSAW,
        opened,
        before=before,
        names=names or {},
        names_before=names_before or {},
        begun=NOW - timedelta(days=watched),
    )


def test_days_begin_at_midnight_of_the_chats_zone() -> None:
    """What happened at 00:30 in Warsaw was yesterday in Greenwich, and today here."""
    at = datetime(2026, 9, 20, 22, 30, tzinfo=UTC)
    spans = seen(7, ((at, Ownership.STATE),)).spans
    assert [span.first for span in spans if span.counts == (1,)] == [date(2026, 9, 21)]


def test_a_period_ends_today_and_has_as_many_days_as_asked() -> None:
    """Seven days are today and the six before it."""
    spans = seen(7).spans
    assert (len(spans), spans[0].first, spans[-1].first) == (7, date(2026, 9, 15), date(2026, 9, 21))


def test_long_periods_are_told_by_week_and_lose_no_day() -> None:
    """A phone has no room for 180 bars; whole weeks end today, what is left over comes first."""
    spans = seen(180).spans
    assert sum(span.days for span in spans) == 180
    assert {span.days for span in spans[1:]} == {7}
    assert spans[0].days == 180 % 7
    assert all(a.first + timedelta(days=a.days) == b.first for a, b in pairwise(spans))


def test_a_week_in_which_the_clock_is_changed_has_all_its_hours() -> None:
    """The bar of a day that has 25 hours takes the stories of all of them."""
    asked = last_days(7, WARSAW, datetime(2026, 10, 27, 12, tzinfo=UTC))
    changed = next(
        span
        for span in trend(asked, WARSAW, (), before=0, names={}, names_before={}, begun=None).spans
        if span.first == date(2026, 10, 25)
    )
    start, end = span_times(changed, WARSAW)
    assert end.astimezone(UTC) - start.astimezone(UTC) == timedelta(hours=25)


def test_only_owners_that_reported_have_a_place() -> None:
    """A legend of five with three that never come is noise."""
    opened = ((NOW, Ownership.INDEPENDENT), (NOW, Ownership.STATE), (NOW - timedelta(days=1), Ownership.STATE))
    found = seen(7, opened)
    assert found.owners == (Ownership.STATE, Ownership.INDEPENDENT)
    assert [span.counts for span in found.spans[-2:]] == [(1, 0), (1, 1)]
    assert (found.peak, found.total, found.state_share) == (6, 3, 2 / 3)


def test_no_change_is_told_where_we_did_not_watch_long_enough() -> None:
    """Twice as many as in a week that we slept through is no news."""
    opened = tuple((NOW, Ownership.STATE) for _ in range(10))
    assert seen(7, opened, before=5).change == 1.0
    assert seen(7, opened, before=5, watched=10).change is None
    assert seen(7, opened, before=2).change is None


def test_names_come_with_their_change_most_frequent_first() -> None:
    """A name that was not there before is new, not infinitely more."""
    found = seen(7, before=9, names={"b": 3, "a": 3, "c": 6}, names_before={"c": 3, "a": 4})
    assert found.tops == (("c", 6, 1.0), ("a", 3, -0.25), ("b", 3, inf))
    assert seen(7, names={"a": 3}).tops == (("a", 3, None),)


def test_a_topic_without_stories_has_no_peak() -> None:
    """Nothing is the highest of nothing."""
    found = seen(7)
    assert (found.total, found.peak, found.state_share, found.owners) == (0, None, None, ())
