"""What does ``seeds/`` say? The values that its files are read into, before a topic is made of them."""

import datetime as dt
from dataclasses import dataclass, field

from bot.config.findings.problems import Problem
from bot.config.seeds.names import Name, NamesFile, pairs


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A person, place or body that the topic watches, or a trap that only looks like one."""

    id: str
    name: str  # as shown to people
    kind: str  # person, place, body, event, thing, demonym, trap
    side: str | None = None  # which side of the topic it stands for
    role: str | None = None  # its role beside the sides, e.g. "joint"
    country: str | None = None  # that it stands for in a topic of documents
    aliases: tuple[tuple[str, str], ...] = ()  # (language or "*", form)
    traps: tuple[str, ...] = ()  # phrases that contain a form and mean something else


def watched(name: Name) -> Entity:
    """Return what matching works with: the name itself is a form of every language."""
    return Entity(
        id=name.id,
        name=name.name,
        kind=name.kind,
        side=name.side,
        role=name.role,
        country=name.country,
        aliases=tuple(dict.fromkeys([("*", name.name), *pairs(name.aliases)])),
        traps=name.traps,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """A reference document: its card, or what was taken from a plain document by the same steps."""

    slug: str
    title: str
    origin: str | None = None  # file name of the document it was made from
    language: str | None = None
    date: dt.date | None = None
    facts: tuple[str, ...] = ()  # restated in our own words
    entities: dict[str, int] = field(default_factory=dict)  # entity id -> times named
    keywords: dict[str, int] = field(default_factory=dict)  # word or phrase -> times used
    figures: tuple[str, ...] = ()  # numbers and dates that it gives besides those in its title, facts and text
    signature: tuple[int, ...] = ()  # by which a republished copy is recognised
    text: str | None = None  # of plain documents that an admin dropped in; cards have none


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """All of ``seeds/``: the names file and the seeds, sorted by slug.

    ``entities`` are those of the names file until those of ``sources.yaml`` are laid over them.
    """

    entities: tuple[Entity, ...]
    seeds: tuple[Seed, ...]
    names: NamesFile = field(default_factory=NamesFile)
    warnings: tuple[Problem, ...] = field(default=(), repr=False)
