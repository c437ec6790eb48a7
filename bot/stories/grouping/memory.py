"""How are entries grouped with no database? As the service does it, with stories and entries in memory."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.model import Feed, Hit, StoryChange
from bot.stories.grouping.cluster import WINDOW, cluster
from bot.stories.grouping.regroup import parted
from bot.stories.grouping.shelf import Shelf, candidates, stream


class Memory:
    """Stories and the entries that they were made of."""

    def __init__(self, seeds: Mapping[str, float]) -> None:
        """``seeds``: see ``Stream.seeds``."""
        self._seeds = seeds
        self._shelf = Shelf()
        self._hits: dict[str, Hit] = {}
        self._apart: set[tuple[str, str]] = set()

    def take(self, hits: Sequence[Hit], feeds: Mapping[str, Feed], now: datetime) -> list[StoryChange]:
        """Return what the hits of one poll change, and remember it."""
        shelf = self._shelf
        shelf.put_away(now - WINDOW)
        self._hits |= {hit.entry.key: hit for hit in hits}
        known = stream(shelf, shelf, hits, self._seeds, now)
        found = cluster(hits, candidates(shelf, hits, now), feeds, apart=self._apart, stream=known, now=now)
        changes = [part for each in found for part in parted(each, lambda _: self._hits, hits, now=now)]
        for change in changes:
            story = change.story
            if change.parted:
                self._apart.add((story.id, change.parted))
            for part in change.joined:
                shelf.drop(part.id)
                self._apart = {(_heir(one, part.id, story.id), _heir(other, part.id, story.id))
                               for one, other in self._apart}  # fmt: skip
            shelf.keep(story, now)
        return changes


def _heir(story: str, gone: str, into: str) -> str:
    return into if story == gone else story
