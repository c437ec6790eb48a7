"""What does each written word mean to a topic? Looked up once for each form: most words of the news recur."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from bot.text.meanings.roots import COUNTRY, KIND, rarity
from bot.text.names.places import NO_PLACE, Alone, alone, lacks_capitals, listed, places
from bot.text.recent import Recent
from bot.text.words import tokens, word_of, written
from bot.topic.weights.terms import Term, terms_of

KIND_SHARE = 0.5  # weight of a kind of event relative to a root: it is vaguer
_MOST = 8_192  # forms kept in a generation: a day's news has 30,000, half of them once


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
        self._words = Recent(self._read, _MOST)
        self.squares = Recent(partial(_square, language=language), _MOST)

    def said(self, text: str) -> Said:
        """Return what ``text`` says. The words of a country's name say nothing by themselves."""
        forms = written(text)
        words = list(map(self._words.__getitem__, forms))
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
        read = tokens(text)
        starts = [number for number, word in enumerate(words) if word.place.code or word.place.begins]
        at = {place.start: place for place in places(read, text, self._language, starts)}
        found: dict[str, str] = {}
        terms, end = 0, 0
        for number, word in enumerate(words):
            if place := at.get(number):
                end = place.end
                found.setdefault(COUNTRY + place.code, text[read[number].start : read[end - 1].end])
                terms += 1
            if number >= end:
                terms += word.owns
                for key in word.own:
                    if key not in found:
                        found[key] = read[number].text
        return Said(found, terms)

    def _read(self, form: str) -> _Word:
        word = word_of(form)
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
                key in listed(word_of(form), self._language) for key, form in zip(rest, behind, strict=True)
            ):
                return True
        return False


def _square(key: str, language: str | None) -> float:
    size = size_of(key, language)
    return size * size


def size_of(key: str, language: str | None) -> float:
    """Return what a term adds to the length of an entry's text: its rarity, or a share of it for a kind of event."""
    return rarity(key, language) * (KIND_SHARE if key[0] == KIND else 1.0)
