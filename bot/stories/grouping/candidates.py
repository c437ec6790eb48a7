"""Which reports is a new entry worth comparing with? Other new ones, and those of the stored stories near to it."""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, combinations

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
_TAKEN_APART = 4  # stories whose reports are compared singly with an entry, those that fit best as a whole ...
_WORTH = -1.0  # ... and at least this well: an entry may be like one part of a story with several sides


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What one call looks at: the new hits, and the stored stories that may matter to one of them."""

    hits: Mapping[str, Hit]  # by key
    new: Mapping[str, Traits]  # traits of the hits, by key
    stories: Mapping[str, Story]  # by id
    members: Mapping[str, list[Traits]]  # reports of each story
    rivals: Mapping[str, set[str]]  # by story, those that an operator took apart from it
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

    A hit is compared with the reports of the few stories that fit it best. If it lies between two of them, these are
    also compared with each other: it may show that they are one.
    """
    new = {key: traits(weighed(sketch(hit), stream)) for key, hit in hits.items()}
    introduced = _introduce({key: each.sketch for key, each in new.items()}, stored)
    rivals: dict[str, set[str]] = {}
    for one, other in apart:
        if one in stored and other in stored:
            rivals.setdefault(one, set()).add(other)
            rivals.setdefault(other, set()).add(one)
    wanted = {story for near in introduced.values() for story in near if story in stored}
    wanted |= {rival for story in wanted for rival in rivals.get(story, ())}
    members = {story: [traits(each) for each in _few(stored[story].sketches)] for story in wanted}
    near: dict[str, set[str]] = {key: introduced[key] & new.keys() for key in new}
    for key, each in new.items():
        chosen = _best(each, {story: members[story] for story in introduced[key] if story in stored}, linkage)
        for left, right in [*combinations([[each], *chosen], 2), *zip(chosen, chosen, strict=True)]:
            _bring_together(left, right, near)
    return Table(
        hits=hits,
        new=new,
        stories={story: stored[story] for story in members},
        members=members,
        rivals=rivals,
        near=near,
    )


def _few(sketches: Sequence[Sketch]) -> Sequence[Sketch]:
    return sketches if len(sketches) <= _REPORTS else (sketches[0], *sketches[1 - _REPORTS :])


def _best(new: Traits, stories: Mapping[str, list[Traits]], linkage: Linkage) -> list[list[Traits]]:
    """Return the members of the stories that are worth taking apart for a hit."""
    like = {story: members for story, members in stories.items() if linkage.may_fit([new], members)}
    fits = {story: linkage.fit([new], members) for story, members in like.items()}
    worth = [(-fit, story) for story, fit in fits.items() if fit is not None and (fit >= _WORTH or fit == AGAINST)]
    return [stories[story] for _, story in heapq.nsmallest(_TAKEN_APART, worth)]


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
