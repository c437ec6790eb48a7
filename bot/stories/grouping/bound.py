"""How alike can two entries be at most? This rules out most of what an entry meets without a comparison."""

from math import fsum, inf
from typing import NamedTuple

from bot.stories.grouping.likeness import Likeness, Traits, View


def most_shared(one: Traits, other: Traits) -> Likeness:
    """Return an upper bound of what two entries have in common, at a quarter of the cost of ``compare``.

    It counts each word of a title that the other entry may have as if the other title had it, and ignores what speaks
    against one event.
    """
    crossing = one.sketch.language != other.sketch.language
    left, right = (one.across, other.across) if crossing else (one.own, other.own)
    both, meant = left.whole.keys() & right.whole.keys(), left.sensed.keys() & right.sensed.keys()
    if not both and not meant:
        return Likeness(crossing=crossing)
    ours, theirs = _at_most(left, both, meant), _at_most(right, both, meant)
    shares = ours.title / (left.total or 1.0), theirs.title / (right.total or 1.0)
    return Likeness(
        crossing=crossing,
        titles=min(shares),
        least=min(shares),
        most=max(shares),
        leads=(ours.lead + theirs.lead) / (left.lead + right.lead + 2),
        best=max(ours.best, theirs.best),
        named=min(ours.title, theirs.title) if left.entities and right.entities else 0.0,
        copy=0.0 if crossing or one.shingles.isdisjoint(other.shingles) else 1.0,
        telling=inf,
    )


class _Most(NamedTuple):
    """The most of one entry that another can have: weights of the title, of the lead, of the title's best feature."""

    title: float
    lead: float
    best: float


def _at_most(view: View, both: set[str], meant: set[str]) -> _Most:
    told = [view.title[each] for each in both if each in view.title]
    lead = fsum([view.whole[each] for each in both if each not in view.title])
    if meant:
        told += [
            view.title[each]
            for each, senses in view.senses.items()
            if each in view.title and each not in both and not meant.isdisjoint(senses)
        ]
    return _Most(fsum(told), lead, max(told, default=0.0))
