"""What is a text made of, in a form comparable across languages? Roots, countries, kinds of event.

Keys: a root as it is, ``@IR`` a country, ``&sanction`` a kind of event. Countries and kinds are the same in every
language, roots are translated by ``bot.text.meanings.roots``.
"""

from functools import lru_cache
from typing import NamedTuple

from bot.text.language import function_words
from bot.text.meanings.event_kinds import kinds_of
from bot.text.meanings.roots import COUNTRY, KIND, root
from bot.text.names.places import places
from bot.text.words import Token, tokens

STAGE = "@"
"""Prefix of the kinds of event that only say where: ``places`` knows countries better."""


class Term(NamedTuple):
    """One term of a text; ``form`` is how it is written there."""

    key: str
    form: str
    capital: bool = False


def terms(text: str, language: str | None) -> list[Term]:
    """Return the terms of a text, in order. The words of a country's name are not terms by themselves."""
    words = tokens(text)
    found: list[Term] = []
    end = 0
    at = {place.start: place for place in places(words, text, language)}
    for index, token in enumerate(words):
        if index in at:
            place = at[index]
            end = place.end
            found.append(Term(COUNTRY + place.code, text[token.start : words[end - 1].end]))
        if index >= end:
            found += terms_of(token, language)
    return found


def terms_of(word: Token, language: str | None) -> list[Term]:
    """Return the terms of a word that names no country: its root and the kinds of event, or none."""
    if (known := _known(word.fold, language)) is None:
        return []
    own, kinds = known
    return [Term(own, word.text, word.text[0].isupper()), *(Term(key, word.text) for key in kinds)]


@lru_cache(maxsize=4096)
def _known(word: str, language: str | None) -> tuple[str, tuple[str, ...]] | None:
    """Return the root of a folded word and the keys of the kinds of event that it names; None if it says nothing.

    Most words recur, most name no kind.
    """
    if not _says_something(word):
        return None
    kinds = kinds_of(word, language)
    return root(word, language), tuple(KIND + kind for kind in sorted(kinds) if kind[0] != STAGE)


def says_something(token: Token) -> bool:
    """Whether a word has content: not a number, not a single letter, not one of the commonest small words."""
    return _says_something(token.fold)


def _says_something(word: str) -> bool:
    return len(word) > 1 and not word[0].isdigit() and word not in function_words()
