"""Is a proposed name that of a person, a place or something else? Judged by given names and by words before it."""

from collections import Counter
from collections.abc import Iterable

from bot.text.given_names import is_given
from bot.text.words import Token, fold

# Small words that stand before places: English, German, Polish, Russian, Belarusian, Ukrainian.
_BEFORE_PLACES = {
    "en": "in near at from to",
    "de": "in aus nach bei",
    "pl": "w we z do pod",
    "ru": "в во из под",
    "be": "у ў з са пад",
    "uk": "в у з із до під",
}
_ARTICLES = frozenset({"the", "der", "dem", "den", "die", "das"})
_INSIDE = {"en": "in near", "de": "in nach", "pl": "w we", "ru": "в во", "be": "у ў", "uk": "в у"}
_LEAST = 0.3  # share of the mentions with such a word before them, and with one that means "in" at least once


def placed(sentence: list[Token], first: int, language: str) -> tuple[bool, bool]:
    """Return whether a word of place stands before word ``first``, and whether it means "in"."""
    number = first - 1
    if number >= 0 and sentence[number].fold in _ARTICLES:
        number -= 1
    word = sentence[number].fold if number >= 0 else ""
    return word in _words(_BEFORE_PLACES, language), word in _words(_INSIDE, language)


def kind_of(forms: Iterable[str], *, mentions: int, before: Counter[str]) -> str:
    """Return "person", "place" or "thing"; ``before`` counts "place" and "in" as ``placed`` found them."""
    if any(len(words := form.split()) > 1 and is_given(words[0]) for form in forms):
        return "person"
    if before["in"] and before["place"] >= _LEAST * mentions:
        return "place"
    return "thing"


def _words(table: dict[str, str], language: str) -> frozenset[str]:
    return frozenset(fold(table.get(language, "")).split())
