"""How well do two groups of entries fit into one story, and why?"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import lru_cache
from itertools import chain
from math import ceil, exp, fsum, inf, log1p
from threading import Lock
from typing import NamedTuple

from cachetools import LRUCache

from bot.model import Bond, BondKind
from bot.stories.grouping.bound import most_shared
from bot.stories.grouping.contradiction import contradict, other_things
from bot.stories.grouping.likeness import Likeness, Traits, compare, shared_words
from bot.stories.grouping.sketch import one_outlet

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
_DAYS, _SAME_OUTLET, _CROSSING, _CROWD = -1.68, -0.43, 1.35, -0.9

_PAIRS, _FITS = 65_536, 16_384  # comparisons and fits of groups that are remembered of one crowd

AGAINST = -9.0  # fit of groups that are shown to report different events

_Pair = tuple[tuple[Traits, ...], tuple[Traits, ...]]


class Linkage:
    """Fits of groups, remembered: the reports of stories that grow meet each other again with each new entry."""

    def __init__(self, crowd: float) -> None:
        """``crowd``: stories of the last day and new ones; when much happens, two reports seldom share an event."""
        self._crowd = log1p(max(crowd, _FEW))
        self._odds_with: dict[Traits, _Row] = {}
        self._fits: dict[_Pair, float | None] = {}
        self._older_fits: dict[_Pair, float | None] = {}
        self._cohesions: dict[tuple[Traits, ...], float] = {}
        self.sides: dict[tuple[Traits, ...], Sequence[Sequence[Traits]]] = {}  # of a story, see ``cluster``
        self.compared = 0  # pairs of entries

    @classmethod
    def of(cls, crowd: float) -> "Linkage":
        """Return the linkage of this crowd that was used lately, unless it holds too much."""
        with _LOOKING:
            linkage = _LATELY.get(crowd)
            if linkage is None or linkage.compared > _PAIRS:
                linkage = _LATELY[crowd] = cls(crowd)
        if len(linkage._fits) > _FITS:
            linkage._fits, linkage._older_fits, linkage._cohesions = {}, linkage._fits, {}
            linkage.sides = {}
        return linkage

    def may_fit(self, one: Sequence[Traits], other: Sequence[Traits]) -> bool:
        """Return whether ``fit`` is worth computing; if not, it would be None. Costs a quarter as much."""
        return any(
            self._in_crowd(_evidence(left, right, most_shared(left, right)), left, right) >= 0
            for left in one
            for right in other
        )

    def fit(self, one: Sequence[Traits], other: Sequence[Traits]) -> float | None:
        """Return how two groups fit, one event at or above 0; None if no report of one is like any of the other.

        The more similar pairs of reports count: one similar headline does not make a story.
        """
        if len(one) == len(other) == 1:
            odds = self._odds(one[0], other[0])
            return None if odds < 0 else odds if contradict(one[0], other[0]) is None else AGAINST
        groups, fits, older = (tuple(one), tuple(other)), self._fits, self._older_fits
        if groups not in fits:
            fits[groups] = older[groups] if groups in older else self._fit(*groups)
        return fits[groups]

    def _fit(self, one: tuple[Traits, ...], other: tuple[Traits, ...]) -> float | None:
        fits = self._all_odds(one, other)
        if max(fits) < 0:
            return None
        fits.sort(reverse=True)
        margin = _mean(fits[: ceil(len(fits) * _NEAREST)])
        if margin >= 0:
            within = self._within(one, other)
            margin -= _COHESION * max(0.0, within - _mean(fits)) if within is not None else 0.0
        if margin < 0:
            return margin
        against = self._against(one, other) or (_OTHER_THINGS in fits and self._of_other_things(one, other))
        return AGAINST if against else margin

    def _within(self, one: tuple[Traits, ...], other: tuple[Traits, ...]) -> float | None:
        """Return the mean log-odds between the reports of the looser of two groups; None for single reports."""
        means = [self._cohesion(group) for group in (one, other) if len(group) > 1]
        if len(means) == 2:  # noqa: PLR2004 - both
            return min(means)
        return means[0] * _ALONE if means else None

    def _cohesion(self, group: tuple[Traits, ...]) -> float:
        """Return the mean log-odds between the reports of a group."""
        if group not in self._cohesions:
            pairs = (map(self._row(left).__getitem__, group[at + 1 :]) for at, left in enumerate(group))
            self._cohesions[group] = _mean(list(chain.from_iterable(pairs)))
        return self._cohesions[group]

    def alike(self, one: Traits, others: Iterable[Traits]) -> list[Traits]:
        """Return the entries that are likely to tell of the same event as this one."""
        row = self._row(one)
        return [other for other in others if row[other] >= 0]

    def closest(self, one: Sequence[Traits], other: Sequence[Traits]) -> float:
        """Return by how much the most similar reports of two groups exceed what is required."""
        return max(self._all_odds(one, other))

    def why(self, one: Sequence[Traits], other: Sequence[Traits]) -> Bond:
        """Return what the fit of two groups rests on: their most similar reports."""
        pairs = [(left, right) for left in one for right in other if left is not right]
        left, right = max(pairs, key=lambda pair: (self._odds(*pair), pair[0].sketch.key, pair[1].sketch.key))
        return _explain(self._odds(left, right), _likeness(left, right), left, right)

    def _against(self, one: Sequence[Traits], other: Sequence[Traits]) -> bool:
        """Whether two of the reports that resemble each other contradict each other."""
        return any(contradict(left, right) is not None for left in one for right in self.alike(left, other))

    def _of_other_things(self, one: Sequence[Traits], other: Sequence[Traits]) -> bool:
        """Whether many of the reports in one language say the same about different things.

        Reports in another language then look alike only because the words to tell them apart are missing. A single such
        pair does not tear two large groups apart.
        """
        found = [
            self._odds(left, right) for left in one for right in other if left.sketch.language == right.sketch.language
        ]
        return found.count(_OTHER_THINGS) >= _TWINS * len(found)

    def _all_odds(self, one: Sequence[Traits], other: Sequence[Traits]) -> list[float]:
        """Return the log-odds of each report of one group with each of the other."""
        found: list[float] = []
        for left in one:
            found += map(self._row(left).__getitem__, other)
        return found

    def _odds(self, left: Traits, right: Traits) -> float:
        """Return the log-odds that two entries tell of one event."""
        return self._row(left)[right]

    def _row(self, left: Traits) -> "_Row":
        row = self._odds_with.get(left)
        return self._odds_with.setdefault(left, _Row(left, self)) if row is None else row

    def weigh(self, left: Traits, right: Traits) -> float:
        """Work out the log-odds that two entries tell of one event."""
        odds = self._in_crowd(_compared(*_in_order(left, right)), left, right)
        self._row(right)[left] = odds
        self.compared += 1
        return odds

    def _in_crowd(self, found: "_Evidence", left: Traits, right: Traits) -> float:
        """Return the log-odds of two entries by what they have in common, where so much happens."""
        if found.odds is None:
            return _UNLIKE
        odds = found.odds + _CROWD * self._crowd - found.stance
        odds = max(min(odds, found.most), found.least)
        if odds >= 0:
            return _OTHER_THINGS if other_things(left, right) else odds
        return max(odds, _UNLIKE)


_LATELY: LRUCache[float, Linkage] = LRUCache(4)  # by crowd, which changes when a story is opened
_LOOKING = Lock()  # stories are looked for while others are written


class _Row(dict[Traits, float]):
    """The log-odds of one entry with others, worked out when first asked for."""

    def __init__(self, entry: Traits, linkage: Linkage) -> None:
        super().__init__()
        self._entry, self._linkage = entry, linkage

    def __missing__(self, other: Traits) -> float:
        odds = self[other] = self._linkage.weigh(self._entry, other)
        return odds


class _Evidence(NamedTuple):
    """What two entries have in common, as log-odds that they tell of one event, but for how much happens."""

    odds: float | None  # None: nothing
    stance: float = 0.0  # what is taken from the odds, as only one entry repeats what another event was
    most: float = inf
    least: float = -inf


@lru_cache(maxsize=8192)
def _compared(left: Traits, right: Traits) -> _Evidence:
    return _evidence(left, right, compare(left, right))


def _evidence(left: Traits, right: Traits, likeness: Likeness) -> _Evidence:
    one, other = left.sketch, right.sketch
    days = abs(one.at - other.at) / _DAY
    if not likeness.best or days > _WINDOW_DAYS:
        return _Evidence(None)
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
        + _SAME_OUTLET * one_outlet(one, other)
        + _CROSSING * likeness.crossing
    )
    return _Evidence(
        odds,
        stance=_OTHER_STANCE if (_REACTION in left.kinds) != (_REACTION in right.kinds) else 0.0,
        most=_NOTHING_TELLS if likeness.telling < _TELLING else inf,
        least=_COPIED * likeness.copy if likeness.copy >= _COPY else -inf,
    )


def _likeness(left: Traits, right: Traits) -> Likeness:
    return compare(*_in_order(left, right))


def _in_order(left: Traits, right: Traits) -> tuple[Traits, Traits]:
    return (left, right) if left.sketch.key < right.sketch.key else (right, left)


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
