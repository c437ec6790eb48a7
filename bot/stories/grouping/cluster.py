"""Which story does an entry belong to? The one that reports the same event, in any language, or a new one.

A wrong merge hides news and a missed one only repeats it, so in doubt a new story is opened.
"""

import heapq
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.model import Bond, BondKind, Feed, Hit, Story, StoryChange
from bot.stories.grouping.candidates import Table, lay
from bot.stories.grouping.growth import absorb, grow
from bot.stories.grouping.likeness import Traits, traits
from bot.stories.grouping.linkage import WINDOW, Linkage
from bot.stories.grouping.rarity import Stream

__all__ = ["WINDOW", "cluster"]

_UNKNOWN = Stream()
_SHARE = 0.25  # of a story's reports that an entry must be grouped with to join it; the others show other sides
_SAME = 8.0  # so much more alike than asked, it is the same text or headline, and joins however many others there are
_MOST = 0.5  # more than this share of each of two stories, grouped with one entry, can make them one
_PARTED = 4  # reports on each side that show that a story tells of two events; fewer may be two sides of one


@dataclass(slots=True, kw_only=True, eq=False)
class _Grown:
    """A stored story with what it becomes."""

    story: str
    stories: list[str]  # it and those that become part of it
    members: list[Traits]  # of all of them, and the hits
    hits: list[Traits] = field(default_factory=list)
    parted: frozenset[str] = frozenset()  # keys of those that do not fit the others


def cluster(
    hits: Sequence[Hit],
    candidates: Sequence[Story],
    feeds: Mapping[str, Feed],
    *,
    apart: Collection[tuple[str, str]] = (),
    stream: Stream = _UNKNOWN,
    now: datetime,
) -> list[StoryChange]:
    """Return one change for each story that the hits open or join, those with the oldest hit first.

    ``candidates`` are the stored stories that share an index term with a hit, with their sketches; ``feeds`` says who
    is behind a feed id. Reports of the story that fits a hit best are grouped anew, together with the hit, as if all
    came at once; other stories near to it take part as the sides that they have. A hit joins the story that has most
    reports in its group. Where that group has most of two stories, and these fit as a whole, the younger one becomes
    part of the older (``StoryChange.joined``); where it has several reports of a story and leaves several out, one of
    the two sides leaves (``StoryChange.leaving``).
    Neither the order of the hits nor that of the candidates matters. A hit whose entry is already a report of a
    candidate changes nothing. ``apart`` are pairs of ids of stories that an operator took apart: they are never
    joined, and a hit joins only that one of them which has the closest report.
    """
    known = {report.key for story in candidates for report in story.reports}
    new = {hit.entry.key: hit for hit in hits if hit.entry.key not in known}
    linkage = Linkage.of(stream.live + len(new) / 2)
    table = lay(new, {story.id: story for story in candidates}, apart, linkage, stream)
    opened, grown = _places(table, linkage)
    changes = [_opened(group, table, linkage, feeds, now) for group in opened]
    changes += [_grown(place, table, linkage, feeds, now) for place in grown]
    return sorted(changes, key=lambda change: min(_age(new[key]) for key in change.keys))


