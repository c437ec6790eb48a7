"""What did the stories say that were lately read or written? Grouping reads those of the day again for each entry.

A topic's stories have a stamp that differs after each change: what is known at one stamp holds wherever it is read.
"""

import heapq
from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from threading import Lock
from typing import Any

from cachetools import LRUCache

from bot.model import Story

_STAMPS, _STORIES = 8, 128  # kept: states of a topic, and stories in each of them


_Read = Callable[[], Iterable[Sequence[Any]]]  # rows of ids, times and importances


class Versions:
    """Stories by the stamp at which they were read, so that only what changed since is read again."""

    def __init__(self) -> None:
        self._at: LRUCache[str, dict[str, Story]] = LRUCache(_STAMPS)
        self._past: dict[str, _Past] = {}  # by topic
        self._lock = Lock()

    def at(self, stamp: str) -> Mapping[str, Story]:
        """Return what is known of the stories as they were at this stamp, by id."""
        with self._lock:
            return dict(self._at.get(stamp, {}))

    def read(self, stamp: str, stories: Iterable[Story]) -> None:
        """Keep stories that were read at this stamp; without one, nothing says when they change."""
        if stamp:
            with self._lock:
                self._at[stamp] = _newest({**self._at.get(stamp, {}), **{each.id: each for each in stories}})

    def importances(self, stamp: str, topic: str, since: datetime, read: _Read) -> list[float]:
        """Return the importances of a topic's stories since then, the greatest first; ``read`` has them if need be."""
        with self._lock:
            past = self._past.get(topic)
            if stamp and past is not None and past.stamp == stamp and past.since <= since:
                return past.since_then(since)
        past = _Past(stamp, since, read())
        with self._lock:
            if stamp:
                self._past[topic] = past
            return past.since_then(since)

    def changed(self, topic: str, before: str, after: str, story_id: str, story: Story | None) -> None:
        """Keep what was known before one story was changed or, for None, removed."""
        with self._lock:
            past = self._past.get(topic)
            if past is not None and past.stamp == before:
                past.stamp = after
                past.put(story_id, story.opened if story and story.alert else None, story.importance if story else 0.0)
            rest = {key: each for key, each in self._at.get(before, {}).items() if key != story_id}
            self._at[after] = _newest(rest if story is None else {**rest, story_id: story})


class _Past:
    """The importances of the stories opened since some time, in order, as they were at a stamp."""

    def __init__(self, stamp: str, since: datetime, rows: Iterable[Sequence[Any]]) -> None:
        self.stamp, self.since = stamp, since
        self._of = {story_id: (opened, importance) for story_id, opened, importance in rows}
        self._opened = sorted((opened, story_id) for story_id, (opened, _) in self._of.items())  # a heap
        self._ordered = sorted(importance for _, importance in self._of.values())

    def put(self, story_id: str, opened: datetime | None, importance: float) -> None:
        """Note what a story is now; None: it does not count."""
        before, least = self._of.pop(story_id, (None, 0.0))
        if before is not None:
            del self._ordered[bisect_left(self._ordered, least)]
        if opened is not None and opened >= self.since:
            self._of[story_id] = (opened, importance)
            insort(self._ordered, importance)
            if opened != before:
                heapq.heappush(self._opened, (opened, story_id))

    def since_then(self, since: datetime) -> list[float]:
        """Leave out what was opened earlier, and return the rest."""
        self.since = since
        while self._opened and self._opened[0][0] < since:
            opened, story_id = heapq.heappop(self._opened)
            if self._of.get(story_id, (None, 0.0))[0] == opened:
                self.put(story_id, None, 0.0)
        return self._ordered[::-1]


def _newest(stories: dict[str, Story]) -> dict[str, Story]:
    return dict(list(stories.items())[-_STORIES:])
