"""When is a digest due? Wall-clock times in a chat's own zone, also on the days when the clock is changed (pure)."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PLAN = re.compile(r"(?P<kind>daily|weekly)(?: (?P<day>[a-z]+))? (?P<hour>\d{1,2}):(?P<minute>\d{2})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A digest every day, or on one day of the week (0 is Monday)."""

    at: time
    day: int | None = None


def parse_digest(words: str) -> Plan:
    """Read "daily 08:00" or "weekly mon 08:00". Raises ValueError with a sentence for the person who typed it."""
    found = _PLAN.fullmatch(words)
    if found is None or (found["kind"] == "weekly") != (found["day"] is not None):
        raise ValueError("Use daily HH:MM, weekly DAY HH:MM, or off")
    if found["day"] is not None and found["day"][:3] not in DAYS:
        raise ValueError(f"“{found['day']}” is not a day. Use {', '.join(DAYS)}")
    try:
        at = time(int(found["hour"]), int(found["minute"]))
    except ValueError:
        clock = f"{found['hour']}:{found['minute']}"
        raise ValueError(f"“{clock}” is not a time. Use 00:00 to 23:59") from None
    return Plan(at=at, day=DAYS.index(found["day"][:3]) if found["day"] else None)


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
