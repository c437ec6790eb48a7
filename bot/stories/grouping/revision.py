"""What does an outlet's edit of its entry mean for the story? Mostly nothing; at times it takes something back."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from bot.model import Change, Hit, Report, Story, StoryChange
from bot.stories.grouping.growth import as_it_stands, said_more
from bot.stories.grouping.sketch import sketch
from bot.stories.standing import takes_back
from bot.stories.wording.facts import name_forms
from bot.stories.wording.summary import summarise
from bot.text.meanings.event_kinds import kinds_at, negated, opposed
from bot.text.numbers import numbers_in
from bot.text.sentences import split
from bot.text.words import key_of, tokens

LIVING = 3  # earlier versions from which an entry counts as constantly changing: it corrects nothing
_LIKE = 0.5  # share of the shorter title's words that both have; with less it is a different title, not a corrected one
_MOMENTS = re.compile(r"\d{1,2}:\d{2}|\d{1,2}\.\d{1,2}\.\d{2,4}")  # "updated 14:30" is no fact
_SMALL = re.compile(r"(?<![\w.,])\d{1,4}(?![\w%]|[.,]\d)")


def correction(before: str, after: str, language: str | None) -> str | None:
    """Return in words what a new title takes back from the old one; None if it only says the same in another way.

    This is a word by which outlets mark corrections, and in otherwise similar titles a negation in only one, or a kind
    of event that excludes the other's ("confirms", "denies"). A new number takes nothing back: most rise as more
    becomes known (``recount``).
    """
    if takes_back(before, after):
        return "the title says so"
    if not _alike(before, after, language):
        return None
    old, new = _negations(before, language), _negations(after, language)
    shared = old.keys() & new.keys()
    turned = sorted(key for key in shared if old[key] != new[key])
    # If both negate something, word order decides what seems negated.
    if turned and any(old.values()) != any(new.values()):
        return f"“{turned[0]}” is {'now' if new[turned[0]] else 'no longer'} negated"
    ours, theirs = _kinds(before, language), _kinds(after, language)
    for kind in sorted(ours - theirs):
        for other in sorted(theirs - ours):
            if opposed(kind, other):
                return f"“{kind}” became “{other}”"
    return None


def recount(before: str, after: str, language: str | None) -> Mapping[str, str]:
    """Return the numbers of a new title that replace others in an otherwise similar old one, and how they are written.

    They are in the form of ``numbers_in``; small ones, which that leaves out, are unchanged.
    """
    had, has = _figures(before), _figures(after)
    fresh = has.keys() - had.keys()
    if not (fresh and had.keys() - has.keys() and _alike(before, after, language)):
        return {}
    return {value: has[value] for value in sorted(fresh)}


def revise(story: Story, hit: Hit, *, before: str, living: bool, quiet: bool, now: datetime) -> StoryChange | None:
    """Return the story with a report as its outlet words it now; None if the report is not in the story.

    ``before`` is the entry's old title, ``living`` says that it has changed often. A correction is told as one, a
    different number as new facts. A new headline on display, or a story worth an alert only now, is a change that edits
    the message. Everything else is quiet: nobody is told.
    """
    old = next((report for report in story.reports if report.key == hit.entry.key), None)
    if old is None:
        return None
    mended = replace(
        old,
        title=hit.entry.title,
        text=hit.entry.text,
        score=hit.match.score,
        names=name_forms(hit.match.names),
    )
    why = None if living else correction(before, mended.title, mended.language)
    numbers = {} if living or why else recount(before, mended.title, mended.language)
    told = _told(report for report in story.reports if report is not old)
    new = tuple(written for value, written in numbers.items() if value not in told)
    revised = _with_mended(story, hit, old, mended)
    if why or new:
        revised = replace(revised, written="", updated=now, new=new or story.new)
    revised = as_it_stands(revised)
    visible = revised.title != story.title or revised.alert != story.alert
    change, reason = Change.GREW, "edited its report"
    if why:
        change, reason = Change.CORRECTED, f"corrects itself: {why}"
    elif new:
        change, reason = Change.NEW_FACTS, f"has a new number: {', '.join(new)}"
    return StoryChange(
        story=revised if change is Change.GREW else said_more(revised, change, now),
        change=change,
        keys=(old.key,),
        new=new,
        quiet=quiet or not (why or new or visible),
        why=f"{old.source} {reason}",
    )


def _with_mended(story: Story, hit: Hit, old: Report, mended: Report) -> Story:
    """Return a story in which a report replaces its earlier version."""
    reports = tuple(mended if report is old else report for report in story.reports)
    title = mended.title if story.title == old.title else story.title
    return replace(
        story,
        title=title,
        written="" if title != story.title else story.written,
        summary=summarise(_shown_first(reports, title), story.names, language=story.language),
        revision=story.revision + 1,
        score=max(report.score for report in reports),
        alert=story.alert or hit.match.alert,
        reports=reports,
        sketches=tuple(sketch(hit) if each.key == old.key else each for each in story.sketches),
    )


def _shown_first(reports: tuple[Report, ...], title: str) -> list[Report]:
    return sorted(reports, key=lambda report: report.title != title)


def _negations(title: str, language: str | None) -> Mapping[str, bool]:
    """A title's words by key, each with whether it is negated everywhere."""
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


def _alike(before: str, after: str, language: str | None) -> bool:
    """Whether a title is a corrected version of the other."""
    old, new = _negations(before, language).keys(), _negations(after, language).keys()
    return len(old & new) >= _LIKE * min(len(old), len(new))


def _told(reports: Iterable[Report]) -> set[str]:
    """The numbers in the titles and first sentences of reports."""
    return {value for each in reports for value in _figures("\n".join([each.title, *split(each.text)[:1]]))}


def _figures(text: str) -> Mapping[str, str]:
    """A text's numbers, with how each is written."""
    bare = _MOMENTS.sub(" ", text)
    return {number: number for number in _SMALL.findall(bare)} | dict(numbers_in(bare))
