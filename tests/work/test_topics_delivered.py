"""What is told at set times, of each topic by itself?"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.chat.message import Message, plain
from bot.chat.topics import tag
from bot.model import Hit, Reason, Send, Subscription
from bot.store.engine import Store
from bot.store.transaction import Transaction
from bot.work.delivery.compose import compose
from bot.work.delivery.desk import Desk
from bot.work.delivery.digest import queue_due, queue_spikes
from tests.samples import NO_MATCH, NOW, a_story, a_subscription, an_alert, an_entry

DAY = timedelta(days=1)
TOPICS = {"main": "Relations", "ferry": "Ferry treaty"}


@pytest.fixture
def tx(tmp_path: Path) -> Iterator[Transaction]:
    """A chat that has two topics, both watched for a long time."""
    with Store(f"sqlite:///{tmp_path}/test.db") as store, store.begin() as opened:
        opened.entries.save([Hit(entry=an_entry(seen=NOW - 20 * DAY), match=NO_MATCH)], {})
        opened.past.begin("ferry", NOW - 20 * DAY)
        for topic in TOPICS:
            opened.channels.save(replace(a_subscription(), topic=topic))
        yield opened


def happen(tx: Transaction, topic: str, count: int) -> None:
    for number in range(1, count + 1):
        at = NOW - timedelta(minutes=number)
        story = replace(a_story(number, opened=at, updated=at), id=f"{topic}-{number}", topic=topic)
        tx.stories.save(replace(story, title=f"{topic} {number}"), words="", terms=())


def composed(tx: Transaction, to: Subscription, now: datetime = NOW) -> list[Message]:
    desk = Desk(to=to, topic=TOPICS[to.topic], alone=False, zone="UTC", language="en", feeds={}, now=now)
    parcels, _ = compose(tx.about(to.topic), tx.outbox.claim(to.channel_id, now, most=9), desk)
    return [each.message for each in parcels if each.message is not None]


def words_of(message: Message) -> str:
    return "\n".join(plain(line) for section in message.sections for line in section.lines)


def test_a_spike_of_one_topic_is_none_of_the_other(tx: Transaction) -> None:
    """Each is compared with its own past, and its notice goes to who chose it."""
    happen(tx, "main", 2)
    happen(tx, "ferry", 12)
    first, ferry = tx.channels.all()
    assert queue_spikes(tx, TOPICS, NOW) == {ferry.channel_id}
    assert queue_spikes(tx, TOPICS, NOW) == set()
    (notice,) = composed(tx, ferry)
    assert words_of(notice).startswith("Ferry treaty · more than usual")
    assert "main" not in words_of(notice)
    assert composed(tx, first) == []


def test_each_topic_has_a_digest_of_its_own(tx: Transaction) -> None:
    """It has that topic's stories, and buttons that stay with it."""
    happen(tx, "main", 1)
    happen(tx, "ferry", 2)
    for each in tx.channels.all():
        tx.channels.save(replace(each, send=Send.DIGEST, digest="daily 08:00"))
        tx.channels.set_digest(each.channel_id, due=NOW, start=NOW - DAY)
    assert queue_due(tx, {}, NOW) == {1, 2}
    for to, count in zip(tx.channels.all(), (1, 2), strict=True):
        (digest,) = composed(tx, to)
        other = next(topic for topic in TOPICS if topic != to.topic)
        said = words_of(digest)
        assert said.startswith(f"{TOPICS[to.topic]} · ")
        assert said.count(f"{to.topic} ") == count
        assert f"{other} " not in said
        values = [button.value for row in digest.buttons for button in row if not button.url]
        assert values
        assert all(value.endswith(f"//{tag(to.topic)}") for value in values)


def test_several_alerts_in_one_list_say_their_topic(tx: Transaction) -> None:
    """A list is of one topic, and names it in its first line."""
    happen(tx, "ferry", 5)
    ferry = tx.channels.all()[1]
    stories = tx.about("ferry").stories.newest(9)
    tx.alerts.queue(
        [
            replace(an_alert(number), channel_id=ferry.channel_id, story_id=each.id, reason=Reason.NEW, created=NOW)
            for number, each in enumerate(stories)
        ]
    )
    (several,) = composed(tx, ferry)
    assert words_of(several).startswith("Ferry treaty · 5 new stories")
    assert several.text.startswith("Ferry treaty: ")


def test_each_topic_has_a_weekly_report_of_its_own(tx: Transaction) -> None:
    """It counts that topic's stories, says its name, and keeps the topic's hours where the chat chose none."""
    happen(tx, "main", 1)
    happen(tx, "ferry", 2)
    monday = NOW + timedelta(days=7)
    for each in tx.channels.all():
        tx.channels.save(replace(each, report="weekly mon 09:00"))
        tx.channels.set_report(each.channel_id, due=monday)
    assert queue_due(tx, {"main": "Europe/Warsaw", "ferry": "Asia/Tokyo"}, monday) == {1, 2}
    for to, count in zip(tx.channels.all(), ("1 story", "2 stories"), strict=True):
        (report,) = composed(tx, to, monday)
        other = next(topic for topic in TOPICS if topic != to.topic)
        said = words_of(report)
        assert said.startswith(f"{TOPICS[to.topic]} · ")
        assert f"{count} in 7 days" in said
        assert f"{other} " not in said
    between = datetime(2026, 10, 5, 3, tzinfo=UTC)  # nine in Tokyo is over, and nine in Warsaw is to come
    assert [each.topic for each in tx.channels.reports_after(between)] == ["main"]
