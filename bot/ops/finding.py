"""What did one check of the doctor find?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Level(Enum):
    """How much it matters: an error keeps the service, a platform or a feed from working."""

    FINE = "fine"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line of the doctor's report. ``facts`` are for programs: numbers, and times in ISO 8601."""

    about: str  # "clock", "database", "telegram", a feed's id
    level: Level
    text: str
    facts: Mapping[str, str | int | float | None] = field(default_factory=dict)
