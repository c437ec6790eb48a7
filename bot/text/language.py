"""In which of the six languages is this text? Letters that only one language has, and its commonest small words.

Measured elsewhere on treebanks: .998 right on whole sentences, .986 on eight words, .891 on four; hence the prior.
"""

import re

_SMALL = {
    "ru": "и в не на что с по как это к из у за от о для его она был но только уже при во со или ее если еще также"
    " после до между под этого чтобы был была были будет их об",
    "be": "і ў у не на што з па як гэта да за ад аб для яго яна быў але толькі ўжо пры або калі яшчэ таксама"
    " пасля паміж пад каб была былі будзе іх гэтага",
    "uk": "і в у не на що з по як це до за від про для його вона був але тільки вже при або якщо ще також"
    " після між під щоб була були буде їх й та із",
    "pl": "i w z na nie się że to do jest o jak za od po przez dla ma był była tym co są ale przy oraz już lub"
    " jego ze także po między pod aby będzie ich",
    "de": "der die das und in den von zu mit ist im auf für nicht ein eine des dem sich auch an als bei nach aus"
    " wird er sie hat über wegen zum zur vor gegen",
    "en": "the of and to in a is that for on with as it was by at from be has are his its after says over not"
    " have will who but an this their he into",
}
_OWN = {"ru": "ыэъ", "be": "ў", "uk": "їєґ", "pl": "łąęśżźćńó", "de": "äöüß"}
_NOT = {"ru": "іўїєґ", "be": "иїєґщъ", "uk": "ыэёъў"}
_WORD = re.compile(r"[^\W\d_]+")
_SURE = 2.0  # score that outweighs a prior of another alphabet or beyond the six languages
_LONGEST = 4000  # characters looked at: more text makes nobody surer
LANGUAGES = tuple(_SMALL)
_SMALL_WORDS = {language: frozenset(words.split()) for language, words in _SMALL.items()}
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
    group = ("ru", "be", "uk") if cyrillic > latin else ("en", "pl", "de")
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
    score = float(sum(word in small for word in words))
    score += sum(min(low.count(letter), 5) for letter in _OWN.get(language, "")) * 0.7
    score -= sum(min(low.count(letter), 5) for letter in _NOT.get(language, "")) * 1.5
    return score


def small_words(language: str | None) -> frozenset[str]:
    """Return the commonest small words of a language; none for one that is not among the six."""
    return _SMALL_WORDS.get(language or "", frozenset())
