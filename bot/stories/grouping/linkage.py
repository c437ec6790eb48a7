"""How well do two groups of entries fit into one story, and why?"""

import heapq
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations
from math import ceil, exp, fsum, log1p

from bot.model import Bond, BondKind
from bot.stories.grouping.bound import most_shared
from bot.stories.grouping.contradiction import contradict, other_things
from bot.stories.grouping.likeness import Likeness, Traits, compare, shared_words

WINDOW = timedelta(hours=72)  # a story not reported for this long is over
_DAY = timedelta(days=1)
_WINDOW_DAYS = WINDOW / _DAY
_NEAREST = 0.5  # the most alike share of all pairs of reports, which decides: others show other sides of the event
_COHESION = 0.6  # weight of how much less two groups of reports are like each other than each is in itself
_ALONE = 0.3  # share of a story's own cohesion that a single report must reach: others show other sides of the event
_UNLIKE = -4.0  # no pair speaks more strongly against one story: two reports may be linked only by a third
_REACTION = "=react"  # kind of event of what people say of another event: a report of it repeats that one's words, ...
_OTHER_STANCE = 5.5  # ... so more is asked where only one title has it
_OTHER_THINGS = -2.0  # log-odds for two headlines that are one sentence about different things
_TWINS = 1 / 3  # share of such pairs within one language from which two groups tell of two events
_FEW = 3.0  # fewest stories assumed for a day: little may have been seen, though much happened
_TELLING = 0.36  # least weight of a shared feature: what every sixth entry of the topic has identifies no event ...
_NOTHING_TELLS = -1.0  # ... and two reports that share nothing rarer are not joined
_COPY = 0.5  # share of a text that makes it a copy
_COPIED = 4.0  # log-odds of one event for a copy
# Log-odds that two reports tell of one event: a logistic regression, see docs/decisions/grouping.md.
_BIAS = -1.5
_TITLES, _LEAST, _MOST, _LEADS, _BEST = 5.02, 2.0, 4.35, 5.0, 1.23
_NAMED, _STRANGE, _OTHER_KINDS = 1.0, -5.0, -0.5
_DAYS, _SAME_FEED, _CROSSING, _CROWD = -1.68, -0.43, 1.35, -0.9

AGAINST = -9.0  # fit of groups that are shown to report different events


class Linkage:
    """Fits of groups, remembering comparisons: entries of one call meet each other again and again."""

    def __init__(self, crowd: float) -> None:
        """``crowd``: stories of the last day and new ones; when much happens, two reports seldom share an event."""
        self._crowd = log1p(max(crowd, _FEW))
        self._pairs: dict[tuple[str, str], tuple[float, Likeness]] = {}
        self._cohesions: dict[tuple[str, ...], float] = {}

    @property
    def compared(self) -> int:
        """How many pairs of entries were compared."""
        return len(self._pairs)

    def may_fit(self, one: Sequence[Traits], other: Sequence[Traits]) -> bool:
        """Return whether ``fit`` is worth computing; if not, it would be None. Costs a quarter as much."""
        return any(self._odds(left, right, most_shared(left, right)) >= 0 for left in one for right in other)

    def fit(self, one: Sequence[Traits], other: Sequence[Traits]) -> float | None:
        """Return how two groups fit, one event at or above 0; None if no report of one is like any of the other.

        The more similar pairs of reports count: one similar headline does not make a story.
        """
        fits = [self._pair(left, right)[0] for left in one for right in other]
        if max(fits) < 0:
            return None
        fits.sort(reverse=True)
        margin = _mean(fits[: ceil(len(fits) * _NEAREST)])
        if margin >= 0:
            within = self._within(one, other)
            margin -= _COHESION * max(0.0, within - _mean(fits)) if within is not None else 0.0
        if margin >= 0 and (self._against(one, other) or self._of_other_things(one, other)):
            return AGAINST
        return margin

    def _within(self, one: Sequence[Traits], other: Sequence[Traits]) -> float | None:
        """Return the mean log-odds between the reports of the looser of two groups; None for single reports."""
        means = [self._cohesion(group) for group in (one, other) if len(group) > 1]
        if len(means) == 2:  # noqa: PLR2004 - both
            return min(means)
        return means[0] * _ALONE if means else None

    def _cohesion(self, group: Sequence[Traits]) -> float:
        """Return the mean log-odds between the reports of a group."""
        keys = tuple([each.sketch.key for each in group])
        if keys not in self._cohesions:
            self._cohesions[keys] = _mean([self._pair(left, right)[0] for left, right in combinations(group, 2)])
        return self._cohesions[keys]

    def closest(self, one: Sequence[Traits], other: Sequence[Traits]) -> float:
        """Return by how much the most similar reports of two groups exceed what is required."""
        return max(self._pair(left, right)[0] for left in one for right in other)

    def why(self, one: Sequence[Traits], other: Sequence[Traits]) -> Bond:
        """Return what the fit of two groups rests on: their most similar reports."""
        pairs = [(left, right) for left in one for right in other if left is not right]
        left, right = max(pairs, key=lambda pair: (self._pair(*pair)[0], pair[0].sketch.key, pair[1].sketch.key))
        return _explain(*self._pair(left, right), left, right)

    def _against(self, one: Sequence[Traits], other: Sequence[Traits]) -> bool:
        """Whether two of the reports that resemble each other contradict each other."""
        likes = ((left, right) for left in one for right in other if self._pair(left, right)[0] >= 0)
        return any(contradict(left, right) is not None for left, right in likes)

    def _of_other_things(self, one: Sequence[Traits], other: Sequence[Traits]) -> bool:
        """Whether many of the reports in one language say the same about different things.

        Reports in another language then look alike only because the words to tell them apart are missing. A single such
        pair does not tear two large groups apart.
        """
        found = [
            self._pair(left, right)[0]
            for left in one
            for right in other
            if left.sketch.language == right.sketch.language
        ]
        return _OTHER_THINGS in found and found.count(_OTHER_THINGS) >= _TWINS * len(found)

    def _pair(self, left: Traits, right: Traits) -> tuple[float, Likeness]:
        """Return the log-odds that two entries tell of one event, and their likeness."""
        pair = _name(left, right)
        found = self._pairs.get(pair)
        if found is None:
            first, second = (left, right) if (left.sketch.key, right.sketch.key) == pair else (right, left)
            likeness = compare(first, second)
            found = self._pairs[pair] = (self._odds(left, right, likeness), likeness)
        return found

    def _odds(self, left: Traits, right: Traits, likeness: Likeness) -> float:
        if not likeness.best:
            return _UNLIKE
        one, other = left.sketch, right.sketch
        days = abs(one.at - other.at) / _DAY
        if days > _WINDOW_DAYS:
            return _UNLIKE
        odds = (
            _BIAS
            + _TITLES * likeness.titles
            + _LEAST * likeness.least
            + _MOST * likeness.most
            + _LEADS * likeness.leads
            + _BEST * likeness.best
            + _NAMED * likeness.named
            + _STRANGE * likeness.strange
            + _OTHER_KINDS * likeness.other_kinds
            + _DAYS * days
            + _SAME_FEED * (one.feed_id == other.feed_id)
            + _CROSSING * likeness.crossing
            + _CROWD * self._crowd
        )
        if (_REACTION in left.kinds) != (_REACTION in right.kinds):
            odds -= _OTHER_STANCE
        if likeness.telling < _TELLING:
            odds = min(odds, _NOTHING_TELLS)
        if likeness.copy >= _COPY:
            odds = max(odds, _COPIED * likeness.copy)
        if odds >= 0 and other_things(left, right):
            odds = _OTHER_THINGS
        return max(odds, _UNLIKE)


