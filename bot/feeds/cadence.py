"""When do we look at a feed again? Pure: the time is an argument, and so is what jitter is made of.

* ``every`` from sources.yaml is the promise to the reader: no wait is shorter, whatever the server says. A server
  without validators is asked at that pace too, but at most every 15 minutes; only the second poll of a feed is exempt,
  so that nobody who has just set us up waits for a sign of life.
* What the server says (``max-age``, ``Expires``, ``ttl``) can lengthen a wait to an hour at most: an alert
  that waits for a careless ``max-age`` of a day is no alert. ``sy:updatePeriod`` lengthens it up to 15 minutes, since
  "hourly" is what WordPress writes for every site that never thought about it.
* ``Retry-After`` is an order, and is obeyed up to a day.
* Jitter never makes a wait shorter than these: asking early would break the promises above.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b

from bot.errors import BotError, FetchError
from bot.feeds.formats.hints import Hints, Parsed, from_text, to_text
from bot.model import Cursor, Feed, Fetched

FLOOR = timedelta(minutes=2)
FLOOR_WITHOUT_VALIDATORS = timedelta(minutes=15)
CAP_SERVER = timedelta(hours=1)
CAP_UPDATE_PERIOD = timedelta(minutes=15)
CAP_FAILING = timedelta(hours=24)
# So many feeds, or such a share of them, may be late while looks keep up: a server is slow, a host lets us wait.
CHANCE, CHANCE_SHARE = 2, 0.1
DIED_AFTER = 3  # failures in a row at an address to which a feed moved
# Answers that some servers give only to conditional requests; None: not proper HTTP.
_BROKEN_BY_CONDITIONS = frozenset({400, 412, 416, 500, 501, None})
RECHECK_GONE = timedelta(days=7)
_JITTER = 0.1
SHORTEST_LIMIT = CAP_SERVER * (1 + _JITTER)  # every feed may wait this long
_HOURS_A_WEEK = 7 * 24


def after_success(feed: Feed, fetched: Fetched, parsed: Parsed | None, now: datetime) -> Cursor:
    """Return the cursor to commit after an answered poll: due again, with the hints kept for polls without a body.

    ``parsed`` counts only where there was a body (not with 304 or an unchanged one). A document that breaks off
    leaves no validators behind, so that the next poll brings it whole.
    """
    cursor, kept = fetched.cursor, fetched.cursor.hints
    if parsed is not None and fetched.body is not None:
        kept = to_text(parsed.hints)
        if not parsed.complete:
            cursor = replace(cursor, etag=None, last_modified=None, body_hash=None, answered=None)
    return replace(cursor, hints=kept, due=next_due(feed, cursor, fetched.fresh_for, from_text(kept), now))


def next_due(
    feed: Feed, cursor: Cursor, fresh_for: float | None, hints: Hints, now: datetime, *, seed: str | None = None
) -> datetime:
    """Return when to poll after an answer. ``fresh_for`` is in seconds; ``seed`` defaults to feed and time."""
    wait = max(feed.every, FLOOR)
    if cursor.primed and cursor.etag is None and cursor.last_modified is None:
        wait = max(wait, FLOOR_WITHOUT_VALIDATORS)
    wait = max(
        wait,
        _capped(fresh_for, CAP_SERVER),
        _capped(hints.ttl, CAP_SERVER),
        _capped(hints.update_period, CAP_UPDATE_PERIOD),
    )
    return _outside_skipped(now + wait * (1 + _JITTER * _fraction(seed or f"{feed.id} {now.isoformat()}")), hints)


def after_failure(feed: Feed, cursor: Cursor, error: BotError, now: datetime) -> Cursor:
    """Return the cursor to commit after a poll that failed: longer waits from failure to failure, never for good.

    The validators stay as they were, so that nothing served meanwhile is missed.
    """
    asked = error if isinstance(error, FetchError) else FetchError(str(error))
    if not asked.asked:  # not its own failure: another feed of the host was told to wait
        wait = max(_capped(asked.retry_after, CAP_FAILING), FLOOR)
        return replace(cursor, error=str(error), due=now + wait)
    failures = cursor.failures + 1
    if asked.moved and (asked.gone or failures >= DIED_AFTER):
        # It is gone from where it moved to: back to the configured address, which may lead elsewhere now.
        return replace(cursor, url=None, failures=failures, error=str(error), due=now + max(feed.every, FLOOR))
    broken = asked.conditional and asked.status in _BROKEN_BY_CONDITIONS
    cursor = replace(
        cursor,
        failures=failures,
        failing_since=cursor.failing_since or now,
        error=str(error),
        stopped=cursor.stopped or asked.gone,
        plain=now if broken else cursor.plain,
    )
    if cursor.stopped:
        return replace(cursor, due=now + RECHECK_GONE)
    doublings = min(failures - 1, 12)  # 2 minutes doubled ten times is more than a day
    every = max(feed.every, FLOOR)
    # Jitter is subtracted here, so that feeds at the longest wait do not fall into step.
    wait = max(every, min(every * 2**doublings, CAP_FAILING) * (1 - _JITTER * _fraction(f"{feed.id} {failures}")))
    if asked.retry_after is not None:
        wait = max(wait, _capped(asked.retry_after, CAP_FAILING))
    return replace(cursor, due=now + min(wait, CAP_FAILING))


def behind(feeds: Mapping[str, Feed], cursors: Mapping[str, Cursor], now: datetime) -> str | None:
    """Say in words that feeds are not looked at as often as they should be; None if looks keep up.

    More looks are asked for than can be made if many feeds have been due for longer than they were to wait.
    """
    late = sum(
        each in feeds and now - cursor.due > max(cursor.due - (cursor.polled or cursor.due), FLOOR)
        for each, cursor in cursors.items()
    )
    if late <= max(CHANCE, len(feeds) * CHANCE_SHARE):
        return None
    return (
        f"{late} of {len(feeds)} feeds are looked at half as often as they should be, or less; "
        "more workers or a longer  every  would help"
    )


def longest_wait(feed: Feed, cursor: Cursor) -> timedelta:
    """Return the longest time that a feed may wait after the poll that its cursor describes."""
    if cursor.stopped:
        return RECHECK_GONE
    if cursor.failures:
        return max(CAP_FAILING, feed.every)
    wait = max(feed.every, CAP_SERVER) * (1 + _JITTER)
    hints = from_text(cursor.hints)
    if hints.skip_days:
        return wait + timedelta(days=len(hints.skip_days) + 1)
    return wait + timedelta(hours=len(hints.skip_hours) + 1) if hints.skip_hours else wait


def _capped(seconds: float | None, cap: timedelta) -> timedelta:
    return timedelta(0) if seconds is None else timedelta(seconds=min(max(seconds, 0), cap.total_seconds()))


def _outside_skipped(due: datetime, hints: Hints) -> datetime:
    """Move a time to the next full hour that is not skipped; the hours are GMT, as ours are UTC."""
    for _ in range(_HOURS_A_WEEK):
        if due.hour not in hints.skip_hours and due.weekday() not in hints.skip_days:
            return due
        due = due.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return due


def _fraction(seed: str) -> float:
    """Return a number in 0..1 that is spread evenly over seeds and the same for the same seed."""
    return int.from_bytes(blake2b(seed.encode(), digest_size=4).digest()) / 2**32
