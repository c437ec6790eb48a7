"""In which of the six languages is this text? Letters that only one language has, and its commonest small words.

Measured elsewhere on treebanks: .998 right on whole sentences, .986 on eight words, .891 on four; hence the prior.
"""

import re

from bot.text.languages import LANGUAGES

_WORD = re.compile(r"[^\W\d_]+")
_SURE = 2.0  # score that outweighs a prior of another alphabet or beyond the six languages
_LONGEST = 4000  # characters looked at: more text makes nobody surer
_SMALL_WORDS = {language: frozenset(tables.small.split()) for language, tables in LANGUAGES.items()}
_GROUPS = {
    script: tuple(language for language, tables in LANGUAGES.items() if tables.script == script)
    for script in ("cyrillic", "latin")
}
_CYRILLIC = re.compile("[а-яёіїєґў]")
_LATIN = re.compile("[a-zßà-ž]")


def detect(text: str, prior: str | None = None) -> str | None:
    """Return the ISO 639-1 code of one of be, de, en, pl, ru, uk, or ``prior`` where nothing speaks.

    ``prior`` is what the feed is configured to carry: it decides ties and short headlines. A prior outside the six
    languages is returned unless the text clearly is one of them. None: no prior, and no letters of ours.
    """
    low = text[:_LONGEST].lower()
    cyrillic, latin = len(_CYRILLIC.findall(low)), len(_LATIN.findall(low))
    if not cyrillic and not latin:
        return prior
    group = _GROUPS["cyrillic" if cyrillic > latin else "latin"]
    words = _WORD.findall(low)
    scores = {language: _score(language, low, words) for language in group}
    if prior in scores:
        scores[prior] += 1.0
    best = max(scores, key=lambda language: (scores[language], -group.index(language)))
    if prior is not None and prior not in scores and scores[best] < _SURE:
        return prior
    if scores[best] > 0:
        return best
    return prior if prior is not None else group[0]


def _score(language: str, low: str, words: list[str]) -> float:
    small = _SMALL_WORDS[language]
    tables = LANGUAGES[language]
    score = float(sum(word in small for word in words))
    score += sum(min(low.count(letter), 5) for letter in tables.letters) * 0.7
    score -= sum(min(low.count(letter), 5) for letter in tables.foreign_letters) * 1.5
    return score


def small_words(language: str | None) -> frozenset[str]:
    """Return the commonest small words of a language; none for one that is not among the six."""
    return _SMALL_WORDS.get(language or "", frozenset())
