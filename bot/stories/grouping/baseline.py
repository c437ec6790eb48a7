"""Which of an entry's news is already known from recently stored entries?

The seeds are the first half of the baseline: ``match`` says what no seed has. What was stored is the other half: a name
that came up last week is not news today, though it is in no seed. Only names and pairings count. Numbers and dates do
not: that one story spoke of 500 says nothing about the 500 in another.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import timedelta

from bot.model import Hit, Match

REMEMBERED = timedelta(days=30)  # a name not seen for this long is news again
_LONGEST = 200  # characters of a stored fact
_AND = " + "  # joins a pairing, see bot.topic.match


def facts(hits: Iterable[Hit]) -> set[str]:
    """Return what these hits have that is new against the seeds, and will be old the next time."""
    return {fact for hit in hits for each in hit.match.new if (fact := _fact(each, hit.match)) is not None}


def without(hit: Hit, known: Collection[str]) -> Hit:
    """Return a hit in which only what is not among the ``known`` facts counts as new."""
    new = tuple(each for each in hit.match.new if _fact(each, hit.match) not in known)
    return hit if new == hit.match.new else replace(hit, match=replace(hit.match, new=new))


def _fact(new: str, match: Match) -> str | None:
    """Return a name or a pairing in one spelling, whichever name was written first; None for anything else."""
    names = {name.name for name in match.names}
    if new in names:
        return new[:_LONGEST]
    pair = sorted(new.split(_AND))
    return _AND.join(pair)[:_LONGEST] if len(pair) > 1 and names.issuperset(pair) else None
