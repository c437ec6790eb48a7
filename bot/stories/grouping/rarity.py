"""How much does a shared feature say about two entries? The more, the rarer it is in the topic's own stream.

What every entry on a topic has, its sides and the routine words of the beat, says nothing about the event. A feature's
rarity is known from earlier stories (``Stream.having``) and, before there were any, from the seeds and from general
news. What a report's features were worth is kept with its sketch, as of the day when it came.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import exp, fsum, log

from bot.model import Sketch
from bot.text.meanings.event_kinds import kinds_at, words_of
from bot.text.meanings.roots import PIVOT, rarity, root, translations
from bot.text.words import tokens
from bot.topic.topic import Topic

PRIOR_STORIES = 50.0  # how many stories the prior stands for: the stream's own history outweighs it within weeks
_SEED_ENTITY, _SEED_WORD = 0.4, 0.3  # share of the entries assumed to have what every seed has
_ENTITY, _NUMBER = 0.01, 0.002  # share of the entries assumed to have an entity or a number that is unknown
_UNIT = 5.0  # nats that make 1: about the worth of a word that one entry in 150 has
_COMMONEST_KIND = 0.1  # no kind of event is in a larger share of general news
_LEAST, _MOST_COMMON = 0.05, 0.97


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """What is known of a topic's stream when entries come.

    ``seeds``: share of the topic's seeds that have a feature; ``stories`` were counted so far, ``having`` a feature;
    ``live``: stories that were opened within the last day.
    """

    seeds: Mapping[str, float] = field(default_factory=dict)
    stories: float = 0.0
    having: Mapping[str, float] = field(default_factory=dict)
    live: int = 0

    def weight(self, feature: str, language: str | None) -> float:
        """Return the weight of a feature that two entries share: 0.01 for what all have, above 1 for what is rare."""
        expected = PRIOR_STORIES * self._expected(feature, language)
        share = (expected + self.having.get(feature, 0.0)) / (PRIOR_STORIES + self.stories)
        return max(_LEAST, -log(min(share, _MOST_COMMON))) / _UNIT

    def _expected(self, feature: str, language: str | None) -> float:
        seeds = self.seeds.get(feature, 0.0)
        if self.seeds and feature[0] not in "@#=/":
            for english, sure in translations(feature, language, PIVOT):
                seeds = max(seeds, self.seeds.get(f"~{english}", 0.0) * sure)
        return max(usual(feature, language), seeds * (_SEED_ENTITY if feature.startswith("@") else _SEED_WORD))


def seeds_of(topic: Topic) -> dict[str, float]:
    """Return the share of a topic's seeds that have each feature, for ``Stream.seeds``.

    What words mean in English is among them, marked with "~": what every seed has says nothing in any language.
    """
    having: dict[str, float] = {}
    for seed in topic.seeds:
        words = {root(token.fold, seed.language) for word in seed.keywords for token in tokens(word)}
        meant = {f"~{english}" for word in words for english, _ in translations(word, seed.language, PIVOT)}
        said = tokens(seed.text or "\n".join((seed.title, *seed.facts)))
        happens = {kind for kinds in kinds_at([token.fold for token in said], seed.language) for kind in kinds}
        of_topic = {each if each.startswith("@") else f"={each}" for each in happens}
        for feature in words | meant | of_topic | {f"@{entity}" for entity in seed.entities}:
            having[feature] = having.get(feature, 0.0) + 1 / len(topic.seeds)
    return having


def weighed(sketch: Sketch, stream: Stream) -> Sketch:
    """Return a sketch with what its features are worth now."""
    marked = (*sketch.entities, *sketch.numbers, *sketch.stems)
    weights = (round(stream.weight(bare(each), sketch.language), 3) for each in marked)
    return replace(sketch, weights=tuple(weights))


@lru_cache(maxsize=65536)
def bare(marked: str) -> str:
    """Return a feature without marks, a word without its kinds of event."""
    feature = marked.lstrip("^!")
    return feature if feature.startswith("=") else feature.partition("=")[0]


@lru_cache(maxsize=65536)
def usual(feature: str, language: str | None) -> float:
    """Return roughly the share of general news entries in a language that have a feature."""
    if feature.startswith(("#", "/")):
        return _NUMBER
    if feature.startswith("@"):
        return _ENTITY
    if feature.startswith("="):
        named = (exp(-rarity(root(word, language), language)) for word in words_of(feature[1:], language))
        return min(_COMMONEST_KIND, max(_ENTITY, fsum(named)))
    return exp(-rarity(feature, language))
