"""Which of our listed phrases are in this text, and where? One pass, however many phrases there are.

A phrase is a sequence of words. Each is found in all its forms, or by its beginning if it ends in ``*``. Words are
numbered ("lemmas"), and a trie over those numbers holds the phrases.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from bot.text.language import function_words
from bot.text.lines import Lines
from bot.text.names.forms import forms_of
from bot.text.recent import Recent
from bot.text.words import Token, cut, fold, tokens
from bot.topic.signs.prefilter import Opening

_PARTING = frozenset(";:!?…\n")
_AROUND = '.,:;!?…«»“”„"()[]'  # marks that stand next to words
_KEPT = 16_384  # pieces of text in a generation: a day's news has some 60,000, most of which occur once
_LISTED = 16_384  # listed phrases
SHORT = 3  # letters: abbreviations up to this length count only in capitals


_Key = tuple[str, str, bool]  # of a lemma: the word, its language with "*" where it may go on, whether a person's


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """One listed form. ``owner`` is what it stands for, e.g. an index into the entities."""

    owner: int
    text: str  # as listed
    language: str = "*"
    person: bool = False  # a surname: singular only
    anywhere: bool = False  # also counts in other languages if it is capitalised there


class Found(NamedTuple):
    """A phrase in a text, by the words that it is there."""

    phrase: Phrase
    words: tuple[Token, ...]
    listed: bool  # exactly as listed, not another form of it

    @property
    def start(self) -> int:
        """Where the phrase begins in the text."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.words[-1].end


@dataclass(slots=True)
class _Node:
    next: dict[int, "_Node"] = field(default_factory=dict)
    phrases: tuple[Phrase, ...] = ()


@dataclass(slots=True)
class _Word:
    """A word of some phrase, as it stands in a piece of text: its lemmas, the nodes that it leads to, its phrases."""

    token: Token
    lemmas: tuple[int, ...]
    nodes: list[_Node]
    goes_on: bool  # whether longer phrases begin with it
    alone: dict[str | None, list[tuple[Phrase, bool]]] = field(default_factory=dict)  # by language of the text

    def phrases(self, language: str | None) -> list[tuple[Phrase, bool]]:
        """Return the phrases that the word is by itself, and whether it is as listed."""
        if language not in self.alone:
            told = [phrase for node in self.nodes for phrase in node.phrases if _speaks(phrase, language, self.token)]
            self.alone[language] = [(phrase, _is_listed(phrase, (self.token,))) for phrase in told]
        return self.alone[language]


class _Piece(NamedTuple):
    """A piece of text: its words, None for one of no phrase, and those that phrases begin with, by their place."""

    words: tuple[_Word | None, ...]
    opening: Sequence[tuple[int, _Word]]


_OTHER = _Piece((None,), ())  # shared by nearly all pieces: words of no phrase
_Placed = tuple[Token, tuple[int, ...]]
"""A word where it stands in a text, with its lemmas."""


