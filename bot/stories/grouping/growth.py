"""What does a story become with these entries, and what do they change?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.model import (
    Bond,
    Change,
    Feed,
    FeedKind,
    Hit,
    Ownership,
    Report,
    Sketch,
    Status,
    Story,
    StoryChange,
    Where,
    opened_by,
)
from bot.stories.importance import importance
from bot.stories.outlets import outlets
from bot.stories.standing import LOUD_STATUSES, corrects, denies, stands
from bot.stories.wording.facts import name_forms
from bot.stories.wording.summary import summarise
from bot.stories.wording.updates import news, told_by

KEPT = 32  # sketches of a story: the first and the latest, so that long stories cost no more to compare with
_NAMES, _WORDS, _NEW = 12, 12, 6
_RAPID, _RAPID_TIME = 3, timedelta(hours=1)  # this many times the sources, within this time


def grow(
    story: Story | None,
    hits: Sequence[Hit],
    sketches: Sequence[Sketch],
    feeds: Mapping[str, Feed],
    *,
    now: datetime,
    why: Bond,
) -> StoryChange:
    """Return the change that hits bring to a story (None: they open it), with the story as it is afterwards.

    ``hits`` are oldest first and at least one; ``sketches`` are those of the whole story, the hits' included.
    """
    brought = [_report(hit, feeds.get(hit.entry.feed_id), now) for hit in hits]
    grown = _with_reports(story, hits, brought)
    grown = replace(grown, updated=now, sketches=_keep(sketches), grouped=why)
    keys = tuple(each.key for each in brought)
    if story:
        said = news(grown, keys, told_by(grown, keys), language=grown.language)
        grown = replace(grown, new=_unique(form for each in said for form in each.forms)[:_NEW])
    standing = stands(grown)
    grown = replace(grown, status=standing.status if standing else None)
    change, reason = _kind(story, grown, brought)
    return StoryChange(
        story=weighed(said_more(grown, change, now)),
        change=change,
        keys=keys,
        new=grown.new,
        quiet=all(hit.quiet for hit in hits),
        why=reason,
    )


def _with_reports(story: Story | None, hits: Sequence[Hit], brought: Sequence[Report]) -> Story:
    """Return a story with what hits and their reports add, before the change is assessed."""
    lead = _lead(story, hits, brought)
    before = story or _opened(hits)
    reports = sorted([*before.reports, *brought], key=lambda each: (each.at, each.key))
    names = _merge(before.names, _telling_names(hits), _NAMES)
    nearest = [each for each in (*(hit.match.nearest for hit in hits), before.nearest) if each]
    return replace(
        before,
        title=lead.title,
        summary=summarise(_lead_first(reports, lead), names, language=lead.language),
        translated=(),
        language=lead.language,
        opened=before.opened if story else reports[0].at,
        revision=before.revision + 1,
        score=max(report.score for report in reports),
        alert=before.alert or any(hit.match.alert for hit in hits),
        names=names,
        words=_merge(before.words, (each.form.lower() for hit in hits for each in hit.match.words), _WORDS),
        nearest=max(nearest, key=lambda each: each.similarity, default=None),
        new=_unique(word for hit in hits for word in hit.match.new)[:_NEW],
        reports=tuple(reports),
    )


def _opened(hits: Sequence[Hit]) -> Story:
    """Return a new story, still without a report."""
    first = hits[0]
    return Story(
        id=opened_by(first),
        topic=first.topic,
        title="",
        summary="",
        language=None,
        opened=first.entry.seen,
        updated=first.entry.seen,
        revision=0,
        score=0.0,
        alert=False,
        quiet=all(hit.quiet for hit in hits),
        novel=len({word for hit in hits for word in hit.match.new}),
    )


def absorb(story: Story, other: Story) -> Story:
    """Return a story with all that another story of the same event has; nothing counts as new.

    The id stays, and so does the headline, unless only the other one is worth a message.
    """
    first, second = (other, story) if other.alert and not story.alert else (story, other)
    reports = sorted([*story.reports, *other.reports], key=lambda each: (each.at, each.key))
    lead = next((each for each in reports if each.title == first.title), reports[0])
    names = _merge(first.names, second.names, _NAMES)
    nearest = [each.nearest for each in (story, other) if each.nearest]
    one = {story.short, other.short}  # whatever parted them holds no longer
    return replace(
        story,
        title=first.title,
        summary=summarise(_lead_first(reports, lead), names, language=first.language),
        language=first.language,
        opened=min(story.opened, other.opened),
        updated=max(story.updated, other.updated),
        score=max(story.score, other.score),
        alert=first.alert,
        quiet=story.quiet and other.quiet,
        names=names,
        written="",
        words=_merge(first.words, second.words, _WORDS),
        nearest=max(nearest, key=lambda each: each.similarity, default=None),
        reports=tuple(reports),
        sketches=_keep([*story.sketches, *other.sketches]),
        novel=max(story.novel, other.novel),
        whole=True,
        parted="" if story.parted in one else story.parted,
        left=tuple(each for each in (*story.left, *other.left) if each not in one),
    )


def said_more(story: Story, change: Change, now: datetime) -> Story:
    """Return the story with the time of a change that is more than a new count: it dates earlier wordings."""
    if change is Change.GREW:
        return story
    if change is Change.OPENED:
        return replace(story, written="")
    return replace(story, written="", changed=now, corrected=change is Change.CORRECTED)


def _report(hit: Hit, feed: Feed | None, now: datetime) -> Report:
    entry = hit.entry
    return Report(
        key=entry.key,
        feed_id=entry.feed_id,
        source=feed.name if feed else entry.feed_id,
        ownership=feed.ownership if feed else Ownership.UNKNOWN,
        kind=feed.kind if feed else FeedKind.NEWS,
        country=feed.country if feed else None,
        language=hit.match.language or entry.language,
        url=entry.url,
        title=entry.title,
        text=entry.text,
        at=min(entry.published or entry.seen, now),
        score=hit.match.score,
        names=name_forms(hit.match.names),
    )


def _lead(story: Story | None, hits: Sequence[Hit], brought: Sequence[Report]) -> Report:
    """Return the report whose title is the headline: the first that is worth a message.

    It stays so while the story grows, so that the headline does not change under its readers' eyes, unless its outlet
    takes it back in a later entry.
    """
    lead = next((report for report in story.reports if report.title == story.title), None) if story else None
    if lead is not None:
        taken_back = (each for each in brought if each.source == lead.source and corrects(each.title))
        lead = next(taken_back, lead)
    good = {hit.entry.key for hit in hits if hit.match.alert}
    if lead is None or (story and not story.alert and good):
        lead = min((each for each in brought if each.key in good or not good), key=lambda each: (each.at, each.key))
    return lead


def _lead_first(reports: Sequence[Report], lead: Report) -> list[Report]:
    return [lead, *(each for each in reports if each.key != lead.key)]


def _keep(sketches: Sequence[Sketch]) -> tuple[Sketch, ...]:
    ordered = sorted(sketches, key=lambda each: (each.at, each.key))
    return tuple(ordered) if len(ordered) <= KEPT else (ordered[0], *ordered[1 - KEPT :])


def _telling_names(hits: Sequence[Hit]) -> list[str]:
    """Names in titles first, then those that stand for a side of the topic, then the rest in order."""
    found = [name for hit in hits for name in hit.match.names if name.kind != "trap"]
    return [name.name for name in sorted(found, key=lambda each: (each.where is not Where.TITLE, each.side is None))]


def _kind(story: Story | None, grown: Story, brought: Sequence[Report]) -> tuple[Change, str]:
    """Return what happened, with the reason in words; the loudest kind wins."""
    if story is None:
        others = f" with {len(brought)} reports" if len(brought) > 1 else ""
        return Change.OPENED, f"opened by {brought[0].source}{others}"
    corrected = next((each for each in brought if corrects(each.title)), None)
    if corrected:
        return Change.CORRECTED, f"{corrected.source} corrects itself"
    official = next((each for each in brought if each.kind is FeedKind.PRIMARY), None)
    if official and not any(each.kind is FeedKind.PRIMARY for each in story.reports):
        return Change.OFFICIAL, f"official document from {official.source}"
    if grown.status is not story.status and grown.status in LOUD_STATUSES:
        said = "denial" if grown.status is Status.DENIED else "that it is called off"
        return Change.OFFICIAL, f"{said} reported by {brought[-1].source}"
    denial = next((each for each in brought if denies(each)), None)
    if denial and not any(denies(each) for each in story.reports):
        return Change.OFFICIAL, f"denial reported by {denial.source}"
    before, after = _sources(story.reports), _sources(grown.reports)
    newest = max(each.at for each in grown.reports)
    base = max(1, _sources(each for each in grown.reports if each.at <= newest - _RAPID_TIME))
    if after >= _RAPID * base > before:
        return Change.OFFICIAL, f"{after} sources within an hour, {base} before"
    if grown.new or grown.status is not story.status:
        return Change.NEW_FACTS, f"new: {', '.join(grown.new)}" if grown.new else "stands otherwise than before"
    return Change.GREW, f"one more report, {after} sources now" if len(brought) == 1 else f"{after} sources now"


def weighed(story: Story) -> Story:
    """Return a story with its present importance; one that once passed keeps its own."""
    return replace(story, importance=importance(story))


def as_it_stands(story: Story) -> Story:
    """Return a story with the status and the importance that its reports give it."""
    standing = stands(story)
    return weighed(replace(story, status=standing.status if standing else None))


def _sources(reports: Iterable[Report]) -> int:
    return len(outlets(reports))


def _merge(old: Sequence[str], more: Iterable[str], most: int) -> tuple[str, ...]:
    return _unique([*old, *more])[:most]


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
