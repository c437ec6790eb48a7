"""What do stories become when reports leave one, or when an operator puts two together?"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b

from bot.model import Alert, Bond, BondKind, Change, Hit, Report, Story, StoryChange
from bot.stories.grouping.growth import absorb, as_it_stands, grow
from bot.stories.grouping.sketch import sketch
from bot.stories.route import edit


def split(story: Story, keys: Collection[str], hits: Mapping[str, Hit], *, now: datetime) -> tuple[Story, Story]:
    """Return the story without the reports ``keys``, and these as a story of their own.

    ``hits`` are the entries of all the story's reports; names, words, score and summary are made of them anew. The
    headline stays if its report does. Neither story is newer than the one before: nothing has happened.
    Raises ValueError where there are no such reports, or no others.
    """
    rest = [report for report in story.reports if report.key not in keys]
    taken = [report for report in story.reports if report.key in keys]
    if not rest or not taken:
        raise ValueError(f"{sorted(keys)} cannot be taken out of story {story.id!r}")
    identity = f"{story.id}|{taken[0].key}|{story.revision}"
    return (
        replace(
            _built(story, rest, hits, headline=story.title, now=now),
            id=story.id,
            short=story.short,
            updated=story.updated,
            revision=story.revision + 1,
            quiet=story.quiet,
            changed=story.changed,
            corrected=story.corrected,
            parted=story.parted,
            left=story.left,
            grouped=Bond(kind=BondKind.TAKEN_OUT, source=taken[0].source),
        ),
        replace(
            _built(story, taken, hits, headline=taken[0].title, now=now),
            id="s" + blake2b(identity.encode(), digest_size=16).hexdigest(),
            updated=story.updated,
            grouped=Bond(kind=BondKind.APART, story=story.short),
        ),
    )


def parted(
    change: StoryChange, stored: Callable[[Sequence[str]], Mapping[str, Hit]], hits: Sequence[Hit], *, now: datetime
) -> list[StoryChange]:
    """Return a change, or where reports leave its story two: that of the story which they open comes first.

    ``hits`` are those of the change, ``stored`` returns entries of earlier reports by key. The story that is left keeps
    its chats, and what the change says of it; if all that came is in the other one, it only has fewer reports.
    """
    story, leaving = change.story, change.leaving
    if not leaving:
        return [change]
    known = {hit.entry.key: hit for hit in hits}
    known |= stored([report.key for report in story.reports if report.key not in known])
    if not all(report.key in known for report in story.reports):
        return [replace(change, leaving=frozenset())]  # an entry was deleted since: what it said cannot be told anew
    rest, taken = split(story, leaving, known, now=now)
    stays = tuple(key for key in change.keys if key not in leaving)
    opened = StoryChange(
        story=replace(taken, grouped=Bond(kind=BondKind.PARTED, story=story.short), parted=story.short),
        change=Change.OPENED,
        keys=tuple(report.key for report in taken.reports),
        quiet=change.quiet,
        why=f"parted from story {story.short}",
        parted=story.id,
    )
    left = replace(change, story=replace(rest, grouped=story.grouped), keys=stays)
    return [opened, left if stays else replace(left, change=Change.GREW, new=(), why="some of its reports left it")]


def left(rest: Story, taken: Story) -> Story:
    """Return the story that is left after a parting, saying what its other reports are now."""
    return replace(rest, left=(*rest.left, taken.short))


def merge(one: Story, other: Story) -> Story:
    """Return ``one`` with the reports of ``other`` too; its id stays, and its headline as ``absorb`` says."""
    why = Bond(kind=BondKind.PUT_IN, story=other.short)
    return replace(absorb(one, other), revision=one.revision + 1, grouped=why)


def edits(story: Story, channels: Collection[int], *, now: datetime) -> list[Alert]:
    """Return what brings the messages of these channels up to date, without a sound."""
    why = f"grouped anew: {story.grouped.kind.value}" if isinstance(story.grouped, Bond) else story.grouped
    return [edit(story, channel, why=why, now=now) for channel in sorted(channels)]


def farewell(part: Story, into: Story, channels: Collection[int], *, now: datetime) -> list[Alert]:
    """Return what tells channels with a message of each story that ``part`` is part of the other one now."""
    return edits(replace(part, revision=part.revision + 1, grouped=into.grouped), channels, now=now)


def _built(whole: Story, reports: Sequence[Report], hits: Mapping[str, Hit], *, headline: str, now: datetime) -> Story:
    """Let a story grow from the report with the headline, so that it keeps it."""
    alone = Bond(kind=BondKind.ALONE)
    first = next((report for report in reports if report.title == headline), reports[0])
    story = grow(None, [hits[first.key]], [], {}, now=now, why=alone).story
    others = sorted((hits[report.key] for report in reports if report.key != first.key), key=_age)
    if others:
        story = grow(story, others, [], {}, now=now, why=alone).story
    keys = {report.key for report in reports}
    sketches = tuple(each for each in whole.sketches if each.key in keys)  # with what its features were worth then
    opened = min(report.at for report in reports)
    story = replace(_as_told(story, reports), opened=opened, new=(), sketches=sketches or (sketch(hits[first.key]),))
    return as_it_stands(story)


def _as_told(story: Story, reports: Sequence[Report]) -> Story:
    """Keep what is known of each outlet: its feed may have left the configuration since."""
    known = {report.key: report for report in reports}
    return replace(story, reports=tuple(known[report.key] for report in story.reports))


def _age(hit: Hit) -> tuple[datetime, str]:
    return (hit.entry.published or hit.entry.seen, hit.entry.key)
