"""What do the terms of an entry add up to, and what score is that?

0.60 means the same for every topic: exactly the mark, above 99.8 % of general news.
"""

from collections.abc import Iterable
from typing import NamedTuple

_ALERT, _STORE = 0.60, 0.35  # scores at the two marks of the scale
_LOWER = 0.6  # the store mark lies at this share of the alert mark
_BESIDE = 2.0  # how much more the best term may give, per unit that the others give
_TEXT = 15  # terms from which on a text counts as one


class Marks(NamedTuple):
    """The likeness at which alerts begin: for a headline with a text, and for one alone.

    ``apart``: what an entry that lacks something needed keeps besides: it is held to the mark of the documents.
    """

    whole: float
    headline: float
    apart: float = 1.0

    def at(self, terms: int) -> float:
        """Return the mark for an entry whose text has so many terms."""
        return self.headline + (self.whole - self.headline) * min(1.0, terms / _TEXT)

    def share(self, likeness: float, mark: float) -> float:
        """Return a likeness as a share of its mark; above it a headline rises no faster than a whole entry.

        A headline's mark is low because it has few words, not because they say more.
        """
        return likeness / mark if likeness <= mark else 1 + (likeness - mark) / self.whole


UNSET = Marks(whole=1.0, headline=1.0)


class Gift(NamedTuple):
    """What a term gives, the name that it belongs to, and how far towards an alert it gets alone."""

    value: float
    name: str
    far: float

    def times(self, weight: float) -> "Gift":
        """Return it for a term that counts ``weight`` times as much."""
        return self._replace(value=weight * self.value)


class Together(NamedTuple):
    """What the terms of an entry give: the best of them, all others, and how far the best gets alone."""

    best: float
    rest: float
    far: float

    def at(self, mark: float) -> float:
        """Return the likeness: one term alone gets half way to an alert, or as far as it may.

        The words of one name count as one: not all news of the Red Sea is on topic.
        """
        return self.rest + min(self.best, self.far * mark + _BESIDE * self.rest)

    def top(self, kept: float) -> float:
        """Return the highest mark that an entry reaches when it keeps a share of its likeness."""
        whole, short = kept * (self.best + self.rest), 1 - kept * self.far
        return min(whole, kept * (1 + _BESIDE) * self.rest / short) if short > 0 else whole


def together(gifts: Iterable[Gift], length: float, *, meeting: bool) -> Together:
    """Return what an entry's terms give; ``meeting``: they count as several, however common one of them is."""
    sums: dict[str, float] = {}
    far: dict[str, float] = {}
    for value, name, alone in gifts:
        sums[name] = sums.get(name, 0.0) + value / length
        far[name] = max(far.get(name, 0.0), alone)
    best = max(sums, key=sums.__getitem__)
    return Together(
        sums[best], sum(value for name, value in sums.items() if name != best), 1.0 if meeting else far[best]
    )


def scaled(share: float) -> float:
    """Return a share of the mark as a score: strictly rising, 0.35 and 0.60 at the two marks, below 1."""
    if share <= _LOWER:
        return _STORE * share / _LOWER
    if share <= 1:
        return _STORE + (_ALERT - _STORE) * (share - _LOWER) / (1 - _LOWER)
    return _ALERT + (1 - _ALERT) * (share - 1) / share
