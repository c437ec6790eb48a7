"""Which persons, places and bodies does ``names.yaml`` list, and what else does it say about the topic's shape?"""

from collections.abc import Collection, Iterator, Mapping
from typing import Annotated, ClassVar, Literal, get_args

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from bot.config.findings.document import Document
from bot.config.findings.fields import Many, Model, Phrase, Share
from bot.config.findings.problems import ConfigProblems, Problem, Wrong
from bot.config.findings.wording import read_model
from bot.text import languages
from bot.text.meanings.frames import FRAMES
from bot.text.names.places import codes

Kind = Literal["person", "place", "body", "event", "thing", "demonym", "trap"]
KINDS: tuple[str, ...] = get_args(Kind)
LANGUAGES = (*languages.LANGUAGES, "*")


def _language(value: str) -> str:
    if value not in LANGUAGES:
        raise Wrong("is not a language of names", fix=f"use one of: {', '.join(LANGUAGES)}; * is for any of them")
    return value


def _of_any_language(value: object) -> object:
    return {"*": value} if isinstance(value, list) else value


_list_schema = {"type": "array", "items": {"type": "string"}}
Forms = Annotated[
    dict[Annotated[str, AfterValidator(_language)], Many[Phrase]],
    BeforeValidator(_of_any_language),
    WithJsonSchema({"anyOf": [_list_schema, {"type": "object", "additionalProperties": _list_schema}]}),
]


def pairs(forms: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, str], ...]:
    """Return (language or "*", form), in the order of the file."""
    return tuple((language, form) for language, texts in forms.items() for form in texts)


def _country(value: str) -> str:
    if value not in codes():
        raise Wrong("is no country that is known", fix="use the two letters of ISO 3166, e.g. IR, or EU, UN, NATO")
    return value


def _frame(value: str) -> str:
    if value not in FRAMES:
        raise Wrong("is no frame that is known", fix=f"use one of: {', '.join(FRAMES)}")
    return value


Country = Annotated[str, AfterValidator(_country)]


class Name(Model):
    """A person, place, body or thing that the topic watches, or a trap that only looks like one."""

    noun: ClassVar[str] = "entity"
    ids_matter_to: ClassVar[str] = "stored stories refer to them"

    id: Phrase = Field(description="short, stable; stored stories refer to it", examples=["minsk"])
    name: Phrase = Field(description="as shown to people; counts as an alias of every language", examples=["Minsk"])
    kind: Kind = Field(
        description="what it is; it decides which forms are made of it. person: a surname tells man from woman;"
        " place, body, event, thing: all cases; demonym: a people or an adjective, no news by itself;"
        " trap: never counts, and hides what it overlaps",
        examples=["place"],
    )
    side: Phrase | None = Field(
        default=None, description="the side of the topic it stands for; names of all sides must meet in an entry"
    )
    role: Phrase | None = Field(default=None, description="its part beside the sides: joint stands for all of them")
    country: Country | None = Field(
        default=None, description="the country that it stands for in a topic of documents", examples=["BY"]
    )
    aliases: Forms = Field(
        default={},
        description="other forms, by language (or * for any); each in its basic form, found in every case;"
        " a final * makes it a prefix (Belarus*)",
    )
    traps: Many[Phrase] = Field(default=(), description="phrases that hold a form and mean something else")


class Theme(Model):
    """Something that entries speak of, by its words."""

    noun: ClassVar[str] = "theme"
    ids_matter_to: ClassVar[str] = "reasons name them"

    id: Phrase = Field(description="what reasons call it", examples=["sanctions"])
    points: Share = Field(default=0.1, description="added to the score once, 0 to 1; in 'against' taken away")
    side: Phrase | None = Field(default=None, description="counts as present where a word of the theme stands")
    words: Forms = Field(default={}, description="words and phrases, by language (or * for any), as for aliases")

    @property
    def phrases(self) -> tuple[tuple[str, str], ...]:
        """(language or "*", phrase)."""
        return pairs(self.words)


class Concept(Model):
    """One thing that the topic of documents is about, by whatever words: countries, general frames, words, names."""

    noun: ClassVar[str] = "concept"
    ids_matter_to: ClassVar[str] = "reasons name them"

    id: Phrase = Field(description="what reasons call it", examples=["iran"])
    need: bool = Field(
        default=False,
        description="an entry without it loses half of its likeness, unless its language has no word for it",
    )
    country: Many[Country] = Field(
        default=(),
        description="countries, known by name, people, adjective, capital and head of state",
        examples=["IR"],
    )
    frame: Many[Annotated[str, AfterValidator(_frame)]] = Field(
        default=(), description=f"general sorts of event: {', '.join(FRAMES)}"
    )
    words: Forms = Field(
        default={},
        description="words and phrases by language (or * for any), one standing for the other, of a phrase all words;"
        " other languages are found through a dictionary",
    )
    names: Forms = Field(default={}, description="names by language (or * for any), found in other spellings too")


class Sides(Model):
    """Which sides must meet."""

    sides: Many[Phrase] = Field(
        default=(),
        description="all must be named in an entry for an alert; left out: those that the seeds show",
    )
    context: Many[Phrase] = Field(
        default=(), description="sides of which one alone is worth storing; left out: all sides"
    )
    weak: Many[Phrase] = Field(default=(), description="phrases in which a name is only an ornament: Moscow time")


class NamesFile(Model):
    """``seeds/names.yaml``: what the topic is made of."""

    topic: Sides = Field(default=Sides(), description="which sides must meet")
    concepts: Many[Concept] = Field(
        default=(), description="what the topic is about where its documents teach it; with these, sides play no part"
    )
    themes: Many[Theme] = Field(default=(), description="what speaks for the topic beside names")
    against: Many[Theme] = Field(default=(), description="what speaks against it, e.g. sport")
    entities: Many[Name] = Field(default=(), description="persons, places, bodies, things")


def read_names(document: Document, *, sides: Collection[str] = ()) -> NamesFile:
    """Return what a names file says. ``sides`` are those that entities have elsewhere.

    Raises ``ConfigProblems`` with every mistake.
    """
    found, problems = read_model(document, NamesFile, lenient=True)
    given = document.data if isinstance(document.data, dict) else {}
    problems += _unknown_sides(given, document, known={*sides, *_sides_of(given)})
    if found is None or problems:
        raise ConfigProblems(problems)
    return found


def _sides_of(data: Mapping[str, object]) -> Iterator[str]:
    rows = data.get("entities")
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict) and isinstance(side := row.get("side"), str) and side.strip():
            yield side.strip()


def _unknown_sides(data: Mapping[str, object], document: Document, *, known: Collection[str]) -> Iterator[Problem]:
    fix = f"use one of: {', '.join(sorted(known))}" if known else "give entities a  side: ..."
    places: list[tuple[tuple[str | int, ...], object]] = []
    if isinstance(topic := data.get("topic"), dict):
        for key in ("sides", "context"):
            listed = topic.get(key)
            places += [(("topic", key, i), side) for i, side in enumerate(listed if isinstance(listed, list) else ())]
    for table in ("themes", "against"):
        rows = data.get(table)
        for index, row in enumerate(rows if isinstance(rows, list) else ()):
            if isinstance(row, dict):
                places.append(((table, index, "side"), row.get("side")))
    for where, side in places:
        if isinstance(side, str) and side.strip() and side.strip() not in known:
            yield document.problem(where, f"no entity has the side '{side}'", "unknown-side", fix=fix)
