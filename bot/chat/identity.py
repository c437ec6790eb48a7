"""Whom does a token belong to? What a platform says of us when it is asked once, before any service runs."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A platform's answer. ``problems`` are sentences for the operator: what works, but not as it should."""

    name: str  # as people see it: "@seedwatch_bot", "seedwatch in Example"
    problems: tuple[str, ...] = ()
    server_time: datetime | None = None  # the platform's clock while it answered; None: it did not say