class Phrasebook:
    """The compiled phrases. Reading it does not change it."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        """Compile ``phrases``."""
        exact: dict[str, str] = {}  # lemmas by form
        self._prefixes: dict[str, tuple[int, ...]] = {}
        self._root = _Node()
        self._capitals: set[int] = set()
        numbers: dict[_Key, int] = {}
        self._openings = [(phrase, opening) for phrase in phrases if (opening := self._add(phrase, numbers, exact))]
        self._exact = Lines.of(exact)
        self._heads: dict[str, list[str]] = {}
        for prefix in sorted(self._prefixes, key=len):
            self._heads.setdefault(prefix[:SHORT], []).append(prefix)
        self._sizes = sorted(set(map(len, self._heads)))
        self._pieces = Recent(self._read, _KEPT)

    def take_openings(self) -> list[tuple[Phrase, Opening]]:
        """Return what each phrase requires of a text, and forget it: filters are made of it once, and it is large."""
        taken, self._openings = self._openings, []
        return taken

    def _add(self, phrase: Phrase, numbers: dict[_Key, int], exact: dict[str, str]) -> Opening:
        words = _words(phrase.text)
        if not words:
            return ()
        node = self._root
        for word, open_end in words:
            node = node.next.setdefault(self._lemma(word, open_end, phrase, numbers, exact), _Node())
        node.phrases += (phrase,)
        return tuple(_opening_of(word, open_end, phrase) for word, open_end in words)

    def _lemma(self, word: str, open_end: bool, phrase: Phrase, numbers: dict[_Key, int], exact: dict[str, str]) -> int:
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
        alone = str(number)  # shared by all forms of which this is the only word
        for form in forms:
            exact[form] = f"{exact[form]} {alone}" if form in exact else alone
        return number

    def find(self, text: str, language: str | None) -> list[Found]:
        """Return every phrase in ``text``, overlapping ones too, in the order of their first word.

        A phrase does not extend across a semicolon or the end of a sentence. One in another language than the text's
        counts only if it may (``Phrase.anywhere``).
        """
        pieces = text.split(" ")
        said = list(map(self._pieces.__getitem__, pieces))
        found: list[Found] = []
        at, last = 0, 0
        for number in [number for number, piece in enumerate(said) if piece.opening]:
            at += sum(map(len, pieces[last:number])) + number - last
            last = number
            for place, word in said[number].opening:
                words = (_moved(word.token, by=at),)
                found += [Found(phrase, words, listed) for phrase, listed in word.phrases(language)]
                if word.goes_on:
                    found += _longer(word.nodes, words, text, language, _after(said, pieces, number, place, at))
        return found

    def lists(self, piece: str) -> bool:
        """Return whether a piece of text between two blanks has a word of a phrase."""
        return any(self._pieces[piece].words)

    def _read(self, piece: str) -> _Piece:
        """Return what a piece of text between two blanks says."""
        bare = piece.strip(_AROUND)
        if bare.isalpha() and not self._look_up(fold(bare)):
            return _OTHER
        words = tuple(map(self._word, cut(piece)))
        opening = [(place, word) for place, word in enumerate(words) if word is not None and word.nodes]
        return _Piece(words, opening) if any(words) or not words else _OTHER

    def _word(self, token: Token) -> _Word | None:
        lemmas = self._look_up(token.fold)
        if not self._capitals.isdisjoint(lemmas) and not token.text.isupper():
            lemmas = tuple(each for each in lemmas if each not in self._capitals)
        nodes = [self._root.next[lemma] for lemma in lemmas if lemma in self._root.next]
        return _Word(token, lemmas, nodes, any(node.next for node in nodes)) if lemmas else None

    def _look_up(self, word: str) -> tuple[int, ...]:
        found = tuple(map(int, (self._exact.get(word) or "").split()))
        for head in [word[:size] for size in self._sizes if size <= len(word)]:
            for prefix in self._heads.get(head, ()):
                if word.startswith(prefix):
                    found += self._prefixes[prefix]
        return found


def _longer(
    nodes: Sequence[_Node], words: tuple[Token, ...], text: str, language: str | None, after: Iterable[_Placed]
) -> Iterator[Found]:
    """Yield the phrases of several words that ``words`` begin; ``after`` are the words of phrases behind them."""
    for token, lemmas in after:
        nodes = [node.next[lemma] for node in nodes for lemma in lemmas if lemma in node.next]
        if not nodes or _parted(words[-1], token, text):
            return
        words = (*words, token)
        for node in nodes:
            for phrase in node.phrases:
                if _speaks(phrase, language, words[0]):
                    yield Found(phrase, words, _is_listed(phrase, words))


def _after(said: Sequence[_Piece], pieces: Sequence[str], number: int, place: int, at: int) -> Iterator[_Placed]:
    """Yield the words of phrases that follow each other behind a word: at ``place`` in the piece that begins at ``at``.

    ``number`` is that of the piece.
    """
    while number < len(pieces):
        for word in said[number].words[place + 1 :]:
            if word is None:
                return
            yield _moved(word.token, by=at), word.lemmas
        at += len(pieces[number]) + 1
        number, place = number + 1, -1


def _moved(token: Token, *, by: int) -> Token:
    """Return a word of a part of a text as a word of the text."""
    form, folded, start, end = token
    return Token(form, folded, start + by, end + by)


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


def _is_listed(phrase: Phrase, words: Iterable[Token]) -> bool:
    return " ".join(word.fold for word in words) == _as_listed(phrase.text)


@lru_cache(maxsize=_LISTED)
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
        found, key=lambda each: (-len(each.words), not each.listed, later is not None and later(each), each.start)
    ):
        places = [word.start for word in each.words]
        if taken.isdisjoint(places):
            taken.update(places)
            chosen.append(each)
    return sorted(chosen, key=lambda each: each.start)
