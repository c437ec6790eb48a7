"""What may stand in ``sources.yaml``? The settings themselves; the JSON Schema is made from them, too."""

import re
from datetime import timedelta
from hashlib import blake2b
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, Field, WithJsonSchema
from pydantic_core import PydanticKnownError

from bot.config.findings.fields import (
    Country,
    Every,
    GapSeconds,
    Header,
    Id,
    Language,
    Many,
    Model,
    Share,
    Size,
    Text,
    Timeout,
    TimeoutSeconds,
    Zone,
    from_file,
)
from bot.config.findings.problems import Wrong
from bot.config.seeds import names
from bot.config.seeds.names import Kind
from bot.config.sources.address import check_url
from bot.model import FeedKind, Fulltext, Ownership
from bot.text.languages import SPOKEN


def _network(value: object) -> IPv4Network | IPv6Network:
    try:
        wide = ip_network(value if isinstance(value, str) else "", strict=False)
    except ValueError:
        raise Wrong("is not a network", fix="write an address and a mask, e.g. 10.0.0.0/8") from None
    if str(wide.network_address) != str(value).split("/")[0]:
        raise Wrong("has bits outside of its mask", fix=f"write {wide}")
    return wide


def _split(value: object) -> object:
    """Return the forms that ``a | b`` lists."""
    if not isinstance(value, str):
        raise PydanticKnownError("string_type")
    if len(value) > _LONGEST:
        raise PydanticKnownError("string_too_long", {"max_length": _LONGEST})
    return alternatives(value)


