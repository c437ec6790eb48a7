"""Which forms can this word take in its language? With them, a name listed once is found in every case."""

import re
from collections.abc import Iterable

from bot.text.languages import LANGUAGES
from bot.text.languages.tables import Tables
from bot.text.words import fold

_VOWELS = "аеиоуыэюяіїєaeiouy"
_ADJECTIVE_STEMS = tuple(stem for tables in LANGUAGES.values() for stem in tables.adjective_stems.split())
_AFTER_CHANGE = ("", "е", "э", "і", "ы", "а", "у", "ом", "e", "i", "ie", "y")
_WOMEN = "|".join(sorted({closing for tables in LANGUAGES.values() for closing in tables.women.split()}))
_WOMAN = re.compile(f"[а-яa-z]{{3}}(?:{_WOMEN})$")
_SHORTEST = 3  # letters of a stem; words with shorter ones have only the listed form


def forms_of(word: str, language: str, *, person: bool = False) -> frozenset[str]:
    """Return the folded forms of a word given in its basic form (nominative; plural nouns too).

    It is generous: forms that the word does not have are harmless unless another word has them. ``person`` leaves out
    the plural, because the plural of one surname is often another surname (Турчин, Турчинов), and the other sex,
    because Тихановская and Тихановский are two people.
    """
    base = fold(word)
    tables = LANGUAGES.get(language)
    if tables is None or not base.isalpha():
        return frozenset({base})
    if person and (own := _surname(base, tables)):
        return frozenset({base} | own)
    return frozenset({base} | _adjective(base, tables) | _noun(base, tables, person=person))


def men_of(name: str, aliases: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return the men's surnames that match a woman's: Kolesnikov for Kolesnikova; none if ``name`` is a man's.

    The forms of the two overlap in the Slavic languages, so that only the man's basic form tells them apart.
    """
    if not _WOMAN.search(fold(name)):
        return ()
    surnames = (form.split()[-1] for _, form in aliases)
    return tuple(dict.fromkeys(name[:-1] for name in surnames if _WOMAN.search(fold(name))))


def _surname(base: str, tables: Tables) -> set[str]:
    for closings, endings in tables.surnames:
        for closing in closings.split():
            kept, ending = closing.split("-")
            if base.endswith(kept + ending) and len(base) > len(kept + ending) + 1:
                stem = base[: len(base) - len(ending)]
                return {stem + other for other in endings.split()}
    return set()


def _noun(base: str, tables: Tables, *, person: bool) -> set[str]:
    if tables.vowel_is_ending and (base[-1] in _VOWELS or base[-1] in "йь"):
        stem, endings = base[:-1], tables.after_vowel.split()
    else:
        stem, endings = base, tables.after_consonant.split()
        if person:
            plural = tables.plurals.split()
            endings = [ending for ending in endings if ending not in plural]
    if len(stem) < _SHORTEST:
        return set()
    forms = {stem + ending for ending in endings}
    if stem.endswith("ь"):
        forms |= {stem[:-1] + ending for ending in endings}
    for last, changed in tables.changes.items():
        if stem.endswith(last):
            cut = stem[: -len(last)]
            forms |= {
                cut + new + ending for new in changed.split() for ending in _AFTER_CHANGE if _one_alphabet(new, ending)
            }
    for last, new in tables.before_ending.items():
        if stem.endswith(last):
            forms |= {stem.removesuffix(last) + new + ending for ending in endings}
    return forms


def _one_alphabet(stem: str, ending: str) -> bool:
    return not ending or stem[0].isascii() == ending[0].isascii()


def _adjective(base: str, tables: Tables) -> set[str]:
    closings, endings = tables.adjective_closings.split(), tables.adjective_endings.split()
    for closing in sorted(closings, key=len, reverse=True):
        stem = base.removesuffix(closing)
        if stem != base and len(stem) >= _SHORTEST and stem.endswith(_ADJECTIVE_STEMS):
            return {stem + ending for ending in endings}
    return set()
