"""Which of our listed phrases stand in this text, and where? One pass, whatever the number of phrases.

A phrase is a row of words. Each is found in all its forms, or from its beginning on where it ends in ``*``. Words are
numbered ("lemmas") and a trie over those numbers holds the phrases.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from bot.text.common_words import function_words
from bot.text.names.forms import forms_of
from bot.text.words import Token, fold, tokens

_PARTING = frozenset(";:!?…\n")
SHORT = 3  # letters: an abbreviation of up to so many counts only in capitals


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """One listed form. ``owner`` is what it stands for, e.g. an index into the entities."""

    owner: int
    text: str  # as listed
    language: str = "*"
    person: bool = False  # a surname: singular only
    anywhere: bool = False  # counts in other languages too, if it starts with a capital letter there


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase in a text: ``tokens[start:end]``."""

    phrase: Phrase
    start: int
    end: int
    listed: bool  # exactly as listed, not another form of it


@dataclass(slots=True)
class _Node:
    next: dict[int, "_Node"] = field(default_factory=dict)
    phrases: list[Phrase] = field(default_factory=list)


class Phrasebook:
    """The compiled phrases. Reading it does not change it."""

    def __init__(self, phrases: Iterable[Phrase], *, opens: Callable[[Phrase], bool] = lambda _: True) -> None:
        """Compile ``phrases``; those that ``opens`` chooses are also kept in ``first_look``."""
        self._exact: dict[str, tuple[int, ...]] = {}
        self._prefixes: dict[str, tuple[int, ...]] = {}
        self._root = _Node()
        self._capitals: set[int] = set()
        self._numbers: dict[tuple[str, str, bool], int] = {}
        # What a phrase needs in a text, folded, for a quick look: whether it is a whole word there.
        self.openings: dict[str, bool] = {}
        self.first_look: dict[str, bool] = {}
        for phrase in phrases:
            openings = self._add(phrase)
            for look in (self.openings, self.first_look) if opens(phrase) else (self.openings,):
                for opening, whole in openings.items():  # "Belarus*" asks for less than "Belarus"
                    look[opening] = whole and look.get(opening, True)
        self._lengths = sorted({len(prefix) for prefix in self._prefixes})

    def _add(self, phrase: Phrase) -> dict[str, bool]:
        words = _words(phrase.text)
        if not words:
            return {}
        node = self._root
        for word, open_end in words:
            node = node.next.setdefault(self._lemma(word, open_end, phrase), _Node())
        node.phrases.append(phrase)
        best = max(words, key=lambda each: len(each[0]))
        return _openings(best, phrase)

    def _lemma(self, word: str, open_end: bool, phrase: Phrase) -> int:
        language = "" if open_end or phrase.language == "*" else phrase.language
        key = (word if language else fold(word), f"{language}{'*' if open_end else ''}", phrase.person)
        capitals = not open_end and len(word) <= SHORT and word.isupper() and word.isalpha()
        if capitals:
            key = (word, "", False)
        if key in self._numbers:
            return self._numbers[key]
        number = self._numbers[key] = len(self._numbers)
        if open_end:
            self._prefixes[key[0]] = (*self._prefixes.get(key[0], ()), number)
            return number
        forms = frozenset({fold(word)})
        if capitals:
            self._capitals.add(number)
        elif language:
            forms = _forms(word, phrase.language, phrase.person)
        for form in forms:
            self._exact[form] = (*self._exact.get(form, ()), number)
        return number

    def find(self, words: Sequence[Token], text: str, language: str | None) -> Iterator[Found]:
        """Yield every phrase in the ``words`` of ``text``, overlapping ones too, in the order of their first word.

        A phrase does not reach over a semicolon or the end of a sentence. One of another language than the text's
        counts only where it may (``Phrase.anywhere``).
        """
        known: dict[str, tuple[int, ...]] = {}
        lemmas = []
        for token in words:
            if token.fold not in known:
                known[token.fold] = self._lemmas(token.fold)
            found = known[token.fold]
            if found and any(number in self._capitals for number in found) and not token.text.isupper():
                found = tuple(number for number in found if number not in self._capitals)
            lemmas.append(found)
        for start, first in enumerate(lemmas):
            if not first:
                continue
            nodes = [self._root]
            end = start
            while nodes and end < len(lemmas) and (end == start or not _parted(words[end - 1], words[end], text)):
                nodes = [node.next[number] for node in nodes for number in lemmas[end] if number in node.next]
                end += 1
                for node in nodes:
                    for phrase in node.phrases:
                        if _speaks(phrase, language, words[start]):
                            listed = _is_listed(phrase, words, start, end)
                            yield Found(phrase, start, end, listed)

    def _lemmas(self, word: str) -> tuple[int, ...]:
        found = self._exact.get(word, ())
        for length in self._lengths:
            if length > len(word):
                break
            found += self._prefixes.get(word[:length], ())
        return found


def _words(text: str) -> list[tuple[str, bool]]:
    """Return the words of a listed phrase, each with whether it goes on (``*``)."""
    return [(token.text, text[token.end : token.end + 1] == "*") for token in tokens(text)]


@lru_cache(maxsize=16)  # a phrase asks twice in a row
def _forms(word: str, language: str, person: bool) -> frozenset[str]:
    """Return the folded forms of a word. Only as listed may it be a word as common as "after" or "been"."""
    return (forms_of(word, language, person=person) - function_words()) | {fold(word)}


def _openings(best: tuple[str, bool], phrase: Phrase) -> dict[str, bool]:
    word, open_end = best
    if open_end or phrase.language == "*" or len(word) <= SHORT:
        return {fold(word): not open_end}
    forms = _forms(word, phrase.language, phrase.person)
    shortest = min(map(len, forms))
    common = next(length for length in range(shortest, -1, -1) if len({form[:length] for form in forms}) == 1)
    if common >= SHORT:
        return {fold(word)[:common]: False}
    return dict.fromkeys(forms, True)


def _parted(word: Token, following: Token, text: str) -> bool:
    """Whether a mark between two words ends a phrase; a full stop after a short word may be an abbreviation's."""
    gap = text[word.end : following.start]
    if gap in {" ", "-", ""}:
        return False
    return not _PARTING.isdisjoint(gap) or ("." in gap and word.end - word.start > SHORT)


def _speaks(phrase: Phrase, language: str | None, first: Token) -> bool:
    if phrase.language in {"*", language} or language is None:
        return True
    return phrase.anywhere and (first.text[0].isupper() or not first.text[0].isalpha())


def _is_listed(phrase: Phrase, words: Sequence[Token], start: int, end: int) -> bool:
    written = " ".join(token.fold for token in words[start:end])
    return written == fold(" ".join(word for word, _ in _words(phrase.text)))


def longest(found: Iterable[Found], later: Callable[[Found], bool] | None = None) -> list[Found]:
    """Return the matches that do not overlap: the longest first, then the listed form, those ``later`` last."""
    taken: set[int] = set()
    chosen = []
    for each in sorted(
        found, key=lambda each: (each.start - each.end, not each.listed, later is not None and later(each), each.start)
    ):
        span = range(each.start, each.end)
        if taken.isdisjoint(span):
            taken.update(span)
            chosen.append(each)
    return sorted(chosen, key=lambda each: each.start)