def _not_empty(entries: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(forms for forms in entries if forms)


def _flat(entries: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(form for entry in entries for form in alternatives(entry))


if TYPE_CHECKING:
    Spoken = str
else:
    Spoken = Literal[SPOKEN]


def _spoken(language: str) -> str:
    if language not in SPOKEN:
        raise Wrong("is no language that the bot speaks", fix=f"use one of: {', '.join(SPOKEN)}")
    return language


def _choice(value: str) -> str:
    kind, _, what = value.rpartition(":")
    if kind == "ownership" and what not in {each.value for each in Ownership}:
        raise Wrong("is no ownership", fix=f"use one of: {', '.join(each.value for each in Ownership)}")
    if kind not in {"", "tag", "ownership"} or not what or not what.isprintable() or what != what.strip():
        raise Wrong("chooses no sources", fix="write the id of a source, tag:economy or ownership:state")
    return value


def _some(topics: tuple[Any, ...]) -> tuple[Any, ...]:
    if not topics:
        raise Wrong("lists no topic", fix="list one, or write  topic:  and  seeds:")
    return topics


def alternatives(entry: str) -> tuple[str, ...]:
    """Return the forms that ``a | b`` lists."""
    return tuple(form.strip() for form in entry.split("|") if form.strip())


_LONGEST = 500  # characters of a text
_LONGEST_ID = 64  # characters
Url = Annotated[Text, AfterValidator(check_url), Field(max_length=2000, json_schema_extra={"pattern": "^https?://"})]
Network = Annotated[
    IPv4Network | IPv6Network,
    from_file(_network),
    WithJsonSchema({"type": "string", "pattern": "^[0-9a-f.:/]+$"}),
]
Choice = Annotated[Text, AfterValidator(_choice)]  # of sources: an id, "tag:economy", "ownership:state"
_text_schema = WithJsonSchema({"type": "string", "minLength": 1, "maxLength": _LONGEST})
Forms = Annotated[tuple[str, ...], from_file(_split), _text_schema]  # of one thing


class TopicSettings(Model):
    """What is watched, and the words that people see."""

    id: Id | None = Field(
        default=None,
        description="what the database knows it by; made of the name, so give it before the name changes",
    )
    name: Text = Field(examples=["Example"], description="shown in alerts, charts and /status")
    language: Spoken = Field(default="en", description="of the bot's own words")
    names: dict[Annotated[str, AfterValidator(_spoken)], Text] = Field(
        default_factory=dict,
        examples=[{"pl": "Przykład"}],
        description="the name in other languages, for chats that read them",
    )
    timezone: Zone = Field(default="UTC", description="IANA name; used for digests, quiet hours, charts")
    sources: Many[Choice] = Field(
        default=(),
        description="of what it reads: ids, tag:economy, ownership:state; a source that fits one is read; else all are",
    )

    @property
    def key(self) -> str:
        """What tells it from other topics: its id, or one made of its name."""
        made = re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-")[:_LONGEST_ID] if self.name.isascii() else ""
        return self.id or made or f"topic-{blake2b(self.name.encode(), digest_size=4).hexdigest()}"


class MatchSettings(Model):
    """When an entry is on topic."""

    alert_at: Share = Field(default=0.60, description="send an alert at this score or above")
    store_at: Share = Field(default=0.35, description="keep for search and charts at this score or above, silently")
    must_any: Annotated[Many[Forms], AfterValidator(_not_empty)] = Field(
        default=(), description="at least one of these must be present; a | b are two forms of one"
    )
    must_not: Annotated[Many[Text], AfterValidator(_flat)] = Field(
        default=(), description="none of these may be present"
    )


class OtherTopic(TopicSettings):
    """A topic beside the first one; where it says nothing of language and timezone it has those of the first."""

    noun: ClassVar[str] = "topic"
    ids_matter_to: ClassVar[str] = "stories and subscriptions hang on them"

    id: Id = Field(description="what the database, chats and --topic call it; it stays", examples=["chips"])
    seeds: Text = Field(description="folder with the texts that define the topic", examples=["seeds/chips/"])
    match: MatchSettings = Field(default=MatchSettings(), description="when an entry is on topic")


class Defaults(Model):
    """What holds for every source that does not say otherwise."""

    every: Every = Field(default=timedelta(minutes=10), description="time between two looks, 2m to 24h")
    timeout: Timeout = Field(default=timedelta(seconds=20), description="for one whole answer, 5s to 60s")
    user_agent: Header | None = Field(default=None, description="program, version, and how to reach you")
    fulltext: Annotated[Fulltext, Field(strict=False)] = Field(
        default=Fulltext.NEVER,
        description="fetch the page of an entry? auto: where that betters an alert; needs the extra fulltext",
    )


class FetchSettings(Model):
    """What a feed server may cost us, and whom we may talk to."""

    allow_networks: Many[Network] = Field(
        default=(), description="private networks that are open all the same, e.g. [192.168.1.0/24]"
    )
    allow_ports: Many[Annotated[int, Field(ge=1, le=65535)]] = Field(
        default=(80, 443, 8080, 8443), description="of feeds; with open networks any port will do"
    )
    max_bytes: Size = Field(default=5 * 1024**2, description="of a document after decompression, e.g. 5MB")
    max_entries: int = Field(default=1000, ge=1, le=100_000, description="of one document")
    per_host_gap: GapSeconds = Field(default=1.0, description="between two requests to one host, e.g. 1s")
    concurrency: int = Field(default=32, ge=1, le=1000, description="requests under way at once")


class SummarySettings(Model):
    """Who writes the summaries, if anybody: an endpoint that speaks as OpenAI's does, such as a server of your own."""

    url: Annotated[Url, AfterValidator(lambda url: url.rstrip("/"))] = Field(
        description="up to and with the version, e.g. http://127.0.0.1:11434/v1, or whole; it may be private"
    )
    model: Text = Field(description="as the endpoint calls it")
    timeout: TimeoutSeconds = Field(
        default=20.0, description="for one answer, 5s to 60s; alerts never wait, and a single pass asks nobody"
    )
    max_per_hour: int = Field(default=60, ge=1, le=10_000, description="summaries asked for; beyond it nobody is asked")


class TranslateSettings(Model):
    """Who translates headlines for chats that ask for it, if anybody; shown beside the original, never in its place."""

    url: Annotated[Url, AfterValidator(lambda url: url.rstrip("/"))] = Field(
        description="of LibreTranslate, e.g. http://127.0.0.1:5000, or as in summary; it may be private"
    )
    model: Text | None = Field(
        default=None, description="as an endpoint that speaks as OpenAI's calls it; without it is LibreTranslate's"
    )
    timeout: TimeoutSeconds = Field(
        default=20.0, description="for one answer, 5s to 60s; alerts never wait, and a single pass asks nobody"
    )
    max_per_hour: int = Field(default=120, ge=1, le=10_000, description="headlines; beyond it nobody is asked")


class NameChange(Model):
    """An entity to add to those of the names file, to put in the place of one there, or to leave out."""

    noun: ClassVar[str] = "entity"

    id: Id = Field(description="as in names.yaml, or a new one", examples=["minsk"])
    disable: bool = Field(default=False, description="leave this one out; nothing but its id is needed")
    name: Text | None = Field(default=None, description="as shown to people")
    kind: Kind | None = Field(default=None, description="what it is, as in names.yaml")
    side: Text | None = Field(default=None, description="the side of the topic it stands for")
    role: Text | None = Field(default=None, description="its part beside the sides")
    aliases: names.Forms = Field(default={}, description="language, or * for any, and its forms; or a list of forms")
    traps: Many[Text] = Field(default=(), description="phrases that contain a form and mean something else")


class Source(Model):
    """A feed."""

    noun: ClassVar[str] = "source"

    id: Id = Field(description="short, stable; appears in logs, metrics, exports", examples=["example"])
    name: Text = Field(description="as shown to readers", examples=["Example"])
    url: Url = Field(description="of the feed: RSS, Atom or JSON Feed", examples=["https://example.org/feed.xml"])
    formerly: Many[Id] = Field(default=(), description="ids that it had before: its history and place go with it")
    language: Language | None = Field(default=None, description="ISO 639-1; without it each entry is looked at")
    country: Country | None = Field(default=None, description="ISO 3166-1, two capital letters; EU and UN also")
    tags: Many[Text] = Field(default=(), description="words of your own by which a topic chooses its sources")
    ownership: Annotated[Ownership, Field(strict=False)] = Field(
        default=Ownership.UNKNOWN, description="who stands behind the outlet; shown to readers, and a filter of theirs"
    )
    kind: Annotated[FeedKind, Field(strict=False)] = Field(
        default=FeedKind.NEWS, description="primary: official documents"
    )
    fulltext: Annotated[Fulltext, Field(strict=False)] | None = Field(
        default=None, description="fetch the page of an entry? As under defaults"
    )
    every: Every | None = Field(default=None, description="time between two looks, 2m to 24h")
    timeout: Timeout | None = Field(default=None, description="for one whole answer, 5s to 60s")
    user_agent: Header | None = Field(default=None, description="as under defaults")
    note: Text | None = Field(default=None, description="for people; for a disabled source: why")
    enabled: bool = Field(default=True, description="whether it is polled; what it brought stays in any case")


class SourcesFile(Model):
    """Configuration of Seedwatch: one file, with one topic or several."""

    version: Annotated[int, Field(ge=1, le=1)] = Field(description="of this format", examples=["1"])
    topic: TopicSettings = Field(description="its name, and the bot's language and time", examples=["{name: My topic}"])
    seeds: Text = Field(description="folder with the texts that define the topic", examples=["seeds/"])
    match: MatchSettings = Field(default=MatchSettings(), description="when an entry is on topic")
    topics: Many[OtherTopic] = Field(
        default=(), description="more topics, each with its documents; all of them, where topic: is left out"
    )
    defaults: Defaults = Field(default=Defaults(), description="what holds for every source")
    fetch: FetchSettings = Field(default=FetchSettings(), description="limits, and networks that are open")
    summary: SummarySettings | None = Field(default=None, description="without it, the reports' own sentences")
    translate: TranslateSettings | None = Field(default=None, description="without it, headlines are not translated")
    entities: Many[NameChange] = Field(default=(), description="changes to the names of names.yaml")
    sources: Many[Source] = Field(description="the feeds", examples=["[]"])


class ListedTopics(SourcesFile):
    """The same where all topics stand in ``topics:``."""

    topic: TopicSettings | None = None  # type: ignore[assignment]
    seeds: Text | None = None  # type: ignore[assignment]
    topics: Annotated[Many[OtherTopic], AfterValidator(_some)]
