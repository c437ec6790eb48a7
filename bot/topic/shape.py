"""What makes an entry be about this topic? Sides that must meet, themes, and what speaks against: data, not code.

It is read from the tables ``topic``, ``themes`` and ``against`` of ``names.yaml``. If they are missing, the shape is
what the seeds show: the sides that meet in nearly all of them.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from bot.config.seeds.corpus import Corpus
from bot.config.seeds.names import Theme

_ALWAYS = 0.6  # share of the seeds that must name a side for the topic to need it


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The topic's shape."""

    sides: tuple[str, ...]  # all of them must meet; () if the topic has no sides
    context: frozenset[str]  # one of these alone is worth storing
    weak: tuple[str, ...] = ()  # phrases in which a name is only an ornament
    themes: tuple[Theme, ...] = ()
    against: tuple[Theme, ...] = ()


def read_shape(corpus: Corpus, sides_of_seeds: Iterable[frozenset[str]]) -> Shape:
    """Return the shape that the corpus asks for; ``sides_of_seeds`` has the sides named in each seed."""
    topic = corpus.names.topic
    if corpus.names.concepts:  # documents decide then, and no sides have to meet
        return Shape(sides=(), context=frozenset(), against=corpus.names.against)
    known = {entity.side for entity in corpus.entities if entity.side}
    sides = topic.sides or _derived(known, list(sides_of_seeds))
    return Shape(
        sides=sides,
        context=frozenset(topic.context or sides),
        weak=topic.weak,
        themes=corpus.names.themes,
        against=corpus.names.against,
    )


def _derived(known: set[str], seeds: list[frozenset[str]]) -> tuple[str, ...]:
    if not seeds:
        return tuple(sorted(known))
    counts = Counter(side for sides in seeds for side in sides)
    return tuple(sorted(side for side in known if counts[side] >= _ALWAYS * len(seeds)))
