"""Which reports are one story, if grouping knew the script? What is told can be judged apart from it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

from bot.model import Bond, BondKind, Feed, Hit, Story, StoryChange
from bot.stories.grouping.growth import grow
from bot.stories.grouping.sketch import sketch
from tests.stream.script import Script


def by_script(script: Script) -> Callable[..., list[StoryChange]]:
    """Return what takes the place of ``bot.stories.grouping.cluster.cluster`` and never errs."""
    event_of = {(report.feed, report.title, report.text): report.event for report in script.reports}
    stories: dict[str, Story] = {}

    def cluster(
        hits: Sequence[Hit],
        candidates: Sequence[Story],
        feeds: Mapping[str, Feed],
        *,
        apart: Collection[tuple[str, str]] = (),
        stream: object = None,
        now: datetime,
    ) -> list[StoryChange]:
        stored = {story.id: story for story in candidates}
        changes = []
        for hit in hits:
            event = event_of[hit.entry.feed_id, hit.entry.title, hit.entry.text]
            known = stories.get(event)
            story = stored.get(known.id, known) if known else None
            sketches = [*(story.sketches if story else ()), sketch(hit)]
            why = Bond(kind=BondKind.ALIKE if story else BondKind.ALONE)
            change = grow(story, [hit], sketches, feeds, now=now, why=why)
            stories[event] = change.story
            changes.append(change)
        return changes

    return cluster
