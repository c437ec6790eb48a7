"""Which thing of the news does a word name, whatever its language? Sanctions, санкции and Sankcje are one.

The words are in ``data/concepts.txt``, one meaning per row with a column for each language; they are read when first
needed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from bot.text.language import function_words
from bot.text.languages import LANGUAGES
from bot.text.words import fold, stem, tokens

_LEAST_STEM = 5  # letters: shorter stems are shared with other words, so such words count only as listed
_VOWELS, _FLEETING = "аеёиоуыэюяіїєaeiouy", "оеаe"
_INDEXED = 2  # letters by which phrases are looked up; each phrase begins with at least as many


class Meaning(NamedTuple):
    """What a word was recognised as: the row, and which of the words listed there for the language."""

    concept: str
    entry: str


@dataclass(slots=True)
class _Column:
    """The words of one language, ready for look-ups. A word of a phrase is kept with its place and the phrase."""

    words: dict[str, list[Meaning]] = field(default_factory=dict)
    stems: dict[str, list[Meaning]] = field(default_factory=dict)
    beginnings: dict[str, list[Meaning]] = field(default_factory=dict)
    inside: list[tuple[str, Meaning]] = field(default_factory=list)  # words that others are joined to
    phrases: dict[str, list[tuple[tuple[str, ...], Meaning]]] = field(default_factory=dict)  # by two first letters
    longest: int = 0


def languages() -> tuple[str, ...]:
    """Return the languages whose words are known, ISO 639-1."""
    return tuple(_columns())


def meanings_at(folds: Sequence[str], language: str | None) -> list[frozenset[Meaning]]:
    """Return for each folded word of a text what it names; all words of a phrase name what the phrase does.

    In a language without listed words, nothing.
    """
    column = _columns().get(language or "")
    if column is None:
        return [frozenset()] * len(folds)
    found = [set(_meanings_of(word, language or "")) for word in folds]
    for start, first in enumerate(folds):
        for phrase, meaning in column.phrases.get(first[:_INDEXED], ()):
            if _stands_at(phrase, folds, start):
                for place in range(start, start + len(phrase)):
                    found[place].add(meaning)
    return [frozenset(each) for each in found]


def meaning_of(text: str, language: str) -> frozenset[Meaning]:
    """Return what a word or phrase means as a whole in a language; nothing if only parts of it mean something."""
    folds = [token.fold for token in tokens(text)]
    if not folds:
        return frozenset()
    at = meanings_at(folds, language)
    whole = at[0] if len(folds) == 1 else frozenset.intersection(*at)
    return frozenset(each for each in whole if each.entry.count("_") == len(folds) - 1)


def words_for(concept: str, language: str) -> tuple[str, ...]:
    """Return the words listed for a concept in a language, to be shown: "санкци…", "air defence"."""
    return tuple(_shown(entry) for entry in _rows()[concept].get(language, ()))


def _shown(entry: str) -> str:
    words = [word.lstrip("*") for word in entry.split("_")]
    return " ".join(f"{word[:-1]}…" if word.endswith("*") else word for word in words)


@lru_cache(maxsize=65536)
def _meanings_of(word: str, language: str) -> frozenset[Meaning]:
    column = _columns()[language]
    found = set(column.words.get(word, ()))
    bare = stem(word, language)
    if len(bare) >= _LEAST_STEM and word not in function_words():
        found.update(column.stems.get(bare, ()))
    for size in range(2, min(len(word), column.longest) + 1):
        found.update(column.beginnings.get(word[:size], ()))
    for part, meaning in column.inside:
        if part in word if meaning.entry.endswith("*") else word.endswith(part):
            found.add(meaning)
    return frozenset(found)


def _stands_at(phrase: Sequence[str], folds: Sequence[str], start: int) -> bool:
    return start + len(phrase) <= len(folds) and all(
        word.startswith(part[:-1]) if part.endswith("*") else word == part
        for word, part in zip(folds[start:], phrase, strict=False)
    )


@cache
def _rows() -> dict[str, dict[str, tuple[str, ...]]]:
    """Return for each concept the words of each language, as they are listed."""
    rows = {}
    lines = _lines()
    _, *names = next(lines)
    for concept, *columns in lines:
        rows[concept] = {name: tuple(column.split()) for name, column in zip(names, columns, strict=True)}
    return rows


def _lines() -> Iterator[list[str]]:
    text = (files("bot.text") / "data" / "concepts.txt").read_text("utf-8")
    return (
        [cell.strip() for cell in line.split("|")]
        for line in text.splitlines()
        if line.strip() and not line.startswith("#")
    )


@cache
def _columns() -> dict[str, _Column]:
    columns: dict[str, _Column] = {}
    for concept, row in _rows().items():
        for language, entries in row.items():
            column = columns.setdefault(language, _Column())
            for entry in entries:
                _list(column, Meaning(concept, entry), language)
    for column in columns.values():
        column.longest = max(map(len, column.beginnings), default=0)
    return columns


def _list(column: _Column, meaning: Meaning, language: str) -> None:
    entry = fold(meaning.entry)
    if "_" in entry:
        column.phrases.setdefault(entry[:_INDEXED], []).append((tuple(entry.split("_")), meaning))
        return
    bare = entry.strip("*")
    inflected = LANGUAGES[language].vowel_is_ending  # otherwise the table lists the few forms that there are
    if entry.startswith("*"):
        column.inside.append((bare, meaning))
    elif entry.endswith("*"):
        column.beginnings.setdefault(bare, []).append(meaning)
        if inflected and bare[-1] in "кk" and bare[-2] not in _VOWELS:  # вантажівк*: "many of them" is вантажівок
            for vowel in _FLEETING:
                column.words.setdefault(bare[:-1] + vowel + bare[-1], []).append(meaning)
    else:
        column.words.setdefault(bare, []).append(meaning)
        if inflected and len(root := stem(bare, language)) >= _LEAST_STEM:
            column.stems.setdefault(root, []).append(meaning)
