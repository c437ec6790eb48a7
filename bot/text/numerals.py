"""Which numbers does a text write in words? "Fifteen wagons" are 15, "двадцать пять" and "fünfundzwanzig" are 25.

Up to twelve they tell as little as in figures; a hundred and more are hardly ever written in words.
"""

from collections.abc import Mapping
from functools import cache
from itertools import zip_longest

from bot.text.languages import LANGUAGES
from bot.text.words import tokens

_AND = "und"


def numerals_in(text: str, language: str | None) -> list[tuple[str, str]]:
    """Return the numbers from 13 to 99 that are written in words, each as ``numbers_in`` has it and as written."""
    numbers, units = _numbers(language)
    if not numbers:
        return []
    words = tokens(text)
    found = []
    for word, following in zip_longest(words, words[1:]):
        value = numbers.get(word.fold)
        if value is None:
            continue
        end = word.end
        if following is not None and value in _TENS and (unit := units.get(following.fold)):
            value, end = value + unit, following.end
        found.append((str(value), text[word.start : end]))
    return found


_TENS = range(20, 100, 10)


@cache
def _numbers(language: str | None) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Return what words stand for, and which may follow twenty."""
    tables = LANGUAGES.get(language or "")
    if tables is None:
        return {}, {}
    units = _valued(tables.units, range(1, 10))
    tens = _valued(tables.tens, _TENS)
    numbers = _valued(tables.teens, range(13, 20)) | tens
    if tables.units_first:
        joined = {f"{one}{_AND}{ten}": more + less for one, less in units.items() for ten, more in tens.items()}
        return numbers | joined, {}
    return numbers, units


def _valued(words: str, values: range) -> dict[str, int]:
    return {form: value for value, forms in zip(values, words.split(), strict=False) for form in forms.split("|")}
