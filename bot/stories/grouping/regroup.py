"""What do stories become when an operator takes a report out of one, or puts two together?"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b

from bot.model import Alert, Bond, BondKind, Hit, Report, Story
from bot.stories.grouping.growth import absorb, grow
from bot.stories.grouping.sketch import sketch
from bot.stories.route import edit


def split(story: Story, key: str, hits: Sequence[Hit], *, now: datetime) -> tuple[Story, Story]:
    """Return the story without the report ``key``, and the report as a story of its own.

    ``hits`` are the entries of all the story's reports; names, words, score, summary and sketches are made of them
    anew. The headline stays if its report does. Neither story is newer than the one before: nothing has happened.
    Raises ValueError where there is no such report, or no other.
    """
    by_key = {hit.entry.key: hit for hit in hits}
    rest = [report for report in story.reports if report.key != key]
    taken = [report for report in story.reports if report.key == key]
    if not rest or not taken:
        raise ValueError(f"{key!r} cannot be taken out of story {story.id!r}")
    identity = f"{story.id}|{key}|{story.revision}"
    return (
        replace(
            _built(rest, by_key, headline=story.title, now=now),
            id=story.id,
            short=story.short,
            updated=story.updated,
            revision=story.revision + 1,
            quiet=story.quiet,
            grouped=Bond(kind=BondKind.TAKEN_OUT, source=taken[0].source),
        ),
        replace(
            _built(taken, by_key, headline=taken[0].title, now=now),
            id="s" + blake2b(identity.encode(), digest_size=16).hexdigest(),
            updated=story.updated,
            grouped=Bond(kind=BondKind.APART, story=story.short),
        ),
    )


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


def _built(reports: Sequence[Report], by_key: dict[str, Hit], *, headline: str, now: datetime) -> Story:
    """Let a story grow from the report with the headline, so that it keeps it."""
    first = next((report for report in reports if report.title == headline), reports[0])
    story = grow(
        None, [by_key[first.key]], [sketch(by_key[first.key])], {}, now=now, why=Bond(kind=BondKind.ALONE)
    ).story
    others = [by_key[report.key] for report in reports if report.key != first.key]
    if others:
        sketches = [*story.sketches, *(sketch(hit) for hit in others)]
        story = grow(story, sorted(others, key=_age), sketches, {}, now=now, why=Bond(kind=BondKind.ALONE)).story
    return replace(_as_told(story, reports), opened=min(report.at for report in reports), new=())


def _as_told(story: Story, reports: Sequence[Report]) -> Story:
    """Keep what is known of each outlet: its feed may have left the configuration since."""
    known = {report.key: report for report in reports}
    return replace(story, reports=tuple(known[report.key] for report in story.reports))


def _age(hit: Hit) -> tuple[datetime, str]:
    return (hit.entry.published or hit.entry.seen, hit.entry.key)
