"""When is a digest due, and until when is there no sound? A chat's own wall clock, also when clocks change (pure)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale

from bot.chat.language import ENGLISH, Words
from bot.model import Subscription
from bot.text.languages import SPOKEN
from bot.text.words import fold

_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)


def quiet_until(quiet: str, zone: str, now: datetime) -> datetime | None:
    """Return when the quiet hours that hold now are over, in UTC; None where none hold.

    ``quiet`` is "23:00-07:00" as in ``Subscription.quiet``, ``zone`` an IANA name. Where a clock change skips or
    repeats the minute at which they begin or end, the longer time is quiet. Raises ValueError for another form.
    """
    begin, end = parse_quiet(quiet)
    today = now.astimezone(ZoneInfo(zone)).date()
    for day in (today - _DAY, today):
        starts = min(_moments(day, begin, zone))
        ends = max(_moments(day if begin < end else day + _DAY, end, zone))
        if starts <= now < ends:
            return ends
    return None


def zone_of(subscription: Subscription, zones: Mapping[str, str]) -> str:
    """Return the time zone of a chat: its own, else that of its topic in ``zones``, else UTC."""
    return subscription.zone or zones.get(subscription.topic, "UTC")


def silent_until(subscription: Subscription, zone: str, now: datetime) -> datetime | None:
    """Return until when a chat is told nothing, because of its quiet hours or of a mute; None: it listens.

    ``zone`` is that of chats that chose none.
    """
    quiet = quiet_until(subscription.quiet, subscription.zone or zone, now) if subscription.quiet else None
    times = [each for each in (quiet, subscription.muted_until) if each is not None and each > now]
    return max(times, default=None)


def _moments(day: date, at: time, zone: str) -> tuple[datetime, datetime]:
    """The moments at which a clock shows a time: two of them where it is repeated or, in a way, where it is skipped."""
    local = datetime.combine(day, at, ZoneInfo(zone))
    return local.astimezone(UTC), local.replace(fold=1).astimezone(UTC)


DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKLY = tuple(f"weekly {day}" for day in DAYS)
_TIME = r"(\d{1,2}(?:[:.]\d{2})?)\s*(am|pm|h|uhr)?"
_SPAN = re.compile(rf"{_TIME}\s*[-‐‑‒–—−]\s*{_TIME}", re.ASCII | re.IGNORECASE)  # phones type any of these dashes
_PLAN = re.compile(rf"(?P<kind>daily|weekly)(?: (?!at )(?P<day>[^\W\d_]+(?:[’'ʼ][^\W\d_]+)?)\.?)? (?:at )?{_TIME}")


_NOON, _NEVER = 12, 24
_HALVES = {"am": 0, "pm": _NOON}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A digest every day, or on one day of the week (0 is Monday)."""

    at: time
    day: int | None = None


def parse_digest(text: str, words: Words = ENGLISH) -> Plan:
    """Read "daily 08:00" or "weekly mon 08:00". Raises ValueError with a sentence for the person who typed it."""
    found = _PLAN.fullmatch(text)
    if found is None or (found["kind"] == "weekly") != (found["day"] is not None):
        raise ValueError(words("Use daily HH:MM, weekly DAY HH:MM, or off"))
    at = _clock(found[3], found[4], words)
    return Plan(at=at, day=_day(found["day"], words) if found["day"] else None)


def parse_weekly(text: str, words: Words = ENGLISH) -> Plan:
    """Read "mon 09:00", also with "weekly" before it. Raises ValueError with a sentence for whoever typed it."""
    plan = f"weekly {text.removeprefix('weekly ')}"
    if _PLAN.fullmatch(plan) is None:
        raise ValueError(words("Use DAY HH:MM, or off"))
    return parse_digest(plan, words)


