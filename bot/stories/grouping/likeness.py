"""Do two entries report the same event? How likely that is, and what says that they cannot be one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain
from math import fsum
from typing import NamedTuple

from bot.model import Sketch
from bot.stories.grouping.rarity import Stream, bare, weighed
from bot.stories.grouping.sketch import crossing, one_outlet
from bot.text.copies import similarity
from bot.text.meanings.roots import PIVOT, root, translations
from bot.text.words import tokens

BY_KIND = 0.6  # of the weight of a shared kind of event or thing whose words differ
COGNATE = 0.8  # of a shared word's weight, if only its cognate is there
TRANSLATED = 0.8  # of a shared word's weight, if a certain translation of it is there
LOST = 0.4  # of the weight of a word without kind or translation, across languages: it may well be there
_SURE = 0.35  # translations less certain than this do not count
_TRANSLATIONS = 3  # the surest ones of a word
_SHOWN, _TELLS = 4, 0.8  # words shown as what two entries share, and the weight that each must have
TEMPLATE = 0.7  # titles so alike that different numbers in them mean another event

Weights = Mapping[str, float]  # by feature, as the module ``rarity`` says


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """An entry's features as they are compared: by their words, or across languages.

    A sense may be shared by other words: a kind of event, a thing of the news, or a root in English. It weighs less
    than the word.
    """

    title: Weights
    entities: frozenset[str]  # of the title
    whole: Weights  # including those of the lead
    total: float  # of the title's weights
    lead: float  # of the weights of features that only the lead has
    senses: Mapping[str, tuple[str, ...]]  # of words
    named: tuple[tuple[str, tuple[str, ...]], ...]  # the same for the words of the title alone
    titled: Weights  # of the senses in the title
    sensed: Weights  # of the senses in the title or lead


@dataclass(frozen=True, kw_only=True, eq=False)
class Traits:
    """A sketch, taken apart for comparing; one object for each sketch, so that comparisons can be remembered.

    What few comparisons need is worked out on demand.
    """

    sketch: Sketch
    own: View
    kinds: frozenset[str]  # of event, in the title

    @cached_property
    def across(self) -> View:
        """The features as they are compared across languages."""
        return _crossing(self.own, self.sketch.language)

    @cached_property
    def plain(self) -> frozenset[str]:
        """Features that are never negated."""
        return self._said(negated=False) - self._said(negated=True)

    @cached_property
    def negated(self) -> frozenset[str]:
        """Features that are negated wherever they occur."""
        return self._said(negated=True) - self._said(negated=False)

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers of the title."""
        return frozenset(each for each in self.own.title if each.startswith("#"))

    @cached_property
    def shingles(self) -> frozenset[int]:
        """Those of the whole text."""
        return frozenset(self.sketch.shingles)

    def _said(self, *, negated: bool) -> frozenset[str]:
        marked = (*self.sketch.entities, *self.sketch.numbers, *self.sketch.stems)
        return frozenset(bare(each) for each in marked if each.startswith(("!", "^!")) == negated)


class Likeness(NamedTuple):
    """What two entries have in common: weights as the module ``rarity`` says, and shares in 0..1.

    Shares: of the weight of one title that the other title has (``titles``: the lesser of both) or the other entry has
    (``most``, ``least``: the greater and the lesser); of the weight of the two leads that the other entry has
    (``leads``); of the shorter text that is in the longer one (``copy``). Weights: of the weightiest single feature
    (``best``; ``telling``: however certain it is that the other has it), of the entities in both titles, no more than
    that of the words in both, since names alone are the topic's (``named``), and of the entities in one title that the
    other entry lacks, the lesser of both (``strange``).
    """

    crossing: bool  # two languages
    titles: float = 0.0
    least: float = 0.0
    most: float = 0.0
    leads: float = 0.0
    best: float = 0.0
    named: float = 0.0
    strange: float = 0.0
    other_kinds: bool = False  # both titles name kinds of event, but none in common
    copy: float = 0.0
    telling: float = 0.0