def _places(table: Table, linkage: Linkage) -> tuple[list[list[Traits]], list[_Grown]]:
    """Return the groups of hits that are new stories, and the stories that get hits."""
    met = {story: table.members[story] for story in (*table.anew, *table.sided)}
    home = {each.sketch.key: story for story, members in met.items() for each in members}
    reports = {each.sketch.key: each for members in (table.new.values(), *met.values()) for each in members}
    grown = {story: _Grown(story=story, stories=[story], members=list(members)) for story, members in met.items()}
    opened: list[list[Traits]] = []

    def apart(one: Sequence[Traits], other: Sequence[Traits]) -> bool:
        return bool(table.rivals) and _kept_apart(one, other, home, table, linkage)

    sides = [side for story in table.sided for side in _sides(table.members[story], linkage)]
    for group in gather(reports, table.near, linkage, apart, sides):
        hits = [each for each in group if each.sketch.key in table.new]
        counts = Counter(home[each.sketch.key] for each in group if each.sketch.key in home)
        shares = {story: count / len(table.members[story]) for story, count in counts.items()}
        if not hits:
            continue
        good = [
            story
            for story, share in shares.items()
            if share >= _SHARE
            or linkage.closest(hits, [each for each in group if home.get(each.sketch.key) == story]) >= _SAME
        ]
        if not good:
            opened.append(hits)
            continue
        best = min(good, key=lambda story: (-counts[story], table.age(story)))
        grown[best].hits += hits
        grown[best].members += hits
        if min(counts[best] + len(hits), len(table.members[best]) - counts[best]) >= _PARTED:
            grown[best].parted = frozenset(each.sketch.key for each in group if each in grown[best].members)
        if shares[best] > _MOST:
            for story in sorted((each for each in shares if shares[each] > _MOST), key=table.age):
                _join(best, story, grown, table, linkage)
    return opened, [each for story, each in grown.items() if each.story == story and each.hits]


def _join(one: str, other: str, grown: dict[str, _Grown], table: Table, linkage: Linkage) -> None:
    """Put the younger of two stories into the older, if they fit as a whole and no operator took them apart."""
    older, younger = sorted((grown[one], grown[other]), key=lambda each: table.age(each.story))
    if older is younger or any(table.rivals.get(each, set()) & set(younger.stories) for each in older.stories):
        return
    fit = linkage.fit(older.members, younger.members)
    if fit is None or fit < 0:
        return
    older.stories += younger.stories
    older.members += younger.members
    older.hits += younger.hits
    grown |= dict.fromkeys(younger.stories, older)


def _kept_apart(
    one: Sequence[Traits], other: Sequence[Traits], home: Mapping[str, str], table: Table, linkage: Linkage
) -> bool:
    """Whether an operator took apart what these groups belong to, or the newer one is closer to the other part."""
    ours, theirs = ({home[each.sketch.key] for each in group if each.sketch.key in home} for group in (one, other))
    if any(table.rivals.get(story, set()) & theirs for story in ours):
        return True
    if bool(ours) == bool(theirs):
        return False
    new = other if ours else one
    return any(
        linkage.closest(new, table.members[rival]) > linkage.closest(new, table.members[story])
        for story in ours | theirs
        for rival in table.rivals.get(story, ())
    )


def _grown(place: _Grown, table: Table, linkage: Linkage, feeds: Mapping[str, Feed], now: datetime) -> StoryChange:
    """Return the change of a story by its hits, and by the stories that become part of it."""
    parts = [table.stories[each] for each in place.stories if each != place.story]
    story = table.stories[place.story]
    for part in parts:
        story = absorb(story, part)
    keys = {each.sketch.key for each in place.hits}
    why = linkage.why(place.hits, [each for each in place.members if each.sketch.key not in keys])
    why = replace(why, parts=tuple(part.short for part in parts))
    hits = sorted((table.hits[key] for key in keys), key=_age)
    sketches = [*story.sketches, *(table.new[hit.entry.key].sketch for hit in hits)]
    change = grow(story, hits, sketches, feeds, now=now, why=why)
    leaving = frozenset[str]() if change.story.whole else _leaving(change.story, place, linkage)
    return replace(change, joined=tuple(parts), leaving=leaving)


def _leaving(story: Story, place: _Grown, linkage: Linkage) -> frozenset[str]:
    """Return the keys of the reports on the side of a parting story that does not have its headline.

    Reports of a long story that were not grouped anew are on the side that has the report closest to them.
    """
    if not place.parted:
        return frozenset()
    one = [each for each in place.members if each.sketch.key in place.parted]
    other = [each for each in place.members if each.sketch.key not in place.parted]
    looked_at = {each.sketch.key for each in place.members}
    rest = [traits(each) for each in story.sketches if each.key not in looked_at]
    nearer = {each.sketch.key for each in rest if linkage.closest([each], one) > linkage.closest([each], other)}
    side = place.parted | nearer
    first = next(each.key for each in story.reports if each.title == story.title)
    return frozenset(each.sketch.key for each in (*other, *rest)) - side if first in side else side


