"""What did the stories say that were lately read or written? Grouping reads those of the day again for each entry."""

from collections.abc import Iterable, Mapping
from threading import Lock

from cachetools import LRUCache

from bot.model import Story

_STAMPS, _STORIES = 8, 128  # kept: states of a topic, and stories in each of them


class Versions:
    """Stories by the stamp at which they were read, so that only what changed since is decoded again."""

    def __init__(self) -> None:
        self._at: LRUCache[str, dict[str, Story]] = LRUCache(_STAMPS)
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

    def changed(self, before: str, after: str, story_id: str, story: Story | None) -> None:
        """Keep what was known before one story was changed or, for None, removed."""
        with self._lock:
            rest = {key: each for key, each in self._at.get(before, {}).items() if key != story_id}
            self._at[after] = _newest(rest if story is None else {**rest, story_id: story})


def _newest(stories: dict[str, Story]) -> dict[str, Story]:
    return dict(list(stories.items())[-_STORIES:])
