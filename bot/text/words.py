"""What are the words of this text, in a form where spelling, alphabet and case no longer matter?

Three steps that others build on: ``fold`` makes letters comparable without moving them, ``tokens`` finds the words,
``stem`` removes the ending. ``romanise`` then brings Cyrillic and Latin spellings of one name to one key.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from bot.text.languages import LANGUAGES

_SHORTEST = 3
_VOWELS = re.compile("[aeiou]+")
_REPEATED = re.compile(r"(.)\1+")
_COGNATE = 4  # consonants from which words of two languages may count as one
_COGNATE_KEPT = 5  # how many of them are compared: endings differ


def key_of(fold: str, language: str | None) -> str:
    """Return the romanised stem of a folded word without final vowels: "line" and "lines", "ferry" and "ferries"."""
    found = romanise(stem(fold, language))
    bare = found.rstrip("aeiouy")
    return bare if len(bare) >= _SHORTEST else found


def keys_of(text: str, language: str | None) -> list[str]:
    """Return the keys of a text's words, in order."""
    return [key_of(token.fold, language) for token in tokens(text)]


@lru_cache(maxsize=65536)
def cognate(stem: str) -> str:
    """Return what of a name or loan word survives between languages, "" if that is too little to tell."""
    bare = _REPEATED.sub(r"\1", _VOWELS.sub("", stem.replace("c", "k").replace("z", "s")))
    return "~" + bare[:_COGNATE_KEPT] if len(bare) >= _COGNATE else ""


_MARKS = "\u0300-\u036f\u0483-\u0489\u00ad\u200b-\u200d\u2060"
_WORD = re.compile(rf"[\U0001F1E6-\U0001F1FF]{{2}}|[^\W_]+(?:[{_MARKS}]+[^\W_]*|['’ʼ‘`´′][^\W_]+)*")
_HAS_MARK = re.compile(f"[{_MARKS}]")
_MIXED = re.compile("[a-z][а-яіїєў]|[а-яіїєў][a-z]")
_LETTERS_ONLY = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile("[а-яёіїєґў]")
_HASHTAG_PART = re.compile(
    r"[A-ZА-ЯЁІЇЄҐЎŁŚŻŹĆÓĘĄŃÄÖÜ]+(?![a-zа-яёіїєґў])|[A-ZА-ЯЁІЇЄҐЎŁŚŻŹĆÓĘĄŃÄÖÜ]?[^\W\dA-ZА-ЯЁІЇЄҐЎ_]+|\d+"
)

_TO_CYRILLIC = str.maketrans("aeopcxyikmtbh", "аеорсхуікмтвн")
_TO_LATIN = str.maketrans("аеорсхуік", "aeopcxyik")


def _one_to_one() -> dict[int, str]:
    """Return the table of ``fold``: Latin letters lose their marks, apostrophes and hyphens become one each."""
    table: dict[int, str] = {}
    for code in range(0xE0, 0x250):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base != chr(code) and base.isascii():
            table[code] = base.lower()
    table |= {ord(char): like for char, like in zip("ёґłđøßı", "егldosi", strict=True)}
    table |= dict.fromkeys(map(ord, "’ʼ‘`´′"), "'")
    table |= dict.fromkeys(map(ord, "‐‑"), "-")
    return table


_TABLE = _one_to_one()


class Token(NamedTuple):
    """One word: as written, as folded, and where it stands (``text[start:end]``).

    The fold has no stress marks, soft hyphens or English possessive, so it may be shorter than the text.
    """

    text: str
    fold: str
    start: int
    end: int


def fold(text: str) -> str:
    """Return ``text`` in lower case with similar letters unified, at the same length, so that positions stay valid.

    ё becomes е, Latin letters lose their marks, the many apostrophes become one, and a Latin letter inside a Cyrillic
    word (or the other way round) becomes the letter that it looks like.
    """
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    if lower.isascii():
        return lower.replace("`", "'")
    lower = lower.translate(_TABLE)
    return _LETTERS_ONLY.sub(_unmix, lower) if _MIXED.search(lower) else lower


def _unmix(found: re.Match[str]) -> str:
    word = found.group()
    if not _MIXED.search(word):
        return word
    cyrillic = len(_CYRILLIC.findall(word))
    return word.translate(_TO_CYRILLIC if 2 * cyrillic > len(word) else _TO_LATIN)


def tokens(text: str) -> tuple[Token, ...]:
    """Return the words of ``text`` in order.

    Hyphens separate words ("Russia-Belarus" is two), apostrophes do not (п'ять); a hashtag is split at its capitals
    (#FreeBelarus). A country's flag is a word, too. The stages of an entry all ask for the words of its headline and
    lead: those of the last short texts are cached.
    """
    return _kept_tokens(text) if len(text) <= _KEPT_LENGTH else cut(text)


