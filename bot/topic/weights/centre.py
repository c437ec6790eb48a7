"""What do a topic's documents say together? Their terms, weighed in six languages, and where alerts begin."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log, sqrt

from bot.text.language import is_common
from bot.text.languages import LANGUAGES
from bot.text.meanings.roots import is_region, is_root, rarity, translations
from bot.text.words import romanise
from bot.topic.weights.kinds import with_kinds
from bot.topic.weights.lexicon import size_of
from bot.topic.weights.marks import marks_of
from bot.topic.weights.profile import OPENING, PART_FROM, TITLE, Need, Profile, Way, Weights
from bot.topic.weights.subjects import SURE, Document, Idea, alone, decisive_of, surely, whole_names
from bot.topic.weights.terms import Term

_NAME = 0.4  # weight of the topic's own words relative to all documents together
_LEAD = 400  # characters of a document that represent an entry
_NAMES_FROM = 6.5  # rarity from which a capitalised root counts as a name, which other languages spell by sound

_SHORT_OPENS_FROM = 7.0  # the same for a root of three letters


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What a topic is made from. ``ideas``: its concepts; ``stands``: see ``Profile``.

    ``names``: language and keys of names of several words; ``namesakes``: language and key of what it is named after.
    """

    documents: Sequence[Document]
    ideas: Sequence[Idea]
    stands: Mapping[str, str]
    names: Sequence[tuple[str, Sequence[str]]] = ()
    namesakes: Sequence[tuple[str, str]] = ()


def compile_profile(lesson: Lesson) -> Profile:
    """Return the topic of a lesson."""
    documents = lesson.documents
    decisive = decisive_of(lesson.ideas, documents, lesson.namesakes)
    concepts = [_need(each) for each in lesson.ideas]
    needs = tuple(concept for concept, idea in zip(concepts, lesson.ideas, strict=True) if idea.need)
    whole = _compile(lesson, needs, decisive)
    reached = [
        _compile(replace(lesson, documents=[*documents[:index], *documents[index + 1 :]]), needs, decisive).raw(
            _told(each.title, each), _told(_beginning(each.text), each), each.language, concepts
        )
        for index, each in enumerate(documents)
        if len(documents) > 1
    ]
    whole = replace(whole, names=whole_names(lesson.names), alone=alone(decisive))
    return with_kinds(replace(whole, marks=marks_of(whole, reached)), lesson.ideas)


def _told(terms: Sequence[Term], document: Document) -> tuple[Term, ...]:
    """Return what a report would have of a document's terms: documents name the sea, reports the port."""
    return tuple(each for each in terms if not is_region(each.key, document.language))


def _beginning(text: Sequence[Term]) -> tuple[Term, ...]:
    """Return about as many of a document's terms as an entry has."""
    length, found = 0, []
    for term in text:
        length += len(term.form) + 2
        if length > _LEAD:
            break
        found.append(term)
    return tuple(found)


def _compile(lesson: Lesson, needs: tuple[Need, ...], decisive: Collection[tuple[str, str]]) -> Profile:
    stands = lesson.stands
    centre: dict[tuple[str, str], float] = defaultdict(float)
    names: dict[str, str] = {}
    for each in lesson.documents:
        counts: Counter[str] = Counter()
        for weight, part in ((TITLE, each.title), (1.0, each.text)):
            for term in part:
                counts[term.key] += weight  # type: ignore[assignment]
                if term.capital and term.key in stands:
                    counts[stands[term.key]] += weight  # type: ignore[assignment]
                if term.capital and rarity(term.key, each.language) > _NAMES_FROM:
                    names.setdefault(romanise(term.key), term.key)
        _add(centre, {key: log(1 + count) for key, count in counts.items()}, each.language, 1.0)
    _add_ideas(centre, lesson.ideas, _NAME * max(1, len(lesson.documents)))
    size = sqrt(sum(value * value for value in centre.values())) or 1.0
    weights = {language: _in_language(centre, size, language, decisive) for language in LANGUAGES}
    openings = {
        language: _openings(row, language) for language, row in weights.items() if LANGUAGES[language].compounds
    }
    return Profile(weights=weights, spelled=names, openings=openings, stands=stands, needs=needs)


