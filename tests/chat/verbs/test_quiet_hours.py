"""Are quiet hours quiet: across midnight, in the chat's own zone, and in nights when the clock is changed?"""

from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.settings.times import quiet_until, silent_until
from tests.samples import a_subscription


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("quiet", "zone", "now", "until"),
    [
        ("23:00-07:00", "UTC", "2031-05-06 22:59", None),
        ("23:00-07:00", "UTC", "2031-05-06 23:00", "2031-05-07 07:00"),
        ("23:00-07:00", "UTC", "2031-05-07 06:59", "2031-05-07 07:00"),
        ("23:00-07:00", "UTC", "2031-05-07 07:00", None),
        ("13:00-14:30", "UTC", "2031-05-07 14:00", "2031-05-07 14:30"),
        ("13:00-14:30", "UTC", "2031-05-07 12:00", None),
        ("23:00-07:00", "Asia/Tokyo", "2031-05-06 15:00", "2031-05-06 22:00"),
        ("23:00-07:00", "America/New_York", "2031-05-06 12:00", None),
        # In Warsaw the clock is set forward at 01:00 UTC on 30 March 2031: that night is an hour shorter,
        ("23:00-07:00", "Europe/Warsaw", "2031-03-29 22:00", "2031-03-30 05:00"),
        ("23:00-07:00", "Europe/Warsaw", "2031-03-30 05:00", None),
        # and a time that it skips is passed as soon as the clock is past it, at the latest;
        ("23:00-02:30", "Europe/Warsaw", "2031-03-30 00:59", "2031-03-30 01:30"),
        ("02:30-06:00", "Europe/Warsaw", "2031-03-30 01:00", "2031-03-30 04:00"),
        # it is set back at 01:00 UTC on 26 October 2031: that night is an hour longer,
        ("23:00-07:00", "Europe/Warsaw", "2031-10-25 21:00", "2031-10-26 06:00"),
        # and a time that comes twice is over when it came the second time.
        ("23:00-02:30", "Europe/Warsaw", "2031-10-26 00:45", "2031-10-26 01:30"),
    ],
)
def test_quiet_hours_are_those_of_the_clock_on_the_wall(quiet: str, zone: str, now: str, until: str | None) -> None:
    """They begin and end when that clock shows their times, on whichever day."""
    assert quiet_until(quiet, zone, at(now)) == (at(until) if until else None)


def test_a_mute_is_quiet_too() -> None:
    """What ends later counts, and a chat without a zone has that of the topic."""
    now = at("2031-05-06 23:30")
    quiet = a_subscription(quiet="23:00-07:00")
    assert silent_until(quiet, "UTC", now) == at("2031-05-07 07:00")
    assert silent_until(quiet, "Asia/Tokyo", now) is None
    muted = a_subscription(quiet="23:00-07:00", muted_until=at("2031-05-07 09:00"), zone="UTC")
    assert silent_until(muted, "Asia/Tokyo", now) == at("2031-05-07 09:00")
    assert silent_until(a_subscription(muted_until=now), "UTC", now) is None
    assert silent_until(a_subscription(), "UTC", now - timedelta(days=1)) is None