def _opened(
    group: Sequence[Traits], table: Table, linkage: Linkage, feeds: Mapping[str, Feed], now: datetime
) -> StoryChange:
    """Return the change that opens a story."""
    hits = sorted((table.hits[each.sketch.key] for each in group), key=_age)
    why = linkage.why(group, group) if len(group) > 1 else Bond(kind=BondKind.ALONE)
    return grow(None, hits, [table.new[hit.entry.key].sketch for hit in hits], feeds, now=now, why=why)


def _age(hit: Hit) -> tuple[datetime, str]:
    return (hit.entry.published or hit.entry.seen, hit.entry.key)


@dataclass(slots=True, kw_only=True, eq=False)
class _Group:
    """Reports taken for one event so far, named by the key of one of them."""

    members: list[Traits]
    near: set[str] = field(default_factory=set)  # names of the groups worth comparing with
    version: int = 0


def gather(
    reports: Mapping[str, Traits],
    near: Mapping[str, Collection[str]],
    linkage: Linkage,
    apart: Callable[[Sequence[Traits], Sequence[Traits]], bool],
    sides: Iterable[Sequence[Traits]] = (),
) -> list[list[Traits]]:
    """Return the reports, given by key, in groups of one event each, ordered by their lowest keys.

    The best fit is joined first, whichever reports it is between, so their order does not matter. ``near`` has for each
    key those worth comparing with, both ways; ``apart`` says which groups must not become one, however alike; ``sides``
    are groups from the start.
    """
    groups = {min(each.sketch.key for each in side): _Group(members=list(side)) for side in sides}
    part_of = {each.sketch.key: name for name, group in groups.items() for each in group.members}
    groups |= {key: _Group(members=[each]) for key, each in reports.items() if key not in part_of}
    waiting: list[tuple[float, str, str, int, int]] = []
    pairs = {(part_of.get(name, name), part_of.get(other, other)) for name in reports for other in near.get(name, ())}
    for first, second in pairs:
        if first < second:
            _weigh(first, second, groups, linkage, waiting)
    while waiting:
        _, first, second, *versions = heapq.heappop(waiting)
        one, other = groups.get(first), groups.get(second)
        if one is None or other is None or [one.version, other.version] != versions:
            continue  # one of them has grown since, and was weighed again then
        if apart(one.members, other.members):
            continue
        del groups[second]
        one.members += other.members
        one.version += 1
        found = [name for name in one.near | other.near if name != first and name in groups]
        one.near.clear()
        for name in found:
            groups[name].near.discard(first)
            _weigh(min(first, name), max(first, name), groups, linkage, waiting)
    return [groups[name].members for name in sorted(groups)]  # merging keeps the lower name


def _sides(members: Sequence[Traits], linkage: Linkage) -> Sequence[Sequence[Traits]]:
    """Return the groups that the reports of a story make among themselves, remembered until it has others."""
    sides, story = linkage.sides, tuple(members)
    if story not in sides:
        reports = {each.sketch.key: each for each in story}
        near = {key: reports.keys() - {key} for key in reports}
        sides[story] = gather(reports, near, linkage, lambda *_: False)
    return sides[story]


def _weigh(
    first: str,
    second: str,
    groups: Mapping[str, _Group],
    linkage: Linkage,
    waiting: list[tuple[float, str, str, int, int]],
) -> None:
    """Queue the fit of two groups, the best first, if they are like each other at all."""
    one, other = groups[first], groups[second]
    fit = linkage.fit(one.members, other.members)
    if fit is None:
        return
    one.near.add(second)
    other.near.add(first)
    if fit >= 0:
        heapq.heappush(waiting, (-fit, first, second, one.version, other.version))
