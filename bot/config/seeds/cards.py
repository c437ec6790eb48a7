"""What does a seed card say, and how is one written? A card stands for an article whose text we do not keep."""

import datetime as dt
from typing import Annotated, ClassVar

import yaml
from pydantic import Field

from bot.config.findings.document import Document
from bot.config.findings.fields import Many, Model, Phrase, from_file
from bot.config.findings.problems import ConfigProblems, Wrong
from bot.config.findings.wording import read_model
from bot.config.seeds.corpus import Seed

_FILL = "facts: [] # fill in: what the article says, restated in your own words, one short sentence each\n"


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
