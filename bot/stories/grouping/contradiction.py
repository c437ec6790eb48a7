"""What shows that two similar entries report different events?

Recurring news repeats its headline except for a date, a day or a number: the next in a series is another event.
"""

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from datetime import timedelta
from difflib import SequenceMatcher
from functools import lru_cache
from math import fsum

from bot.model import Sketch
from bot.stories.grouping.likeness import TEMPLATE, Traits, View
from bot.stories.grouping.sketch import one_outlet
from bot.stories.standing import takes_back
from bot.text.copies import similarity
from bot.text.language import capitals_tell, is_common
from bot.text.meanings.event_kinds import opposed
from bot.text.numbers import counting
from bot.text.words import tokens

_PORTRAIT = "=profile"  # kind of event of "who is ...": it has the event's words but does not report it
_DENIAL = "=deny"
_UNDOING = frozenset({"=lift", "=fall", "=cancel", "=postpone", "=reject", "=deny", "=withdraw", "=finish"})
_FREEING = _UNDOING - {_DENIAL} | {"=allow"}  # what ends a restriction; a denial says that there never was one
_RESTRICTIONS = frozenset({"=ban", "=blockade", "=close", "=impose", "=sanction"})
_OTHER_THINGS = 3  # words that only one of two titles has, in all
_LIKE = 0.5  # share of the shorter title's weight in the other: it says much the same
_FRAMED, _NEARLY = 0.5, 0.75  # shares of the longer title that are in the other in the same order
_TAKEN_BACK = timedelta(days=3)
AGAIN = timedelta(hours=12)  # an outlet that repeats a headline after this long writes of another event
_COPY = 0.5  # share of a text that makes it a copy
_FACTOR = 1.25  # two numbers further apart than this count different things
_BREAK = re.compile(r":\s|\s[-–—|]\s|\|")
_FRAME = 3  # fewest words in the same order that make a sentence


@lru_cache(maxsize=8192)  # a story's reports are compared again with each new one
def contradict(one: Traits, other: Traits) -> str | None:
    """Return what shows that two similar entries report different events; None if nothing does.

    This is something in a title that only one of the two negates ("banned", "not banned"), kinds of event in the titles
    that exclude each other ("sentenced", "pardoned"), a restriction that one of them says to end, a portrait of
    somebody in the event, or, in titles of one pattern, other numbers or the next one of a series.
    Whoever takes something back writes of the same event, whatever is said instead.
    """
    if _takes_back(one.sketch, other.sketch):
        return None
    for denying, stating in ((one, other), (other, one)):
        denied = denying.negated & stating.plain
        if denied and (said := denied & _telling(denying, stating)):
            return f"“{min(said).lstrip('=')}” is negated in one only"
    if (_PORTRAIT in one.kinds) != (_PORTRAIT in other.kinds):
        return "one only says who somebody is"
    if (opposite := _opposite(one, other)) is not None:
        return opposite
    if _counts_otherwise(one, other):
        return "other numbers in like titles"
    return recurring(one.sketch, other.sketch)


@lru_cache(maxsize=8192)
def other_things(one: Traits, other: Traits) -> bool:
    """Return whether two titles are the same sentence about different things, each absent from the other entry.

    Such are an agreement on gas supplies and one on railway tariffs. A single differing word may be a synonym: it
    counts only if nearly all the rest is the same. Different numbers count only together with a word, and the same
    number in both means one thing; a denial is not a different thing either. In two languages a sentence cannot be
    compared, but numbers can: whatever else is alike, 32,000 hens are not 55,000.
    """
    if one.numbers & other.numbers:
        return False
    if one.sketch.language != other.sketch.language:
        return _other_numbers(one, other)
    few, more = sorted((_own_things(one.own, other.own), _own_things(other.own, one.own)))
    if few and one.numbers and other.numbers:
        few, more = few + 1, more + 1
    if not few:
        return False
    framed = frame(one.sketch.title, other.sketch.title, one.sketch.language)
    if few + more < _OTHER_THINGS:
        return framed >= _NEARLY and _renamed(one.sketch, other.sketch)
    return framed >= (_FRAMED if few > 1 else _NEARLY)


