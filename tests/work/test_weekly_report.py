"""Does the report of a week come when it was asked for, about the right days, and does it say what happened in them?"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.chat.console.lines import to_bars
from bot.chat.message import Message, plain
from bot.chat.rendering.charts import png
from bot.chat.slack.blocks.attachments import drawn
from bot.chat.slack.markup import to_markup as to_blocks
from bot.chat.telegram.markup import to_markup as to_html
from bot.model import Alert, Hit, Ownership, Reason, Scope, Send, Subscription
from bot.store.engine import Store
from bot.store.transaction import Transaction
from bot.text.languages import SPOKEN
from bot.work.delivery.compose import compose
from bot.work.delivery.desk import Desk
from bot.work.delivery.digest import queue_due
from bot.work.due import settle
from tests.samples import NO_MATCH, NOW, a_report, a_story, a_subscription, an_alert, an_entry

DAY = timedelta(days=1)
MONDAY = datetime(2026, 9, 21, 7, 0, tzinfo=UTC)  # 09:00 in Warsaw
WARSAW = "Europe/Warsaw"


@pytest.fixture
def tx(tmp_path: Path) -> Iterator[Transaction]:
    with Store(f"sqlite:///{tmp_path}/test.db") as store, store.begin() as opened:
        opened.entries.save([Hit(entry=an_entry(seen=NOW - 60 * DAY), match=NO_MATCH)], {})
        yield opened


def asked(tx: Transaction, due: datetime = MONDAY, **fields: Any) -> Subscription:
    """Give the chat a report that is due then."""
    saved = tx.channels.save(a_subscription(**({"report": "weekly mon 09:00", "zone": WARSAW} | fields)))
    tx.channels.set_report(saved.channel_id, due)
    return saved


def put(tx: Transaction, number: int, at: datetime, **fields: Any) -> None:
    given: dict[str, Any] = {"opened": at, "updated": at, "reports": (a_report(number, at=at),)}
    tx.stories.save(a_story(number, **(given | fields)), words="", terms=())


def fill(tx: Transaction) -> None:
    """A week with three stories and one before with six, and a story on its Monday that is of the next week."""
    put(tx, 1, MONDAY - 7 * DAY, title="Bridge closed", names=("Berg",))
    both = tuple(a_report(each, at=MONDAY - 2 * DAY, title="Port on strike") for each in range(20, 25))
    put(tx, 2, MONDAY - 2 * DAY, title="Port on strike", names=("Berg", "Dock"), reports=both)
    put(tx, 4, MONDAY - 2 * DAY, title="Ferry late", names=("Berg", "Dock"))
    put(tx, 5, MONDAY - timedelta(hours=1), title="Of the next week")
    for number in range(10, 16):
        put(tx, number, MONDAY - 9 * DAY, title="Old", names=("Dock",))


def claimed(tx: Transaction, saved: Subscription, now: datetime = MONDAY) -> list[Alert]:
    return tx.outbox.claim(saved.channel_id, now, most=20)


def told(tx: Transaction, saved: Subscription, now: datetime = MONDAY, language: str = "en") -> Message:
    """Queue what is due, and return the one message that it becomes."""
    assert queue_due(tx, {}, now) == {saved.channel_id}
    desk = Desk(to=replace(saved, language=language), topic="Topic", zone="UTC", language="en", feeds={}, now=now)
    ((parcel,), rest) = compose(tx, claimed(tx, saved, now), desk)
    assert rest == []
    assert parcel.message is not None
    return parcel.message


def lines(message: Message) -> list[str]:
    return [plain(line) for section in message.sections for line in section.lines]


def test_it_tells_of_the_seven_days_before(tx: Transaction) -> None:
    """How many, against the week before, the largest with a sentence, whose alone they were, what rose."""
    fill(tx)
    sentence = "The presidents signed a decree in Minsk."
    assert lines(told(tx, asked(tx))) == [
        "Topic · 14 Sep – 20 Sep",
        "3 stories in 7 days, 50% fewer than in the 7 days before (0.4 a day, before 0.9).",
        "Peak: 19 Sep, 2 — Port on strike.",
        "State media had 33% of them first.",
        "Dock 2 (−67%)",
        "Only state media: 1 · only independent media: 1 · both: 1",
        "More than the week before: Berg 3 (new)",
        "Largest",
        "1. Port on strike — 5 sources (2 state) · " + short(tx, 2),
        f"   {sentence} — Outlet 20",
        "2. Bridge closed — 1 source (state) · " + short(tx, 1),
        f"   {sentence} — Outlet 1",
        "3. Ferry late — 1 source · " + short(tx, 4),
        f"   {sentence} — Outlet 4",
    ]


def short(tx: Transaction, number: int) -> str:
    (story,) = tx.stories.by_id([f"u{number:032x}"])
    return story.short


def test_every_platform_draws_its_chart(tx: Transaction) -> None:
    """A picture on Telegram, with a caption that fits, a block on Slack, letters on a terminal; all have seven bars."""
    fill(tx)
    message = told(tx, asked(tx))
    assert message.chart is not None
    assert len(message.chart.bars) == 7
    assert [sum(bar) for bar in message.chart.bars] == [1, 0, 0, 0, 0, 2, 0]
    assert png(message.chart).startswith(b"\x89PNG")
    first, *_ = to_html(message)
    assert first.attached is message.chart
    assert "3 stories in 7 days" in first.html
    block = drawn(message.chart)
    (rendered,) = to_blocks(message, chart=block)
    assert block in rendered.blocks
    assert "14 Sep s 1" in to_bars(message.chart, width=80)


@pytest.mark.parametrize("language", SPOKEN)
def test_it_is_in_the_language_of_the_reader(tx: Transaction, language: str) -> None:
    """With all numbers, and with no English word where the bot speaks another language."""
    fill(tx)
    text = "\n".join(lines(told(tx, asked(tx), language=language)))
    assert "Port on strike" in text
    english = [word for word in ("stories", "Peak", "Largest", "Only", "More than", "Sep") if word in text]
    assert bool(english) == (language == "en")


@pytest.mark.parametrize(
    ("zone", "now", "day"),
    [
        (WARSAW, "2026-09-21T07:00", "2026-09-21"),
        ("America/Los_Angeles", "2026-09-21T16:00", "2026-09-21"),
        ("Pacific/Auckland", "2026-09-20T21:00", "2026-09-21"),  # there it is Monday already
        (WARSAW, "2026-10-26T08:00", "2026-10-26"),  # the week in which summer time ended
        (WARSAW, "2026-03-30T07:00", "2026-03-30"),  # and the one in which it began
        (WARSAW, "2026-09-23T12:00", "2026-09-21"),  # two days late, still of that week
        (WARSAW, "2026-10-06T12:00", "2026-10-05"),  # two weeks were missed: the last one is told
    ],
)
def test_a_week_is_that_of_the_chats_own_calendar(tx: Transaction, zone: str, now: str, day: str) -> None:
    """Whole days from Monday to Sunday, whatever the clocks did; and the next one is due a week later by that clock."""
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)
    saved = asked(tx, min(at, MONDAY + 7 * DAY) if at > MONDAY else at, zone=zone)
    assert queue_due(tx, {}, at) == {saved.channel_id}
    (alert,) = claimed(tx, saved, at)
    assert (alert.reason, alert.new) == (Reason.REPORT, (day,))
    assert queue_due(tx, {}, at + 6 * DAY - timedelta(hours=3 * 24)) == set()
    (again,) = tx.channels.reports_after(at)
    assert again.channel_id == saved.channel_id


def test_the_clock_that_changes_moves_no_day(tx: Transaction) -> None:
    """A story of the last minute of Sunday belongs to the week, one of the first minute of Monday does not."""
    change = datetime(2026, 10, 25, 23, 0, tzinfo=UTC)  # midnight in Warsaw, on the day on which summer time ended
    put(tx, 1, change - timedelta(minutes=1), title="Sunday")
    put(tx, 2, change + timedelta(minutes=1), title="Monday")
    put(tx, 3, change - timedelta(hours=7 * 24 + 1) + timedelta(minutes=1), title="Monday before")
    put(tx, 4, change - timedelta(hours=7 * 24 + 1) - timedelta(minutes=1), title="Sunday before")
    due = datetime(2026, 10, 26, 8, 0, tzinfo=UTC)
    text = "\n".join(lines(told(tx, asked(tx, due), due)))
    titles = ("Sunday", "Monday", "Monday before", "Sunday before")
    assert [title for title in titles if f". {title} —" in text] == ["Sunday", "Monday before"]
    assert "2 stories" in text


def test_it_keeps_to_the_filters_of_the_chat(tx: Transaction) -> None:
    """What the chat does not want is neither counted nor told, in the week and in the one before."""
    fill(tx)
    text = "\n".join(lines(told(tx, asked(tx, include=("ferry",)))))
    assert "1 story in 7 days." in text
    assert "Port" not in text


def test_it_says_how_much_came_at_once(tx: Transaction) -> None:
    """First messages of that week, and of this chat."""
    fill(tx)
    saved = asked(tx)
    tx.alerts.queue([an_alert(1, channel_id=saved.channel_id), an_alert(2, channel_id=99)])
    tx.alerts.sent([an_alert(1).id, an_alert(2).id], "7", MONDAY - 2 * DAY)
    assert "1 story came here at once." in lines(told(tx, saved))


def test_a_week_without_news_is_told_as_that(tx: Transaction) -> None:
    """One sentence, no chart: who waits for it knows that we are there."""
    message = told(tx, asked(tx))
    assert lines(message) == ["Topic · 14 Sep – 20 Sep", "Nothing new happened in this week."]
    assert message.chart is None


def test_it_comes_beside_digests_and_in_quiet_hours_but_not_in_a_muted_chat(tx: Transaction) -> None:
    """It was asked for at that time; whoever muted the chat wants nothing, and the next one is planned."""
    fill(tx)
    assert told(tx, asked(tx, send=Send.DIGEST, digest="daily 08:00", quiet="00:00-23:00")).chart is not None
    muted = asked(tx, target=replace(a_subscription().target, chat="2"), muted_until=MONDAY + DAY)
    assert muted.channel_id not in queue_due(tx, {}, MONDAY)
    assert muted.channel_id in {each.channel_id for each in tx.channels.reports_after(MONDAY + 6 * DAY)}


def test_a_channel_gets_no_buttons(tx: Transaction) -> None:
    """Nobody could be answered there."""
    fill(tx)
    assert told(tx, asked(tx, scope=Scope.CHANNEL)).buttons == ()


def test_only_outlets_of_one_side_need_no_comparison(tx: Transaction) -> None:
    """Where no source of a side is read, "only the other side" says nothing."""
    reports = (a_report(1, at=MONDAY - 2 * DAY, ownership=Ownership.STATE),)
    put(tx, 1, MONDAY - 2 * DAY, reports=reports)
    assert not any("Only state media" in line for line in lines(told(tx, asked(tx))))


def test_a_time_that_no_plan_can_mean_is_put_right(tx: Transaction) -> None:
    """A clock that was wrong wrote it: the report is planned anew."""
    asked(tx, MONDAY + 400 * DAY)
    settle(tx, {}, MONDAY, alone=True)
    assert tx.channels.reports_after(MONDAY + 8 * DAY) == []
    assert tx.channels.reports_due(MONDAY + 8 * DAY)
