"""How does a topic develop? Stories a day compared with the time before, the peak, and the names behind it (pure)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import inf
from zoneinfo import ZoneInfo

from bot.model import Ownership

SHORTEST, LONGEST = 7, 180  # days that can be asked for
DAYS_DRAWN = 31  # longer periods are drawn by week: a phone is no wider
WEEK = 7
TOPS = 5  # names that are told
_LEAST_BEFORE = 5  # stories before, for a percentage that means something
_OWNERS = (Ownership.STATE, Ownership.PUBLIC, Ownership.INDEPENDENT, Ownership.PARTY, Ownership.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The last ``days`` days of a zone, today included, and as many before them. Times are aware."""

    days: int
    first: date
    start: datetime
    before: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """What one bar stands for: from a day on, so many days, and so many stories of each owner."""

    first: date
    days: int
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """The development. ``before`` and the changes of names are None where there is too little to compare with.

    The change of a name that was not there before is ``inf``.
    """

    period: Period
    total: int
    before: int | None
    owners: tuple[Ownership, ...]  # those that there are; each span has a number for each of them
    spans: tuple[Span, ...]
    peak: int | None  # index of the highest span
    state_share: float | None
    tops: tuple[tuple[str, int, float | None], ...]  # a name, how often, its change

    @property
    def a_day(self) -> float:
        """Stories a day."""
        return self.total / self.period.days

    @property
    def change(self) -> float | None:
        """By what share more (or less) than before; None if there is nothing to compare with."""
        return None if self.before is None else self.total / self.before - 1


def last_days(days: int, zone: str, now: datetime) -> Period:
    """Return the days that end today; a day begins at midnight in the zone, even if the clock changes."""
    last = now.astimezone(ZoneInfo(zone)).date()
    first = last - timedelta(days=days - 1)
    return Period(
        days=days,
        first=first,
        start=_midnight(first, zone),
        before=_midnight(first - timedelta(days=days), zone),
        end=now,
    )


def whole_days(days: int, until: date, zone: str) -> Period:
    """Return so many whole days before a day, and as many before them."""
    first = until - timedelta(days=days)
    return Period(
        days=days,
        first=first,
        start=_midnight(first, zone),
        before=_midnight(first - timedelta(days=days), zone),
        end=_midnight(until, zone),
    )


def trend(
    asked: Period,
    zone: str,
    opened: Iterable[tuple[datetime, Ownership]],
    *,
    before: int,
    names: Mapping[str, int],
    names_before: Mapping[str, int],
    begun: datetime | None,
) -> Trend:
    """Count stories into bars. ``begun``: when we began to watch; without watching that long there is no comparison."""
    local = ZoneInfo(zone)
    counted: Counter[tuple[date, Ownership]] = Counter()
    for at, owner in opened:
        counted[at.astimezone(local).date(), owner] += 1
    owners = tuple(owner for owner in _OWNERS if any(each is owner for _, each in counted))
    spans = tuple(_spans(asked, owners, counted))
    heights = [sum(span.counts) for span in spans]
    total = sum(heights)
    state = sum(number for (_, owner), number in counted.items() if owner is Ownership.STATE)
    comparable = begun is not None and begun <= asked.before and before >= _LEAST_BEFORE
    return Trend(
        period=asked,
        total=total,
        before=before if comparable else None,
        owners=owners,
        spans=spans,
        peak=heights.index(max(heights)) if total else None,
        state_share=state / total if total else None,
        tops=_tops(names, names_before if comparable else None),
    )


def span_times(span: Span, zone: str) -> tuple[datetime, datetime]:
    """Return the times between which a bar's stories were opened."""
    return _midnight(span.first, zone), _midnight(span.first + timedelta(days=span.days), zone)


def _spans(asked: Period, owners: Sequence[Ownership], counted: Counter[tuple[date, Ownership]]) -> Iterable[Span]:
    step = 1 if asked.days <= DAYS_DRAWN else WEEK
    for back in range(asked.days % step, asked.days, step):  # whole weeks up to today; the rest is at the start
        if back and back < step:
            yield _span(asked.first, back, owners, counted)
        yield _span(asked.first + timedelta(days=back), step, owners, counted)


def _span(first: date, days: int, owners: Sequence[Ownership], counted: Counter[tuple[date, Ownership]]) -> Span:
    dates = [first + timedelta(days=number) for number in range(days)]
    counts = tuple(sum(counted[each, owner] for each in dates) for owner in owners)
    return Span(first=first, days=days, counts=counts)


def _tops(names: Mapping[str, int], before: Mapping[str, int] | None) -> tuple[tuple[str, int, float | None], ...]:
    most = sorted(names.items(), key=lambda each: (-each[1], each[0]))[:TOPS]
    return tuple((name, count, None if before is None else _change(count, before.get(name, 0))) for name, count in most)


def _change(count: int, before: int) -> float:
    return count / before - 1 if before else inf


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone))