def _name(left: Traits, right: Traits) -> tuple[str, str]:
    one, other = left.sketch.key, right.sketch.key
    return (one, other) if one < other else (other, one)


def _mean(values: Sequence[float]) -> float:
    return fsum(values) / len(values)  # the same to the last bit in any order of the values


def _explain(odds: float, likeness: Likeness, left: Traits, right: Traits) -> Bond:
    minutes = round(abs(left.sketch.at - right.sketch.at) / timedelta(minutes=1))
    if likeness.copy >= _COPY:
        return Bond(kind=BondKind.COPY, likeness=likeness.copy, minutes=minutes)
    languages = sorted({left.sketch.language or "?", right.sketch.language or "?"}) if likeness.crossing else ()
    return Bond(
        kind=BondKind.ALIKE,
        likeness=1 / (1 + exp(-odds)),
        languages=tuple(languages),
        minutes=minutes,
        shared=shared_words(left, right),
    )


@dataclass(slots=True, kw_only=True, eq=False)
class _Group:
    """Reports taken for one event so far, named by the key of one of them."""

    members: list[Traits]
    near: set[str]  # names of the groups worth comparing with
    version: int = 0


def gather(
    reports: Mapping[str, Traits],
    near: Mapping[str, Collection[str]],
    linkage: Linkage,
    apart: Callable[[Sequence[Traits], Sequence[Traits]], bool],
) -> list[list[Traits]]:
    """Return the reports, given by key, in groups of one event each, ordered by their lowest keys.

    The best fit is joined first, whichever reports it is between, so their order does not matter. ``near`` has for each
    key those worth comparing with, both ways; ``apart`` says which groups must not become one, however alike.
    """
    groups = {key: _Group(members=[each], near=set(near.get(key, ()))) for key, each in reports.items()}
    waiting: list[tuple[float, str, str, int, int]] = []
    for name, group in groups.items():
        _weigh(name, [other for other in group.near if other > name], groups, linkage, waiting)
    while waiting:
        _, first, second, *versions = heapq.heappop(waiting)
        one, other = groups.get(first), groups.get(second)
        if one is None or other is None or [one.version, other.version] != versions:
            continue  # one of them has grown since, and was weighed again then
        if apart(one.members, other.members):
            continue
        del groups[second]
        one.members += other.members
        one.near = (one.near | other.near) & groups.keys() - {first}
        one.version += 1
        for name in one.near:
            groups[name].near.add(first)
        _weigh(first, list(one.near), groups, linkage, waiting)
    return [groups[name].members for name in sorted(groups)]  # merging keeps the lower name


def _weigh(
    name: str,
    others: Collection[str],
    groups: Mapping[str, _Group],
    linkage: Linkage,
    waiting: list[tuple[float, str, str, int, int]],
) -> None:
    """Queue the fits of a group with others, best first."""
    for near in others:
        first, second = (name, near) if name < near else (near, name)
        one, other = groups[first], groups[second]
        fit = linkage.fit(one.members, other.members)
        if fit is None:
            one.near.discard(second)
            other.near.discard(first)
        elif fit >= 0:
            heapq.heappush(waiting, (-fit, first, second, one.version, other.version))
