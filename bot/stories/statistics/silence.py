"""Which feeds are quiet: failing, or without anything new for much longer than usual?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.model import Cursor, Feed

FAILING = timedelta(hours=6)  # shorter failures are restarts somewhere
_GAPS = 5  # times the usual gap
LEAST_SILENCE = timedelta(days=2)  # nights and weekends are quiet everywhere
_LEAST_ENTRIES = 5  # with fewer, a feed's pace is unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """What came from a feed in a while: how many entries, the first and the last of them."""

    entries: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """A feed that is quiet since then; ``failing`` or else ``usual`` is the mean time between its entries."""

    name: str
    since: datetime
    failing: bool
    usual: timedelta | None = None


def quiet_feeds(
    feeds: Mapping[str, Feed], cursors: Mapping[str, Cursor], paces: Mapping[str, Pace], *, now: datetime
) -> tuple[Quiet, ...]:
    """Return the feeds that are quiet, failing ones first, those quiet for longest first. Paces are by feed id."""
    found = []
    for feed in feeds.values():
        cursor, pace = cursors.get(feed.id), paces.get(feed.id)
        if cursor is not None and cursor.failing_since is not None and now - cursor.failing_since >= FAILING:
            found.append(Quiet(name=feed.name, since=cursor.failing_since, failing=True))
        elif pace is not None and pace.entries >= _LEAST_ENTRIES:
            usual = (pace.last - pace.first) / (pace.entries - 1)
            if now - pace.last >= max(_GAPS * usual, LEAST_SILENCE):
                found.append(Quiet(name=feed.name, since=pace.last, failing=False, usual=usual))
    return tuple(sorted(found, key=lambda each: (not each.failing, each.since, each.name)))
