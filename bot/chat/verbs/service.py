"""What do commands need to know of the running service? A snapshot, so that they stay free of everything that runs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.chat.message import Command
from bot.model import Feed


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """The service as it is at ``now``. ``stems`` turns the words of a query into what the store searches by."""

    now: datetime
    started: datetime
    topic: str
    zone: str  # IANA name, for digests of channels that have none of their own
    language: str | None = None  # ISO 639-1, of channels that chose none
    alert_at: float
    feeds: Mapping[str, Feed]  # enabled ones
    operators: frozenset[tuple[str, str]]  # (platform, user id)
    stems: Callable[[str], tuple[tuple[str, ...], ...]]
    config: str  # the file's name: "sources.yaml"
    loaded: datetime  # when its version in force was read
    seeds: int = 0  # documents that teach the topic
    refused: tuple[str, ...] = ()  # problems of a newer version that is not used
    problems: tuple[str, ...] = ()  # what does not work now, for operators
    version: str = ""
    access: str = "open"  # who may use us: open | invite | allowlist
    platforms: frozenset[str] = frozenset()  # those that are connected
    code: Callable[[], str]  # gives a new word that nobody can guess, of letters, digits, "-" and "_"


def is_operator(command: Command, service: Service) -> bool:
    """Say whether a command comes from one of the bot's operators."""
    return (command.target.platform, command.user) in service.operators
