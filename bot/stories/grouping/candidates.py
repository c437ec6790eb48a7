"""Which reports is a new entry worth comparing with? Other new ones, and those of the stored stories near to it."""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from bot.model import Hit, Sketch, Story
from bot.stories.grouping.likeness import Traits, traits
from bot.stories.grouping.linkage import AGAINST, Linkage
from bot.stories.grouping.rarity import Stream, weighed
from bot.stories.grouping.shelf import nearest
from bot.stories.grouping.sketch import sketch, terms

__all__ = ["COMPARED", "Table", "lay"]

COMPARED = 12  # entries and stories that an entry is compared with, those sharing most terms first, ...
ENOUGH = 0.25  # ... if they share at least this part of what the first one shares
_REPORTS = 16  # of a story, its first and latest reports represent all, which bounds the cost of an entry
_SAMPLED = 8  # of these, so many show how well an entry fits the story
_TAKEN_APART = 4  # stories that an entry is grouped with, one by one or as their sides: those that fit best ...
_WORTH = -1.0  # ... and at least this well: an entry may be like one part of a story with several sides


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What one call looks at: the new hits, and the stored stories that may matter to one of them."""

    hits: Mapping[str, Hit]  # by key
    new: Mapping[str, Traits]  # traits of the hits, by key
    stories: Mapping[str, Story]  # by id
    members: Mapping[str, list[Traits]]  # reports of each story
    rivals: Mapping[str, set[str]]  # by story, those that an operator took apart from it
    anew: AbstractSet[str]  # stories whose reports are grouped one by one, as if they came with the hits
    sided: AbstractSet[str]  # stories that meet the hits as the sides that their reports have among themselves
    near: Mapping[str, set[str]]  # by report, keys of those worth comparing with it, both ways

    def age(self, story: str) -> tuple[datetime, str]:
        """Return what stories are ordered by."""
        return (self.stories[story].opened, story)


def lay(
    hits: Mapping[str, Hit],
    stored: Mapping[str, Story],
    apart: Iterable[tuple[str, str]],
    linkage: Linkage,
    stream: Stream,
) -> Table:
    """Return what matters to the hits; ``apart`` are pairs of ids of stories that an operator took apart.

    A hit is compared with the reports of the few stories that fit it best. Those of the best one are grouped anew with
    it: it may be like a few of them that others are like in turn, or show that there are two events. The other stories
    are compared as they are with what the hit became part of: it may show that two are one.
    """
    new = {key: traits(weighed(sketch(hit), stream)) for key, hit in hits.items()}
    introduced = _introduce({key: each.sketch for key, each in new.items()}, stored)
    rivals = _rivals(apart, stored)
    wanted = {story for near in introduced.values() for story in near if story in stored}
    wanted |= {rival for story in wanted for rival in rivals.get(story, ())}
    members = {story: [traits(each) for each in _few(stored[story].sketches)] for story in wanted}
    near: dict[str, set[str]] = {key: introduced[key] & new.keys() for key in new}
    anew: set[str] = set()
    chosen: set[str] = set()
    for key, each in new.items():
        best = _best(each, {story: members[story] for story in introduced[key] if story in stored}, linkage)
        for story in best:
            _bring_together([each], members[story], near)
        for story in best[:1]:
            _bring_together(members[story], members[story], near)
        anew.update(best[:1])
        chosen.update(best)
    return Table(
        hits=hits,
        new=new,
        stories={story: stored[story] for story in members},
        members=members,
        rivals=rivals,
        anew=anew,
        sided=chosen - anew,
        near=near,
    )


def _rivals(apart: Iterable[tuple[str, str]], stored: Mapping[str, Story]) -> dict[str, set[str]]:
    """Return for each stored story those that an operator took apart from it."""
    rivals: dict[str, set[str]] = {}
    for one, other in apart:
        if one in stored and other in stored:
            rivals.setdefault(one, set()).add(other)
            rivals.setdefault(other, set()).add(one)
    return rivals


def _few(sketches: Sequence[Sketch]) -> Sequence[Sketch]:
    return sketches if len(sketches) <= _REPORTS else (sketches[0], *sketches[1 - _REPORTS :])


def _best(new: Traits, stories: Mapping[str, Sequence[Traits]], linkage: Linkage) -> list[str]:
    """Return the stories that are worth taking apart for a hit, the one that fits best first."""
    some = {story: _sample(members, new) for story, members in stories.items()}
    fits = {story: linkage.fit([new], few) for story, few in some.items() if linkage.may_fit([new], few)}
    worth = [(-fit, story) for story, fit in fits.items() if fit is not None and (fit >= _WORTH or fit == AGAINST)]
    return [story for _, story in heapq.nsmallest(_TAKEN_APART, worth)]


def _sample(members: Sequence[Traits], new: Traits) -> Sequence[Traits]:
    """Return those of a story's reports that have the lowest keys, and the one whose text a hit has most of.

    Keys are hashes, so this is a fair sample, and few of it change when the story grows. A copy must not be missed.
    """
    if len(members) <= _SAMPLED:
        return members
    fair = heapq.nsmallest(_SAMPLED, members, key=lambda each: each.sketch.key)
    likest = max(members, key=lambda each: (len(new.shingles & each.shingles), each in fair))
    return fair if likest in fair else [*fair, likest]


def _bring_together(one: Sequence[Traits], other: Sequence[Traits], near: dict[str, set[str]]) -> None:
    for group, far in ((one, other), (other, one)):
        keys = {each.sketch.key for each in far}
        for each in group:
            near.setdefault(each.sketch.key, set()).update(keys - {each.sketch.key})


def _introduce(new: Mapping[str, Sketch], stored: Mapping[str, Story]) -> dict[str, set[str]]:
    """Return which new hits and stories are near to each hit: those that share most index terms with it."""
    having: dict[str, list[str]] = {}
    for key, each in new.items():
        for term in terms(each):
            having.setdefault(term, []).append(key)
    wanted = frozenset(having)
    for story in stored.values():
        for term in wanted.intersection(chain.from_iterable(map(terms, story.sketches))):
            having[term].append(story.id)
    found: dict[str, set[str]] = {key: set() for key in new}
    for key, each in new.items():
        others = {term: [one for one in having[term] if one != key] for term in terms(each)}
        for near in nearest(others, others, COMPARED, ENOUGH):
            found[key].add(near)
            if near in new:
                found[near].add(key)
    return found
