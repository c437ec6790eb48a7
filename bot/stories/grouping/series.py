"""Is this the next one of a series? What recurs has its headline again, but for a date, a day or a number."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import lru_cache

from bot.model import Sketch
from bot.text.copies import similarity
from bot.text.numbers import counting
from bot.text.words import tokens

AGAIN = timedelta(hours=12)  # an outlet that writes a headline anew after so long writes of another event
_COPY = 0.5  # share of a text that makes it the same
_FACTOR = 1.25  # two numbers further apart than that count different things
_FRAME = 4  # words in the same order, at least, that make a sentence


def recurring(one: Sketch, other: Sketch) -> str | None:
    """Return why two entries are two of a series; None where they are not.

    Their headlines are the same but for numbers, dates and days of the week, in one outlet or so long apart that it is
    no other count of one event; or one outlet wrote the very same headline again, over another text or much later.
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
    """Return whether other numbers in like headlines are two counts of one event, and not two events.

    So are those of two outlets within half a day, where the numbers are near each other.
    """
    if one.feed_id == other.feed_id or abs(one.at - other.at) >= AGAIN:
        return False
    pairs = [sorted((_value(left), _value(right))) for left in numbers for right in others]
    return any(more <= _FACTOR * less for less, more in pairs)


def _value(number: str) -> float:
    return float(number.strip("#%"))


def frame(one: str, other: str) -> float:
    """Return how much of two headlines is one sentence in which some words stand in place of others.

    That is the share of the words of the longer one that stand in the other in the same order; 0.0 of a few words.
    """
    left, right = _folds(one), _folds(other)
    kept = _common(left, right)
    return kept / max(len(left), len(right)) if kept >= _FRAME else 0.0


@lru_cache(maxsize=4096)
def _folds(title: str) -> tuple[str, ...]:
    return tuple(token.fold for token in tokens(title))


def _common(left: Sequence[str], right: Sequence[str]) -> int:
    """Return how many words two sequences have in common in the same order (the longest common subsequence)."""
    row = [0] * (len(right) + 1)
    for word in left:
        before = row
        row = [0]
        for at, other in enumerate(right):
            row.append(before[at] + 1 if word == other else max(before[at + 1], row[at]))
    return row[-1]


@lru_cache(maxsize=4096)
def _pattern(title: str, language: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words of a title without those that count or date, and these."""
    folds = _folds(title)
    words: list[str] = []
    counts: list[str] = []
    for word, counts_or_dates in zip(folds, counting(folds, language), strict=True):
        (counts if counts_or_dates else words).append(word)
    return tuple(words), tuple(counts)
