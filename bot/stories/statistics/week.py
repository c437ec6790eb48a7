"""What happened in a week? The content of a weekly report: how much, what was largest, who had it, what rose (pure)."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import inf

from bot.model import Story
from bot.stories.outlets import outlets
from bot.stories.statistics.norm import is_more
from bot.stories.statistics.trend import WEEK, Period, Trend, trend, whole_days
from bot.stories.wording.sides import OWNERS

LARGEST = 5  # stories that are told
_RISING = 3  # names


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """How many stories only state media have, only independent media, and both."""

    state: int
    independent: int
    both: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """A week's stories. ``rising`` are names with how often they were there and by which share more (``inf``: new)."""

    trend: Trend
    peak: Story | None  # what most outlets had on the day of most stories
    largest: tuple[Story, ...]
    sides: Sides
    rising: tuple[tuple[str, int, float], ...]


def week_until(day: date, zone: str) -> Period:
    """Return the seven whole days before a day, and the seven before them."""
    return whole_days(WEEK, day, zone)


def week(
    stories: Sequence[Story],
    asked: Period,
    zone: str,
    *,
    own_names: Collection[str] = (),
    begun: datetime | None = None,
) -> Week:
    """Count the stories opened in the week and compare them with the week before.

    ``begun``: when we began to watch. ``own_names`` are those of the topic, which are in every story.
    """
    told = [story for story in stories if story.alert and asked.start < story.opened <= asked.end]
    earlier = [story for story in stories if story.alert and asked.before < story.opened <= asked.start]
    names, before = (_named(each, own_names) for each in (told, earlier))
    seen = trend(
        asked,
        zone,
        [(story.opened, story.reports[0].ownership) for story in told if story.reports],
        before=len(earlier),
        names=names,
        names_before=before,
        begun=begun,
    )
    by_size = sorted(told, key=_size)
    return Week(
        trend=seen,
        peak=_of_peak(seen, by_size),
        largest=tuple(by_size[:LARGEST]),
        sides=_sides(told),
        rising=_rising(names, before) if seen.before is not None else (),
    )


def _size(story: Story) -> tuple[int, float, str]:
    return (-len(outlets(story.reports)), -story.importance, story.id)


def _of_peak(seen: Trend, by_size: Iterable[Story]) -> Story | None:
    if seen.peak is None:
        return None
    zone, span = seen.period.start.tzinfo, seen.spans[seen.peak]
    days = range(span.days)
    dates = {span.first + timedelta(days=number) for number in days}
    return next((story for story in by_size if story.opened.astimezone(zone).date() in dates), None)


def _sides(stories: Iterable[Story]) -> Sides:
    owners = [{report.ownership for report in story.reports} & set(OWNERS) for story in stories]
    state, independent = (sum(each == {owner} for each in owners) for owner in OWNERS)
    return Sides(state=state, independent=independent, both=sum(each == set(OWNERS) for each in owners))


def _named(stories: Iterable[Story], own: Collection[str]) -> Counter[str]:
    return Counter(name for story in stories for name in dict.fromkeys(story.names) if name not in own)


def _rising(names: Mapping[str, int], before: Mapping[str, int]) -> tuple[tuple[str, int, float], ...]:
    """Return the names that stand out from the week before, those that rose most first."""
    found = [name for name, count in names.items() if is_more(count, [before.get(name, 0)])]
    found.sort(key=lambda name: (before.get(name, 0) - names[name], name))
    return tuple((name, names[name], _share(names[name], before.get(name, 0))) for name in found[:_RISING])


def _share(count: int, before: int) -> float:
    return count / before - 1 if before else inf
