"""When does a feed say that this was published, and can that be?"""

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from time import struct_time

from bot.feeds.formats.written_dates import read_date

_OLDEST = datetime(1990, 1, 1, tzinfo=UTC)  # before the first feed
_TOO_FAR = timedelta(days=2)  # more than a wrong time zone explains


def from_struct(value: struct_time | None) -> datetime | None:
    """Return the time that a UTC ``struct_time`` stands for, or None where there is no such time."""
    if value is None:
        return None
    try:
        return datetime(*value[:5], min(value[5], 59), tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def from_text(text: str) -> datetime | None:
    """Return the time that a text stands for; without a zone it is taken as UTC. None where that would be a guess."""
    return read_date(text)


def supports(text: str, when: datetime) -> bool:
    """Whether a text supports the date that a library made of it: its numbers include the year and the day.

    The library guesses where it does not understand; it may have taken a numeric month for the day.
    """
    numbers = {int(number) for number in re.findall(r"\d{1,4}", text)}
    days = {(when + timedelta(days=shift)).day for shift in (-1, 0, 1)}  # in some time zone
    return bool(re.search(r"[^\W\d_]{3}", text)) and when.year in numbers and bool(days & numbers)


def plausible(when: datetime | None, seen: datetime) -> datetime | None:
    """Return a claimed time if it can be true, never later than ``seen``; None where it cannot."""
    if when is None or when < _OLDEST or when > seen + _TOO_FAR:
        return None
    return min(when, seen)


_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: place for place, name in enumerate(_MONTH_NAMES, 1)}
_ZONES = {"gmt": 0, "ut": 0, "utc": 0, "z": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6}
_ZONES |= {"pst": -8, "pdt": -7}
_RFC = re.compile(
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},?\s+)?(\d{1,2})\s+(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"[a-z]{0,6}\s+(\d{4})\s+(\d\d?):(\d\d)(?::(\d\d))?\s+([+-]\d\d:?\d\d|[a-z]{1,3})",
    re.IGNORECASE | re.ASCII,
)
_W3C = re.compile(r"(\d{4}-\d\d-\d\d[Tt]\d\d:\d\d)(?:(:\d\d)(?:\.\d{1,12})?)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)


def from_standard(text: str) -> datetime | None:
    """Return the time of a text in one of the two standard forms; None if it is in neither."""
    try:
        if found := _W3C.fullmatch(text):
            minute, second, zone = found.groups(":00")
            there = datetime.fromisoformat(f"{minute}{second}+00:00")
        elif found := _RFC.fullmatch(text):
            day, name, year, hour, minute, second, zone = found.groups("0")
            month = _MONTHS[name.lower()]
            there = datetime(int(year), month, int(day), int(hour), int(minute), int(second), tzinfo=UTC)
        else:
            return None
        ahead = _ahead(zone.lower())
        return None if ahead is None else there - ahead
    except (ValueError, OverflowError):
        return None


@lru_cache(maxsize=256)
def _ahead(zone: str) -> timedelta | None:
    """Return how far a zone is ahead of UTC; None for a name that can mean several."""
    if zone[0] not in "+-":
        return timedelta(hours=_ZONES[zone]) if zone in _ZONES else None
    ahead = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    return -ahead if zone[0] == "-" else ahead
