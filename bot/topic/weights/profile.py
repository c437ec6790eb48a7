"""How like its documents is an entry? The topic as weighed terms in six languages, with what it cannot do without.

Cosine of title-weighted, rarity-weighted terms, times a share for each need that is absent, brought to a scale on which
0.60 means the same for every topic: above 99.8 % of general news, and near enough to what the documents say themselves.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import sqrt
from typing import NamedTuple

from bot.model import Part, PartKind
from bot.text.languages import LANGUAGES
from bot.text.meanings.roots import COUNTRY, KIND, LONGEST, rarity
from bot.text.words import romanise
from bot.topic.weights.scale import UNSET, Gift, Marks, scaled, together
from bot.topic.weights.terms import Term, terms

TITLE = 2.5  # a term in the title counts so much more; tried from 1 to 4 on three topics
KIND_SHARE = 0.5  # of a kind of event against a root: it is vaguer
ROOM = 400.0  # added to squared lengths: a headline of three words is no surer than one of eight
_NEED = 0.5  # share lost for each need that is absent
_ALONE = 0.5  # of the alert mark that one term can give alone
_COMPOUND = 8  # letters from which a German word may be a compound
OPENING = 3  # letters that open one
_SHOWN = 8  # parts
_LEAST = 0.005  # points; less is shown as 0.00

_HOME = {language: COUNTRY + tables.home for language, tables in LANGUAGES.items() if tables.home}
Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What an entry must have, or it loses a share: one of the keys, by language.

    Without a key in the entry's language only what is ``asked`` for by admins is missed.
    """

    id: str
    keys: Mapping[str, frozenset[str]]
    asked: bool = True

    def keys_in(self, language: str | None) -> frozenset[str]:
        """Return what meets it in a language; in an unknown one, what does in English."""
        return self.keys.get(language or "", self.keys["en"])

    def is_missed(self, found: Collection[str], language: str | None) -> bool:
        """Whether none of its keys is among those ``found``; a language's own country need not be named."""
        wanted = self.keys_in(language)
        if _HOME.get(language or "") in wanted:
            return False
        return wanted.isdisjoint(found) and (bool(wanted) or self.asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Likened:
    """How like the topic an entry is. ``missing``: ids of the needs that are absent."""

    score: float
    parts: tuple[Part, ...] = ()
    against: tuple[Part, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The compiled topic of documents; immutable in use."""

    weights: Mapping[str, Weights] = field(repr=False)  # by language of the entry
    spelled: Mapping[str, str] = field(repr=False)  # a name's key by its sound
    openings: Mapping[str, Mapping[str, str]] = field(repr=False)  # of compounds, by language: beginning -> key
    stands: Mapping[str, str]  # root of a name -> key of the country that it stands for
    needs: tuple[Need, ...]
    alone: Mapping[str, Weights] = field(default_factory=dict, repr=False)  # by language: how far a key comes alone
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)  # by language: key -> whole name
    marks: Marks = UNSET

    def weigh(self, title: str, text: str, language: str | None) -> Likened:
        """Return how like the topic an entry is, with reasons; ``text`` is what of it can decide."""
        return self.liken(terms(title, language), terms(text, language), language)

    def liken(self, title: Sequence[Term], text: Sequence[Term], language: str | None) -> Likened:
        """Return the same for an entry's terms."""
        found = self._given(title, text, language)
        if not found.given:
            return Likened(score=0.0)
        mark = self.marks.at(len(text))
        likeness = together(self._gifts(found, language), found.length, meeting=self._meet(found, language)).at(mark)
        missing = [need for need in self.needs if need.is_missed(found.forms.keys(), language)]
        whole, score = scaled(likeness / mark), scaled(likeness * kept_without(missing) / mark)
        return Likened(
            score=round(score, 4),
            parts=tuple(_parts(found, whole)),
            against=tuple(Part(kind=PartKind.MISSING, names=(need.id,), points=(score - whole) / len(missing))
                          for need in missing),
            missing=tuple(need.id for need in missing),
        )  # fmt: skip

    def raw(self, title: Sequence[Term], text: Sequence[Term], language: str | None) -> float:
        """Return the likeness of an entry's terms before it is brought to scale."""
        found = self._given(title, text, language)
        missing = [need for need in self.needs if need.is_missed(found.forms.keys(), language)]
        return sum(found.given.values()) / found.length * kept_without(missing)

    def key_of(self, term: Term, language: str | None) -> str:
        """Return the key by which the topic knows a term: a name of another language by its sound."""
        if term.key in self._weights(language):
            return term.key
        openings = self.openings.get(language or "")
        if openings and len(term.form) >= _COMPOUND:
            for size in range(min(len(term.key), LONGEST - 1), OPENING - 1, -1):
                if (found := openings.get(term.key[:size])) is not None:
                    return found
        return self.spelled.get(romanise(term.key), term.key) if term.capital else term.key

    def _weights(self, language: str | None) -> Weights:
        return self.weights.get(language or "", self.weights["en"])

    def _given(self, title: Sequence[Term], text: Sequence[Term], language: str | None) -> "_Given":
        weights = self._weights(language)
        plain = not self.openings.get(language or "")
        places: dict[str, float] = {}
        forms: dict[str, str] = {}
        for weight, part in ((TITLE, title), (1.0, text)):
            here: dict[str, None] = {}
            for term in part:
                own, form, capital = term
                key = own if own in weights or (plain and not capital) else self.key_of(term, language)
                here[key] = None
                if key not in forms:
                    forms[key] = form
                if capital and own in self.stands:
                    here[self.stands[own]] = None
                    forms.setdefault(self.stands[own], form)
            for key in here:
                places[key] = places.get(key, 0.0) + weight
        given, squared = {}, ROOM
        for key, place in places.items():
            size = place * size_of(key, language)
            squared += size * size
            if key in weights:
                given[key] = size * weights[key]
        return _Given(given, sqrt(squared), forms, places)

    def _meet(self, found: "_Given", language: str | None) -> bool:
        """Whether all of several needs are in the title: that is more than one term, however common one of them is."""
        wanted = [need.keys_in(language) & found.places.keys() for need in self.needs if need.asked]
        return len(wanted) > 1 and all(any(found.places[key] >= TITLE for key in keys) for keys in wanted)

    def gift(self, key: str, language: str | None, value: float) -> Gift:
        """Return what a key of the topic gives in an entry, ``value``, with the name that it is a word of."""
        name = self.names.get(language or "", {}).get(key, key)
        return Gift(value, name, self.alone.get(language or "", {}).get(key, _ALONE))

    def _gifts(self, found: "_Given", language: str | None) -> Iterator[Gift]:
        """Yield what an entry's terms give; a word and the kind of event that it names count as one."""
        words = {form: key for key, form in found.forms.items() if key[0] not in {COUNTRY, KIND}}
        for key, value in found.given.items():
            yield self.gift(words.get(found.forms[key], key) if key[0] == KIND else key, language, value)


class _Given(NamedTuple):
    """What each term of the topic gives, the entry's length with room; of all its keys how written, and the weight."""

    given: Mapping[str, float]
    length: float
    forms: Mapping[str, str]
    places: Mapping[str, float]


@lru_cache(maxsize=65_536)
def size_of(key: str, language: str | None) -> float:
    """Return what a term counts in the length of an entry's text: its rarity, of a kind of event a share of it."""
    return rarity(key, language) * (KIND_SHARE if key[0] == KIND else 1.0)


def _parts(found: _Given, whole: float) -> Iterable[Part]:
    total = sum(found.given.values())
    best = sorted(found.given, key=lambda key: (-found.given[key], key))[:_SHOWN]
    merged: Counter[tuple[PartKind, str]] = Counter()
    for key in best:
        kind = PartKind.NAME if key[0] == COUNTRY else PartKind.KEYWORD
        merged[kind, found.forms[key]] += found.given[key] / total * whole  # type: ignore[assignment]
    for (kind, form), points in merged.most_common():
        if points >= _LEAST:
            yield Part(kind=kind, names=(form,), points=points)


def kept_without(missing: Sequence[Need]) -> float:
    """Return the share of its likeness that an entry keeps without these."""
    return (1 - _NEED) ** len(missing)