def written(text: str) -> Sequence[str]:
    """Return the words of ``text`` as ``tokens`` splits them, only as written: a quarter of the cost."""
    return [word.text for word in tokens(text)] if "#" in text else _WORD.findall(text)


def cut(text: str) -> tuple[Token, ...]:
    """Return the words of ``text`` as ``tokens`` does, for what is not asked again: nothing is cached."""
    folded = fold(text)
    plain = folded.isascii() or _HAS_MARK.search(folded) is None
    hashtags = "#" in text
    result: list[Token] = []
    for found in _WORD.finditer(text):
        start, end = found.span()
        if hashtags and start and text[start - 1] == "#":
            parts = [part.span() for part in _HASHTAG_PART.finditer(text, start, end)]
            if len(parts) > 1:
                result += [Token(text[a:b], folded[a:b], a, b) for a, b in parts]
                continue
        word = folded[start:end]
        if not plain:
            word = _bare(word)
        elif word[-2:] == "'s":
            word = word[:-2]
        result.append(_new_token(Token, (text[start:end], word, start, end)))
    return tuple(result)


def word_of(form: str) -> Token:
    """Return one word as written, as ``written`` gives it, as a word of a text of its own."""
    if form.isalpha():
        return Token(form, fold(form), 0, len(form))
    (word,) = cut(form)
    return word


_KEPT_LENGTH, _KEPT = 1000, 64  # characters; texts: those of a few entries, at most 8 MB
_kept_tokens = lru_cache(maxsize=_KEPT)(cut)
_new_token = tuple.__new__  # takes a third of the time of Token(...)


def _bare(word: str) -> str:
    """Return a folded word without marks and without the English possessive."""
    if not word.isascii() and _HAS_MARK.search(word):
        composed = unicodedata.normalize("NFC", word)
        word = fold(_HAS_MARK.sub("", composed))
    return word.removesuffix("'s")


_ENDINGS = {language: frozenset(tables.stem_endings.split()) for language, tables in LANGUAGES.items()}
_LONGEST = {language: max(map(len, endings)) for language, endings in _ENDINGS.items()}


@lru_cache(maxsize=8192)
def stem(word: str, language: str | None) -> str:
    """Return a folded word without its ending; words of three letters or fewer stay whole.

    ``language`` is one of ru, be, uk, pl, de, en; for any other, the alphabet decides between Russian and English.
    """
    if language not in _ENDINGS:
        language = "ru" if _CYRILLIC.search(word) else "en"
    if len(word) <= _SHORTEST or word.isdigit():  # shorter words have no ending to spare
        return word
    for size in range(min(_LONGEST[language], len(word) - _SHORTEST), 0, -1):
        if word[-size:] in _ENDINGS[language]:
            return word[:-size]
    return word


_LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "h", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "й": "i", "к": "k",
    "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h",
    "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia",
    "і": "i", "ї": "i", "є": "e", "ў": "v", "'": "",
}  # fmt: skip
_CYRILLIC_TO_LATIN = str.maketrans(_LETTERS)
# German, Polish and English spellings of one sound become one letter.
_SOUND = {
    "schtsch": "sc", "shch": "sc", "szcz": "sc", "tsch": "c", "sch": "s", "shh": "sc", "dzh": "z", "dsch": "z",
    "ch": "c", "cz": "c", "sh": "s", "sz": "s", "zh": "z", "rz": "z", "kh": "h", "tz": "c", "ts": "c",
    "ye": "e", "yu": "iu", "ya": "ia", "je": "e", "ju": "iu", "ja": "ia", "ck": "k", "ph": "f", "th": "t",
    "w": "v", "y": "i", "j": "i", "g": "h", "x": "ks", "q": "k",
}  # fmt: skip
_SOUNDS = re.compile("|".join(sorted(_SOUND, key=len, reverse=True)))
_DOUBLE = re.compile(r"(.)\1+")


@lru_cache(maxsize=8192)
def romanise(word: str) -> str:
    """Return the key in which spellings of one name meet: Лукашенко, Лукашэнка, Lukaschenko, Łukaszenka.

    It is coarse on purpose (г, х, g, h and kh are one; the final vowel of a long word is dropped) and only for
    comparing, never for showing. Spellings that differ in sound (Тихановская, Ціханоўская) do not meet.
    """
    latin = word.translate(_CYRILLIC_TO_LATIN)
    latin = _SOUNDS.sub(lambda found: _SOUND[found.group()], latin)
    latin = _DOUBLE.sub(r"\1", latin.replace("ie", "e"))
    if len(latin) >= 6 and latin[-1] in "aeiou":  # noqa: PLR2004 - short words need their vowel
        return latin[:-1]
    return latin
