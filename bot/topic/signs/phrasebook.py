"""Which of our listed phrases are in this text, and where? One pass, however many phrases there are.

A phrase is a sequence of words. Each is found in all its forms, or by its beginning if it ends in ``*``. Words are
numbered ("lemmas"), and a trie over those numbers holds the phrases.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from bot.text.language import function_words
from bot.text.names.forms import forms_of
from bot.text.words import Token, fold, tokens

_PARTING = frozenset(";:!?…\n")
_KEPT = 16_384  # answers
SHORT = 3  # letters: abbreviations up to this length count only in capitals


_Key = tuple[str, str, bool]  # of a lemma: the word, its language with "*" where it may go on, whether a person's
Opening = tuple[Mapping[str, bool], ...]
"""What a phrase requires of a text, for a quick look: for each of its words, the possible folded beginnings, each with
whether it is the whole word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """One listed form. ``owner`` is what it stands for, e.g. an index into the entities."""

    owner: int
    text: str  # as listed
    language: str = "*"
    person: bool = False  # a surname: singular only
    anywhere: bool = False  # also counts in other languages if it is capitalised there


class Found(NamedTuple):
    """A phrase in a text: ``tokens[start:end]``."""

    phrase: Phrase
    start: int
    end: int
    listed: bool  # exactly as listed, not another form of it


@dataclass(slots=True)
class _Node:
    next: dict[int, "_Node"] = field(default_factory=dict)
    phrases: tuple[Phrase, ...] = ()


class Phrasebook:
    """The compiled phrases. Reading it does not change it."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        """Compile ``phrases``."""
        self._exact: dict[str, tuple[int, ...]] = {}
        self._prefixes: dict[str, tuple[int, ...]] = {}
        self._root = _Node()
        self._capitals: set[int] = set()
        numbers: dict[_Key, int] = {}
        self._openings = [(phrase, opening) for phrase in phrases if (opening := self._add(phrase, numbers))]
        self._lengths = sorted({len(prefix) for prefix in self._prefixes})
        self._lemmas = lru_cache(maxsize=_KEPT)(self._look_up)

    def take_openings(self) -> list[tuple[Phrase, Opening]]:
        """Return what each phrase requires of a text, and forget it: filters are made of it once, and it is large."""
        taken, self._openings = self._openings, []
        return taken

    def _add(self, phrase: Phrase, numbers: dict[_Key, int]) -> Opening:
        words = _words(phrase.text)
        if not words:
            return ()
        node = self._root
        for word, open_end in words:
            node = node.next.setdefault(self._lemma(word, open_end, phrase, numbers), _Node())
        node.phrases += (phrase,)
        return tuple(_opening_of(word, open_end, phrase) for word, open_end in words)

    def _lemma(self, word: str, open_end: bool, phrase: Phrase, numbers: dict[_Key, int]) -> int:
        language = "" if open_end or phrase.language == "*" else phrase.language
        key = (word if language else fold(word), f"{language}{'*' if open_end else ''}", phrase.person)
        capitals = not open_end and len(word) <= SHORT and word.isupper() and word.isalpha()
        if capitals:
            key = (word, "", False)
        if key in numbers:
            return numbers[key]
        number = numbers[key] = len(numbers)
        if open_end:
            self._prefixes[key[0]] = (*self._prefixes.get(key[0], ()), number)
            return number
        forms = frozenset({fold(word)})
        if capitals:
            self._capitals.add(number)
        elif language:
            forms = _forms(word, phrase.language, phrase.person)
        alone = (number,)  # shared by all forms of which this is the only word
        for form in forms:
            self._exact[form] = self._exact.get(form, ()) + alone
        return number

    def find(self, words: Sequence[Token], text: str, language: str | None) -> Iterator[Found]:
        """Yield every phrase in the ``words`` of ``text``, overlapping ones too, in the order of their first word.

        A phrase does not extend across a semicolon or the end of a sentence. One in another language than the text's
        counts only if it may (``Phrase.anywhere``).
        """
        lemmas = [self._lemmas(token[1]) for token in words]  # by index: the fold; access by name would take longer
        starts = [number for number, found in enumerate(lemmas) if found]
        for number in starts:
            if not self._capitals.isdisjoint(lemmas[number]) and not words[number].text.isupper():
                lemmas[number] = tuple(each for each in lemmas[number] if each not in self._capitals)
        for start in starts:
            nodes, end = [self._root], start
            while nodes and end < len(lemmas) and (end == start or not _parted(words[end - 1], words[end], text)):
                nodes = [node.next[number] for node in nodes for number in lemmas[end] if number in node.next]
                end += 1
                for node in nodes:
                    for phrase in node.phrases:
                        if _speaks(phrase, language, words[start]):
                            yield Found(phrase, start, end, _is_listed(phrase, words, start, end))
                nodes = [node for node in nodes if node.next]

    def _look_up(self, word: str) -> tuple[int, ...]:
        found = self._exact.get(word, ())
        for length in self._lengths:
            if length > len(word):
                break
            found += self._prefixes.get(word[:length], ())
        return found


def _words(text: str) -> list[tuple[str, bool]]:
    """Return the words of a listed phrase, each with whether it may go on (``*``)."""
    return [(token.text, text[token.end : token.end + 1] == "*") for token in tokens(text)]


@lru_cache(maxsize=16)  # each phrase asks twice in a row
def _forms(word: str, language: str, person: bool) -> frozenset[str]:
    """Return the folded forms of a word. Only as listed may it be as common as "after" or "been"."""
    return (forms_of(word, language, person=person) - function_words()) | {fold(word)}


def _opening_of(word: str, open_end: bool, phrase: Phrase) -> dict[str, bool]:
    if open_end or phrase.language == "*" or len(word) <= SHORT:
        return {fold(word): not open_end}
    forms = _forms(word, phrase.language, phrase.person)
    shortest = min(map(len, forms))
    common = next(length for length in range(shortest, -1, -1) if len({form[:length] for form in forms}) == 1)
    if common >= SHORT:
        return {fold(word)[:common]: False}
    return dict.fromkeys(forms, True)


def _parted(word: Token, following: Token, text: str) -> bool:
    """Whether punctuation between two words ends a phrase; a full stop after a short word may mark an abbreviation."""
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
    return written == _as_listed(phrase.text)


@lru_cache(maxsize=_KEPT)
def _as_listed(text: str) -> str:
    return fold(" ".join(word for word, _ in _words(text)))


def longest(found: Iterable[Found], later: Callable[[Found], bool] | None = None) -> list[Found]:
    """Return the matches that do not overlap: the longest first, then listed forms, ``later`` ones last."""
    found = list(found)
    if len(found) <= 1:
        return found
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
