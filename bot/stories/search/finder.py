"""Is this word or phrase said in a story, in whatever language its reports are?

Machines and weapons are found whatever alphabet their letters are in: S-400, С-400, С400 and C-400 are one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.model import Story
from bot.text.language import function_words
from bot.text.meanings.concepts import Meaning, languages, meaning_of, meanings_at
from bot.text.words import Token, cognate, fold, key_of, romanise, tokens

ALL_OF = " + "
"""Separates the parts of a term that must all be there."""
OR = " | "
"""Separates the ways in which a part may be said."""
_QUOTE = '"'
_SPREAD = 2  # words allowed between those of a phrase in another language
_ACRONYM = 5  # letters of what is typed in capitals and would be another word in lower case: US, WHO
_SHORT = 3  # letters of a key that matches others by chance in another alphabet
HYPHENS = "-‐‑–"
_DESIGNATION = re.compile(rf"(?<![^\W_])([^\W\d_]{{1,5}})[{HYPHENS}]?(\d{{1,4}})([^\W\d_]{{0,4}}\d?)(?![^\W_])")
_CYRILLIC = "авекмнорстухіј"
_LATIN = "abekmhopctyxij"
_LIKE = str.maketrans(_CYRILLIC + _LATIN, _LATIN + _CYRILLIC)  # letters that look the same in the other alphabet


@dataclass(frozen=True, slots=True)
class _Line:
    """One text of a story, read once."""

    language: str | None
    words: tuple[Token, ...]
    keys: tuple[str, ...]
    meanings: tuple[frozenset[Meaning], ...]
    hyphens: tuple[bool, ...]  # whether one comes right before the word
    designations: frozenset[str]
    shouted: bool  # it is all in capitals, so capitals mean nothing


class Finder:
    """The titles, summary and names of one story, ready to be asked for terms of a filter.

    A word is found in all its forms, and in other languages by what it means, as far as the table of concepts knows; a
    phrase if its words follow each other, or in another language are close. A term in quotation marks is found only as
    written, in its forms.
    """

    def __init__(self, story: Story) -> None:
        own = {story.language, *(report.language for report in story.reports)}
        texts = [(story.title, story.language), (story.summary, story.language)]
        texts += [(report.title, report.language) for report in story.reports]
        texts += [
            (word, language) for word in (*story.names, *story.words) for language in sorted(own | {"en"}, key=str)
        ]
        self._lines = [_read(text, language) for text, language in dict.fromkeys(texts) if text]

    def finds(self, term: str) -> bool:
        """Say whether every part of a term is there, in one of its ways."""
        return all(any(self._says(way.strip()) for way in part.split(OR)) for part in term.split(ALL_OF))

    def _says(self, part: str) -> bool:
        exact = part.startswith(_QUOTE)
        bare = part.strip(_QUOTE)
        keys = designation_keys(bare)
        if keys:
            return any(not keys.isdisjoint(line.designations) for line in self._lines)
        return any(_stands_in(bare, line) or (not exact and _is_meant(bare, line)) for line in self._lines)


def meanings_in(term: str) -> dict[str, frozenset[Meaning]]:
    """Return by language what a word or phrase means as a whole, in those languages in which it means something."""
    found = {language: meaning_of(term, language) for language in languages()}
    return {language: meanings for language, meanings in found.items() if meanings}


@lru_cache(maxsize=4096)
def _read(text: str, language: str | None) -> _Line:
    words = tuple(tokens(text))
    folds = [word.fold for word in words]
    letters = [word.text for word in words if word.text.isalpha()]
    return _Line(
        language=language,
        words=words,
        keys=tuple(key_of(fold, language) for fold in folds),
        meanings=tuple(meanings_at(folds, language)),
        hyphens=tuple(text[max(word.start - 1, 0)] in HYPHENS for word in words),
        designations=designations(text),
        shouted=bool(letters) and all(word.isupper() for word in letters),
    )


def _stands_in(part: str, line: _Line) -> bool:
    """Whether the words follow each other in a line, as written or in other forms."""
    wanted = tokens(part)
    size = len(wanted)
    return any(
        all(_is_form(word, line, start + place) for place, word in enumerate(wanted))
        and _is_same_case(part, line, start)
        for start in range(len(line.words) - size + 1 if size else 0)
    )


def _is_form(word: Token, line: _Line, place: int) -> bool:
    """Whether a word of a line is a form of the wanted one, perhaps in another alphabet: Путина, Putin."""
    there = line.words[place].fold
    if word.fold == there:
        return not (there.isdecimal() and _is_version(line, place))
    whole = romanise(there)
    if whole == romanise(word.fold):
        return True
    key = key_of(word.fold, line.language)
    foreign = word.fold[0].isascii() != there[0].isascii()
    if len(key) <= _SHORT and foreign:  # газ is not in Gaza
        return False
    if key == line.keys[place] or key_of(word.fold, None) == whole:
        return True
    return foreign and word.text[0].isupper() and line.words[place].text[0].isupper() and _is_one_name(key, whole)


def _is_one_name(key: str, other: str) -> bool:
    """Whether two romanised names are the same by ear: Zelensky and Зяленскі, Scholz and Шольц."""
    if key[0] != other[0]:
        return False
    one, another = key.replace("c", "z"), other.replace("c", "z")
    return one == another or (cognate(key) != "" and cognate(key) == cognate(other.rstrip("aeiouy")))


def _is_version(line: _Line, place: int) -> bool:
    """Whether a number is part of what something is called: 300 in S-300."""
    before, number = line.words[place - 1], line.words[place]
    return place > 0 and before.end + 1 == number.start and before.text.isalpha() and line.hyphens[place]


def _is_same_case(part: str, line: _Line, start: int) -> bool:
    """US is not us: if lower case makes it another word, capitals are meant and required."""
    if not part.isupper() or len(part) > _ACRONYM or part.casefold() not in function_words():
        return True
    return line.words[start].text.isupper() and not line.shouted


def _is_meant(part: str, line: _Line) -> bool:
    """Whether a line says in its own language, or in other words of this one, what the part means."""
    wanted = _groups(part)
    if not wanted:
        return False
    reach = len(wanted) + (_SPREAD if len(wanted) > 1 else 0)
    for start in range(len(line.words)):
        window = range(start, min(start + reach, len(line.words)))
        if all(any(_names(word, line, place) for place in window) for word in wanted):
            return True
    return False


@dataclass(frozen=True, slots=True)
class _Word:
    """One word that must be there: as written in any of its forms, or by what it means."""

    token: Token | None
    meanings: dict[str, frozenset[Meaning]]


@lru_cache(maxsize=4096)
def _groups(part: str) -> Sequence[_Word]:
    """Return what must occur together; nothing if no part of it has a meaning known in other languages."""
    words = tokens(part)
    whole = meanings_in(part)
    if whole:
        return [_Word(None, whole)]
    if len(words) < 2:  # noqa: PLR2004 - a single word without a meaning is found as it is written
        return []
    each = [_Word(word, meanings_in(word.text)) for word in words]
    return each if any(word.meanings for word in each) else []


def _names(word: _Word, line: _Line, place: int) -> bool:
    if word.token and _is_form(word.token, line, place):
        return True
    there = line.meanings[place]
    if not there:
        return False
    if line.language is not None and set(word.meanings) == {
        line.language
    }:  # in its own language a word means itself: petrol is not diesel
        return not there.isdisjoint(word.meanings[line.language])
    wanted = {meaning.concept for meanings in word.meanings.values() for meaning in meanings}
    return any(meaning.concept in wanted for meaning in there)


def designations(text: str) -> frozenset[str]:
    """Return the keys of every designation in a text, "s400"; one with letters after its number has two.

    Letters that look like those of another alphabet may be meant as such, so one designation may have several keys.
    """
    found = set()
    for letters, number, version in _DESIGNATION.findall(text):
        for key in _letter_keys(letters):
            found.add(key + number)
            if version:
                found.add(key + number + romanise(fold(version)))
    return frozenset(found)


def designation_keys(text: str) -> frozenset[str]:
    """Return the keys of a text that is one designation as a whole, of which one must be found; else nothing."""
    whole = _DESIGNATION.fullmatch(text.strip())
    if whole is None:
        return frozenset()
    letters, number, version = whole.groups()
    return frozenset(key + number + romanise(fold(version)) for key in _letter_keys(letters))


def _letter_keys(letters: str) -> set[str]:
    """The letters as written, and as their look-alikes if all of them have one in the other alphabet."""
    low = letters.lower()
    keys = {romanise(fold(low))}
    if all(ord(letter) in _LIKE for letter in low):
        keys.add(romanise(low.translate(_LIKE)))
    return keys