def _openings(weights: Weights, language: str) -> dict[str, str]:
    """Return how compounds with the topic's rarer roots begin ("Uranvorrat", also "Atomanlage" from "atomar")."""
    found: dict[str, str] = {}
    for key in sorted(weights, key=lambda key: (-weights[key], key)):
        opening = key[: max(OPENING + 1, len(key) - 2)]
        opening = key if is_common(opening, language) else opening  # "unter" opens hundreds of words
        rare = PART_FROM if len(opening) > OPENING else _SHORT_OPENS_FROM
        if is_root(key) and len(opening) >= OPENING and rarity(key, language) >= rare:
            found.setdefault(opening, key)
    return found


def _add(centre: dict[tuple[str, str], float], counts: Mapping[str, float], language: str, weight: float) -> None:
    values = {key: count * size_of(key, language) for key, count in counts.items()}
    size = sqrt(sum(value * value for value in values.values()))
    for key, value in values.items():
        centre[language, key] += weight * value / size


def _add_ideas(centre: dict[tuple[str, str], float], ideas: Sequence[Idea], weight: float) -> None:
    """Add the forms of concepts, a phrase weighing as much as its rarest word.

    The forms of one concept are alternatives: together they take no more of the whole than the rarest of them.
    """
    told: dict[tuple[str, str], float] = {}
    square = 0.0
    for idea in ideas:
        own: dict[tuple[str, str], float] = {}
        for language, keys in _untold(idea):
            sizes = [size_of(key, language) for key in keys]
            for key in keys:
                own[language, key] = max(own.get((language, key), 0.0), max(sizes) ** 2 / sum(sizes))
        square += max(own.values(), default=0.0) ** 2
        told |= {word: max(value, told.get(word, 0.0)) for word, value in own.items()}
    for word, value in told.items():
        centre[word] += weight * value / sqrt(square)


def _untold(idea: Idea) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield a concept's forms except translations of earlier ones: KI beside AI only repeats it."""
    told: set[tuple[str, str]] = set()
    for language, keys in idea.forms:
        if not told.issuperset((language, key) for key in keys):
            yield language, keys
            told |= {
                (other, key)
                for other in LANGUAGES
                if other != language
                for each in keys
                for key in surely(each, language, other)
            }


def _in_language(
    centre: Mapping[tuple[str, str], float], size: float, language: str, decisive: Collection[tuple[str, str]]
) -> dict[str, float]:
    """Return the weights of terms for entries of one language; names are the same in all that share an alphabet.

    A decisive word weighs the same in each.
    """
    found: dict[str, float] = defaultdict(float)
    for source in {each for each, _ in centre}:
        best: dict[str, float] = {}
        for (spoken, key), value in centre.items():
            if spoken == source:
                for other, told in ((key, 1.0), *translations(key, source, language)):
                    likeness = 1.0 if told >= SURE and (source, key) in decisive else told
                    best[other] = max(best.get(other, 0.0), likeness * value / size)
        for other, value in best.items():
            found[other] += value
    return dict(found)


def _need(idea: Idea) -> Need:
    """Return the need for a concept in each language: single words as alternatives, then phrases."""
    ways: dict[str, list[Way]] = {}
    for language in LANGUAGES:
        told = [_way(source, keys, language) for source, keys in idea.forms]
        single = frozenset(key for way in told if len(way) == 1 for key in way[0])
        ways[language] = [(single,)] if single else []
        ways[language] += [way for way in told if len(way) > 1 and all(way)]
    return Need(id=idea.id, ways=ways)


def _way(source: str, keys: Sequence[str], language: str) -> Way:
    """Return the keys that each word of a phrase may have in a language."""
    return tuple(frozenset(surely(key, source, language)) for key in keys)
