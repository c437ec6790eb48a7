"""How well do two groups of entries fit into one story, and why?"""

import heapq
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations
from math import ceil, fsum, log2

from bot.model import Bond, BondKind
from bot.stories.grouping.likeness import Likeness, Traits, compare, contradict

WINDOW = timedelta(hours=72)  # a story that was not reported for so long is over
_DAY = timedelta(days=1)
_WINDOW_DAYS = WINDOW / _DAY
OWN, CROSSING = 0.24, 0.34  # likeness that makes one event, within a language and across
_PER_DAY = 0.14  # more likeness asked for each day between two reports: what recurs is another event
_NEAREST = 0.5  # share of all pairs of reports that decides, the most alike: the others show other sides of the event
_CROSSING_SHARES = 3  # features across languages, e.g. two names and a kind of event; with fewer ...
_THIN = 0.15  # ... more likeness is asked: a country and "protest" are in every second report
_PER_DOUBLING = 0.03  # more asked each time a story doubles: a crowd finds something like it in any text
_SERIES = 0.25  # more asked in one outlet where each title has words of its own: outlets write series by a pattern
_OWN_WORDS = 2
_REACTION = "=react"  # kind of event of what people say of another event: a report of it repeats that one's words, ...
_OTHER_STANCE = 0.3  # ... so more is asked where only one title has it
_COPY = 0.5  # share of a text that makes it a copy


AGAINST = -1.0  # fit of groups with something that says that they report different events


class Linkage:
    """Fits of groups, remembering what was compared: entries of one call meet each other again and again."""

    def __init__(self) -> None:
        self._pairs: dict[tuple[str, str], tuple[float, Likeness]] = {}
        self._contradicting: dict[tuple[str, str], bool] = {}

    @property
    def compared(self) -> int:
        """How many pairs of entries were compared."""
        return len(self._pairs)

    def fit(self, one: Sequence[Traits], other: Sequence[Traits]) -> float | None:
        """Return how two groups fit, one event at or above 0; None where no report of one is like any of the other.

        The more alike half of the pairs of reports counts: one like headline does not make a story. Two groups of
        several reports must moreover be as alike as each is in itself: "strikes as X visits" is like "X visits", and
        yet those who tell of the strikes are closer to each other. The constants were chosen on 154 labelled entries
        in six languages, where they stand on a plateau.
        """
        fits = sorted((self._pair(left, right)[0] for left in one for right in other), reverse=True)
        if fits[0] < 0:
            return None
        margin = _mean(fits[: ceil(len(fits) * _NEAREST)])
        margin -= _PER_DOUBLING * log2(max(len(one), len(other)))
        if margin >= 0 and len(one) > 1 and len(other) > 1:
            within = min(self._within(one), self._within(other))
            margin -= max(0.0, within - _mean(fits))
        if margin >= 0 and self._against(one, other):
            return AGAINST
        return margin

    def closest(self, one: Sequence[Traits], other: Sequence[Traits]) -> float:
        """Return by how much the most alike reports of two groups are more alike than asked."""
        return max(self._pair(left, right)[0] for left in one for right in other)

    def why(self, one: Sequence[Traits], other: Sequence[Traits]) -> Bond:
        """Return what the fit of two groups rests on: their most alike reports."""
        pairs = [(left, right) for left in one for right in other if left is not right]
        left, right = max(pairs, key=lambda pair: (self._pair(*pair)[0], pair[0].sketch.key, pair[1].sketch.key))
        return _explain(self._pair(left, right)[1], left, right)

    def _against(self, one: Sequence[Traits], other: Sequence[Traits]) -> bool:
        """Whether two of the reports that are like each other contradict each other."""
        return any(self._opposed(left, right) for left in one for right in other if self._pair(left, right)[0] >= 0)

    def _opposed(self, left: Traits, right: Traits) -> bool:
        pair = _name(left, right)
        if pair not in self._contradicting:
            self._contradicting[pair] = contradict(left, right) is not None
        return self._contradicting[pair]

    def _within(self, group: Sequence[Traits]) -> float:
        """Return by how much the reports of a group are more alike than asked, on the mean."""
        return _mean([self._pair(left, right)[0] for left, right in combinations(group, 2)])

    def _pair(self, left: Traits, right: Traits) -> tuple[float, Likeness]:
        """Return by how much two entries are more alike than asked, and their likeness."""
        one, other = left.sketch, right.sketch
        pair = _name(left, right)
        found = self._pairs.get(pair)
        if found is None:
            likeness = compare(left, right)
            days = abs(one.at - other.at) / _DAY
            asked = (CROSSING if likeness.crossing else OWN) + _PER_DAY * days
            if days > _WINDOW_DAYS:
                asked += 1
            if likeness.crossing and likeness.shared < _CROSSING_SHARES:
                asked += _THIN
            if one.feed_id == other.feed_id and _each_has_its_own(left, right):
                asked += _SERIES
            if (_REACTION in left.title) != (_REACTION in right.title):
                asked += _OTHER_STANCE
            alike = max(likeness.score, likeness.copy if likeness.copy >= _COPY else 0.0)
            found = self._pairs[pair] = (alike - asked, likeness)
        return found


