"""Which stored stories may new entries belong to? Those that share the rarest index terms with them, only a few."""

import heapq
from bisect import bisect_left, bisect_right, insort
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import accumulate, islice
from math import log1p
from typing import Protocol

from bot.model import Hit, Story
from bot.stories.grouping.linkage import WINDOW
from bot.stories.grouping.rarity import Stream
from bot.stories.grouping.sketch import features, sketch, terms

OFFERED = 10  # stories that one entry is compared with at the most: the cost of grouping has a bound
READ = 300  # rows of the index that are read for one entry: its rarest terms, at least one of them

_DAY = timedelta(days=1)


class Index(Protocol):
    """Stories by index term: the store's, or a ``Shelf``."""

    def spread(self, wanted: Collection[str], since: datetime) -> Mapping[str, int]:
        """Return how many stories have each of these terms; those not changed since then do not count."""

    def having(self, wanted: Collection[str], since: datetime) -> Mapping[str, Collection[str]]:
        """Return the ids of the stories that have each of these terms; those not changed since then are left out."""

    def by_id(self, ids: Sequence[str]) -> list[Story]:
        """Return these stories in the order asked for."""

    def opened_since(self, since: datetime) -> int:
        """Return how many stories were opened since then."""


class History(Protocol):
    """Features of stories with how many stories had them: the store's, or those of a ``Shelf``."""

    def counted(self, features: Collection[str], now: datetime) -> tuple[float, Mapping[str, float]]:
        """Return how many stories were counted, and how many of them had each feature when they were opened."""


def candidates(index: Index, hits: Iterable[Hit], now: datetime) -> list[Story]:
    """Return the stories that the hits of one poll may belong to: for each hit those that share most with it.

    A term tells the more, the fewer stories have it; what very many have is not even looked up.
    """
    since = now - WINDOW
    named = [terms(sketch(hit)) for hit in hits]
    spread = index.spread({term for each in named for term in each}, since)
    sought = [_rarest(each, spread) for each in named]
    having = index.having({term for each in sought for term in each}, since)
    wanted: dict[str, None] = {}
    for each in sought:
        wanted |= dict.fromkeys(nearest(each, having, OFFERED))
    return index.by_id(list(wanted))


def _rarest(wanted: Iterable[str], spread: Mapping[str, int]) -> list[str]:
    """Return the terms that fewest stories have, as many as may be read."""
    found = sorted((term for term in wanted if term in spread), key=lambda term: (spread[term], term))
    rows = list(accumulate(spread[term] for term in found))
    return found[: max(1, bisect_right(rows, READ))]


def nearest(wanted: Iterable[str], having: Mapping[str, Collection[str]], most: int, enough: float = 0.0) -> list[str]:
    """Return who shares most with the ``wanted`` terms, those first; ``having`` says who has a term.

    Each term counts by how rare it is. ``enough`` is the part of what the first one shares that the others must share.
    """
    shared: dict[str, float] = {}
    for term in wanted:
        them = having.get(term, ())
        told = log1p(READ / len(them)) if them else 0.0
        for each in them:
            shared[each] = shared.get(each, 0.0) + told
    least = enough * max(shared.values(), default=0.0)
    worth = ((-share, each) for each, share in shared.items() if share >= least)
    return [each for _, each in heapq.nsmallest(most, worth)]


def stream(index: Index, history: History, hits: Iterable[Hit], seeds: Mapping[str, float], now: datetime) -> Stream:
    """Return what is known, before these hits, of the stream that they come in."""
    stories, having = history.counted({each for hit in hits for each in features(sketch(hit))}, now)
    return Stream(seeds=seeds, stories=stories, having=having, live=index.opened_since(now - _DAY))


def index_terms(story: Story) -> set[str]:
    """Return what grouping finds a story by."""
    return {term for each in story.sketches for term in terms(each)}


def story_features(story: Story) -> set[str]:
    """Return what of a story is counted, see ``Stream``."""
    return {feature for each in story.sketches for feature in features(each)}


class Shelf:
    """Stories by index term, in memory: answers as the store does."""

    def __init__(self) -> None:
        self._stories: dict[str, tuple[datetime, Story]] = {}  # by id, with the last change, that of longest ago first
        self._counted = 0
        self._counts: Counter[str] = Counter()  # stories that have a feature
        self._opened: list[datetime] = []
        self._having: defaultdict[str, set[str]] = defaultdict(set)  # by term

    def spread(self, wanted: Collection[str], since: datetime) -> Mapping[str, int]:
        """Return how many stories that changed since then have each of these terms."""
        if self._all_since(since):
            return {term: len(self._having[term]) for term in wanted if term in self._having}
        return {term: len(them) for term, them in self.having(wanted, since).items()}

    def having(self, wanted: Collection[str], since: datetime) -> Mapping[str, Collection[str]]:
        """Return the ids of the stories that changed since then and have each of these terms."""
        if self._all_since(since):
            return {term: self._having[term] for term in wanted if term in self._having}
        found = {
            term: [each for each in self._having[term] if self._stories[each][0] >= since]
            for term in wanted
            if term in self._having
        }
        return {term: them for term, them in found.items() if them}

    def _all_since(self, since: datetime) -> bool:
        return all(at >= since for at, _ in islice(self._stories.values(), 1))

    def by_id(self, ids: Sequence[str]) -> list[Story]:
        """Return these stories in the order asked for."""
        return [self._stories[each][1] for each in ids]

    def counted(self, features: Collection[str], now: datetime) -> tuple[float, Mapping[str, float]]:  # noqa: ARG002
        """Return how many stories were kept, and how many of them had each feature when they were opened."""
        return self._counted, {each: self._counts[each] for each in features if each in self._counts}

    def opened_since(self, since: datetime) -> int:
        """Return how many stories were opened since then."""
        return len(self._opened) - bisect_left(self._opened, since)

    def keep(self, story: Story, at: datetime) -> None:
        """Put in a new story, or a changed one in place of what it was."""
        if story.id in self._stories:
            self.drop(story.id)
        else:
            insort(self._opened, story.opened)
            self._counted += 1
            self._counts.update(story_features(story))
        self._stories[story.id] = (at, story)
        for term in index_terms(story):
            self._having[term].add(story.id)

    def drop(self, story_id: str) -> None:
        """Take a story out, e.g. because it is part of another one."""
        _, story = self._stories.pop(story_id)
        for term in index_terms(story):
            self._having[term].discard(story_id)
            if not self._having[term]:
                del self._having[term]

    def put_away(self, before: datetime) -> None:
        """Take out what did not change since then."""
        while self._stories:
            story_id, (at, _) = next(iter(self._stories.items()))
            if at >= before:
                return
            self.drop(story_id)
