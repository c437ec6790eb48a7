"""Is a wrong clock noticed, and a right one not?"""

from datetime import timedelta

import pytest

from bot.model import Cursor
from bot.ops.checks import RELEASED, Level, check_clock, check_pace
from tests.feeds.conftest import a_feed
from tests.samples import NOW

MINUTE = timedelta(minutes=1)


def test_a_clock_from_before_the_program_is_wrong() -> None:
    """A board without a battery starts in 1970."""
    finding = check_clock(RELEASED - timedelta(days=1), polled=None, others=[])
    assert finding.level is Level.ERROR
    assert "before this program was made" in finding.text


def test_a_clock_from_before_the_last_poll_is_wrong() -> None:
    """It was right once, and was set back."""
    finding = check_clock(NOW, polled=NOW + timedelta(hours=1), others=[])
    assert finding.level is Level.ERROR
    assert "before the last poll in the database" in finding.text


@pytest.mark.parametrize(("off", "words"), [(5 * MINUTE, "300 s ahead of"), (-5 * MINUTE, "300 s behind")])
def test_a_clock_that_no_platform_shares_is_wrong(off: timedelta, words: str) -> None:
    """The platform that differs most decides, and the side is named."""
    finding = check_clock(NOW + off, polled=None, others=[NOW + off, NOW])
    assert finding.level is Level.ERROR
    assert words in finding.text
    assert finding.facts["off_seconds"] == off.total_seconds()


@pytest.mark.parametrize("off", [timedelta(0), MINUTE / 2, -MINUTE / 2])
def test_some_seconds_are_fine(off: timedelta) -> None:
    """Asking takes time, and the Date header has whole seconds."""
    finding = check_clock(NOW + off, polled=NOW - MINUTE, others=[NOW])
    assert finding.level is Level.FINE


def test_without_other_clocks_it_does_not_claim_to_know() -> None:
    """No platform was asked, so none agrees."""
    finding = check_clock(NOW, polled=None, others=[])
    assert (finding.level, finding.facts["off_seconds"]) == (Level.FINE, None)
    assert "platforms" not in finding.text


@pytest.mark.parametrize(
    ("due", "polled", "level"),
    [(-60, 1, Level.WARNING), (-1, 1, Level.FINE), (-60, 3, None)],
)
def test_a_service_whose_looks_fall_behind_is_warned_of(due: int, polled: int, level: Level | None) -> None:
    """As long as one runs: while none does, every feed is late."""
    feeds = [a_feed(id=str(number)) for number in range(4)]
    cursors = {each.id: Cursor(feed_id=each.id, due=NOW + due * MINUTE, polled=NOW - 70 * MINUTE) for each in feeds}
    cursors["0"] = Cursor(feed_id="0", due=NOW + 9 * MINUTE, polled=NOW - polled * MINUTE)
    found = check_pace(feeds, cursors, NOW)
    assert (found and found.level) == level
