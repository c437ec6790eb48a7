"""Which stories would one configuration send and another not? Compares two trials over the same entries."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.model import Hit, Story
from bot.work.trial import Judged, Trial


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A story that only one of two configurations sends. A score is None if that one has none of its feeds."""

    title: str
    feeds: tuple[str, ...]
    at: datetime  # when its first entry came
    score_then: float | None  # by the configuration in force
    score_now: float | None  # by the one that is tried
    why: str  # the reason that the tried one gives


def replay(entries: Iterable[Hit], trials: Iterable[Trial], *, start: datetime, step: Callable[[], object]) -> None:
    """Let every trial decide on the entries, given in the order of their arrival.

    What came before ``start`` only warms the trials up: stories that have grown since must be known. ``step`` is called
    once per entry.
    """
    trials = list(trials)
    for poll in _polls(entries):
        for trial in trials:
            trial.take(poll, counts=poll[0].entry.seen >= start)
        for _ in poll:
            step()


def added(old: Trial, new: Trial) -> list[Difference]:
    """Return what only ``new`` sends, oldest first."""
    return [_difference(story, old, new) for story in _only(new, old)]


def lost(old: Trial, new: Trial) -> list[Difference]:
    """Return what only ``old`` sends, oldest first."""
    return [_difference(story, old, new) for story in _only(old, new)]


def _polls(entries: Iterable[Hit]) -> Iterator[list[Hit]]:
    """Put together what one poll of one feed brought: entries seen at the same time."""
    poll: list[Hit] = []
    for hit in entries:
        if poll and (hit.entry.feed_id, hit.entry.seen) != (poll[0].entry.feed_id, poll[0].entry.seen):
            yield poll
            poll = []
        poll.append(hit)
    if poll:
        yield poll


def _only(one: Trial, other: Trial) -> list[Story]:
    """Return each story that ``one`` sent and ``other`` did not, not even as a part of another story."""
    told = {report.key for story in other.told for report in other.stories[story].reports}
    sent = sorted((one.stories[each] for each in one.sent), key=lambda story: (story.opened, story.id))
    return [story for story in sent if told.isdisjoint(report.key for report in story.reports)]


def _difference(story: Story, old: Trial, new: Trial) -> Difference:
    then, now = _judged(old, story), _judged(new, story)
    return Difference(
        title=story.title,
        feeds=tuple(dict.fromkeys(report.feed_id for report in story.reports)),
        at=story.opened,
        score_then=then.score if then else None,
        score_now=now.score if now else None,
        why=now.why if now else "none of its feeds is in this configuration",
    )


def _judged(trial: Trial, story: Story) -> Judged | None:
    """Return what a trial says of the best of a story's entries; None if it has none of their feeds."""
    judged = [trial.judged[each.key] for each in story.reports if each.key in trial.judged]
    return max(judged, key=lambda each: each.score, default=None)
