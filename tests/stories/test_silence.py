"""Which feeds are called quiet, and which are just slow?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.model import Cursor, Feed
from bot.stories.statistics.silence import Pace, quiet_feeds

NOW = datetime(2031, 5, 7, 8, 0, tzinfo=UTC)


def _pace(last_days: float, *, entries: int = 100, first_days: float = 28) -> Pace:
    return Pace(entries=entries, first=NOW - timedelta(days=first_days), last=NOW - timedelta(days=last_days))


def test_silence_is_measured_by_a_feeds_own_pace(feeds: dict[str, Feed]) -> None:
    """Three days are much for an agency, nothing for an office that writes weekly; a night is nothing for anybody."""
    paces = {
        "alpha": _pace(3),
        "beta": _pace(3, entries=5),
        "gamma": _pace(0.5),
        "delta": _pace(20, entries=4),
    }
    (quiet,) = quiet_feeds(feeds, {}, paces, now=NOW)
    assert (quiet.name, quiet.failing, quiet.since) == ("Alpha", False, NOW - timedelta(days=3))
    assert quiet.usual == timedelta(days=25) / 99


def test_what_fails_for_long_comes_first(feeds: dict[str, Feed]) -> None:
    """A failing feed is told as failing, not as silent; a short failure is not told."""
    failing = Cursor(feed_id="beta", due=NOW, failures=9, failing_since=NOW - timedelta(hours=7))
    short = replace(failing, feed_id="gamma", failing_since=NOW - timedelta(hours=1))
    paces = {"alpha": _pace(3), "beta": _pace(3)}
    found = quiet_feeds(feeds, {"beta": failing, "gamma": short}, paces, now=NOW)
    assert [(each.name, each.failing) for each in found] == [("Beta", True), ("Alpha", False)]
