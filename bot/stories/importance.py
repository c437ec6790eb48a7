"""How important is a story, and why? A separate figure: being on topic does not make news yet (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from functools import lru_cache
from math import log2

from bot.model import FeedKind, Report, Status, Story
from bot.stories.outlets import outlets
from bot.stories.standing import LOUD_STATUSES
from bot.text.copies import shingles, similarity
from bot.text.meanings.event_kinds import CHANGES, kinds_at
from bot.text.words import tokens

SHARE = 0.2  # of the stories of a usual fortnight that pass "important only"
MEASURED = timedelta(days=14)
ENOUGH = 15  # stories of that time from which their own top fifth is known
BAR = 2.2  # until then: a first guess, which lets about half pass in the stream test's week
_OUTLET = 0.7  # for each doubling of their number
_FAST, _FAST_TIME, _FAST_POINTS = 3, timedelta(hours=2), 0.8
_OFFICIAL, _STATE, _TAKEN_BACK = 1.0, 0.6, 1.0
_NOVEL, _MOST_NOVEL = 0.15, 4
_RELEVANCE = 1.0  # for a score of 1; it separates stories that are otherwise equal
_COPY = 0.6  # share of a text that makes it the same text


class Ground(Enum):
    """What makes a story important."""

    OUTLETS = "outlets"
    FAST = "fast"
    OFFICIAL = "official"
    STATE = "state"  # something is signed, closed, deployed, ...
    TAKEN_BACK = "taken_back"
    NOVEL = "novel"
    RELEVANT = "relevant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """A ground with its points; ``count`` is how many outlets or new names there are."""

    ground: Ground
    points: float
    count: int = 0


def grounds(story: Story) -> tuple[Weight, ...]:
    """Return what makes a story as important as it is, the weightiest first and relevance last."""
    own = _independent(story.reports)
    found = [Weight(ground=Ground.OUTLETS, points=_OUTLET * log2(len(own)), count=len(own))] if len(own) > 1 else []
    if _is_fast(own):
        found.append(Weight(ground=Ground.FAST, points=_FAST_POINTS, count=_FAST))
    if any(report.kind is FeedKind.PRIMARY for report in story.reports):
        found.append(Weight(ground=Ground.OFFICIAL, points=_OFFICIAL))
    if any(_changes_something(report.title, report.language) for report in story.reports):
        found.append(Weight(ground=Ground.STATE, points=_STATE))
    if story.status in LOUD_STATUSES or story.status is Status.CORRECTED:
        found.append(Weight(ground=Ground.TAKEN_BACK, points=_TAKEN_BACK))
    if story.novel:
        count = min(story.novel, _MOST_NOVEL)
        found.append(Weight(ground=Ground.NOVEL, points=_NOVEL * count, count=story.novel))
    found.sort(key=lambda each: -each.points)
    return (*found, Weight(ground=Ground.RELEVANT, points=_RELEVANCE * story.score))


def importance(story: Story) -> float:
    """Return the sum of all grounds."""
    return round(sum(each.points for each in grounds(story)), 3)


def bar(past: Sequence[float]) -> float:
    """Return what the top fifth of these stories reach; a fixed figure if they are few."""
    if len(past) < ENOUGH:
        return BAR
    ordered = sorted(past, reverse=True)
    return ordered[max(0, int(SHARE * len(ordered)) - 1)]


def _independent(reports: Sequence[Report]) -> list[Report]:
    """The first report of each outlet that does more than repeat another's text."""
    found: list[Report] = []
    for report in outlets(reports).values():
        if not _repeats(report, tuple(found[:_MOST])):
            found.append(report)
    return found


@lru_cache(maxsize=4096)  # of all reports of a story, with each new one
def _repeats(report: Report, others: Sequence[Report]) -> bool:
    return any(similarity(_signature(report), _signature(each)) >= _COPY for each in others)


@lru_cache(maxsize=2048)
def _signature(report: Report) -> tuple[int, ...]:
    return shingles(f"{report.title}\n{report.text}")


_MOST = 12  # reports that a text is compared with: more outlets add hardly any weight


def _is_fast(reports: Sequence[Report]) -> bool:
    times = sorted(report.at for report in reports)
    return any(later - first <= _FAST_TIME for first, later in zip(times, times[_FAST - 1 :], strict=False))


@lru_cache(maxsize=4096)  # of all reports of a story, with each new one
def _changes_something(title: str, language: str | None) -> bool:
    return any(kinds & CHANGES for kinds in kinds_at([token.fold for token in tokens(title)], language))
