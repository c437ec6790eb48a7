"""What happens in the demo's week? The invented feeds of ``sample/``, and a clock by which it passes in seconds."""

import asyncio
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import Enum
from importlib.resources import files
from importlib.resources.abc import Traversable
from time import monotonic
from typing import Annotated, Self

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from bot.errors import ConfigError
from bot.model import FeedKind, Ownership

START = datetime(2026, 9, 21, tzinfo=UTC)  # a Monday; offsets in the files count from here
LENGTH = timedelta(days=7)
OPENING = timedelta(hours=6)  # what is older than this is there when the demo starts, so that first polls are quiet
SHOWN = 25  # entries in a document
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_AT = re.compile(rf"({'|'.join(_DAYS)}) ([01]\d|2[0-3]):([0-5]\d)")


class Format(Enum):
    """In which format a sample feed is served."""

    RSS2 = "rss2"
    RSS1 = "rss1"
    ATOM = "atom"
    JSON = "json"


def offset(text: object) -> timedelta:
    """Return how long after the start of the week "tue 08:10" is."""
    found = _AT.fullmatch(str(text))
    if not found:
        raise ValueError(f"{text!r} is no time of the week; write it like 'tue 08:10'")
    day, hour, minute = found.groups()
    return timedelta(days=_DAYS.index(day), hours=int(hour), minutes=int(minute))


Offset = Annotated[timedelta, BeforeValidator(offset)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SampleEntry(_Strict):
    """An invented entry. ``event`` names what it reports if that is on topic; ``trap`` says why it only looks so."""

    at: Offset
    title: str
    text: str = ""
    event: str | None = None
    trap: str | None = None


class SampleFeed(_Strict):
    """An invented outlet's feed. ``caption`` stands in place of every text (some outlets do that)."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    name: str
    format: Format
    language: str
    country: str
    ownership: Ownership
    kind: FeedKind = FeedKind.NEWS
    note: str | None = None
    caption: str | None = None
    broken: tuple[Offset, Offset] | None = None  # answers HTTP 500 from here to there
    entries: tuple[SampleEntry, ...]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        times = [entry.at for entry in self.entries]
        if times != sorted(times):
            late = next(entry for entry, after in zip(self.entries, times[1:], strict=False) if entry.at > after)
            raise ValueError(f"entries must be in order of time; look after {late.title!r}")
        return self

    def address(self, entry: SampleEntry) -> str:
        """Return the page of an entry: on a host that is reserved for examples."""
        return f"https://{self.id}.example.org/{self.entries.index(entry) + 1}"

    def shown(self, now: datetime) -> list[SampleEntry]:
        """Return what the feed's document holds at a time, newest first."""
        return [entry for entry in reversed(self.entries) if START + entry.at <= now][:SHOWN]

    def is_broken(self, now: datetime) -> bool:
        """Return whether the server fails at a time."""
        return self.broken is not None and START + self.broken[0] <= now < START + self.broken[1]


def load_week(folder: Traversable | None = None) -> tuple[SampleFeed, ...]:
    """Return the feeds of a folder of YAML files, by default the bundled ones.

    Raises:
        ConfigError: a file cannot be used; the text names it and the place.

    """
    folder = folder or files("bot.demo") / "sample"
    feeds = []
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if file.name.endswith(".yaml"):
            try:
                feeds.append(SampleFeed.model_validate(yaml.safe_load(file.read_text(encoding="utf-8"))))
            except (ValidationError, yaml.YAMLError) as error:
                raise ConfigError(f"{file.name}: {error}") from error
    return tuple(feeds)


class WeekClock:
    """Runs from ``start`` to ``end`` in ``seconds`` of real time, then at the usual speed (see ``bot.clock.Clock``).

    It stands still until ``begin``, so that no part of the week is lost while the program starts. After the week it
    goes on at the usual speed: a person may stay at the prompt, and nothing should age meanwhile. ``real`` is the
    machine's monotonic clock.
    """

    def __init__(
        self, start: datetime, end: datetime, seconds: float, *, real: Callable[[], float] = monotonic
    ) -> None:
        self._start = start
        self._span = (end - start).total_seconds()
        self._seconds = seconds
        self._real = real
        self._origin: float | None = None

    def begin(self) -> None:
        """Let the week begin."""
        self._origin = self._real()

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self.monotonic())

    def follow(self) -> timedelta:
        return timedelta()

    def monotonic(self) -> float:
        real = self._passed()
        return real * self._span / self._seconds if real < self._seconds else self._span + real - self._seconds

    def share(self) -> float:
        """Return how much of the week is over, 0..1."""
        return min(self.monotonic() / self._span, 1.0)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(max(self._real_at(self.monotonic() + seconds) - self._passed(), 0))

    def _passed(self) -> float:
        return 0.0 if self._origin is None else self._real() - self._origin

    def _real_at(self, demo: float) -> float:
        if demo < self._span:
            return demo * self._seconds / self._span
        return self._seconds + demo - self._span