def _other_numbers(one: Traits, other: Traits) -> bool:
    """Whether both titles have numbers, of which the other entry has none, nor another count of the same thing."""
    if not one.numbers or not other.numbers:
        return False
    anywhere = (one.numbers & other.own.whole.keys()) | (other.numbers & one.own.whole.keys())
    return not anywhere and not two_counts(one.sketch, other.sketch, one.numbers, other.numbers)


def _renamed(one: Sketch, other: Sketch) -> bool:
    """Whether the single word that differs in two titles is a name in both: "in Lugo", "in Huelva"."""
    titles = [tokens(sketch.title) for sketch in (one, other)]
    if not all(capitals_tell(title, one.language) for title in titles):
        return False
    folds = [{token.fold for token in title} for title in titles]
    own = [
        [token for token in title if token.fold not in others]
        for title, others in zip(titles, folds[::-1], strict=True)
    ]
    return all(words and all(word.text[0].isupper() and word.start for word in words) for words in own)


def _own_things(view: View, other: View) -> int:
    """Return how many words of a title the other entry lacks, and its title lacks in other forms, too."""
    return sum(
        feature[0] != "#"
        and feature not in other.whole
        and not any(sense == _DENIAL or sense in other.titled for sense in view.senses.get(feature, ()))
        for feature in view.title
    )


def _takes_back(one: Sketch, other: Sketch) -> bool:
    """Whether the later of two entries says in its title that it corrects: others may have repeated what was wrong."""
    first, then = sorted((one, other), key=lambda sketch: sketch.at)
    return takes_back(first.title, then.title) and then.at - first.at < _TAKEN_BACK


def _counts_otherwise(one: Traits, other: Traits) -> bool:
    """Whether titles of one pattern have numbers too far apart to count the same thing."""
    if not one.numbers or not other.numbers or one.numbers & other.numbers or not _same_pattern(one, other):
        return False
    return not two_counts(one.sketch, other.sketch, one.numbers, other.numbers)


def _opposite(one: Traits, other: Traits) -> str | None:
    """Return which kinds of event in two titles exclude each other, or which restriction ends in one only."""
    for kind in sorted(one.kinds - other.kinds):
        for against in sorted(other.kinds - one.kinds):
            if opposed(kind[1:], against[1:]) and not (_undone(kind, one) or _undone(against, other)):
                return f"“{kind[1:]}” in one title, “{against[1:]}” in the other"
    restricted = sorted(one.kinds & other.kinds & _RESTRICTIONS)
    if restricted and one.kinds.isdisjoint(_FREEING) != other.kinds.isdisjoint(_FREEING):
        return f"“{restricted[0][1:]}” comes to an end in one only"
    return None


def _telling(one: Traits, other: Traits) -> AbstractSet[str]:
    """Return what shows different events if only one of two entries negates it.

    In titles that are the same except for the negation, this is any word; in titles in two languages, or sharing half
    of the shorter one, a kind of event that both name. Others negate something in passing: "will not send
    troops unless attacked" and "will fight if one soldier is" are one speech.
    """
    if _same_pattern(one, other):
        return one.kinds | other.kinds | one.own.title.keys() | other.own.title.keys()
    crossing = one.sketch.language != other.sketch.language
    if crossing or _shared(one, other) >= _LIKE * min(_words(one), _words(other)):
        return one.kinds & other.kinds
    return frozenset()


def _undone(kind: str, one: Traits) -> bool:
    """Whether a title takes back the kind of event that it names: lifting a ban allows and does not ban."""
    return any(other in _UNDOING for other in one.kinds if other != kind)


def _same_pattern(one: Traits, other: Traits) -> bool:
    """Whether the titles are alike except for their numbers."""
    return _shared(one, other) >= TEMPLATE * max(_words(one), _words(other))


