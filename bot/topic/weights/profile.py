"""How like its documents is an entry? The topic as weighed terms in six languages, with its needs.

Cosine of title-weighted, rarity-weighted terms, times a share for each need that is absent, put on a scale where 0.60
means the same for every topic: above 99.8 % of general news, and close enough to what the documents themselves say.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import partial
from math import fsum, sqrt
from operator import methodcaller
from typing import NamedTuple, TypeVar

from bot.model import Part, PartKind
from bot.text.languages import LANGUAGES
from bot.text.meanings.roots import COUNTRY, KIND, LONGEST, RAREST, is_root, rarity, root
from bot.text.words import fold, romanise
from bot.topic.weights.lexicon import Lexicon, Said, size_of
from bot.topic.weights.scale import UNSET, Gift, Marks, scaled, together
from bot.topic.weights.terms import Term

TITLE = 2.5  # factor for terms in the title; tried from 1 to 4 on three topics
ROOM = 400.0  # added to squared lengths: a three-word headline is no surer than one of eight words
_NEED = 0.5  # share lost for each need that is absent
_ALONE = 0.5  # share of the alert mark that one term can give alone
_COMPOUND = 8  # letters from which a German word may be a compound
OPENING = 3  # letters that open a compound
_LINKS = ("", "s", "n", "en", "es", "er", "ern", "e")  # between the parts of a German word: endings that roots lose
_HEAD = 5  # letters that must close one, at least
PART_FROM = 5.5  # rarity of a root by which a compound is recognised
_SHOWN = 8  # parts
_LEAST = 0.005  # points; less is shown as 0.00

_HOME = {language: COUNTRY + tables.home for language, tables in LANGUAGES.items() if tables.home}
Weights = Mapping[str, float]
Way = tuple[frozenset[str], ...]
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What an entry must have or lose a share: one of the ways to say it, by language.

    A way has a set of keys for each of its words, one of which must be there. In a language without any way the need is
    not missed: nothing is known that could meet it.
    """

    id: str
    ways: Mapping[str, Sequence[Way]]

    def is_missed(self, found: Collection[str], language: str | None) -> bool:
        """Whether none of its ways is among the keys ``found``; a language's own country need not be named."""
        ways = self._in(language)
        if not ways or any(_HOME.get(language or "") in keys for way in ways for keys in way):
            return False
        return not meets(ways, found)

    def is_met(self, found: Collection[str], language: str | None) -> bool:
        """Whether one of its ways is among the keys ``found``."""
        return meets(self._in(language), found)

    def told(self, found: Collection[str], language: str | None) -> list[frozenset[str]]:
        """Return the keys of ``found``, grouped by the forms that they belong to."""
        single, *phrases = self._in(language) or ((),)
        said = [frozenset({key}) for keys in single for key in keys if key in found]
        said += [frozenset(key for keys in way for key in keys if key in found) for way in phrases]
        return [each for each in said if each]

    def _in(self, language: str | None) -> Sequence[Way]:
        """Return what meets it in a language; in an unknown language, what does in English."""
        return self.ways.get(language or "", self.ways["en"])


def meets(ways: Iterable[Sequence[AbstractSet[T]]], found: Collection[T]) -> bool:
    """Whether some way has, for each of its words, one of the keys ``found``."""
    return any(not any(map(methodcaller("isdisjoint", found), way)) for way in ways)


@dataclass(frozen=True, slots=True, kw_only=True)
class Likened:
    """How like the topic an entry is. ``missing``: ids of the needs that are absent."""

    score: float
    parts: tuple[Part, ...] = ()
    against: tuple[Part, ...] = ()
    missing: tuple[str, ...] = ()


