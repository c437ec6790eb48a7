"""Is a spike told once, with its numbers and its stories?"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.chat.message import plain
from bot.model import Hit, Reason
from bot.store.engine import Store
from bot.store.transaction import Transaction
from bot.stories.statistics.spike import AGAIN
from bot.work.delivery.compose import compose
from bot.work.delivery.desk import Desk
from bot.work.delivery.digest import queue_spike
from tests.samples import NO_MATCH, NOW, a_story, a_subscription, an_entry

DAY = timedelta(days=1)


@pytest.fixture
def tx(tmp_path: Path) -> Iterator[Transaction]:
    with Store(f"sqlite:///{tmp_path}/test.db") as store, store.begin() as opened:
        opened.channels.save(a_subscription())
        opened.entries.save([Hit(entry=an_entry(seen=NOW - 20 * DAY), match=NO_MATCH)], {})
        yield opened


def happen(tx: Transaction, count: int, *, quiet: bool = False, after: timedelta = timedelta()) -> None:
    for number in range(1, count + 1):
        at = NOW + after - timedelta(minutes=number)
        key = number + round(after.total_seconds())
        tx.stories.save(a_story(key, opened=at, updated=at, quiet=quiet), words="", terms=())


def test_a_spike_is_told_once_in_half_a_day(tx: Transaction) -> None:
    """The message has the numbers and three stories; what goes on after twelve hours is told again."""
    happen(tx, 12)
    assert queue_spike(tx, NOW) == {1}
    (alert,) = tx.outbox.claim(1, NOW, most=9)
    desk = Desk(to=a_subscription(channel_id=1), topic="Topic", zone="UTC", language="en", feeds={}, now=NOW)
    ((parcel,), _) = compose(tx, [alert], desk)
    assert parcel.message is not None
    lines = [plain(line) for section in parcel.message.sections for line in section.lines]
    assert lines[:2] == ["Topic · more than usual", "12 new stories in 3 hours; usual at this time of day: 0."]
    assert [line[:2] for line in lines[2:]] == ["1.", "2.", "3."]
    assert alert.reason is Reason.SPIKE
    assert "above 5.0" in alert.why
    happen(tx, 20, after=timedelta(hours=4))
    assert queue_spike(tx, NOW + timedelta(hours=4)) == set()
    happen(tx, 20, after=AGAIN)
    assert queue_spike(tx, NOW + AGAIN) == {1}


def test_first_polls_and_ordinary_days_are_silent(tx: Transaction) -> None:
    """A new feed brings its past along; that is not happening now."""
    happen(tx, 30, quiet=True)
    assert queue_spike(tx, NOW) == set()
    happen(tx, 5, after=DAY)
    assert queue_spike(tx, NOW + DAY) == set()
    assert tx.notes.get("spike") is None


def test_an_empty_database_is_silent(tmp_path: Path) -> None:
    """There is no past, and nothing happens."""
    with Store(f"sqlite:///{tmp_path}/new.db") as store, store.begin() as tx:
        assert queue_spike(tx, NOW) == set()
