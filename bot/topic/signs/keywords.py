"""Which of a document's words say what it is about? Counted at ``seeds add``, found again in entries."""

from collections import Counter
from collections.abc import Iterable

from bot.text.language import function_words
from bot.text.languages import LANGUAGES
from bot.text.words import Token, fold, stem, tokens

_LEAST = 2  # uses of a word in one document that make it a keyword
_SHORTEST = 4  # letters


def count_keywords(text: str, language: str | None, *, names: Iterable[str] = (), limit: int = 30) -> dict[str, int]:
    """Return the words and two-word phrases that ``text`` repeats, with their counts, the most frequent first.

    ``names`` are folded words that are names already. A word is shown in its commonest form.
    """
    skip = _stop_words(language) | set(names)
    shown: dict[str, Counter[str]] = {}
    singles: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    before: Token | None = None
    for token in tokens(text):
        if not _counts(token.fold, skip):
            before = None
            continue
        key = stem(token.fold, language)
        singles[key] += 1
        shown.setdefault(key, Counter())[token.text.lower()] += 1
        if before is not None and text[before.end : token.start] == " ":
            pair = f"{stem(before.fold, language)} {key}"
            pairs[pair] += 1
            shown.setdefault(pair, Counter())[f"{before.text} {token.text}".lower()] += 1
        before = token
    for pair, count in pairs.items():
        if count >= _LEAST:
            for part in pair.split():
                singles[part] -= count
    found = [(count, key) for key, count in (singles + pairs).items() if count >= _LEAST]
    found.sort(key=lambda each: (-each[0] * (1 + each[1].count(" ")), each[1]))
    return {shown[key].most_common(1)[0][0]: count for count, key in found[:limit]}


def _counts(word: str, skip: set[str]) -> bool:
    return len(word) >= _SHORTEST and word.isalpha() and word not in skip


def empty_words(language: str | None) -> frozenset[str]:
    """Return folded words that news of any topic uses: days, months, "said", "minister"."""
    return frozenset(fold(LANGUAGES[language].empty).split()) if language in LANGUAGES else frozenset()


def _stop_words(language: str | None) -> set[str]:
    return set(function_words() | empty_words(language))
