"""Do two entries report the same event? How likely that is, and what says that they cannot be one."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import fsum
from typing import NamedTuple

from bot.model import Sketch
from bot.stories.grouping.rarity import Stream, bare, weighed
from bot.stories.grouping.sketch import crossing
from bot.text.copies import similarity
from bot.text.meanings.roots import PIVOT, root, translations
from bot.text.words import tokens

BY_KIND = 0.6  # of what a shared kind of event tells, where the words for it are not the same
COGNATE = 0.8  # of what a shared word tells, where only its cognate is there
TRANSLATED = 0.8  # of what a shared word tells, where a sure translation of it is there
LOST = 0.4  # of the weight of a word across languages that has neither kind nor translation: it may well be there
_SURE = 0.35  # translations less sure than that are none
_TRANSLATIONS = 3  # of a word, the surest
_SHOWN, _TELLS = 4, 0.8  # words that are shown as what two entries share, and what each must tell
TEMPLATE = 0.7  # titles so alike that other numbers in them mean another event

Weights = Mapping[str, float]  # by feature, as the module ``rarity`` says


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """An entry's features as they are compared: with their words, or across languages.

    A sense is what another word may have, too: a kind of event, or a root in English. It tells less than the word.
    """

    title: Weights
    entities: frozenset[str]  # of the title
    whole: Weights  # those of the lead, too
    total: float  # of the title's weights
    lead: float  # of the weights of what only the lead has
    senses: Mapping[str, tuple[str, ...]]  # of words
    titled: Weights  # of the senses in the title
    sensed: Weights  # of the senses in the title or lead


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Traits:
    """A sketch, taken apart for comparing; one object for each sketch, so that what was compared is known again."""

    sketch: Sketch
    own: View
    across: View
    kinds: frozenset[str]  # of event, in the title
    plain: frozenset[str]  # features that are nowhere negated
    negated: frozenset[str]  # features that are wherever they stand
    numbers: frozenset[str]  # of the title
    shingles: frozenset[int]  # of the whole text


class Likeness(NamedTuple):
    """What two entries have in common: weights as the module ``rarity`` says, and shares in 0..1.

    Shares: of the weight of one title that the other title has (``titles``: the lesser of both) or the other entry has
    (``most``, ``least``: the greater and the lesser); of the weight of the two leads that the other entry has
    (``leads``); of the shorter text that stands in the longer one (``copy``). Weights: of the one feature that tells
    most (``best``; ``telling``: however sure it is that the other has it), of the entities in both titles, no more than
    that of the words in both, for names alone are the topic's (``named``), and of the entities in one title that the
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
    other_kinds: bool = False  # each title names kinds of event, and none that the other names
    copy: float = 0.0
    telling: float = 0.0


@lru_cache(maxsize=8192)
def traits(sketch: Sketch) -> Traits:
    """Take a sketch apart; one that was not weighed gets what is usual in general news."""
    if not sketch.weights:
        sketch = weighed(sketch, Stream())
    title: dict[str, float] = {}
    lead: dict[str, float] = {}
    named: dict[str, tuple[str, ...]] = {}
    kinds: dict[str, float] = {}
    marked = (*sketch.entities, *sketch.numbers, *sketch.stems)
    for each, weight in zip(marked, sketch.weights, strict=True):
        feature = bare(each)
        if feature.startswith("="):
            kinds[feature] = weight * BY_KIND
            continue
        if "=" in each:
            named[feature] = tuple(f"={kind}" for kind in each.split("=")[1:])
        place = title if each.startswith("^") else lead
        place[feature] = max(place.get(feature, 0.0), weight)
    for feature in title:
        lead.pop(feature, None)
    negated = {bare(each) for each in marked if each.startswith(("!", "^!"))}
    plain = {bare(each) for each in marked if not each.startswith(("!", "^!"))}
    return Traits(
        sketch=sketch,
        own=_view(title, lead, named, kinds),
        across=_crossing(title, lead, named, kinds, sketch.language),
        kinds=frozenset(each.lstrip("^!") for each in sketch.stems if each.startswith(("^=", "^!="))),
        plain=frozenset(plain - negated),
        negated=frozenset(negated - plain),
        numbers=frozenset(each for each in title if each.startswith("#")),
        shingles=frozenset(sketch.shingles),
    )


def _view(title: Weights, lead: Weights, senses: Mapping[str, tuple[str, ...]], weights: Weights) -> View:
    titled = {sense for word in title for sense in senses.get(word, ())}
    sensed = titled.union(*(senses.get(word, ()) for word in lead))
    return View(
        title=title,
        entities=frozenset(feature for feature in title if feature[0] == "@"),
        whole={**lead, **title},
        total=fsum(title.values()),
        lead=fsum(lead.values()),
        senses=senses,
        titled={sense: weights.get(sense, 0.0) for sense in titled},
        sensed={sense: weights.get(sense, 0.0) for sense in sensed},
    )


