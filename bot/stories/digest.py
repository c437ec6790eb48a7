"""What happened in a period? The content of a digest: what is new, what still moves, and how much of it there was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.model import Ownership, Story

_WORTH_A_SOURCE = 0.1  # three outlets outweigh a fifth of score: what many report is what happened


@dataclass(frozen=True, slots=True, kw_only=True)
class Moving:
    """A story from before the period that grew in it; ``more`` counts the reports of the period."""

    story: Story
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """The best of a period, best first; the counts are of all its stories, shown or not."""

    since: datetime
    until: datetime
    new: tuple[Story, ...] = ()
    moving: tuple[Moving, ...] = ()
    new_count: int = 0
    moving_count: int = 0
    reports: int = 0  # all that came in the period
    state_share: float | None = None  # 0..1 of these reports that are state media's; None without reports
    names: tuple[tuple[str, int], ...] = ()  # the names that most stories of the period have, with their number

    @property
    def hidden(self) -> int:
        """How many stories found no room."""
        return self.new_count + self.moving_count - len(self.new) - len(self.moving)


def digest(stories: Sequence[Story], *, since: datetime, now: datetime, limit: int = 10) -> Digest:
    """Return the digest of ``since`` (excluded) to ``now`` (included), with at most ``limit`` stories in all.

    Only stories worth a message count. A story is new if the period opened it; one whose only change so far fell in
    the period is new too, although its feed claims an earlier time: else it would be in no digest as new.
    """
    touched = [story for story in stories if story.alert and since < story.updated <= now]
    new = sorted((story for story in touched if _is_new(story, since)), key=_rank)
    moving = sorted(
        (
            Moving(story=story, more=sum(report.at > since for report in story.reports))
            for story in touched
            if not _is_new(story, since)
        ),
        key=lambda each: (-each.more, _rank(each.story)),
    )
    kept_moving = moving[: max(limit // 3, limit - len(new))] if limit > 0 else []
    kept_new = new[: max(limit - len(kept_moving), 0)]
    reports = [report for story in touched for report in story.reports if report.at > since or _is_new(story, since)]
    return Digest(
        since=since,
        until=now,
        new=tuple(kept_new),
        moving=tuple(kept_moving),
        new_count=len(new),
        moving_count=len(moving),
        reports=len(reports),
        state_share=sum(each.ownership is Ownership.STATE for each in reports) / len(reports) if reports else None,
        names=_names(touched),
    )


def _is_new(story: Story, since: datetime) -> bool:
    return story.opened > since or story.revision == 1


def _rank(story: Story) -> tuple[float, float, str]:
    sources = len({report.source for report in story.reports})
    return (-(story.score + _WORTH_A_SOURCE * sources), -story.updated.timestamp(), story.id)


def _names(stories: Sequence[Story], limit: int = 5) -> tuple[tuple[str, int], ...]:
    counts: dict[str, int] = {}
    for story in stories:
        for name in story.names:
            counts[name] = counts.get(name, 0) + 1
    return tuple(sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:limit])
