"""What may stand in ``sources.yaml``? The schema and the type checks are both made from these models."""

from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from bot.config.findings.codes import check_country, check_language, check_timezone
from bot.config.findings.problems import Wrong
from bot.config.findings.quantities import DURATION, SIZE, read_duration, read_size
from bot.config.seeds.names import KINDS, LANGUAGES
from bot.config.sources.address import check_url
from bot.model import FeedKind, Fulltext, Ownership


def _every(value: object) -> timedelta:
    return read_duration(value, shortest=timedelta(minutes=2), longest=timedelta(hours=24))


def _timeout(value: object) -> timedelta:
    return read_duration(value, shortest=timedelta(seconds=5), longest=timedelta(seconds=60), unit="s")


def _gap(value: object) -> timedelta:
    return read_duration(value, shortest=timedelta(0), longest=timedelta(minutes=1), unit="s")


def _megabytes(value: object) -> int:
    return read_size(value, most=100 * 1024**2)


def _network(value: object) -> IPv4Network | IPv6Network:
    try:
        wide = ip_network(value if isinstance(value, str) else "", strict=False)
    except ValueError:
        raise Wrong("is not a network", fix="write an address and a mask, e.g. 10.0.0.0/8") from None
    if str(wide.network_address) != str(value).split("/")[0]:
        raise Wrong("has bits outside of its mask", fix=f"write {wide}")
    return wide


def _id(value: str) -> str:
    if not (value.isascii() and value.replace("-", "").replace("_", "").isalnum() and value == value.lower()):
        raise Wrong("cannot be an id", fix="use small letters, digits and -, e.g. reform-news")
    return value


def _entity_kind(value: str) -> str:
    if value not in KINDS:
        raise Wrong("is not allowed", fix=f"use one of: {', '.join(KINDS)}")
    return value


def _alias_language(value: str) -> str:
    if value not in LANGUAGES:
        raise Wrong("is not a language of names", fix=f"use one of: {', '.join(LANGUAGES)}; * is for any of them")
    return value


def _aliases(value: object) -> object:
    return {"*": value} if isinstance(value, list) else value


def _header(value: str) -> str:
    if not (value.isascii() and value.isprintable()):
        raise Wrong("cannot be sent as a header", fix="use letters of the English alphabet, digits and signs")
    return value


_duration_schema = WithJsonSchema({"type": "string", "pattern": DURATION, "examples": ["10m"]})
Text = Annotated[str, Field(min_length=1, max_length=500)]
Id = Annotated[Text, AfterValidator(_id), Field(max_length=64, json_schema_extra={"pattern": "^[a-z0-9_-]+$"})]
Url = Annotated[Text, AfterValidator(check_url), Field(max_length=2000, json_schema_extra={"pattern": "^https?://"})]
Language = Annotated[Text, AfterValidator(check_language)]
Country = Annotated[Text, AfterValidator(check_country)]
Zone = Annotated[Text, AfterValidator(check_timezone)]
Header = Annotated[Text, AfterValidator(_header)]
Share = Annotated[float, Field(ge=0, le=1)]
Every = Annotated[timedelta, BeforeValidator(_every), _duration_schema]
Timeout = Annotated[timedelta, BeforeValidator(_timeout), _duration_schema]
Gap = Annotated[timedelta, BeforeValidator(_gap), _duration_schema]
Size = Annotated[int, BeforeValidator(_megabytes), WithJsonSchema({"type": "string", "pattern": SIZE})]
Network = Annotated[
    IPv4Network | IPv6Network,
    BeforeValidator(_network),
    WithJsonSchema({"type": "string", "pattern": "^[0-9a-f.:/]+$"}),
]
_forms_schema = {"type": "array", "items": {"type": "string"}}
Aliases = Annotated[
    dict[Annotated[str, AfterValidator(_alias_language)], list[Text]],
    BeforeValidator(_aliases),
    WithJsonSchema({"anyOf": [_forms_schema, {"type": "object", "additionalProperties": _forms_schema}]}),
]