def _shared(one: Traits, other: Traits) -> float:
    """Return the weight of what two titles share apart from numbers; below 0 if that is nothing.

    A word may have weighed more on one entry's day than on the other's: the lesser weight counts, in either order.
    """
    ours, theirs = one.own.title, other.own.title
    shared = [min(weight, theirs[each]) for each, weight in ours.items() if each[0] != "#" and each in theirs]
    return fsum(shared) if shared else -1.0


def _words(one: Traits) -> float:
    return fsum(weight for each, weight in one.own.title.items() if each[0] != "#")


def recurring(one: Sketch, other: Sketch) -> str | None:
    """Return why two entries belong to a series; None if they do not.

    Their headlines are the same except for numbers, dates and days of the week, in one outlet or too far apart in time
    to be another count of one event; or one outlet repeated a headline exactly, over another text or much later.
    """
    if one.language != other.language:
        return None
    (pattern, counts), (other_pattern, others) = (
        _pattern(one.title, one.language),
        _pattern(other.title, other.language),
    )
    if not pattern or pattern != other_pattern:
        return None
    later = abs(one.at - other.at) >= AGAIN
    same_outlet = one_outlet(one, other)
    if counts != others:
        return "the next one of a series" if same_outlet or later else None
    if not same_outlet:
        return None
    return "the same headline again" if later or similarity(one.shingles, other.shingles) < _COPY else None


def two_counts(one: Sketch, other: Sketch, numbers: Iterable[str], others: Iterable[str]) -> bool:
    """Return whether different numbers in similar headlines are two counts of one event, not two events.

    They are if they come from two outlets within half a day and are close to each other.
    """
    if one_outlet(one, other) or abs(one.at - other.at) >= AGAIN:
        return False
    pairs = [sorted((_value(left), _value(right))) for left in numbers for right in others]
    return any(more <= _FACTOR * less for less, more in pairs)


def _value(number: str) -> float:
    return float(number.strip("#%"))


@lru_cache(maxsize=4096)  # many outlets use one agency's headline
def frame(one: str, other: str, language: str | None) -> float:
    """Return how much of two headlines is one sentence with some things replaced by others.

    This is the share of the longer one's words that are in the other in the same order. It is 0.0 for only a few words,
    if one headline says something for which the other has no counterpart, or if they begin differently and also differ
    later: then one event is told in other words. What only one of them has before or after a colon or a dash ("what is
    known", "correction") is left out.
    """
    ours, theirs = _BREAK.split(one), _BREAK.split(other)
    if len(ours) != len(theirs):
        one, other = max(ours, key=len), max(theirs, key=len)
    left, right = _folds(one), _folds(other)
    blocks = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    kept = sum(end - start for kind, start, end, *_ in blocks if kind == "equal")
    slots = [
        (start, _tells(left[start:end], language), _tells(right[first:last], language))
        for kind, start, end, first, last in blocks
        if kind != "equal"
    ]
    slots = [slot for slot in slots if slot[1] or slot[2]]
    filled = all(ours and theirs for _, ours, theirs in slots)
    if kept < _FRAME or not filled or (len(slots) > 1 and not slots[0][0]):
        return 0.0
    return kept / max(len(left), len(right))


def _tells(folds: Sequence[str], language: str | None) -> bool:
    return not all(is_common(fold, language) for fold in folds)


@lru_cache(maxsize=4096)
def _folds(title: str) -> tuple[str, ...]:
    return tuple(token.fold for token in tokens(title))


@lru_cache(maxsize=4096)
def _pattern(title: str, language: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words of a title that do not count or date, and those that do."""
    folds = _folds(title)
    words: list[str] = []
    counts: list[str] = []
    for word, counts_or_dates in zip(folds, counting(folds, language), strict=True):
        (counts if counts_or_dates else words).append(word)
    return tuple(words), tuple(counts)