_UNLIKE = Likened(score=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The compiled topic of documents; immutable in use."""

    weights: Mapping[str, Weights] = field(repr=False)  # by language of the entry
    spelled: Mapping[str, str] = field(repr=False)  # a name's key by its sound
    openings: Mapping[str, Mapping[str, str]] = field(repr=False)  # of compounds, by language: beginning -> key
    stands: Mapping[str, str]  # root of a name -> key of the country that it stands for
    needs: tuple[Need, ...]
    alone: Mapping[str, Weights] = field(default_factory=dict, repr=False)  # by language: how far a key gets alone
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)  # by language: key -> whole name
    kinds: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)  # by language: key -> concept
    marks: Marks = UNSET
    _lexicons: dict[str | None, Lexicon] = field(init=False, default_factory=dict, repr=False, compare=False)

    def weigh(self, title: str, text: str, language: str | None) -> Likened:
        """Return how like the topic an entry is, with reasons; ``text`` is the part that may decide."""
        lexicon = self._lexicon(language)
        found = self._given(lexicon.said(title), lexicon.said(text), language)
        if found is None:
            return _UNLIKE
        mark = self.marks.at(found.text.terms)
        likeness = together(self._gifts(found, language), found.length, meeting=self._meet(found, language)).at(mark)
        missing = self._missing(found, language)
        kept = kept_without(missing) * (self.marks.apart if missing else 1.0)
        whole, score = (scaled(self.marks.share(each, mark)) for each in (likeness, likeness * kept))
        return Likened(
            score=round(score, 4),
            parts=tuple(_parts(found, whole, self.kinds.get(language or "", self.kinds.get("en", {})))),
            against=tuple(Part(kind=PartKind.MISSING, names=(need.id,), points=(score - whole) / len(missing))
                          for need in missing),
            missing=tuple(need.id for need in missing),
        )  # fmt: skip

    def raw(self, title: Iterable[Term], text: Iterable[Term], language: str | None, concepts: Iterable[Need]) -> float:
        """Return the unscaled likeness of a document's terms.

        Only the best of the forms of each of ``concepts`` counts: documents have many, a headline has room for one.
        """
        headline, rest = (
            Said({key: term.form for term in part for key in self.keys_of(term, language)}, 0) for part in (title, text)
        )
        found = self._given(headline, rest, language)
        if found is None:
            return 0.0
        given = dict(found.given)
        for concept in concepts:
            told = concept.told(given, language)
            best = max(told, key=lambda keys: sum(given[key] for key in keys), default=())
            for key in {key for keys in told for key in keys}.difference(best):
                del given[key]
        return sum(given.values()) / found.length * kept_without(self._missing(found, language))

    def keys_of(self, term: Term, language: str | None) -> Iterator[str]:
        """Yield the keys by which the topic knows a term, with the country that a name stands for."""
        weights, openings = self._weights(language), self.openings.get(language or "")
        if term.key in weights:
            yield term.key
        elif parts := tuple(_parts_of(term, language, weights, openings)) if openings else ():
            yield from parts
        else:
            yield self.spelled.get(romanise(term.key), term.key) if term.capital else term.key
        if term.capital and term.key in self.stands:
            yield self.stands[term.key]

    def _weights(self, language: str | None) -> Weights:
        return self.weights.get(language or "", self.weights["en"])

    def _lexicon(self, language: str | None) -> Lexicon:
        if language not in self._lexicons:
            self._lexicons[language] = Lexicon(partial(self.keys_of, language=language), language)
        return self._lexicons[language]

    def _given(self, title: Said, text: Said, language: str | None) -> "_Given | None":
        """Return what the parts of an entry give; None if that is nothing."""
        weights = self._weights(language)
        given = {
            key: (TITLE + (key in text.forms)) * size_of(key, language) * weights[key]
            for key in title.forms
            if key in weights
        }
        for key in text.forms:
            if key in weights and key not in given:
                given[key] = size_of(key, language) * weights[key]
        if not given:
            return None
        square = self._lexicon(language).squares.__getitem__
        both = title.forms.keys() & text.forms.keys()
        squared = (
            TITLE**2 * sum(map(square, title.forms))
            + sum(map(square, text.forms))
            + 2 * TITLE * fsum(map(square, both))  # a set has no order
        )
        return _Given(given, sqrt(squared + ROOM), title, text)

    def _missing(self, found: "_Given", language: str | None) -> list[Need]:
        if not self.needs:
            return []
        keys = found.title.forms.keys() | found.text.forms.keys()
        return [need for need in self.needs if need.is_missed(keys, language)]

    def _meet(self, found: "_Given", language: str | None) -> bool:
        """Whether there are several needs and all are in the title: more than one term, however common each is."""
        return len(self.needs) > 1 and all(need.is_met(found.title.forms.keys(), language) for need in self.needs)

    def gifts(self, given: Iterable[tuple[str, float]], language: str | None) -> Iterator[Gift]:
        """Yield what keys of the topic give, with the names that they belong to."""
        names, alone = self.names.get(language or "", {}), self.alone.get(language or "", {})
        for key, value in given:
            yield Gift(value, names.get(key, key), alone.get(key, _ALONE))

    def _gifts(self, found: "_Given", language: str | None) -> Iterator[Gift]:
        """Return what an entry's terms give; a word and the kind of event that it names count as one."""
        words = found.words() if any(key[0] == KIND for key in found.given) else {}
        given = (
            (words.get(found.form(key), key) if key[0] == KIND else key, value) for key, value in found.given.items()
        )
        return self.gifts(given, language)


class _Given(NamedTuple):
    """What each term of the topic gives, the entry's length with room, and what its parts say."""

    given: Mapping[str, float]
    length: float
    title: Said
    text: Said

    def form(self, key: str) -> str:
        """Return how a key is first written."""
        return self.title.forms.get(key) or self.text.forms[key]

    def words(self) -> dict[str, str]:
        """Return the roots of the entry by how they are written."""
        forms = {**self.text.forms, **self.title.forms}
        return {form: key for key, form in forms.items() if is_root(key)}


def _parts(found: _Given, whole: float, kinds: Mapping[str, str]) -> Iterator[Part]:
    """Yield what gave most; a word that names a kind of a concept is told with it."""
    total = sum(found.given.values())
    best = sorted(found.given.items(), key=lambda item: (-item[1], item[0]))[:_SHOWN]
    merged: dict[tuple[PartKind, tuple[str, ...]], float] = {}
    for key, value in best:
        kind = PartKind.NAME if key[0] == COUNTRY else PartKind.NARROWER if key in kinds else PartKind.KEYWORD
        one = (kind, (found.form(key), *([kinds[key]] if key in kinds else [])))
        merged[one] = merged.get(one, 0.0) + value / total * whole
    for (kind, names), points in sorted(merged.items(), key=lambda item: -item[1]):
        if points >= _LEAST:
            yield Part(kind=kind, names=names, points=points)


def _parts_of(term: Term, language: str | None, weights: Weights, openings: Mapping[str, str]) -> Iterator[str]:
    """Yield the keys of a compound's beginning and end: for "Kakaopreis" those of Kakao and Preis."""
    word = fold(term.form)
    if len(word) < _COMPOUND:
        return
    for size in range(min(len(term.key), LONGEST - 1), OPENING - 1, -1):
        if (found := openings.get(term.key[:size])) is not None and (size > OPENING or _closes(word[size:], language)):
            yield found
            break
    for start in range(OPENING, len(word) - _HEAD + 1):
        if (head := root(word[start:], language)) in weights and rarity(head, language) >= PART_FROM:
            yield head
            break


def _closes(rest: str, language: str | None) -> bool:
    """Whether this can end a word after three letters: "Gas|leitung", but "Mas(ern)" does not open "Massenprotest"."""
    return any(
        rest.startswith(link)
        and len(rest) - len(link) >= OPENING
        and rarity(root(rest[len(link) :], language), language) < RAREST
        for link in _LINKS
    )


def kept_without(missing: Sequence[Need]) -> float:
    """Return the share of its likeness that an entry keeps without these."""
    return (1 - _NEED) ** len(missing)
