"""What does each written word mean to a topic? Looked up once for each form: most words of the news recur."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.text.meanings.roots import COUNTRY, KIND, rarity
from bot.text.names.places import NO_PLACE, Alone, alone, lacks_capitals, listed, places
from bot.text.words import tokens, written
from bot.topic.weights.terms import Term, terms_of

KIND_SHARE = 0.5  # weight of a kind of event relative to a root: it is vaguer
_MOST = 8_192  # forms kept, plus as many of the previous generation: a day's news has 30,000, half of them once


@dataclass(frozen=True, slots=True)
class Said:
    """The keys of a text as the topic knows them, each with its first written form; and how many terms there are."""

    forms: Mapping[str, str]
    terms: int


class _Word(NamedTuple):
    """What a written word says, in how many terms, and the same if it is not taken for a country's name."""

    keys: tuple[str, ...]
    terms: int
    place: Alone
    own: tuple[str, ...]
    owns: int


class Lexicon:
    """The words of one language; ``known`` gives the keys by which a topic knows a term."""

    def __init__(self, known: Callable[[Term], Iterable[str]], language: str | None) -> None:
        """Start with no words."""
        self._known = known
        self._language = language
        self._words: dict[str, _Word] = {}
        self._older: dict[str, _Word] = {}
        self.squares = _Squares(language)

    def said(self, text: str) -> Said:
        """Return what ``text`` says. The words of a country's name say nothing by themselves."""
        forms = written(text)
        if len(self._words) > _MOST:
            self._older, self._words = self._words, {}
        look = self._words.get
        words = [look(form) or self._learn(form) for form in forms]
        starts = [number for number, word in enumerate(words) if word[2][1]]
        if starts and (lacks_capitals(forms) or any(self._goes_on(words, forms, at) for at in starts)):
            return self._said_around(words, text)
        found: dict[str, str] = {}
        terms = 0
        for (keys, count, *_), form in zip(words, forms, strict=True):
            terms += count
            for key in keys:
                if key not in found:
                    found[key] = form
        return Said(found, terms)

    def _said_around(self, words: Sequence[_Word], text: str) -> Said:
        """Return the same for texts in which context decides what is a country."""
        cut = tokens(text)
        starts = [number for number, word in enumerate(words) if word.place.code or word.place.begins]
        at = {place.start: place for place in places(cut, text, self._language, starts)}
        found: dict[str, str] = {}
        terms, end = 0, 0
        for number, word in enumerate(words):
            if place := at.get(number):
                end = place.end
                found.setdefault(COUNTRY + place.code, text[cut[number].start : cut[end - 1].end])
                terms += 1
            if number >= end:
                terms += word.owns
                for key in word.own:
                    if key not in found:
                        found[key] = cut[number].text
        return Said(found, terms)

    def _learn(self, form: str) -> _Word:
        word = self._words[form] = self._older.get(form) or self._read(form)
        return word

    def _read(self, form: str) -> _Word:
        (word,) = tokens(form)
        named = alone(word, self._language)
        own = terms_of(word, self._language)
        keys = self._keys(own)
        if not named.code:
            return _Word(keys, len(own), named, keys, len(own))
        said = [] if named.code == NO_PLACE else [Term(COUNTRY + named.code, form)]
        return _Word(self._keys(said), len(said), named, keys, len(own))

    def _keys(self, said: Iterable[Term]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(key for term in said for key in self._known(term)))

    def _goes_on(self, words: Sequence[_Word], forms: Sequence[str], start: int) -> bool:
        """Return whether a longer country name may begin with a word, judging by the words after it."""
        for rest in words[start].place.rests:
            behind = forms[start + 1 : start + 1 + len(rest)]
            if len(behind) == len(rest) and all(
                key in listed(tokens(form)[0], self._language) for key, form in zip(rest, behind, strict=True)
            ):
                return True
        return False


class _Squares(dict[str, float]):
    """The squared sizes of keys in one language."""

    def __init__(self, language: str | None) -> None:
        super().__init__()
        self._language = language

    def __missing__(self, key: str) -> float:
        if len(self) > _MOST:
            self.clear()
        size = size_of(key, self._language)
        self[key] = size * size
        return self[key]


def size_of(key: str, language: str | None) -> float:
    """Return what a term adds to the length of an entry's text: its rarity, or a share of it for a kind of event."""
    return rarity(key, language) * (KIND_SHARE if key[0] == KIND else 1.0)
