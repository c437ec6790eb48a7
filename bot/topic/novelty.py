"""Does this entry add to what the seeds know? Finds the nearest seed, a republished one, and what no seed has."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from math import sqrt

from bot.model import Nearest, Where
from bot.text.copies import shingles, similarity
from bot.text.numbers import figures
from bot.text.words import fold
from bot.topic.signs.evidence import Evidence
from bot.topic.topic import Taught, Topic

_COPY = 0.5  # share of the entry's shingles in the seed: measured copies have .9, other reports of one event .1
_COPY_SHINGLES = 12  # fewer prove nothing: a headline's words may match by chance
_TITLE_WORDS = 4
_NEW_MOST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How like the seeds an entry is by its names and words."""

    nearest: Nearest | None
    covered: float  # the largest share of a seed's names and words that the entry has; more evidence never lowers it


def liken(topic: Topic, evidence: Evidence) -> Likeness:
    """Return the nearest seed, and how much of a seed the entry has."""
    own = Counter(named.entity.id for named in evidence.names)
    own.update(said.hit.word for said in evidence.keywords)
    return Likeness(
        nearest=_nearest(topic.taught, own),
        covered=max((_covered(own, seed) for seed in topic.taught), default=0.0),
    )


def _nearest(seeds: Iterable[Taught], own: Counter[str]) -> Nearest | None:
    """Return the seed with the most similar names and keywords (cosine over the square roots of their counts)."""
    best: Nearest | None = None
    roots = {key: sqrt(count) for key, count in own.items()}
    for seed in seeds if own else ():
        shared = sum([root * seed.roots[key] for key, root in roots.items() if key in seed.roots])
        alike = round(shared / sqrt(own.total() * seed.total), 4) if shared else 0.0
        if alike > 0 and (best is None or alike > best.similarity):
            best = Nearest(seed=seed.slug, similarity=alike)
    return best


def _covered(own: Counter[str], seed: Taught) -> float:
    shared = own.keys() & seed.roots.keys()
    if len(shared) > 2:  # noqa: PLR2004 - a sum of two is the same in any order
        return sum(root for key, root in seed.roots.items() if key in shared) / seed.whole
    return sum(seed.roots[key] for key in shared) / seed.whole if shared else 0.0


def copied(topic: Topic, title: str, text: str) -> str | None:
    """Return the slug of the seed that an entry is a copy of, by its title or by its text."""
    if len(title.split()) >= _TITLE_WORDS and (slug := topic.baseline.titles.get(fold(title))) is not None:
        return slug
    if not topic.seeds:
        return None
    own = shingles(text)
    if len(own) < _COPY_SHINGLES or topic.shingles.isdisjoint(own):
        return None
    alike = [(similarity(own, seed.signature), seed.slug) for seed in topic.seeds]
    best, slug = max(alike, default=(0.0, ""))
    return slug if best >= _COPY else None


def what_is_new(topic: Topic, evidence: Evidence, text: str) -> tuple[str, ...]:
    """Return names, pairings, numbers and dates that no seed has, at most twelve: those in the title first."""
    known = topic.baseline
    shown: dict[str, str] = {}
    for named in evidence.names:
        if named.hit.where is not Where.BODY:
            shown.setdefault(named.entity.id, named.hit.name)
    new = [name for key, name in shown.items() if key not in known.names]
    sides = {named.entity.id: named.entity.side for named in evidence.names}
    for one, other in combinations(shown, 2):
        known_names = one in known.names and other in known.names
        pair = (min(one, other), max(one, other))
        if known_names and sides[one] != sides[other] and pair not in known.pairings:
            new.append(f"{shown[one]} + {shown[other]}")
    new += [figure for figure in figures(text) if figure not in known.figures]
    return tuple(dict.fromkeys(new))[:_NEW_MOST]
