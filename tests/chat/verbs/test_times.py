"""Is a digest due at the right moment, also when clocks change?"""

from datetime import UTC, datetime, time

import pytest

from bot.chat.settings.times import next_digest, parse_digest, parse_quiet, parse_weekly

WARSAW = "Europe/Warsaw"


@pytest.mark.parametrize(
    ("words", "now", "due"),
    [
        ("daily 08:00", "2026-09-21T05:59", "2026-09-21T06:00"),
        ("daily 08:00", "2026-09-21T06:00", "2026-09-22T06:00"),
        ("weekly mon 08:00", "2026-09-21T06:00", "2026-09-28T06:00"),
        ("weekly sunday 20:00", "2026-09-21T06:00", "2026-09-27T18:00"),
        ("daily 08:00", "2026-10-24T07:00", "2026-10-25T07:00"),  # the night on which summer time ends
        ("daily 02:30", "2026-03-28T12:00", "2026-03-29T01:30"),  # a time that the clock skips
        ("daily 02:30", "2026-03-29T01:30", "2026-03-30T00:30"),  # and only once
        ("daily 02:30", "2026-10-25T00:30", "2026-10-26T01:30"),  # a time that comes twice is used once
    ],
)
def test_the_next_digest(words: str, now: str, due: str) -> None:
    """Wall-clock times are meant in the chat's own zone."""
    found = next_digest(parse_digest(words), WARSAW, datetime.fromisoformat(now).replace(tzinfo=UTC))
    assert found == datetime.fromisoformat(due).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "words", ["daily", "daily mon 08:00", "weekly 08:00", "08:00", "daily 24:00", "weekly x 08:00"]
)
def test_what_is_no_timetable_is_refused(words: str) -> None:
    """The error is a sentence for the person who typed it."""
    with pytest.raises(ValueError, match=r"Use|not a"):
        parse_digest(words)


@pytest.mark.parametrize("text", ["23:00-07:00", "23:00–07:00", "23:00 — 7:00"])
def test_quiet_hours_are_read_with_any_dash(text: str) -> None:
    """A phone turns a hyphen into a dash."""
    begin, end = parse_quiet(text)
    assert (f"{begin:%H:%M}", f"{end:%H:%M}") == ("23:00", "07:00")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("night", "Use HH:MM-HH:MM"),
        ("25:00-07:00", "“25:00” is not a time"),
        ("08:00-08:00", "cannot begin and end at the same time"),
    ],
)
def test_what_are_no_quiet_hours_is_refused(text: str, says: str) -> None:
    """The error says which part is wrong."""
    with pytest.raises(ValueError, match=says):
        parse_quiet(text)


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("22-7", time(22), time(7)),
        ("10pm-7am", time(22), time(7)),
        ("22:00–07:00", time(22), time(7)),
        ("22.30 - 6", time(22, 30), time(6)),
        ("12am − 8 am", time(0), time(8)),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, begin: time, end: time) -> None:
    """With and without minutes, with halves of the day, with any dash."""
    assert parse_quiet(text) == (begin, end)


@pytest.mark.parametrize(("text", "at"), [("daily 8pm", time(20)), ("daily 8", time(8)), ("daily at 12 am", time(0))])
def test_a_digest_has_such_hours_too(text: str, at: time) -> None:
    """In its timetable."""
    assert parse_digest(text).at == at


@pytest.mark.parametrize(
    ("text", "day", "at"),
    [
        ("mon 09:00", 0, time(9)),
        ("weekly friday 17.30", 4, time(17, 30)),
        ("понедельник 9", 0, time(9)),
        ("пн. 9:00", 0, time(9)),
        ("нядзеля 20:00", 6, time(20)),
        ("п'ятниця 18:00", 4, time(18)),
        ("sob 8pm", 5, time(20)),
        ("środa 10", 2, time(10)),
    ],
)
def test_a_day_of_the_week_is_read_in_each_language(text: str, day: int, at: time) -> None:
    """Whole, shortened, with a full stop, with any apostrophe."""
    plan = parse_weekly(text)
    assert (plan.day, plan.at) == (day, at)


@pytest.mark.parametrize("text", ["09:00", "mon", "someday 09:00", "mon 25:00", "daily 09:00"])
def test_what_is_no_day_and_time_is_refused(text: str) -> None:
    """The error is a sentence for the person who typed it."""
    with pytest.raises(ValueError, match=r"Use|not a"):
        parse_weekly(text)