def _day(name: str, words: Words) -> int:
    """Return the number of a day by its name in any language that we speak; shortened names will do."""
    days = _days()
    found = days.get(fold(name), days.get(name[:3]))
    if found is None:
        raise ValueError(words("“{day}” is not a day. Use {days}", day=name, days=", ".join(DAYS)))
    return found


@cache
def _days() -> dict[str, int]:
    """Return the days of the week, 0 being Monday, by their names and short names."""
    found = {day: number for number, day in enumerate(DAYS)}
    for language in SPOKEN:
        for widths in Locale.parse(language).days.values():
            for width in ("wide", "abbreviated", "short"):
                for number, name in widths.get(width, {}).items():
                    found.setdefault(fold(name.rstrip(".")), number)
    return found


def parse_quiet(text: str, words: Words = ENGLISH) -> tuple[time, time]:
    """Read "23:00-07:00": when quiet hours begin and end. Raises ValueError with a sentence for whoever typed it."""
    found = _SPAN.fullmatch(text)
    if found is None:
        raise ValueError(words("Use HH:MM-HH:MM, or off"))
    begin, end = _clock(found[1], found[2], words), _clock(found[3], found[4], words)
    if begin == end:
        raise ValueError(words("Quiet hours cannot begin and end at the same time ({time})", time=f"{begin:%H:%M}"))
    return begin, end


def _clock(text: str, half: str | None, words: Words) -> time:
    """Read "22:00", "22", "8.30", and with the half of the day "8" and "pm"."""
    hour, _, minute = text.replace(".", ":").partition(":")
    try:
        number = int(hour)
        if half is not None and half.casefold() in _HALVES:
            number = number % _NOON + _HALVES[half.casefold()] if 1 <= number <= _NOON else _NEVER
        return time(number, int(minute or 0))
    except ValueError:
        raise ValueError(words("“{time}” is not a time. Use 00:00 to 23:59", time=text)) from None


def told_plan(digest: str, words: Words) -> str:
    """Return when a digest comes, in words: "daily, 08:00" or "weekly, Monday 08:00"."""
    plan = parse_digest(digest)
    at = f"{plan.at:%H:%M}"
    if plan.day is None:
        return words("daily, {time}", time=at)
    return words("weekly, {day} {time}", day=told_day(plan.day, words), time=at)


def told_weekly(plan: str, words: Words) -> str:
    """Return when something comes every week: "Monday 09:00"."""
    parsed = parse_weekly(plan)
    return f"{told_day(parsed.day or 0, words)} {parsed.at:%H:%M}"


def told_day(day: int, words: Words) -> str:
    """Return what a day of the week is called, 0 being Monday."""
    return str(Locale.parse(words.language).days["stand-alone"]["wide"][day])


def told_rhythm(plan: str, words: Words) -> str:
    """Return how often something comes, a plan without its time: "every day", "Monday"."""
    _, _, day = plan.partition(" ")
    return told_day(DAYS.index(day), words) if day else words("every day")


def told_length(length: timedelta, words: Words = ENGLISH) -> str:
    """Return a length of time in words: "30 days", "8 hours", "45 minutes"."""
    if length >= _DAY and length % _DAY == timedelta(0):
        return words.counted(length // _DAY, "{n} day", "{n} days")
    if length >= _HOUR and length % _HOUR == timedelta(0):
        return words.counted(length // _HOUR, "{n} hour", "{n} hours")
    return words.counted(length // timedelta(minutes=1), "{n} minute", "{n} minutes")


def next_digest(plan: Plan, zone: str, now: datetime) -> datetime:
    """Return the first time after ``now`` at which the plan is due, in UTC; a time that the clock skips is run once."""
    local = now.astimezone(ZoneInfo(zone))
    day = local.date()
    for _ in range(9):
        if plan.day is None or day.weekday() == plan.day:
            due = datetime.combine(day, plan.at, ZoneInfo(zone)).astimezone(UTC)
            if due > now:
                return due
        day += timedelta(days=1)
    raise AssertionError("a week has seven days")
