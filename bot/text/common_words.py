"""Which words are so common that no made-up form of a name or keyword may be one of them?

Forms are made generously (``names.forms``), and now and then one is another word altogether: the Russian
``посла`` (of the ambassador) would give ``после`` (after).
"""

from functools import cache

from bot.text.language import small_words
from bot.text.languages import LANGUAGES
from bot.text.words import fold

_COMMON = {
    language: frozenset(fold(f"{tables.grammar} {tables.news}").split()) for language, tables in LANGUAGES.items()
}


def is_common(word: str, language: str | None) -> bool:
    """Say whether a folded word means nothing in this language; if that is unknown, in any."""
    if language in _COMMON:
        return word in _COMMON[language]
    return any(word in words for words in _COMMON.values())


@cache
def function_words() -> frozenset[str]:
    """Return the folded function words of all languages: a form for one language meets texts in others."""
    own = {fold(word) for tables in LANGUAGES.values() for word in tables.function.split()}
    return frozenset(own.union(*({fold(word) for word in small_words(language)} for language in LANGUAGES)))
