"""What happened in a period? The content of a digest: what is new, what still develops, and how much there was."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.model import Ownership, Story
from bot.stories.statistics.norm import is_more, usual
from bot.stories.statistics.silence import Quiet
from bot.stories.wording.updates import news_since

_WORTH_A_SOURCE = 0.1  # three outlets outweigh a score of 0.2: what many report is what happened


@dataclass(frozen=True, slots=True, kw_only=True)
class Moving:
    """A story from before the period that grew in it.

    ``more`` counts the reports of the period; ``new`` is what they tell that was not known before, "" for nothing.
    """

    story: Story
    more: int
    new: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """What a period is compared with: counts of earlier periods of its length (None: too short a past).

    ``stories`` are those opened in each, ``names`` those with a name; ``quiet`` are feeds from which little is heard.
    """

    stories: Sequence[int] | None = None
    names: Mapping[str, Sequence[int]] = field(default_factory=dict)
    quiet: tuple[Quiet, ...] = ()
    feeds: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class More:
    """A name in more new stories than usual."""

    name: str
    count: int
    usual: int


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
    usual: int | None = None  # new stories in a period of this length; None where nothing is known of the past
    more: tuple[More, ...] = ()  # the most unusual first
    quiet: tuple[Quiet, ...] = ()
    feeds: int = 0

    @property
    def hidden(self) -> int:
        """How many stories did not fit."""
        return self.new_count + self.moving_count - len(self.new) - len(self.moving)


def digest(
    stories: Sequence[Story], *, since: datetime, now: datetime, past: Background | None = None, limit: int = 10
) -> Digest:
    """Return the digest of ``since`` (excluded) to ``now`` (included), with at most ``limit`` stories in all.

    Only stories worth a message count. A story is new if the period opened it; one whose only change so far fell in
    the period is new too, although its feed claims an earlier time: otherwise no digest would show it as new.
    """
    past = past or Background()
    touched = [story for story in stories if story.alert and since < story.updated <= now and _happened(story, since)]
    new = sorted((story for story in touched if _is_new(story, since)), key=_rank)
    moving = sorted(
        (
            Moving(story=story, more=sum(report.at > since for report in story.reports))
            for story in touched
            if not _is_new(story, since)
        ),
        key=lambda each: (-each.more, _rank(each.story)),
    )
    kept_moving = [
        replace(each, new=news_since(each.story, since))
        for each in moving[: max(limit // 3, limit - len(new)) if limit > 0 else 0]
    ]
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
        usual=usual(past.stories),
        more=_more(new, past),
        quiet=past.quiet,
        feeds=past.feeds,
    )


def _happened(story: Story, since: datetime) -> bool:
    """Say whether the period brought something to a story: it may also have been edited, joined or put in words."""
    return _is_new(story, since) or any(report.at > since for report in story.reports)


def _is_new(story: Story, since: datetime) -> bool:
    return story.opened > since or story.revision == 1


def _rank(story: Story) -> tuple[float, float, str]:
    sources = len({report.source for report in story.reports})
    return (-(story.score + _WORTH_A_SOURCE * sources), -story.updated.timestamp(), story.id)


def _names(stories: Iterable[Story], limit: int | None = 5) -> tuple[tuple[str, int], ...]:
    counts = Counter(name for story in stories for name in story.names)
    return tuple(sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:limit])


def _more(new: Iterable[Story], past: Background, limit: int = 3) -> tuple[More, ...]:
    found = [
        More(name=name, count=count, usual=usual(past.names[name]) or 0)
        for name, count in _names(new, None)
        if past.names.get(name) and is_more(count, past.names[name])
    ]
    return tuple(sorted(found, key=lambda each: (-each.count / (each.usual + 1), each.name))[:limit])
