"""How like its documents is an entry? The topic as weighed terms in six languages, with what it cannot do without.

Cosine of title-weighted, rarity-weighted terms, times a share for each need that is absent, brought to a scale on which
0.60 means the same for every topic: above 99.8 % of general news, and near enough to what the documents say themselves.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import log, sqrt
from statistics import median
from typing import NamedTuple

from bot.model import Part, PartKind
from bot.text.languages import LANGUAGES
from bot.text.meanings.roots import COUNTRY, KIND, LONGEST, rarity, translations
from bot.text.words import romanise
from bot.topic.weights.background import hash_of, likenesses
from bot.topic.weights.terms import Term, terms

TITLE = 2.5  # a term in the title counts so much more; tried from 1 to 4 on three topics
KIND_SHARE = 0.5  # of a kind of event against a root: it is vaguer
ROOM = 400.0  # added to squared lengths: a headline of three words is no surer than one of eight
NEED = 0.5  # share lost for each need that is absent
_NAME = 0.4  # weight of the topic's own words against that of all documents together
_LEAD = 400  # characters of a document that stand for an entry
_ALERT, _STORE = 0.60, 0.35  # what is given at the two marks of the scale
_GENERAL = 0.998  # share of general news below the alert mark
_OWN = 0.55  # the alert mark is at least this share of what the documents reach of each other
_LOWER = 0.6  # the store mark lies at this share of the alert mark
_NAMES_FROM = 6.5  # rarity from which a capitalised root is taken for a name, which other languages spell by sound
_ALONE, _BESIDE = 0.5, 2.0  # of the alert mark that one term can give alone, and how much more beside others
_COMPOUND = 8  # letters from which a German word may be a compound
_OPENING = 3  # letters that open one
_SHOWN = 8  # parts
_LEAST = 0.005  # points; less is shown as 0.00
_OPENS_FROM = 5.5  # rarity of a root by which a compound is known
_SHORT_OPENS_FROM = 7.0  # the same for a root of three letters
_SURE = 0.5  # likeness from which a translation can meet a need

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A seed as terms."""

    language: str
    title: tuple[Term, ...]
    text: tuple[Term, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What an entry must have, or it loses a share: one of the keys, by language."""

    id: str
    keys: Mapping[str, frozenset[str]]


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
    mark: float = 1.0  # likeness at which alerts begin

    def weigh(self, title: str, text: str, language: str | None) -> Likened:
        """Return how like the topic an entry is, with reasons; ``text`` is what of it can decide."""
        return self.liken(terms(title, language), terms(text, language), language)

    def liken(self, title: Sequence[Term], text: Sequence[Term], language: str | None) -> Likened:
        """Return the same for an entry's terms."""
        found = self._given(title, text, language)
        if not found.given:
            return Likened(score=0.0)
        likeness = self._sum(found)
        missing = tuple(need.id for need in self.needs if _keys_of(need, language).isdisjoint(found.forms))
        whole, score = self._scaled(likeness), self._scaled(likeness * (1 - NEED) ** len(missing))
        return Likened(
            score=round(score, 4),
            parts=tuple(_parts(found, whole)),
            against=tuple(Part(kind=PartKind.MISSING, names=(each,), points=(score - whole) / len(missing))
                          for each in missing),
            missing=missing,
        )  # fmt: skip

    def raw(self, title: Sequence[Term], text: Sequence[Term], language: str | None) -> float:
        """Return the likeness of an entry's terms before it is brought to scale."""
        found = self._given(title, text, language)
        absent = sum(_keys_of(need, language).isdisjoint(found.forms) for need in self.needs)
        return sum(found.given.values()) / found.length * (1 - NEED) ** absent

    def key_of(self, term: Term, language: str | None) -> str:
        """Return the key by which the topic knows a term: a name of another language by its sound."""
        if term.key in self._weights(language):
            return term.key
        openings = self.openings.get(language or "")
        if openings and len(term.form) >= _COMPOUND:
            for size in range(min(len(term.key), LONGEST - 1), _OPENING - 1, -1):
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
            size = place * _size(key, language)
            squared += size * size
            if key in weights:
                given[key] = size * weights[key]
        return _Given(given, sqrt(squared), forms)

    def _sum(self, found: "_Given") -> float:
        """Return the likeness that terms give together; what one gives alone comes half way to an alert."""
        shares = sorted(each / found.length for each in found.given.values())
        rest = sum(shares[:-1])
        return rest + min(shares[-1], _ALONE * self.mark + _BESIDE * rest)

    def _scaled(self, likeness: float) -> float:
        """Return a likeness as a score: ever rising, 0.35 and 0.60 at the two marks, below 1."""
        share = likeness / self.mark
        if share <= _LOWER:
            return _STORE * share / _LOWER
        if share <= 1:
            return _STORE + (_ALERT - _STORE) * (share - _LOWER) / (1 - _LOWER)
        return _ALERT + (1 - _ALERT) * (share - 1) / share


class _Given(NamedTuple):
    """What each term of the topic gives, the entry's length with room, and all its keys as they are written."""

    given: Mapping[str, float]
    length: float
    forms: Mapping[str, str]


@lru_cache(maxsize=65_536)
def _size(key: str, language: str | None) -> float:
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


def _keys_of(need: Need, language: str | None) -> frozenset[str]:
    return need.keys.get(language or "", need.keys["en"])


def compile_profile(
    documents: Sequence[Document], own: Mapping[str, Sequence[str]], needs: Sequence[Need], stands: Mapping[str, str]
) -> Profile:
    """Return the topic of ``documents``. ``own`` are the keys of the topic's own words, by language."""
    whole = _compile(documents, own, needs, stands)
    reached = [
        _compile([*documents[:index], *documents[index + 1 :]], own, needs, stands).raw(
            each.title, _beginning(each.text), each.language
        )
        for index, each in enumerate(documents)
        if len(documents) > 1
    ]
    weights = {
        hash_of(key, language): weight * _size(key, language)
        for language, row in whole.weights.items()
        for key, weight in row.items()
    }
    wanted = [
        frozenset(hash_of(key, language) for language, keys in need.keys.items() for key in keys) for need in needs
    ]
    general = sorted(likenesses(weights, TITLE, lambda found: (1 - NEED) ** sum(map(found.isdisjoint, wanted)), ROOM))
    marks = [0.05, *(general[int(_GENERAL * len(general)) :][:1]), *([_OWN * median(reached)] if reached else [])]
    return Profile(
        weights=whole.weights,
        spelled=whole.spelled,
        openings=whole.openings,
        stands=stands,
        needs=tuple(needs),
        mark=max(marks),
    )


def _beginning(text: Sequence[Term]) -> tuple[Term, ...]:
    """Return about as many terms of a document as an entry has."""
    length, found = 0, []
    for term in text:
        length += len(term.form) + 2
        if length > _LEAD:
            break
        found.append(term)
    return tuple(found)


def _compile(
    documents: Sequence[Document], own: Mapping[str, Sequence[str]], needs: Sequence[Need], stands: Mapping[str, str]
) -> Profile:
    centre: dict[tuple[str, str], float] = defaultdict(float)
    names: dict[str, str] = {}
    for each in documents:
        counts: Counter[str] = Counter()
        for weight, part in ((TITLE, each.title), (1.0, each.text)):
            for term in part:
                counts[term.key] += weight  # type: ignore[assignment]
                if term.capital and term.key in stands:
                    counts[stands[term.key]] += weight  # type: ignore[assignment]
                if term.capital and rarity(term.key, each.language) > _NAMES_FROM:
                    names.setdefault(romanise(term.key), term.key)
        _add(centre, {key: log(1 + count) for key, count in counts.items()}, each.language, 1.0)
    for language, keys in own.items():
        _add(centre, dict.fromkeys(keys, 1.0), language, _NAME * max(1, len(documents)))
    size = sqrt(sum(value * value for value in centre.values())) or 1.0
    weights = {language: _in_language(centre, size, language) for language in LANGUAGES}
    openings = {
        language: _openings(row, language) for language, row in weights.items() if LANGUAGES[language].compounds
    }
    return Profile(weights=weights, spelled=names, openings=openings, stands=stands, needs=tuple(needs))


def _openings(weights: Weights, language: str) -> dict[str, str]:
    """Return how compounds with the topic's rarer roots begin ("Uranvorrat", and "Atomanlage" from "atomar")."""
    found: dict[str, str] = {}
    for key in sorted(weights, key=lambda key: (-weights[key], key)):
        opening = key[: max(_OPENING + 1, len(key) - 2)]
        rare = _OPENS_FROM if len(opening) > _OPENING else _SHORT_OPENS_FROM
        if key[0] not in {COUNTRY, KIND} and len(opening) >= _OPENING and rarity(key, language) >= rare:
            found.setdefault(opening, key)
    return found


def _add(centre: dict[tuple[str, str], float], counts: Mapping[str, float], language: str, weight: float) -> None:
    values = {
        key: count * rarity(key, language) * (KIND_SHARE if key[0] == KIND else 1.0) for key, count in counts.items()
    }
    size = sqrt(sum(value * value for value in values.values()))
    for key, value in values.items():
        centre[language, key] += weight * value / size


def _in_language(centre: Mapping[tuple[str, str], float], size: float, language: str) -> dict[str, float]:
    """Return the weights of terms for entries of one language; names are the same in all with one alphabet."""
    found: dict[str, float] = defaultdict(float)
    for source in {each for each, _ in centre}:
        best: dict[str, float] = {}
        for (spoken, key), value in centre.items():
            if spoken == source:
                for other, likeness in ((key, 1.0), *translations(key, source, language)):
                    best[other] = max(best.get(other, 0.0), likeness * value / size)
        for other, value in best.items():
            found[other] += value
    return dict(found)


def need(name: str, keys: Iterable[tuple[str, str]]) -> Need:
    """Return the need for one of ``keys`` (language, key) in each language that has a translation for it."""
    by_language: dict[str, set[str]] = {language: set() for language in LANGUAGES}
    for source, key in keys:
        for language, row in by_language.items():
            row.update(other for other, likeness in translations(key, source, language) if likeness >= _SURE)
    return Need(id=name, keys={language: frozenset(row) for language, row in by_language.items()})
