"""What does ``seeds/`` say? The values that its files are read into, before a topic is made of them.

A card stands for an article whose text we do not keep; here it is read and written, too.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Annotated, ClassVar

import yaml
from pydantic import Field

from bot.config.findings.document import Document
from bot.config.findings.fields import Many, Model, Phrase, from_file
from bot.config.findings.problems import ConfigProblems, Problem, Wrong
from bot.config.findings.wording import read_model
from bot.config.seeds.names import Name, NamesFile, pairs

_FILL = "facts: [] # fill in: what the article says, restated in your own words, one short sentence each\n"


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


def _date(value: object) -> object:
    if value is None or (isinstance(value, dt.date) and not isinstance(value, dt.datetime)):
        return value
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        raise Wrong("is not a date", code="bad-date", fix="write it as 2024-01-29") from None


def _hash(value: object) -> object:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 1 << 32:
        fix = "it is made by  seedwatch seeds add; leave it as it was written"
        raise Wrong("is not a whole number of 32 bits", fix=fix)
    return value


Count = Annotated[int, Field(ge=1)]


class Card(Model):
    """A seed card."""

    noun: ClassVar[str] = "seed card"

    title: Phrase = Field(description="of the article", examples=["Leaders meet in Minsk"])
    origin: Phrase | None = Field(default=None, description="where it came from: a file, a story")
    date: Annotated[dt.date | None, from_file(_date)] = Field(default=None, description="of the article: 2024-01-29")
    language: Phrase | None = Field(default=None, description="ISO 639-1")
    facts: Many[Phrase] = Field(default=(), description="what the article says, restated in your own words")
    entities: dict[str, Count] = Field(default={}, description="id in names.yaml: times named")
    keywords: dict[str, Count] = Field(default={}, description="word or phrase: times used")
    figures: Many[Phrase] = Field(default=(), description="numbers and dates that it gives")
    signature: Many[Annotated[int, from_file(_hash)]] = Field(
        default=(), description="by which a republished copy is known; made by the program"
    )


def read_card(slug: str, document: Document) -> Seed:
    """Return the seed of a card. Raises ``ConfigProblems`` with every mistake."""
    card, problems = read_model(document, Card, lenient=True)
    if card is None:
        raise ConfigProblems(problems)
    return Seed(slug=slug, **(dict(card) | {"signature": tuple(sorted(card.signature))}))


def write_card(seed: Seed) -> str:
    """Return the YAML of a card, in the order in which a person reads it; no text of the article is in it."""
    head: dict[str, object] = {
        "title": seed.title,
        "origin": seed.origin,
        "date": seed.date,
        "language": seed.language,
    }
    tail: dict[str, object] = {"entities": seed.entities, "keywords": seed.keywords}
    if seed.figures:
        tail["figures"] = list(seed.figures)
    known = {key: value for key, value in head.items() if value is not None}
    facts = _dump({"facts": list(seed.facts)}) if seed.facts else _FILL
    signature = yaml.safe_dump({"signature": list(seed.signature)}, default_flow_style=True, width=118)[1:-2] + "\n"
    return _dump(known) + facts + _dump(tail) + signature


def _dump(table: dict[str, object]) -> str:
    return yaml.safe_dump(table, allow_unicode=True, sort_keys=False, width=118)