class _Shape(BaseModel):
    """Nothing is guessed: no other keys, no "5" for 5."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Topic(_Shape):
    """What is watched, and the words that people see."""

    name: Text = Field(description="shown in alerts, charts and /status")
    language: Literal["en", "ru", "be", "pl", "uk"] = Field(default="en", description="of the bot's own words")
    timezone: Zone = Field(default="UTC", description="IANA name; used for digests, quiet hours, charts")


class Match(_Shape):
    """When an entry is on topic."""

    alert_at: Share = Field(default=0.60, description="send an alert at this score or above")
    store_at: Share = Field(default=0.35, description="keep for search and charts at this score or above, silently")
    must_any: list[Text] = Field(
        default=[], description="at least one of these must be present; a | b are two forms of one"
    )
    must_not: list[Text] = Field(default=[], description="none of these may be present")


class Defaults(_Shape):
    """What holds for every source that does not say otherwise."""

    every: Every = Field(default=timedelta(minutes=10), description="time between two looks, 2m to 24h")
    timeout: Timeout = Field(default=timedelta(seconds=20), description="for one whole answer, 5s to 60s")
    user_agent: Header | None = Field(default=None, description="program, version, and how to reach you")
    fulltext: Annotated[Fulltext, Field(strict=False)] = Fulltext.AUTO


class Fetch(_Shape):
    """What a feed server may cost us, and whom we may talk to."""

    allow_networks: list[Network] = Field(default=[], description="private networks that are open all the same")
    allow_ports: list[Annotated[int, Field(ge=1, le=65535)]] = [80, 443, 8080, 8443]
    max_bytes: Size = Field(default=5 * 1024**2, description="of a document after decompression, e.g. 5MB")
    max_entries: int = Field(default=1000, ge=1, le=100_000, description="of one document")
    per_host_gap: Gap = Field(default=timedelta(seconds=1), description="between two requests to one host, e.g. 1s")
    concurrency: int = Field(default=32, ge=1, le=1000, description="requests under way at once")


class Summary(_Shape):
    """Who writes the summaries, if anybody: an endpoint that speaks as OpenAI's does, such as a server of your own."""

    url: Url = Field(description="up to and with the version, e.g. http://127.0.0.1:11434/v1; it may be private")
    model: Text = Field(description="as the endpoint calls it")
    timeout: Timeout = Field(default=timedelta(seconds=20), description="for one answer, 5s to 60s; alerts never wait")
    max_per_hour: int = Field(default=60, ge=1, le=10_000, description="summaries asked for; beyond it nobody is asked")


class EntityChange(_Shape):
    """An entity to add to those of the names file, to put in the place of one there, or to leave out."""

    id: Id
    disable: bool = Field(default=False, description="leave this one out; nothing but its id is needed")
    name: Text | None = None
    kind: Annotated[Text, AfterValidator(_entity_kind), Field(json_schema_extra={"enum": list(KINDS)})] | None = None
    side: Text | None = None
    role: Text | None = None
    aliases: Aliases = Field(default={}, description="language, or * for any, and its forms; or a list of forms")
    traps: list[Text] = Field(default=[], description="phrases that contain a form and mean something else")


class Source(_Shape):
    """A feed."""

    id: Id = Field(description="short, stable; appears in logs, metrics, exports")
    name: Text = Field(description="as shown to readers")
    url: Url = Field(description="of the feed: RSS, Atom or JSON Feed")
    language: Language | None = Field(default=None, description="ISO 639-1; without it each entry is looked at")
    country: Country | None = Field(default=None, description="ISO 3166-1, two capital letters; EU and UN also")
    ownership: Annotated[Ownership, Field(strict=False)] = Ownership.UNKNOWN
    kind: Annotated[FeedKind, Field(strict=False)] = Field(
        default=FeedKind.NEWS, description="primary: official documents"
    )
    fulltext: Annotated[Fulltext, Field(strict=False)] | None = Field(
        default=None, description="fetch the page of an entry?"
    )
    every: Every | None = Field(default=None, description="time between two looks, 2m to 24h")
    timeout: Timeout | None = Field(default=None, description="for one whole answer, 5s to 60s")
    user_agent: Header | None = None
    note: Text | None = Field(default=None, description="for people; for a disabled source: why")
    enabled: bool = True


class SourcesFile(_Shape):
    """Configuration of Seedwatch: one file, one topic."""

    version: Annotated[int, Field(ge=1, le=1)] = Field(description="of this format")
    topic: Topic
    seeds: Text = Field(description="folder with the texts that define the topic")
    match: Match = Match()
    defaults: Defaults = Defaults()
    fetch: Fetch = Fetch()
    summary: Summary | None = Field(default=None, description="without it summaries are the reports' own sentences")
    entities: list[EntityChange] = []
    sources: list[Source]
