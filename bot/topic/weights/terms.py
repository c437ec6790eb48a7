"""Of what is a text made, in a form in which languages can meet? Roots, countries, kinds of event.

Keys: a root as it is, ``@IR`` a country, ``&sanction`` a kind of event. Countries and kinds are the same in every
language, roots are brought over by ``bot.text.meanings.roots``.
"""

from functools import lru_cache
from typing import NamedTuple

from bot.text.common_words import function_words
from bot.text.meanings.event_kinds import kinds_at
from bot.text.meanings.roots import COUNTRY, KIND, root
from bot.text.names.places import places
from bot.text.words import Token, tokens

STAGE = "@"
"""How the kinds of event begin that only say where: countries are known better by ``places``."""


class Term(NamedTuple):
    """One term of a text; ``form`` is what is written there."""

    key: str
    form: str
    capital: bool = False


def terms(text: str, language: str | None) -> list[Term]:
    """Return the terms of a text, in order. The words of a country's name are no terms of their own."""
    words = tokens(text)
    found: list[Term] = []
    end = 0
    at = {place.start: place for place in places(words, text, language)}
    for index, token in enumerate(words):
        if (place := at.get(index)) is not None:
            end = place.end
            found.append(Term(COUNTRY + place.code, text[token.start : words[end - 1].end]))
        if index < end or not says_something(token):
            continue
        found.append(Term(root(token.fold, language), token.text, token.text[0].isupper()))
        found += [Term(key, token.text) for key in _kinds_of(token.fold, language)]
    return found


@lru_cache(maxsize=65_536)
def _kinds_of(word: str, language: str | None) -> tuple[str, ...]:
    """Return the keys of the kinds of event that one word names: most words come again, most name none."""
    (kinds,) = kinds_at([word], language)
    return tuple(KIND + kind for kind in sorted(kinds) if kind[0] != STAGE)


def says_something(token: Token) -> bool:
    """Whether a word is one of content: no number, no letter, none of the commonest small words."""
    return len(token.fold) > 1 and not token.fold[0].isdigit() and token.fold not in function_words()
