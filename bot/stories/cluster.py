"""Which story does an entry belong to? The one that reports the same event, in any language, or a new one.

A wrong merge hides news and a missed one only repeats it, so a doubt opens a new story.
"""

import heapq
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from bot.model import Feed, Hit, Sketch, Story, StoryChange
from bot.stories.growth import grow
from bot.stories.likeness import Traits, compare, traits
from bot.stories.linkage import WINDOW, Linkage
from bot.stories.sketch import sketch
from bot.stories.terms import terms

__all__ = ["COMPARED", "WINDOW", "cluster"]

COMPARED = 12  # groups that one entry is compared with, those that share most terms first, ...
ENOUGH = 0.4  # ... and at least this part of what the first of them shares


@dataclass(slots=True, kw_only=True, eq=False)
class _Group:
    """Entries that are taken for one event so far: a stored story, or hits of this call."""

    id: str  # of the stored story, or the key of its oldest hit
    story: Story | None
    sketches: list[Sketch]
    members: list[Traits] = field(default_factory=list)  # the sketches taken apart, where the group is compared
    hits: list[Hit] = field(default_factory=list)
    near: set[str] = field(default_factory=set)  # ids of groups worth comparing with
    rivals: set[str] = field(default_factory=set)  # ids of stored stories that an operator took apart from this one
    why: str = f"nothing of the last {WINDOW.days} days is like it"
    version: int = 0


def cluster(
    hits: Sequence[Hit],
    candidates: Sequence[Story],
    feeds: Mapping[str, Feed],
    *,
    apart: Collection[tuple[str, str]] = (),
    now: datetime,
) -> list[StoryChange]:
    """Return one change for each story that the hits open or join, those with the oldest hit first.

    ``candidates`` are the stored stories that share an index term with a hit, with their sketches; ``feeds`` says who
    is behind a feed id. The best fit is made first, whichever hits it is between, so neither the order of the hits nor
    that of the candidates matters. Stored stories are never merged: people were told of them. A hit whose entry is
    already a report of a candidate changes nothing. ``apart`` are pairs of ids of stories that an operator took
    apart: a hit joins only that one of them which has the closest report.
    """
    groups = _start(hits, candidates, apart)
    linkage = Linkage()
    waiting: list[tuple[float, str, str, int, int, str]] = []
    for group in [each for each in groups.values() if each.hits]:
        _weigh(group, groups, linkage, waiting)
    while waiting:
        _, first, second, first_version, second_version, why = heapq.heappop(waiting)
        one, other = groups.get(first), groups.get(second)
        if one is None or other is None or (one.version, other.version) != (first_version, second_version):
            continue  # one of them has grown since: weighed anew then
        merged = _merge(one, other, why)
        del groups[second if merged is one else first]
        for near in merged.near & groups.keys():
            groups[near].near.add(merged.id)
        _weigh(merged, groups, linkage, waiting)
    grown = sorted((group for group in groups.values() if group.hits), key=lambda each: _age(each.hits[0]))
    return [grow(each.story, each.hits, each.sketches, feeds, now=now, why=each.why) for each in grown]


def _start(hits: Iterable[Hit], candidates: Sequence[Story], apart: Iterable[tuple[str, str]]) -> dict[str, _Group]:
    """Return each new hit as a group, with who is near to whom, and the stored stories that matter to one of them."""
    known = {report.key for story in candidates for report in story.reports}
    new = {hit.entry.key: hit for hit in hits if hit.entry.key not in known}
    stored = {story.id: story for story in candidates}
    near = _introduce({key: sketch(hit) for key, hit in new.items()}, stored)
    rivals: dict[str, set[str]] = {}
    for one, other in apart:
        if one in stored and other in stored:
            rivals.setdefault(one, set()).add(other)
            rivals.setdefault(other, set()).add(one)
    groups = {
        story.id: _Group(id=story.id, story=story, sketches=list(story.sketches), rivals=rivals.get(story.id, set()))
        for story in candidates
        if story.id in near or story.id in rivals
    }
    groups |= {key: _Group(id=key, story=None, sketches=[sketch(hit)], hits=[hit]) for key, hit in new.items()}
    for group in groups.values():
        group.near = near.get(group.id, set())
        group.members = [traits(each) for each in group.sketches]
    return groups


def _introduce(new: Mapping[str, Sketch], stored: Mapping[str, Story]) -> dict[str, set[str]]:
    """Return which new hits and stories are near to each other: those that share most index terms with a hit."""
    having: dict[str, list[str]] = {}
    for key, each in new.items():
        for term in terms(each):
            having.setdefault(term, []).append(key)
    wanted = frozenset(having)
    for story in stored.values():
        for term in wanted.intersection(chain.from_iterable(map(terms, story.sketches))):
            having[term].append(story.id)
    found: dict[str, set[str]] = {}
    for key, each in new.items():
        shared = Counter(near for term in terms(each) for near in having[term])
        del shared[key]
        enough = max(shared.values(), default=0) * ENOUGH
        worth = [(-count, near) for near, count in shared.items() if count >= enough]
        for _, near in heapq.nsmallest(COMPARED, worth):
            found.setdefault(key, set()).add(near)
            found.setdefault(near, set()).add(key)
    return found


def _weigh(
    group: _Group,
    groups: Mapping[str, _Group],
    linkage: Linkage,
    waiting: list[tuple[float, str, str, int, int, str]],
) -> None:
    """Put the fits of a group with all near ones into the queue, best first."""
    for near in list(group.near):
        other = groups.get(near)
        if other is None or not (group.members and other.members) or (group.story and other.story):
            continue
        one, two = sorted((group, other), key=lambda each: each.id)
        fit = linkage.fit(one.members, two.members)
        if fit is None:
            one.near.discard(two.id)
            two.near.discard(one.id)
        elif fit.margin >= 0 and not _belongs_to_rival(one, two, groups):
            heapq.heappush(waiting, (-fit.margin, one.id, two.id, one.version, two.version, fit.why))


def _belongs_to_rival(one: _Group, other: _Group, groups: Mapping[str, _Group]) -> bool:
    """Whether the new one of two groups has its closest report in a story that was taken apart from the stored one."""
    stored, new = (one, other) if one.story else (other, one)
    if not stored.rivals:
        return False
    here = _closest(new, stored)
    return any(_closest(new, groups[rival]) > here for rival in stored.rivals)


def _closest(one: _Group, other: _Group) -> float:
    return max(
        max(found.score, found.copy)
        for left in one.members
        for right in other.members
        for found in (compare(left, right),)
    )


def _merge(one: _Group, other: _Group, why: str) -> _Group:
    """Put two groups into the one that is stored, or has the oldest hit, and return that."""
    if one.story or (other.story is None and _age(one.hits[0]) < _age(other.hits[0])):
        kept, gone = one, other
    else:
        kept, gone = other, one
    kept.sketches += gone.sketches
    kept.members += gone.members
    kept.hits = sorted([*kept.hits, *gone.hits], key=_age)
    kept.near |= gone.near
    kept.near -= {kept.id, gone.id}
    kept.why = why
    kept.version += 1
    return kept


def _age(hit: Hit) -> tuple[datetime, str]:
    return (hit.entry.published or hit.entry.seen, hit.entry.key)
