"""Is this the next in a series? Recurring news repeats its headline except for a date, a day or a number."""

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta
from difflib import SequenceMatcher
from functools import lru_cache

from bot.model import Sketch
from bot.text.copies import similarity
from bot.text.language import is_common
from bot.text.numbers import counting
from bot.text.words import tokens

AGAIN = timedelta(hours=12)  # an outlet that repeats a headline after this long writes of another event
_COPY = 0.5  # share of a text that makes it a copy
_FACTOR = 1.25  # two numbers further apart than this count different things
_BREAK = re.compile(r":\s|\s[-–—|]\s|\|")
_FRAME = 3  # fewest words in the same order that make a sentence


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
    same_feed = one.feed_id == other.feed_id
    if counts != others:
        return "the next one of a series" if same_feed or later else None
    if not same_feed:
        return None
    return "the same headline again" if later or similarity(one.shingles, other.shingles) < _COPY else None


def two_counts(one: Sketch, other: Sketch, numbers: Iterable[str], others: Iterable[str]) -> bool:
    """Return whether different numbers in similar headlines are two counts of one event, not two events.

    They are if they come from two outlets within half a day and are close to each other.
    """
    if one.feed_id == other.feed_id or abs(one.at - other.at) >= AGAIN:
        return False
    pairs = [sorted((_value(left), _value(right))) for left in numbers for right in others]
    return any(more <= _FACTOR * less for less, more in pairs)


def _value(number: str) -> float:
    return float(number.strip("#%"))


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
