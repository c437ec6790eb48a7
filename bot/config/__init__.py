"""What did the admins ask for? ``sources.yaml``, ``seeds/`` and the environment, read strictly into values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.config.findings.problems import Problem
from bot.config.seeds.corpus import Corpus
from bot.config.sources.shape import FetchSettings, MatchSettings, SummarySettings, TopicSettings, TranslateSettings
from bot.errors import ConfigError
from bot.model import FIRST_TOPIC, Feed

__all__ = [
    "Config",
    "FetchSettings",
    "MatchSettings",
    "Settings",
    "SummarySettings",
    "TopicSettings",
    "TranslateSettings",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything that ``sources.yaml`` and ``seeds/`` say of a topic, checked. ``version`` changes when any of it does.

    What ``load`` returns describes the first topic; each of ``others`` is as if the file held that topic alone.
    """

    path: Path
    topic: TopicSettings
    match: MatchSettings
    fetch: FetchSettings
    feeds: tuple[Feed, ...]  # disabled ones included
    seeds_folder: Path
    corpus: Corpus
    version: str  # hash of all that was read
    summary: SummarySettings | None = None  # None: summaries are taken word for word from the reports
    translate: TranslateSettings | None = None  # None: headlines stay as they are
    warnings: tuple[Problem, ...] = field(default=(), repr=False)  # what should be put right some day
    key: str = FIRST_TOPIC  # what rows of the database call the topic
    chosen: frozenset[str] | None = None  # ids of the feeds that are read for it; None: all
    others: tuple["Config", ...] = ()

    @property
    def topics(self) -> tuple["Config", ...]:
        """What the file says of each topic, the first one first."""
        return (self, *self.others)

    @property
    def zones(self) -> Mapping[str, str]:
        """The time zone of each topic, by its key: the zone of chats that chose none."""
        return {each.key: each.topic.timezone for each in self.topics}

    def reads(self, feed_id: str) -> bool:
        """Say whether a feed is read for the topic."""
        return self.chosen is None or feed_id in self.chosen

    def about(self, topic: str) -> "Config":
        """Return what the file says of the topic with this id. Raises ConfigError, which lists the ids that exist."""
        found = {each.topic.key: each for each in self.topics}
        if topic not in found:
            raise ConfigError(f"{self.path}: there is no topic '{topic}'; use one of: {', '.join(found)}")
        return found[topic]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The environment. Secrets are here and nowhere else; ``repr`` hides them."""

    database_url: str = field(default="sqlite:///data/seedwatch.db", repr=False)  # may hold a password
    platforms: Mapping[str, str] = field(default_factory=dict, repr=False)  # values of what they declared, by variable
    summary_api_key: str | None = field(default=None, repr=False)
    translate_api_key: str | None = field(default=None, repr=False)
    reload_token: str | None = field(default=None, repr=False)  # whoever has it may ask for a reload
    heartbeat_url: str | None = field(default=None, repr=False)  # called each minute; with it, one can hide an outage
    otel_exporter_otlp_endpoint: str | None = field(default=None, repr=False)  # may hold a password
    operators: tuple[tuple[str, str], ...] = ()  # (platform, user id)
    access: str = "open"  # open | invite | allowlist
    listen: str = "127.0.0.1:8080"
    log_format: str = "text"  # text | json
    secrets: tuple[str, ...] = field(default=(), repr=False)  # every value above that must never be shown