@lru_cache(maxsize=2048)
def traits(sketch: Sketch) -> Traits:
    """Take a sketch apart; an unweighed one gets the usual weights of general news."""
    if not sketch.weights:
        sketch = weighed(sketch, Stream())
    title: dict[str, float] = {}
    lead: dict[str, float] = {}
    named: dict[str, tuple[str, ...]] = {}
    kinds: dict[str, float] = {}
    for each, weight in zip((*sketch.entities, *sketch.numbers, *sketch.stems), sketch.weights, strict=True):
        feature, senses = _parted(each)
        if feature[0] == "=":
            kinds[feature] = weight * BY_KIND
            continue
        if senses:
            named[feature] = senses
        place = title if each[0] == "^" else lead
        place[feature] = max(place.get(feature, 0.0), weight)
    for feature in title:
        lead.pop(feature, None)
    return Traits(
        sketch=sketch,
        own=_view(title, lead, named, kinds),
        kinds=frozenset(each.lstrip("^!") for each in sketch.stems if each.startswith(("^=", "^!="))),
    )


@lru_cache(maxsize=65536)
def _parted(marked: str) -> tuple[str, tuple[str, ...]]:
    """Return a feature without its marks, and the kinds of event and the things that a word names."""
    return bare(marked), tuple(f"={kind}" for kind in marked.split("=")[1:])


def _view(title: Weights, lead: Weights, senses: Mapping[str, tuple[str, ...]], weights: Weights) -> View:
    titled = {sense for word in title if word in senses for sense in senses[word]}
    sensed = titled.union(*(senses[word] for word in lead if word in senses))
    return View(
        title=title,
        entities=frozenset(feature for feature in title if feature[0] == "@"),
        whole={**lead, **title},
        total=fsum(title.values()),
        lead=fsum(lead.values()),
        senses=senses,
        named=tuple((word, senses[word]) for word in title if word in senses),
        titled={sense: weights.get(sense, 0.0) for sense in titled},
        sensed={sense: weights.get(sense, 0.0) for sense in sensed},
    )


def _crossing(own: View, language: str | None) -> View:
    """Return features as they are compared across languages: words by what survives, and by meaning."""
    senses: dict[str, tuple[str, ...]] = {}
    weights = dict(own.sensed)
    title: dict[str, float] = {}
    lead: dict[str, float] = {}
    rest = ((feature, weight) for feature, weight in own.whole.items() if feature not in own.title)
    for feature, weight in chain(own.title.items(), rest):
        place = title if feature in own.title else lead
        if feature[0] in "@#/":
            place[feature] = weight
            continue
        key, meant, english = _abroad(feature, language)
        tell = [(sense, BY_KIND) for sense in own.senses.get(feature, ()) if sense[1] == "+"]
        for sense, told in (*tell, *((word, sure * TRANSLATED) for word, sure in meant)):
            weights[sense] = max(weights.get(sense, 0.0), weight * told)
        found = senses[key] = (*own.senses.get(feature, ()), *english)
        place[key] = max(place.get(key, 0.0), weight * (1.0 if found else LOST))
    return _view(title, {key: each for key, each in lead.items() if key not in title}, senses, weights)


@lru_cache(maxsize=65536)
def _abroad(word: str, language: str | None) -> tuple[str, tuple[tuple[str, float], ...], tuple[str, ...]]:
    """Return what survives of a word, and its English roots, marked as such, with how sure each is and without."""
    sure = [(f"~{english}", each) for english, each in translations(word, language, PIVOT) if each >= _SURE]
    meant = tuple(sure[:_TRANSLATIONS])
    return crossing(word), meant, tuple(english for english, _ in meant)