def _name(left: Traits, right: Traits) -> tuple[str, str]:
    one, other = left.sketch.key, right.sketch.key
    return (one, other) if one < other else (other, one)


def _mean(values: Sequence[float]) -> float:
    return fsum(values) / len(values)  # the same to the last bit, in whichever order the values come


def _each_has_its_own(left: Traits, right: Traits) -> bool:
    """Whether each title has telling words or numbers that the other entry lacks."""
    return all(
        sum(feature[0] not in "@=" and feature not in other.own for feature in one.title) >= _OWN_WORDS
        for one, other in ((left, right), (right, left))
    )


def _explain(likeness: Likeness, left: Traits, right: Traits) -> Bond:
    minutes = round(abs(left.sketch.at - right.sketch.at) / timedelta(minutes=1))
    if likeness.copy >= _COPY and likeness.copy > likeness.score:
        return Bond(kind=BondKind.COPY, likeness=likeness.copy, minutes=minutes)
    languages = sorted({left.sketch.language or "?", right.sketch.language or "?"}) if likeness.crossing else ()
    return Bond(kind=BondKind.ALIKE, likeness=likeness.score, languages=tuple(languages), minutes=minutes)


@dataclass(slots=True, kw_only=True, eq=False)
class _Group:
    """Reports that are taken for one event so far; named by the key of one of them."""

    members: list[Traits]
    near: set[str]  # names of the groups worth comparing with
    version: int = 0


def gather(
    reports: Mapping[str, Traits],
    near: Mapping[str, Collection[str]],
    linkage: Linkage,
    apart: Callable[[Sequence[Traits], Sequence[Traits]], bool],
) -> list[list[Traits]]:
    """Return the reports, which are given by key, in groups of one event each, in the order of the least keys.

    The best fit is made first, whichever reports it is between, so their order does not matter. ``near`` has for each
    key those worth comparing with, both ways; ``apart`` says which groups must not become one, whatever they are like.
    """
    groups = {key: _Group(members=[each], near=set(near.get(key, ()))) for key, each in reports.items()}
    waiting: list[tuple[float, str, str, int, int]] = []
    for name, group in groups.items():
        _weigh(name, [other for other in group.near if other > name], groups, linkage, waiting)
    while waiting:
        _, first, second, *versions = heapq.heappop(waiting)
        one, other = groups.get(first), groups.get(second)
        if one is None or other is None or [one.version, other.version] != versions:
            continue  # one of them has grown since: weighed anew then
        if apart(one.members, other.members):
            continue
        del groups[second]
        one.members += other.members
        one.near = (one.near | other.near) & groups.keys() - {first}
        one.version += 1
        for name in one.near:
            groups[name].near.add(first)
        _weigh(first, list(one.near), groups, linkage, waiting)
    return [groups[name].members for name in sorted(groups)]  # merging keeps the lesser name


def _weigh(
    name: str,
    others: Collection[str],
    groups: Mapping[str, _Group],
    linkage: Linkage,
    waiting: list[tuple[float, str, str, int, int]],
) -> None:
    """Put the fits of a group with others into the queue, best first."""
    for near in others:
        first, second = (name, near) if name < near else (near, name)
        one, other = groups[first], groups[second]
        fit = linkage.fit(one.members, other.members)
        if fit is None:
            one.near.discard(second)
            other.near.discard(first)
        elif fit >= 0:
            heapq.heappush(waiting, (-fit, first, second, one.version, other.version))
