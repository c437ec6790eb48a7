"""Do we look often enough for the reader and seldom enough for the server?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import FetchError, ParseError
from bot.feeds.cadence import FLOOR, after_failure, after_success, behind, next_due
from bot.feeds.formats.hints import Hints, Parsed, from_text, read_hints, to_text
from bot.model import Cursor, Fetched
from tests.feeds.conftest import NOW, a_cursor, a_feed

NONE = Hints()
KNOWN = replace(a_cursor(), etag='"a"', body_hash="x", answered="y")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def wait(
    *, every: int = 10, cursor: Cursor = KNOWN, fresh: float | None = None, hints: Hints = NONE, feed: str = "nn"
) -> timedelta:
    return next_due(a_feed(every=every, id=feed), cursor, fresh, hints, NOW) - NOW


def between(low: timedelta, value: timedelta) -> bool:
    """Tell whether a wait is as long as it must be, and at most its jitter longer."""
    return low <= value <= low * 1.1


def test_the_configured_pace_is_kept() -> None:
    """``every`` is what the reader was promised; two minutes is the floor."""
    assert between(10 * MINUTE, wait(every=10))
    assert between(2 * MINUTE, wait(every=1))
    assert between(DAY, wait(every=24 * 60))


def test_a_server_without_validators_is_asked_at_most_each_quarter_hour() -> None:
    """Where every poll costs a whole transfer, ``every`` holds only from 15 minutes up."""
    primed = replace(a_cursor(), primed=True)
    assert between(15 * MINUTE, wait(every=5, cursor=primed))
    assert between(40 * MINUTE, wait(every=40, cursor=primed))


def test_the_second_look_is_made_at_the_configured_pace() -> None:
    """Whoever has just set us up waits for the first alert; that is one transfer more in the life of a feed."""
    assert between(5 * MINUTE, wait(every=5, cursor=a_cursor()))
    assert between(2 * MINUTE, wait(every=1, cursor=a_cursor()))


@pytest.mark.parametrize(
    ("fresh", "expected"),
    [
        (60, 10 * MINUTE),
        (1800, 30 * MINUTE),
        (3600, HOUR),
        (7200, HOUR),
        (3.15e8, HOUR),
        (-5, 10 * MINUTE),
        (None, 10 * MINUTE),
    ],
)
def test_what_may_be_kept_is_not_asked_for_again(fresh: float | None, expected: timedelta) -> None:
    """Max-age lengthens a wait, never shortens it, and never beyond an hour."""
    assert between(expected, wait(fresh=fresh))


@pytest.mark.parametrize(
    ("hints", "expected"),
    [
        (Hints(ttl=1800), 30 * MINUTE),
        (Hints(ttl=60), 10 * MINUTE),
        (Hints(ttl=DAY.total_seconds()), HOUR),
        (Hints(update_period=3600), 15 * MINUTE),
        (Hints(update_period=720), 12 * MINUTE),
    ],
)
def test_the_feeds_own_pace_counts(hints: Hints, expected: timedelta) -> None:
    """Ttl up to an hour; sy:updatePeriod, which WordPress always writes, up to a quarter."""
    assert between(expected, wait(hints=hints))


def test_feeds_do_not_march_in_step() -> None:
    """A thousand feeds polled at once spread over a tenth of their interval, the same way each time."""
    waits = [wait(feed=str(number)) for number in range(1000)]
    minutes = [value / MINUTE for value in waits]
    assert 10 <= min(minutes) < 10.05
    assert 10.95 < max(minutes) <= 11
    assert 10.45 < sum(minutes) / 1000 < 10.55
    assert waits == [wait(feed=str(number)) for number in range(1000)]


def test_skipped_hours_and_days_are_skipped() -> None:
    """GMT hours and days; the next poll comes with the first hour that is free."""
    assert next_due(a_feed(), KNOWN, None, Hints(skip_hours=(14, 15)), NOW) == datetime(2026, 9, 21, 16, tzinfo=UTC)
    monday_only = Hints(skip_days=(1, 2, 3, 4, 5, 6), skip_hours=tuple(range(1, 24)))
    assert next_due(a_feed(), KNOWN, None, monday_only, NOW) == datetime(2026, 9, 28, tzinfo=UTC)
    assert between(10 * MINUTE, wait(hints=Hints(skip_hours=(3,), skip_days=(6,))))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (("60", "", "", [], []), Hints(ttl=3600)),
        (("0", "", "", [], []), NONE),
        (("-1", "often", "x", ["x", "25", "99999999"], ["Caturday"]), NONE),
        (("", "Hourly", "2", [], []), Hints(update_period=1800)),
        (("", "daily", "", [], []), Hints(update_period=86400)),
        (("", "daily", "0", [], []), Hints(update_period=86400)),
        (("", "", "", ["0", "24", " 5 "], ["Sunday", "monday "]), Hints(skip_hours=(0, 5), skip_days=(0, 6))),
        (("", "", "", [str(hour) for hour in range(24)], []), NONE),
    ],
)
def test_hints_are_read_and_nonsense_is_not(said: tuple[str, str, str, list[str], list[str]], expected: Hints) -> None:
    """What can mean something does; a feed that skips all hours means nothing by it."""
    hints = read_hints(*said)
    assert hints == expected
    assert from_text(to_text(hints)) == hints


def a_fetched(body: bytes | None, cursor: Cursor = KNOWN) -> Fetched:
    return Fetched(body=body, url="https://example.org/feed", cursor=cursor)


def test_hints_hold_for_polls_without_a_body() -> None:
    """A 304 does not repeat the ttl, and it counts all the same; the next body may take it back."""
    cursor = after_success(a_feed(), a_fetched(b"x"), Parsed(entries=(), hints=Hints(ttl=2400)), NOW)
    assert between(40 * MINUTE, cursor.due - NOW)
    cursor = after_success(a_feed(), a_fetched(None, cursor), None, NOW)
    assert between(40 * MINUTE, cursor.due - NOW)
    cursor = after_success(a_feed(), a_fetched(b"y", cursor), Parsed(entries=()), NOW)
    assert between(10 * MINUTE, cursor.due - NOW)


def test_a_document_that_breaks_off_leaves_no_validators() -> None:
    """F-i: the next poll must bring it whole instead of "not modified"."""
    whole = after_success(a_feed(), a_fetched(b"x"), Parsed(entries=()), NOW)
    broken = after_success(a_feed(), a_fetched(b"x"), Parsed(entries=(), complete=False), NOW)
    assert (whole.etag, whole.body_hash) == ('"a"', "x")
    assert (broken.etag, broken.body_hash, broken.answered) == (None, None, None)


def test_failures_wait_longer_and_longer_but_never_for_good() -> None:
    """Ten days of failures; waits double, spread, and stay within a day."""
    feed, cursor, now = a_feed(), KNOWN, NOW
    waits = []
    while now < NOW + 10 * DAY:
        cursor = after_failure(feed, cursor, FetchError("HTTP 500", status=500), now)
        waits.append(cursor.due - now)
        now = cursor.due
    assert waits[0] == 10 * MINUTE
    assert 18 * MINUTE <= waits[1] <= 20 * MINUTE
    assert 36 * MINUTE <= waits[2] <= 40 * MINUTE
    assert all(0.9 * DAY <= value <= DAY for value in waits[9:])
    assert len(set(waits[9:])) > 5
    assert cursor.failures == len(waits) > 15
    assert cursor.failing_since == NOW
    assert (cursor.etag, cursor.body_hash, cursor.answered) == ('"a"', "x", "y")


def test_feeds_that_fail_together_do_not_come_back_together() -> None:
    """A host that was down is not greeted by all its feeds in one moment."""
    failing = replace(KNOWN, failures=5)
    dues = {after_failure(a_feed(id=str(number)), failing, FetchError("x"), NOW).due for number in range(100)}
    assert max(dues) - min(dues) > 10 * MINUTE
    assert len(dues) == 100


@pytest.mark.parametrize(
    ("asked", "expected"), [(1.0, 10 * MINUTE), (7200.0, 2 * HOUR), (1e12, DAY), (-4.0, 10 * MINUTE)]
)
def test_retry_after_is_an_order(asked: float, expected: timedelta) -> None:
    """Longer than our own wait is obeyed up to a day; shorter changes nothing."""
    error = FetchError("HTTP 429", status=429, retry_after=asked)
    assert after_failure(a_feed(), KNOWN, error, NOW).due - NOW == expected


def test_gone_is_looked_at_once_a_week() -> None:
    """410 stops the polls but for a weekly look, which also a network failure does not make daily."""
    cursor = after_failure(a_feed(), KNOWN, FetchError("gone", status=410, gone=True), NOW)
    assert (cursor.stopped, cursor.due) == (True, NOW + 7 * DAY)
    later = after_failure(a_feed(), cursor, FetchError("timeout"), cursor.due)
    assert (later.stopped, later.due) == (True, cursor.due + 7 * DAY)


def test_a_document_that_cannot_be_read_is_a_failure_like_others() -> None:
    """The old validators stay, so that the same document is fetched and tried again."""
    cursor = after_failure(a_feed(), KNOWN, ParseError("the answer is a web page"), NOW)
    assert (cursor.failures, cursor.error, cursor.etag) == (1, "the answer is a web page", '"a"')
    assert not cursor.stopped


@pytest.mark.parametrize(
    ("of", "late", "by", "said"),
    [
        (100, 11, 16, "11 of 100 feeds are looked at half as often"),
        (100, 11, 14, ""),  # they wait for less than they were to wait for this look
        (100, 10, 16, ""),  # a host or two that let us wait
        (2, 2, 60, ""),
        (3, 3, 60, "3 of 3"),
    ],
)
def test_looks_fall_behind_where_many_feeds_wait_twice_as_long(of: int, late: int, by: int, said: str) -> None:
    """Whatever their pace is; a few that wait are no sign of it."""
    feeds = {str(number): a_feed(every=5, id=str(number)) for number in range(of)}
    cursors = {
        each: Cursor(feed_id=each, due=NOW - (by if number < late else 0) * MINUTE, polled=NOW - (15 + by) * MINUTE)
        for number, each in enumerate(feeds)
    }
    assert (behind(feeds, cursors, NOW) or "").startswith(said)
    assert bool(behind(feeds, cursors, NOW)) == bool(said)
    assert behind(feeds, {each: replace(cursor, due=NOW - FLOOR) for each, cursor in cursors.items()}, NOW) is None
