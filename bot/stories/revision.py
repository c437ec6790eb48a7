"""What does an outlet's edit of its entry mean for the story? Mostly nothing; at times it takes something back."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.model import Change, Hit, Report, Story, StoryChange
from bot.stories.events import kinds_at, negated, opposed
from bot.stories.growth import CORRECTION
from bot.stories.numbers import numbers_in
from bot.stories.sketch import sketch
from bot.stories.stems import key_of
from bot.stories.summary import summarise
from bot.topic.words import tokens

LIVING = 3  # earlier versions from which on an entry is one that changes all the time: it corrects nothing
_LIKE = 0.5  # share of the shorter title's words that both have; with less it is another title, not a mended one
_MOMENTS = re.compile(r"\d{1,2}:\d{2}|\d{1,2}\.\d{1,2}\.\d{2,4}")  # "updated 14:30" is no fact
_SMALL = re.compile(r"(?<![\w.,])\d{1,4}(?![\w%]|[.,]\d)")


def correction(before: str, after: str, language: str | None) -> str | None:
    """Return in words what a new title takes back of the old one; None where it only says it in another way.

    That is a word by which outlets mark corrections, and in titles that are otherwise alike: a negation in one only, a
    kind of event that excludes the other's ("confirms", "denies"), or a number in another's place.
    """
    if CORRECTION.search(after) and not CORRECTION.search(before):
        return "the title says so"
    old, new = _negations(before, language), _negations(after, language)
    shared = old.keys() & new.keys()
    if len(shared) < _LIKE * min(len(old), len(new)):
        return None
    turned = sorted(key for key in shared if old[key] != new[key])
    # Where both negate something, the order of words decides what seems negated.
    if turned and any(old.values()) != any(new.values()):
        return f"“{turned[0]}” is {'now' if new[turned[0]] else 'no longer'} negated"
    ours, theirs = _kinds(before, language), _kinds(after, language)
    for kind in sorted(ours - theirs):
        for other in sorted(theirs - ours):
            if opposed(kind, other):
                return f"“{kind}” became “{other}”"
    had, has = _figures(before), _figures(after)
    if had - has and has - had:
        return f"{', '.join(sorted(had - has))} became {', '.join(sorted(has - had))}"
    return None


def revise(story: Story, hit: Hit, *, before: str, living: bool, quiet: bool, now: datetime) -> StoryChange | None:
    """Return the story with a report as its outlet words it now; None where the report is not among its own.

    ``before`` is the entry's old title, ``living`` says that it has changed often. A correction is told as one. Another
    headline on display, or an alert that is worth one only now, is a change that edits the message. Everything else is
    quiet: nobody is told.
    """
    old = next((report for report in story.reports if report.key == hit.entry.key), None)
    if old is None:
        return None
    mended = replace(old, title=hit.entry.title, text=hit.entry.text, score=hit.match.score)
    reports = tuple(mended if report is old else report for report in story.reports)
    shown = story.title == old.title
    title = mended.title if shown else story.title
    why = None if living else correction(before, mended.title, mended.language)
    revised = replace(
        story,
        title=title,
        written="" if why or title != story.title else story.written,
        summary=summarise(_shown_first(reports, title), story.names, language=story.language),
        updated=now if why else story.updated,
        revision=story.revision + 1,
        score=max(report.score for report in reports),
        alert=story.alert or hit.match.alert,
        reports=reports,
        sketches=tuple(sketch(hit) if each.key == old.key else each for each in story.sketches),
    )
    visible = title != story.title or revised.alert != story.alert
    return StoryChange(
        story=revised,
        change=Change.CORRECTED if why else Change.GREW,
        keys=(old.key,),
        quiet=quiet or not (why or visible),
        why=f"{old.source} corrects itself: {why}" if why else f"{old.source} edited its report",
    )


def _shown_first(reports: tuple[Report, ...], title: str) -> list[Report]:
    return sorted(reports, key=lambda report: report.title != title)


def _negations(title: str, language: str | None) -> Mapping[str, bool]:
    """The words of a title, under their keys, each with whether it is negated wherever it stands."""
    folds = [token.fold for token in tokens(title)]
    found: dict[str, bool] = {}
    for fold, is_negated in zip(folds, negated(folds, language), strict=True):
        key = key_of(fold, language)
        if len(key) > 2 and not key.isdigit():  # noqa: PLR2004 - small words are negated with whatever follows
            found[key] = is_negated and found.get(key, True)
    return found


def _kinds(title: str, language: str | None) -> set[str]:
    folds = [token.fold for token in tokens(title)]
    return {kind for kinds in kinds_at(folds, language) for kind in kinds}


def _figures(title: str) -> set[str]:
    bare = _MOMENTS.sub(" ", title)
    return {value for value, _ in numbers_in(bare)} | set(_SMALL.findall(bare))
