"""What makes an entry be about this topic? Sides that must meet, themes, and what speaks against: data, not code.

It is read from the tables ``topic``, ``themes`` and ``against`` of ``names.yaml``. Where they are missing, the shape
is what the seeds show: the sides that meet in nearly all of them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.config.findings.problems import ConfigProblems, Problem
from bot.config.seeds.corpus import Corpus

_ALWAYS = 0.6  # share of the seeds in which a side must be named to be one that the topic needs


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Something that entries speak of, by its words. ``points`` are added (or, in ``against``, taken away)."""

    id: str
    points: float
    words: tuple[tuple[str, str], ...]  # (language or "*", phrase)
    side: str | None = None  # this side is in the entry though unnamed


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The topic's shape."""

    sides: tuple[str, ...]  # all of them must meet; () where the topic has no sides
    context: frozenset[str]  # one of these alone is worth storing
    weak: tuple[str, ...] = ()  # phrases in which a name is only an ornament
    themes: tuple[Theme, ...] = ()
    against: tuple[Theme, ...] = ()


def read_shape(corpus: Corpus, sides_of_seeds: Iterable[frozenset[str]]) -> Shape:
    """Return the shape that the corpus asks for.

    ``sides_of_seeds`` has the sides named in each seed. Raises ``ConfigProblems`` for a table that cannot be read.
    """
    topic = _table(corpus.extra.get("topic") or {}, "topic")
    known = {entity.side for entity in corpus.entities if entity.side}
    sides = _texts(topic.get("sides"), "topic.sides") or _derived(known, list(sides_of_seeds))
    for side in sides:
        if side not in known:
            raise _wrong(f"topic.sides: no entity has the side '{side}'", f"use one of: {', '.join(sorted(known))}")
    context = _texts(topic.get("context"), "topic.context") or sides
    return Shape(
        sides=sides,
        context=frozenset(context),
        weak=_texts(topic.get("weak"), "topic.weak"),
        themes=_themes(corpus.extra.get("themes"), "themes"),
        against=_themes(corpus.extra.get("against"), "against"),
    )


def _derived(known: set[str], seeds: list[frozenset[str]]) -> tuple[str, ...]:
    if not seeds:
        return tuple(sorted(known))
    counts = Counter(side for sides in seeds for side in sides)
    return tuple(sorted(side for side in known if counts[side] >= _ALWAYS * len(seeds)))


def _themes(given: object, where: str) -> tuple[Theme, ...]:
    if given is None:
        return ()
    if not isinstance(given, list):
        raise _wrong(f"'{where}' is no list", f"write each of the {where} as  - id: ...")
    themes = []
    for index, row in enumerate(given):
        table = _table(row, f"{where}[{index}]")
        name, points, side = table.get("id"), table.get("points", 0.1), table.get("side")
        if not isinstance(name, str):
            raise _wrong(f"{where}[{index}] has no 'id'", "add  id: sanctions")
        if isinstance(points, bool) or not isinstance(points, (int, float)) or not 0 <= points <= 1:
            raise _wrong(f"{where}.{name}: points are {points!r}", "write a number from 0 to 1")
        if side is not None and not isinstance(side, str):
            raise _wrong(f"{where}.{name}: side is {side!r}", "write the name of a side")
        words = _words(table.get("words"), f"{where}.{name}.words")
        themes.append(Theme(id=name, points=float(points), words=words, side=side))
    return tuple(themes)


def _words(given: object, where: str) -> tuple[tuple[str, str], ...]:
    if isinstance(given, list):
        return tuple(("*", text) for text in _texts(given, where))
    table = _table(given or {}, where)
    return tuple((str(key), text) for key, value in table.items() for text in _texts(value, f"{where}.{key}"))


def _table(given: object, where: str) -> Mapping[str, object]:
    if not isinstance(given, dict):
        raise _wrong(f"'{where}' is no mapping", f"write it as  {where}: {{key: value}}")
    return given


def _texts(given: object, where: str) -> tuple[str, ...]:
    if given is None:
        return ()
    if not isinstance(given, list) or not all(isinstance(each, str) for each in given):
        raise _wrong(
            f"'{where}' is no list of texts", "write [one, two], with quotes where a word is a number or yes/no"
        )
    return tuple(given)


def _wrong(text: str, fix: str) -> ConfigProblems:
    return ConfigProblems([Problem(path="seeds/names.yaml", line=1, column=1, text=text, code="bad-topic", fix=fix)])
