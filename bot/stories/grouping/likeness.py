"""Do two entries report the same event? How alike they are, and what says that they cannot be one."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import fsum, sqrt

from bot.model import Sketch
from bot.text.copies import similarity
from bot.text.event_kinds import opposed
from bot.text.words import cognate

IN_TITLE = 1.6  # a feature of the title counts so much more than one of the lead
# What a feature of each sort says: a topic's few entities are in all its entries, a shared number is rarely chance.
_WEIGHT = {"@": 0.65, "=": 1.0, "#": 1.2}
_WORD = 1.0
# Shares of the titles alone and of the entities alone; the rest is for all features together. Reports of one event
# agree in the headline and in who is in it before they agree in the words of the lead.
TITLES, WHO = 0.5, 0.15
LOST = 0.6  # weight of a word across languages: most words do not meet their translation, yet they say there is more
_PORTRAIT = "=profile"  # kind of event of "who is ...": it has the words of the event and does not report it
_TEMPLATE = 0.7  # titles so alike that other numbers in them, or opposite words, mean another event


class Features(dict[str, float]):
    """Feature -> weight, with the length of this vector: it is needed in each of many comparisons."""

    __slots__ = ("length",)

    def __init__(self, weights: Mapping[str, float]) -> None:
        super().__init__(weights)
        self.length = sqrt(sum(weight * weight for weight in weights.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """A sketch, taken apart for comparing: features once with its words and once across languages."""

    sketch: Sketch
    own: Features
    across: Features
    title: Features  # of ``own``, those of the title, with their plain weights
    title_across: Features  # the same of ``across``
    who: Features  # of ``own``, the entities
    copies: frozenset[int]  # shingles
    plain: frozenset[str]  # features that are nowhere negated
    negated: frozenset[str]  # features that are wherever they stand


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How alike two entries are.

    ``score`` in 0..1; ``copy``: how much of the shorter text stands in the longer one; ``shared``: how many features
    both have, counted only where languages meet.
    """

    score: float
    crossing: bool  # two languages
    copy: float = 0.0
    shared: int = 0


@lru_cache(maxsize=4096)
def traits(sketch: Sketch) -> Traits:
    """Take a sketch apart."""
    own: dict[str, float] = {}
    title: dict[str, float] = {}
    plain: set[str] = set()
    negated: set[str] = set()
    for marked in (*sketch.entities, *sketch.numbers, *sketch.stems):
        feature = marked.lstrip("^!")
        weight = _WEIGHT.get(feature[:1], _WORD)
        if marked.startswith("^"):
            title[feature] = weight
            weight *= IN_TITLE
        (negated if marked.startswith(("!", "^!")) else plain).add(feature)
        own[feature] = max(own.get(feature, 0.0), weight)
    return Traits(
        sketch=sketch,
        own=Features(own),
        across=Features(_across(own)),
        title=Features(title),
        title_across=Features(_across(title)),
        who=Features({feature: weight for feature, weight in own.items() if feature.startswith("@")}),
        copies=frozenset(sketch.shingles),
        plain=frozenset(plain - negated),
        negated=frozenset(negated - plain),
    )


def _across(features: Mapping[str, float]) -> dict[str, float]:
    """Return features as they are compared across languages: words by what they keep on their way."""
    found: dict[str, float] = {}
    for feature, weight in features.items():
        key, share = (feature, 1.0) if feature[:1] in _WEIGHT else (cognate(feature) or feature, LOST)
        found[key] = max(found.get(key, 0.0), weight * share)
    return found


def compare(one: Traits, other: Traits) -> Likeness:
    """Compare two entries.

    Between languages only entities, numbers, kinds of event and cognates count. Where one outlet uses one text under
    unlike titles, the text is a caption or a template and only the titles count.
    """
    crossing = one.sketch.language != other.sketch.language
    left, right = (one.across, other.across) if crossing else (one.own, other.own)
    left_title, right_title = (one.title_across, other.title_across) if crossing else (one.title, other.title)
    shared = left.keys() & right.keys()
    if not shared:
        return Likeness(score=0.0, crossing=crossing)
    titles = _cosine(left_title, right_title, [each for each in shared if each in left_title and each in right_title])
    who = _cosine(one.who, other.who, [each for each in shared if each[0] == "@"])
    if one.sketch.feed_id == other.sketch.feed_id and not crossing and titles < _TEMPLATE:
        overall, copy = titles, 0.0
    else:
        overall = _cosine(left, right, shared)
        copy = 0.0 if one.copies.isdisjoint(other.copies) else similarity(one.sketch.shingles, other.sketch.shingles)
    return Likeness(
        score=(1 - TITLES - WHO) * overall + TITLES * titles + WHO * who,
        crossing=crossing,
        copy=copy,
        shared=len(shared) if crossing else 0,
    )


def contradict(one: Traits, other: Traits) -> str | None:
    """Return what says that two like entries report different events; None where nothing does.

    That is something of a title that only one of the two negates ("banned", "not banned"), kinds of event in the titles
    that exclude each other ("sentenced", "pardoned"), a portrait of somebody in the event, or, in titles of one
    pattern, other numbers.
    """
    for denying, stating in ((one, other), (other, one)):
        said = denying.negated & stating.plain & (denying.title.keys() | stating.title.keys())
        if said:
            return f"“{min(said).lstrip('=')}” is negated in one only"
    if (_PORTRAIT in one.title) != (_PORTRAIT in other.title):
        return "one only says who somebody is"
    ours, theirs = one.title.keys() - other.title.keys(), other.title.keys() - one.title.keys()
    for kind in sorted(ours):
        for against in sorted(theirs):
            if kind.startswith("=") and against.startswith("=") and opposed(kind[1:], against[1:]):
                return f"“{kind[1:]}” in one title, “{against[1:]}” in the other"
    numbers = [{each for each in side.title if each.startswith("#")} for side in (one, other)]
    if all(numbers) and not numbers[0] & numbers[1] and _titles(one, other) >= _TEMPLATE:
        return "other numbers in like titles"
    return None


def _titles(one: Traits, other: Traits) -> float:
    return _cosine(one.title, other.title, one.title.keys() & other.title.keys())


def _cosine(left: Features, right: Features, shared: Collection[str]) -> float:
    if not shared:
        return 0.0
    # fsum: the same to the last bit, in whichever order a set gives its members
    return fsum([left[each] * right[each] for each in shared]) / (left.length * right.length)