def compare(one: Traits, other: Traits) -> Likeness:
    """Compare two entries.

    Between languages only entities, numbers, kinds of event and cognates count. If one outlet uses the same text under
    different titles, the text is a caption or a template and only the titles count.
    """
    crossing = one.sketch.language != other.sketch.language
    left, right = (one.across, other.across) if crossing else (one.own, other.own)
    both, meant = sorted(left.whole.keys() & right.whole.keys()), left.sensed.keys() & right.sensed.keys()
    if not both and not meant:
        return Likeness(crossing=crossing)
    met = COGNATE if crossing else 1.0
    ours, theirs = _covered(left, right, both, meant, met), _covered(right, left, both, meant, met)
    titles, most = min(ours.title, theirs.title), max(ours.whole, theirs.whole)
    if not crossing and one_outlet(one.sketch, other.sketch) and max(ours.title, theirs.title) < TEMPLATE:
        copy, leads = 0.0, 0.0
    else:
        apart = crossing or one.shingles.isdisjoint(other.shingles)
        copy = 0.0 if apart else similarity(one.sketch.shingles, other.sketch.shingles)
        leads = (ours.lead + theirs.lead) / (left.lead + right.lead + 2)
    return Likeness(
        crossing=crossing,
        titles=titles,
        least=min(ours.whole, theirs.whole),
        most=most,
        leads=leads,
        best=min(ours.best, theirs.best) or max(ours.best, theirs.best) / 2,
        named=min(
            fsum([min(left.title[each], right.title[each]) for each in left.entities & right.entities]),
            ours.words,
            theirs.words,
        ),
        strange=min(_strange(left, right), _strange(right, left)),
        other_kinds=bool(one.kinds and other.kinds) and one.kinds.isdisjoint(other.kinds),
        copy=copy,
        telling=min(ours.telling, theirs.telling),
    )


def _strange(view: View, other: View) -> float:
    """Return the weight of the entities in a title that the other entry does not have anywhere."""
    return fsum([view.title[each] for each in view.entities if each not in other.whole])


class _Covered(NamedTuple):
    """What one entry has of another, as ``Likeness`` says of both."""

    title: float
    whole: float
    lead: float
    best: float
    telling: float  # weight of the weightiest, however certain it is that the other entry has it
    words: float  # weight of the title's words that the other title has; in two languages spelling alone shows a name


def _covered(view: View, other: View, both: Sequence[str], meant: set[str], met: float) -> _Covered:
    """Return what one entry has of another; a word in the other language counts ``met`` of its weight.

    ``both`` are the features that both have, ``meant`` their senses: only these are looked at, since most entries
    compared have little in common.
    """
    title = whole = lead = best = telling = words = 0.0
    weights, in_titles, theirs = view.whole, view.title, other.title  # looked up once: this runs for every pair
    by_sense = [each for each, senses in view.named if not meant.isdisjoint(senses)] if meant else ()
    for feature in (*both, *(each for each in by_sense if each not in other.whole)) if by_sense else both:
        weight = weights[feature]
        is_word = feature[0] not in "@#"
        told = weight * met if is_word else weight
        if feature not in in_titles:
            telling = max(telling, weight)
            lead += told
            continue
        in_whole = told if feature in other.whole else 0.0
        in_title = told if feature in theirs else 0.0
        if in_title < weight and feature in by_sense:
            for sense in meant.intersection(view.senses[feature]):
                in_title = max(in_title, min(weight, view.titled[sense], other.titled.get(sense, 0.0)))
                in_whole = max(in_whole, min(weight, view.titled[sense], other.sensed[sense]))
        if not in_whole:
            continue
        title += in_title
        words += in_title if is_word and (met == 1.0 or feature in by_sense) else 0.0
        whole += in_whole
        best = max(best, in_whole)
        telling = max(telling, weight)
    total = view.total or 1.0
    return _Covered(title / total, whole / total, lead, best, telling, words)


def shared_words(one: Traits, other: Traits) -> tuple[str, ...]:
    """Return the weightiest words of one title that the other entry has too, as written."""
    crosses = one.sketch.language != other.sketch.language
    view, against = (one.across, other.across) if crosses else (one.own, other.own)
    found: dict[str, tuple[float, str]] = {}
    for token in tokens(one.sketch.title):
        word = root(token.fold, one.sketch.language)
        feature = f"#{token.fold}" if token.fold.isdigit() else crossing(word) if crosses else word
        if feature in view.title and feature in against.whole:
            found.setdefault(feature, (-view.title[feature], token.text))
    return tuple(text for weight, text in sorted(found.values())[:_SHOWN] if weight <= -_TELLS)
