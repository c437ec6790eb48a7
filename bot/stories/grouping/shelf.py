"""Which stored stories may new entries belong to? Those that share most index terms with them, not more than a few."""

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.model import Hit, Story
from bot.stories.grouping.linkage import WINDOW
from bot.stories.grouping.rarity import Stream
from bot.stories.grouping.sketch import features, sketch, terms

OFFERED = 200  # stories that one poll compares with at the most: the cost of grouping has a bound


_DAY = timedelta(days=1)


class Index(Protocol):
    """Stories by index term: the store's, or a ``Shelf``."""

    def sharing(self, wanted: Collection[str], since: datetime) -> Mapping[str, int]:
        """Return how many of these terms each story has, by its id; stories not changed since then are left out."""

    def by_id(self, ids: Sequence[str]) -> list[Story]:
        """Return these stories in the order asked for."""

    def opened_since(self, since: datetime) -> int:
        """Return how many stories were opened since then."""


class History(Protocol):
    """Features of stories with how many stories had them: the store's, or those of a ``Shelf``."""

    def counted(self, features: Collection[str], now: datetime) -> tuple[float, Mapping[str, float]]:
        """Return how many stories were counted, and how many of them had each feature when they were opened."""


def candidates(index: Index, hits: Iterable[Hit], now: datetime) -> list[Story]:
    """Return the stories that the hits of one poll may belong to, those that share most terms with them first."""
    wanted = {term for hit in hits for term in terms(sketch(hit))}
    shared = index.sharing(wanted, now - WINDOW)
    return index.by_id(sorted(shared, key=lambda each: (-shared[each], each))[:OFFERED])


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

    def sharing(self, wanted: Collection[str], since: datetime) -> Mapping[str, int]:
        """Return how many of these terms each story has that changed since then."""
        shared = Counter(story for term in wanted for story in self._having.get(term, ()))
        return {story: count for story, count in shared.items() if self._stories[story][0] >= since}

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
