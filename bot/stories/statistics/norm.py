"""How much of something is usual? The past in windows as long as the time in question, and what exceeds it."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from math import sqrt
from statistics import median

PAST = timedelta(days=28)  # four whole weeks, so that weekdays and weekends are in proportion
LEAST_PAST = timedelta(days=7)  # with less, nothing is called usual
_LEAST = 3  # stories with a name; one or two are chance
_SPREADS = 2.0  # counts of independent events spread by the square root of their mean; twice that is rare


def windows(times: Iterable[datetime], *, until: datetime, length: timedelta, begun: datetime) -> list[int] | None:
    """Return how many of ``times`` fell into each window of ``length`` before ``until``, the latest window first.

    The windows reach back ``PAST``, or to ``begun``, when we began to watch. None if that is less than a week ago,
    or less than one window.
    """
    past = min(PAST, until - begun)
    count = int(past / length)
    if past < LEAST_PAST or not count:
        return None
    counts = [0] * count
    for at in times:
        place = int((until - at) / length) if at <= until else -1
        if 0 <= place < count:
            counts[place] += 1
    return counts


def usual(counts: Sequence[int] | None) -> int | None:
    """Return the median of what was counted, rounded; None where nothing is known."""
    return None if counts is None else round(median(counts))


def is_more(count: int, counts: Sequence[int]) -> bool:
    """Say whether a count stands out from those of the past."""
    mean = sum(counts) / len(counts)
    return count >= _LEAST and count > mean + _SPREADS * sqrt(max(mean, 1.0))
