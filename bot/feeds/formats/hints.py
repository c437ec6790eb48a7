"""What did a document bring, and what does it say about its pace? Items, ``ttl``, ``updatePeriod``, ``skipHours``."""

import json
import re
from dataclasses import asdict, dataclass, field

from bot.model import Entry, Unchanged

_PERIODS = {"hourly": 3600.0, "daily": 86400.0, "weekly": 604800.0, "monthly": 2592000.0, "yearly": 31536000.0}
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HOURS_A_DAY = 24
_HEAD = 20_000  # characters in which a feed describes itself
_SKIP = re.compile(r"<skip(Hours|Days)>(.{0,2000}?)</skip\1>", re.IGNORECASE | re.DOTALL)
_SKIPS = re.compile("<[sS][kK][iI][pP]")  # letters are compared faster than if case were ignored
_SKIPPED = re.compile(r"<(?:hour|day)>\s*(\w{1,9})\s*<", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """A feed's wishes. Seconds; hours 0..23 in GMT; days with 0 for Monday."""

    ttl: float | None = None
    update_period: float | None = None
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()


def skips(document: str) -> tuple[list[str], list[str]]:
    """Return the hours and the days to skip that an XML document names in its head."""
    head = document[:_HEAD]
    found = _SKIP.findall(head) if _SKIPS.search(head) else ()  # to look first takes a twentieth of the time
    skipped = {kind.lower(): _SKIPPED.findall(names) for kind, names in found}
    return skipped.get("hours", []), skipped.get("days", [])


def read_hints(ttl: str, period: str, frequency: str, hours: list[str], days: list[str]) -> Hints:
    """Return the hints that these texts of a document give; nonsense is left out.

    ``ttl`` is in minutes. ``sy:updatePeriod`` and ``sy:updateFrequency`` say "so many times in such a period".
    """
    minutes = _number(ttl)
    times = _number(frequency) or 1
    base = _PERIODS.get(period.strip().lower())
    # RSS 0.91 counts hours 1..24, RSS 2.0 0..23: 24 is midnight in both.
    wanted = {int(hour) % _HOURS_A_DAY for hour in map(_number, hours) if hour is not None and hour <= _HOURS_A_DAY}
    named = {DAYS.index(day.strip().lower()) for day in days if day.strip().lower() in DAYS}
    return Hints(
        ttl=minutes * 60 if minutes else None,
        update_period=base / times if base else None,
        # A feed that skips all hours or days would never be polled: it cannot mean that.
        skip_hours=tuple(sorted(wanted)) if len(wanted) < _HOURS_A_DAY else (),
        skip_days=tuple(sorted(named)) if len(named) < len(DAYS) else (),
    )


def to_text(hints: Hints) -> str | None:
    """Return hints as the cursor keeps them; None where there are none."""
    said = {name: value for name, value in asdict(hints).items() if value}
    return json.dumps(said, sort_keys=True, separators=(",", ":")) if said else None


def from_text(text: str | None) -> Hints:
    """Return the hints that a cursor kept."""
    said = json.loads(text) if text else {}
    return Hints(
        ttl=said.get("ttl"),
        update_period=said.get("update_period"),
        skip_hours=tuple(said.get("skip_hours", ())),
        skip_days=tuple(said.get("skip_days", ())),
    )


def _number(text: str) -> float | None:
    """Return a positive number of sane size, or None. Hour zero is midnight and passes as 0."""
    text = text.strip()
    return float(text) if text.isascii() and text.isdigit() and len(text) <= 6 else None  # noqa: PLR2004 - a week has 10,080 minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """The entries of one document, oldest first, and what it says about itself.

    ``complete`` is False where the end of the document was missing: its validators must not be kept, or the entries
    that were cut off would be answered with "not modified". ``problems`` are sentences for /status.
    """

    entries: tuple[Entry, ...]  # without those that are ``unchanged``
    items: str = ""  # what the cursor is to remember of the document's items
    unchanged: Unchanged = field(default_factory=Unchanged)
    title: str = ""
    hints: Hints = field(default_factory=Hints)
    complete: bool = True
    problems: tuple[str, ...] = ()
