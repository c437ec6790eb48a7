"""Under which key do the forms of one word meet?"""

import re
from functools import lru_cache

from bot.text.words import romanise, stem, tokens

_SHORTEST = 3
_VOWELS = re.compile("[aeiou]+")
_DOUBLE = re.compile(r"(.)\1+")
_COGNATE = 4  # consonants from which words of two languages may be taken for one
_COGNATE_KEPT = 5  # of them are compared: endings differ


def key_of(fold: str, language: str | None) -> str:
    """Return the romanised stem of a folded word without closing vowels: "line" and "lines", "ferry" and "ferries"."""
    found = romanise(stem(fold, language))
    bare = found.rstrip("aeiouy")
    return bare if len(bare) >= _SHORTEST else found


def keys_of(text: str, language: str | None) -> list[str]:
    """Return the keys of a text's words, in order."""
    return [key_of(token.fold, language) for token in tokens(text)]


@lru_cache(maxsize=65536)
def cognate(stem: str) -> str:
    """Return what a name or a loan word keeps on its way between languages, "" where that is too little to tell."""
    bare = _DOUBLE.sub(r"\1", _VOWELS.sub("", stem.replace("c", "k").replace("z", "s")))
    return "~" + bare[:_COGNATE_KEPT] if len(bare) >= _COGNATE else ""
