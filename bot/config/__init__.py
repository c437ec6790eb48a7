"""What did the admins ask for? ``sources.yaml``, ``seeds/`` and the environment, read strictly into values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path

from bot.config.findings.problems import Problem
from bot.config.seeds.corpus import Corpus
from bot.model import Feed


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicSettings:
    """``topic:`` in sources.yaml."""

    name: str
    language: str = "en"  # of the bot's own words
    timezone: str = "UTC"  # IANA name; for digests, quiet hours, charts


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchSettings:
    """``match:`` in sources.yaml."""

    alert_at: float = 0.60
    store_at: float = 0.35
    must_any: tuple[tuple[str, ...], ...] = ()  # each a set of alternatives; at least one of all must be present
    must_not: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchSettings:
    """``fetch:`` in sources.yaml: what a feed server may cost us, and whom we may talk to."""

    allow_networks: tuple[IPv4Network | IPv6Network, ...] = ()  # private networks that are open all the same
    allow_ports: tuple[int, ...] = (80, 443, 8080, 8443)
    max_bytes: int = 5 * 1024 * 1024  # of a decoded body
    max_entries: int = 1000  # of one document
    per_host_gap: float = 1.0  # seconds between two requests to one host
    concurrency: int = 32  # requests under way at once


@dataclass(frozen=True, slots=True, kw_only=True)
class SummarySettings:
    """``summary:`` in sources.yaml: an endpoint that speaks as OpenAI's does, of the operator's choice."""

    url: str  # up to and with the version, e.g. http://127.0.0.1:11434/v1
    model: str
    timeout: float = 20.0  # seconds for one answer
    max_per_hour: int = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything that ``sources.yaml`` and ``seeds/`` say, checked. ``version`` changes when any of it does."""

    path: Path
    topic: TopicSettings
    match: MatchSettings
    fetch: FetchSettings
    feeds: tuple[Feed, ...]  # disabled ones included
    seeds_folder: Path
    corpus: Corpus
    version: str  # hash of all that was read
    summary: SummarySettings | None = None  # None: summaries are taken word for word from the reports
    warnings: tuple[Problem, ...] = field(default=(), repr=False)  # what should be mended one day


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The environment. Secrets are here and nowhere else; ``repr`` hides them."""

    database_url: str = field(default="sqlite:///data/seedwatch.db", repr=False)  # may hold a password
    platforms: Mapping[str, str] = field(default_factory=dict, repr=False)  # what they declared, by variable
    summary_api_key: str | None = field(default=None, repr=False)
    operators: tuple[tuple[str, str], ...] = ()  # (platform, user id)
    access: str = "open"  # open | invite | allowlist
    listen: str = "127.0.0.1:8080"
    log_format: str = "text"  # text | json
    secrets: tuple[str, ...] = field(default=(), repr=False)  # every value above that must never be shown
