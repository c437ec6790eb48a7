"""Until when does a chat want no sound? Quiet hours by its own wall clock, also in nights of a clock change (pure)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.chat.settings.times import parse_quiet
from bot.model import Subscription

_DAY = timedelta(days=1)


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
