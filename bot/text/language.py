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
_CYRILLIC = re.compile("[а-яёіїєґў]+")
_LATIN = re.compile("[a-zßà-ž]+")
_OWN, _FOREIGN, _COUNTED = 0.7, 1.5, 5  # points of a letter that only this language has, or never; uses that count


def _speakers(group: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return the languages that have a word among their commonest small words, by word."""
    words = set().union(*(_SMALL_WORDS[language] for language in group))
    return {word: tuple(each for each in group if word in _SMALL_WORDS[each]) for word in words}


_SPEAKERS = {script: _speakers(group) for script, group in _GROUPS.items()}


def detect(text: str, prior: str | None = None) -> str | None:
    """Return the ISO 639-1 code of one of be, de, en, pl, ru, uk, or ``prior`` where nothing speaks.

    ``prior`` is what the feed is configured to carry: it decides ties and short headlines. A prior outside the six
    languages is returned unless the text clearly is one of them. None: no prior, and no letters of ours.
    """
    low = text[:_LONGEST].lower()
    cyrillic = 0 if low.isascii() else sum(map(len, _CYRILLIC.findall(low)))
    latin = sum(map(len, _LATIN.findall(low))) if cyrillic else int(_LATIN.search(low) is not None)
    if not cyrillic and not latin:
        return prior
    script = "cyrillic" if cyrillic > latin else "latin"
    group, speakers = _GROUPS[script], _SPEAKERS[script]
    scores = dict.fromkeys(group, 0.0)
    for word in _WORD.findall(low):
        for language in speakers.get(word, ()):
            scores[language] += 1.0
    for language in group:
        scores[language] += _letters(language, low)
    if prior in scores:
        scores[prior] += 1.0
    best = max(scores, key=lambda language: (scores[language], -group.index(language)))
    if prior is not None and prior not in scores and scores[best] < _SURE:
        return prior
    if scores[best] > 0:
        return best
    return prior if prior is not None else group[0]


def _letters(language: str, low: str) -> float:
    tables = LANGUAGES[language]
    own = sum(min(low.count(letter), _COUNTED) for letter in tables.letters if letter in low)
    foreign = sum(min(low.count(letter), _COUNTED) for letter in tables.foreign_letters if letter in low)
    return own * _OWN - foreign * _FOREIGN


def small_words(language: str | None) -> frozenset[str]:
    """Return the commonest small words of a language; none for one that is not among the six."""
    return _SMALL_WORDS.get(language or "", frozenset())
