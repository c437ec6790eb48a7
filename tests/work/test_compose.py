"""Do the alerts that wait for a chat become the right messages, in the right order?"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.chat.message import Link
from bot.model import Alert, Reason
from bot.store.engine import Store
from bot.store.transaction import Transaction
from bot.work.compose import LIST_FROM, Parcel, compose
from tests.samples import NOW, a_report, a_story, a_subscription, an_alert


@pytest.fixture
def tx(tmp_path: Path) -> Iterator[Transaction]:
    with Store(f"sqlite:///{tmp_path}/test.db") as store, store.begin() as opened:
        opened.channels.save(a_subscription())
        for number in range(1, LIST_FROM + 1):
            opened.stories.save(a_story(number, sources=2), words="", terms=())
        yield opened


def composed(tx: Transaction, *alerts: Alert) -> list[Parcel]:
    return compose(tx, alerts, topic="Topic", language="en", feeds={}, now=NOW)[0]


def of_story(number: int, **fields: object) -> Alert:
    return an_alert(number, **({"story_id": a_story(number).id} | fields))


def test_a_few_stories_come_one_by_one(tx: Transaction) -> None:
    """Three stories are three messages that can grow."""
    parcels = composed(tx, *(of_story(number) for number in range(1, LIST_FROM)))
    assert [parcel.listed for parcel in parcels] == [False] * (LIST_FROM - 1)


def test_many_stories_come_as_one_list(tx: Transaction) -> None:
    """Nobody gets sixteen pings at seven in the morning."""
    (parcel,) = composed(tx, *(of_story(number) for number in range(1, LIST_FROM + 1)))
    assert parcel.listed
    assert len(parcel.alerts) == LIST_FROM


def test_what_the_first_message_shows_is_not_said_again(tx: Transaction) -> None:
    """A story that grew before its first message was sent needs neither edit nor update."""
    parcels = composed(
        tx, of_story(1), of_story(1, id="e", reason=Reason.EDIT), of_story(1, id="u", reason=Reason.LOUD)
    )
    assert [parcel.message is not None for parcel in parcels] == [True, False, False]


def test_an_edit_without_a_message_of_its_own_is_dropped(tx: Transaction) -> None:
    """A line of a list cannot be edited alone."""
    (never_told,) = composed(tx, of_story(1, reason=Reason.EDIT))
    assert never_told.message is None
    tx.alerts.queue([of_story(2)])
    tx.alerts.sent([of_story(2).id], "9", NOW, listed=True)
    (listed,) = composed(tx, of_story(2, id="e", reason=Reason.EDIT))
    assert listed.message is None
    assert "list" in listed.why


def test_an_update_answers_the_first_message(tx: Transaction) -> None:
    """The reply hangs below what it is about."""
    tx.alerts.queue([of_story(1)])
    tx.alerts.sent([of_story(1).id], "9", NOW)
    (update,) = composed(tx, of_story(1, id="u", reason=Reason.UPDATE, new=("x",)))
    assert update.message is not None
    assert update.message.reply_to == "9"


def test_a_story_that_is_gone_is_not_sent(tx: Transaction) -> None:
    """An alert without its story ends with a reason."""
    (parcel,) = composed(tx, an_alert(story_id="u-gone"))
    assert parcel.message is None
    assert parcel.why


def test_a_channel_reads_stories_in_its_language(tx: Transaction) -> None:
    """A report in the reader's language gives headline and summary, in a message and in a digest."""
    german = a_report(2, language="de", title="Präsidenten unterzeichnen Erlass", text="")
    tx.stories.save(a_story(1, reports=(a_report(1), german)), words="", terms=())
    for alert in (of_story(1), an_alert(9, story_id=None, reason=Reason.DIGEST, since=NOW - timedelta(days=1))):
        ((parcel,), _) = compose(tx, [alert], topic="Topic", language="de", feeds={}, now=NOW)
        assert parcel.message is not None
        titles = [
            piece.text
            for section in parcel.message.sections
            for line in section.lines
            for piece in line
            if isinstance(piece, Link)
        ]
        assert german.title in titles
