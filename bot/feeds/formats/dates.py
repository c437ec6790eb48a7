"""When does a feed say that this was published, and can that be?"""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from time import struct_time

_OLDEST = datetime(1990, 1, 1, tzinfo=UTC)  # before the first feed
_TOO_FAR = timedelta(days=2)  # a wrong time zone explains less than that


def from_struct(value: struct_time | None) -> datetime | None:
    """Return the time that a UTC ``struct_time`` stands for, or None where there is no such time."""
    if value is None:
        return None
    try:
        return datetime(*value[:5], min(value[5], 59), tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def from_text(text: str) -> datetime | None:
    """Return the time that an ISO 8601 or RFC 5322 text stands for; without a zone it is taken as UTC."""
    text = text.strip()
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            when = read(text)
            return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
        except (ValueError, OverflowError, IndexError, TypeError):  # what the two raise for nonsense
            continue
    return None


def plausible(when: datetime | None, seen: datetime) -> datetime | None:
    """Return a claimed time if it can be true, never later than ``seen``; None where it cannot."""
    if when is None or when < _OLDEST or when > seen + _TOO_FAR:
        return None
    return min(when, seen)
