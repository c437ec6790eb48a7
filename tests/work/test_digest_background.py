"""Does a digest tell what is usual, what stands out, and who is silent, from what is stored?"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.chat.message import plain
from bot.model import Cursor, Feed, Hit, Reason
from bot.store.engine import Store
from bot.store.transaction import Transaction
from bot.work.delivery.compose import compose
from bot.work.delivery.desk import Desk
from tests.samples import NO_MATCH, NOW, a_story, a_subscription, an_alert, an_entry

DAY = timedelta(days=1)
FEEDS = {
    name: Feed(
        id=name,
        name=name.title(),
        url=f"https://{name}.example.org/feed",
        every=timedelta(minutes=10),
        timeout=timedelta(seconds=20),
        user_agent="test/1.0",
    )
    for name in ("belta", "nasha", "good")
}


@pytest.fixture
def tx(tmp_path: Path) -> Iterator[Transaction]:
    with Store(f"sqlite:///{tmp_path}/test.db") as store, store.begin() as opened:
        opened.channels.save(a_subscription())
        yield opened


def text(tx: Transaction) -> str:
    alert = an_alert(story_id=None, reason=Reason.DIGEST, since=NOW - DAY)
    to = a_subscription(channel_id=1)
    desk = Desk(to=to, topic="Topic", zone="Europe/Warsaw", language="en", feeds=FEEDS, now=NOW)
    ((parcel,), _) = compose(tx, [alert], desk)
    assert parcel.message is not None
    return "\n".join(plain(line) for section in parcel.message.sections for line in section.lines)


def entries(tx: Transaction, feed: str, *days: float) -> None:
    hits = [
        Hit(entry=replace(an_entry(), key=key, keys=(key,), feed_id=feed, seen=NOW - day * DAY), match=NO_MATCH)
        for day in days
        for key in (f"{feed}{day}",)
    ]
    tx.entries.save(hits, {})
    if tx.feeds.cursor(feed) is None:
        tx.feeds.advance(Cursor(feed_id=feed, due=NOW))


def stories(tx: Transaction, days: float, count: int, *, names: tuple[str, ...]) -> None:
    for number in range(count):
        at = NOW - days * DAY - timedelta(minutes=number)
        story = a_story(int(days * 100) + number, opened=at, updated=at, names=names)
        tx.stories.save(story, words="", terms=())


def test_a_digest_of_a_known_past(tx: Transaction) -> None:
    """Two a day are usual; today six, with a name that only one had before."""
    entries(tx, "good", *(day + 0.1 for day in range(20)))
    entries(tx, "nasha", *(day / 4 + 5 for day in range(20)))
    tx.feeds.advance(Cursor(feed_id="belta", due=NOW, failures=9, failing_since=NOW - 2 * DAY, error="HTTP 403"))
    for day in range(1, 19):
        stories(tx, day + 0.5, 2, names=("Lukashenko",))
    stories(tx, 0.2, 6, names=("Union State",))
    said = text(tx)
    assert said.startswith("Topic · Monday, 21 September\n6 new stories since yesterday 16:13 · usual: 2 · ")
    assert "More mentioned than usual: Union State 6 (usual 0)" in said
    assert "Quiet: 2 of 3 sources. Belta: errors since 19 Sep 2026 14:13 UTC." in said
    assert "Nasha: nothing new since 16 Sep 2026 14:13 UTC. Usually every 6 hours." in said


def test_the_first_week_compares_with_nothing(tx: Transaction) -> None:
    """What is most mentioned is told instead."""
    entries(tx, "good", 3, 2, 1)
    stories(tx, 0.2, 2, names=("Putin",))
    said = text(tx)
    assert "usual" not in said
    assert "Most mentioned: Putin 2" in said
    assert "Quiet" not in said


def test_a_name_that_left_a_story_is_not_counted(tx: Transaction) -> None:
    """After a split the story is saved with fewer names."""
    story = tx.stories.save(a_story(names=("A", "B")), words="", terms=())
    tx.stories.save(replace(story, names=("B",)), words="", terms=())
    assert tx.past.mentioned({"A", "B"}, NOW - DAY, NOW) == {"A": [], "B": [NOW]}
    assert tx.stories.forget_mentions(NOW + DAY) == 1
