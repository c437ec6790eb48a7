"""What has a word for a kind of what the topic is named for? An antibiotic is a medicine; no document need say so.

A narrower word gives half of what the wider one gives, and counts as one term with it. Whatever brings more of general
news above the marks than may be is left out: of animals the dogs and horses, not the pangolins.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import NamedTuple

from bot.text.languages import LANGUAGES
from bot.text.meanings.narrower import narrower
from bot.text.meanings.roots import PIVOT
from bot.topic.weights.background import General, hash_of
from bot.topic.weights.lexicon import size_of
from bot.topic.weights.marks import Judge
from bot.topic.weights.profile import Profile
from bot.topic.weights.subjects import GENERAL, Idea, may_decide, surely

_SHARE = 0.5  # of what the wider word gives; tried .25 to 1 on a week of medicines


class _Kind(NamedTuple):
    """A narrower word: its English root, its key in a language with its weight, and the wider key and concept."""

    root: str
    language: str
    key: str
    weight: float
    wide: str
    idea: str


def with_kinds(profile: Profile, ideas: Iterable[Idea]) -> Profile:
    """Return the profile with the narrower words of its concepts' words, as far as its marks keep their promise."""
    kinds = list(_kinds(profile, ideas))
    if not kinds:
        return profile
    common = _too_common(_joined(profile, kinds), kinds)
    return _joined(profile, [each for each in kinds if each.root not in common])


def _kinds(profile: Profile, ideas: Iterable[Idea]) -> Iterator[_Kind]:
    """Yield the kinds of each concept that has weight in a language, but words that the topic has itself."""
    named = _named(ideas)
    for wide, roots in narrower(named).items():
        for language in LANGUAGES:
            own = profile.weights[language]
            known = [key for key in surely(wide, PIVOT, language) if key in own]
            if not known:
                continue
            best = max(known, key=lambda key: own[key] * size_of(key, language))
            given = _SHARE * own[best] * size_of(best, language)
            for root in roots:
                for key in surely(root, PIVOT, language):
                    if root not in named and key not in own:
                        yield _Kind(root, language, key, given / size_of(key, language), best, named[wide])


def _named(ideas: Iterable[Idea]) -> dict[str, str]:
    """Return the English roots of the concepts' words, each with its first concept.

    What only a further language's word means is left out: "lek" is a medicine in Polish, and fear.
    """
    found: dict[str, str] = {}
    for idea in ideas:
        spoken = {
            (english, language)
            for language, key in idea.words
            if may_decide((language, key))
            for english in surely(key, language, PIVOT)
        }
        agreed = Counter(english for english, _ in spoken)
        for english, language in sorted(spoken):
            if agreed[english] > 1 or language == idea.words[0][0]:
                found.setdefault(english, idea.id)
    return found


def _joined(profile: Profile, kinds: Iterable[_Kind]) -> Profile:
    """Return the profile with these words; of two that one word may be a kind of, the one that gives more."""
    weights = {language: dict(row) for language, row in profile.weights.items()}
    names = {language: dict(profile.names.get(language, {})) for language in weights}
    told: dict[str, dict[str, str]] = defaultdict(dict)
    for each in kinds:
        if each.weight > weights[each.language].get(each.key, 0.0):
            weights[each.language][each.key] = each.weight
            names[each.language][each.key] = names[each.language].get(each.wide, each.wide)
            told[each.language][each.key] = each.idea
    return replace(profile, weights=weights, names=names, kinds=told)


def _too_common(profile: Profile, kinds: Iterable[_Kind]) -> set[str]:
    """Return the roots without which no more of general news is above the marks than may be."""
    roots: dict[int, set[str]] = defaultdict(set)
    for each in kinds:
        roots[hash_of(each.key, each.language)].add(each.root)
    judge = Judge.of(profile)
    entries = judge.others()
    allowed = len(entries) - int(GENERAL * len(entries)) - 1
    found: set[str] = set()
    for text, mark in ((True, profile.marks.whole), (False, profile.marks.headline)):
        above = [each for each in entries if judge.top(each, text=text) > mark]
        while len(above) > allowed and (worst := _commonest(above, roots, found, text=text)):
            found.add(worst)
            judge = judge.without(key for key, told in roots.items() if told <= found)
            above = [each for each in above if judge.top(each, text=text) > mark]
    return found


def _commonest(
    entries: Sequence[General], roots: Mapping[int, set[str]], but: AbstractSet[str], *, text: bool
) -> str | None:
    """Return the narrower word that most of these entries have."""
    counts = Counter(
        root
        for each in entries
        for root in set().union(*(roots.get(key, ()) for key in (*each.title, *(each.rest if text else ())))) - but
    )
    return min(counts, key=lambda root: (-counts[root], root), default=None)