def _crossing(
    title: Weights, lead: Weights, named: Mapping[str, tuple[str, ...]], kinds: Weights, language: str | None
) -> View:
    """Return features as they are compared across languages: words by what they keep on their way, and by meaning."""
    senses: dict[str, tuple[str, ...]] = {}
    weights = dict(kinds)
    places: list[dict[str, float]] = []
    for place in (title, lead):
        found: dict[str, float] = {}
        for feature, weight in place.items():
            if feature[:1] in "@#/":
                found[feature] = weight
                continue
            key = crossing(feature)
            meant = _meaning(feature, language)
            for english, sure in meant:
                weights[english] = max(weights.get(english, 0.0), weight * sure * TRANSLATED)
            senses[key] = (*named.get(feature, ()), *(english for english, _ in meant))
            found[key] = max(found.get(key, 0.0), weight * (1.0 if senses[key] else LOST))
        places.append(found)
    return _view(places[0], {key: each for key, each in places[1].items() if key not in places[0]}, senses, weights)


@lru_cache(maxsize=65536)
def _meaning(word: str, language: str | None) -> tuple[tuple[str, float], ...]:
    """Return the English roots of a word, marked as such, each with how sure it is."""
    sure = [(f"~{english}", each) for english, each in translations(word, language, PIVOT) if each >= _SURE]
    return tuple(sure[:_TRANSLATIONS])


@lru_cache(maxsize=65536)
def compare(one: Traits, other: Traits) -> Likeness:
    """Compare two entries.

    Between languages only entities, numbers, kinds of event and cognates count. Where one outlet uses one text under
    unlike titles, the text is a caption or a template and only the titles count.
    """
    crossing = one.sketch.language != other.sketch.language
    left, right = (one.across, other.across) if crossing else (one.own, other.own)
    if left.whole.keys().isdisjoint(right.whole) and left.sensed.keys().isdisjoint(right.sensed):
        return Likeness(crossing=crossing)
    met = COGNATE if crossing else 1.0
    ours, theirs = _covered(left, right, met), _covered(right, left, met)
    titles, most = min(ours.title, theirs.title), max(ours.whole, theirs.whole)
    same_feed = one.sketch.feed_id == other.sketch.feed_id and not crossing
    if same_feed and max(ours.title, theirs.title) < TEMPLATE:
        copy, leads = 0.0, 0.0
    else:
        copied = not crossing and not one.shingles.isdisjoint(other.shingles)
        copy = similarity(one.sketch.shingles, other.sketch.shingles) if copied else 0.0
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
    """Return the weight of the entities in a title that the other entry nowhere has."""
    return fsum([view.title[each] for each in view.entities if each not in other.whole])


class _Covered(NamedTuple):
    """What of one entry another one has, as ``Likeness`` says of both."""

    title: float
    whole: float
    lead: float
    best: float
    telling: float  # weight of what tells most, however sure it is that the other entry has it
    words: float  # weight of the title's words that the other title has


def _covered(view: View, other: View, met: float) -> _Covered:
    """Return what of one entry the other one has; a word of the other language counts ``met`` of what it tells.

    Only what both have is looked at: most of what is compared has little in common.
    """
    title = whole = lead = best = telling = words = 0.0
    by_sense = not view.sensed.keys().isdisjoint(other.sensed)
    for feature, weight in view.title.items():
        senses = view.senses.get(feature, ()) if by_sense else ()
        if not senses and feature not in other.whole:
            continue
        is_word = feature[0] not in "@#"
        told = weight * met if is_word else weight
        in_whole = told if feature in other.whole else 0.0
        in_title = told if feature in other.title else 0.0
        if in_title < weight:
            for sense in senses:
                if sense in other.sensed:
                    meant = min(weight, view.titled[sense])
                    in_title = max(in_title, min(meant, other.titled.get(sense, 0.0)))
                    in_whole = max(in_whole, min(meant, other.sensed[sense]))
        if not in_whole:
            continue
        title += in_title
        words += in_title if is_word else 0.0
        whole += in_whole
        best = max(best, in_whole)
        telling = max(telling, weight)
    for feature in view.whole.keys() & other.whole.keys():
        if feature not in view.title:
            weight = view.whole[feature]
            telling = max(telling, weight)
            lead += weight if feature[0] in "@#" else weight * met
    total = view.total or 1.0
    return _Covered(title / total, whole / total, lead, best, telling, words)


def shared_words(one: Traits, other: Traits) -> tuple[str, ...]:
    """Return the words of one title that tell most of those that the other entry has too, as they are written."""
    crosses = one.sketch.language != other.sketch.language
    view, against = (one.across, other.across) if crosses else (one.own, other.own)
    found: dict[str, tuple[float, str]] = {}
    for token in tokens(one.sketch.title):
        word = root(token.fold, one.sketch.language)
        feature = f"#{token.fold}" if token.fold.isdigit() else crossing(word) if crosses else word
        if feature in view.title and feature in against.whole:
            found.setdefault(feature, (-view.title[feature], token.text))
    return tuple(text for weight, text in sorted(found.values())[:_SHOWN] if weight <= -_TELLS)
