"""Under which key do the forms of one word meet?"""

from bot.topic.words import romanise, stem, tokens

_SHORTEST = 3


def key_of(fold: str, language: str | None) -> str:
    """Return the romanised stem of a folded word without closing vowels: "line" and "lines", "ferry" and "ferries"."""
    found = romanise(stem(fold, language))
    bare = found.rstrip("aeiouy")
    return bare if len(bare) >= _SHORTEST else found


def keys_of(text: str, language: str | None) -> list[str]:
    """Return the keys of a text's words, in order."""
    return [key_of(token.fold, language) for token in tokens(text)]
