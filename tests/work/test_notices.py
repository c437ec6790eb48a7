"""Is it said below a story that one side is silent about it, and what an outlet changed in it without a word?"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.chat.message import plain
from bot.model import Alert, Cursor, Feed, Ownership, Reason, Report, Story
from bot.store.engine import Store
from bot.store.transaction import Transaction
from bot.stories.wording.edits import Edit, unannounced
from bot.work.delivery.compose import compose
from bot.work.delivery.desk import Desk
from bot.work.delivery.notices import Edited, queue_edits, queue_silences
from bot.work.delivery.records import Parcel
from bot.work.polling.revise import Revised
from tests.chat.verbs.conftest import a_feed
from tests.samples import NOW, a_report, a_story, a_subscription, an_alert
from tests.small_topic import news, poll, url, write_config

SIX = timedelta(hours=6)
TEXTS = (
    "Dockers blocked the gate of the port on Monday. Nobody was let in before noon.",
    "A strike stopped the ferries for a whole day, said the union of seamen there.",
    "Passengers slept in the hall, since no ship left the harbour, a witness wrote.",
)
FEEDS: dict[str, Feed] = {
    f"{owner.value}{number}": replace(a_feed(f"{owner.value}{number}"), ownership=owner)
    for owner in (Ownership.STATE, Ownership.INDEPENDENT)
    for number in range(3)
}


def free(number: int, **fields: Any) -> Report:
    given: dict[str, Any] = {
        "ownership": Ownership.INDEPENDENT,
        "source": f"Tide {number}",
        "text": TEXTS[number],
        "title": f"Strike in the port, day {number}",
        "at": NOW - SIX,
    }
    return a_report(number + 1, **(given | fields))


@pytest.fixture
def tx(tmp_path: Path) -> Iterator[Transaction]:
    with Store(f"sqlite:///{tmp_path}/test.db") as store, store.begin() as opened:
        opened.channels.save(a_subscription())
        yield opened


def put(tx: Transaction, *reports: Report, **fields: Any) -> Story:
    """Store a story of which the channel was told."""
    given = {"opened": NOW - SIX, "updated": NOW - SIX}
    story = a_story(1, names=(), words=(), reports=reports or tuple(map(free, range(3))), **(given | fields))
    saved = tx.stories.save(story, words="", terms=())
    tx.alerts.queue([an_alert(1, story_id=saved.id)])
    tx.alerts.sent([an_alert(1).id], "77", NOW - SIX, listed=False)
    return saved


def silences(tx: Transaction, **fields: Any) -> set[int]:
    return queue_silences(tx, FEEDS, {}, fields.pop("now", NOW))


def composed(tx: Transaction, reason: Reason) -> Parcel:
    queued = [each for each in tx.outbox.claim(1, NOW, most=20, held=True) if each.reason is reason]
    desk = Desk(to=a_subscription(channel_id=1), topic="Topic", zone="UTC", language="en", feeds={}, now=NOW)
    (parcel,) = compose(tx, queued, desk)[0]
    return parcel


def said(parcel: Parcel) -> str:
    assert parcel.message is not None
    return "\n".join(plain(line) for section in parcel.message.sections for line in section.lines)


def test_a_side_that_is_silent_for_six_hours_is_named_once(tx: Transaction) -> None:
    """In a reply without sound, with who has it, and of how many outlets none does."""
    put(tx)
    assert silences(tx) == {1}
    assert silences(tx, now=NOW + timedelta(hours=1)) == set()
    parcel = composed(tx, Reason.SILENCE)
    assert parcel.message is not None
    assert (parcel.message.silent, parcel.message.reply_to) == (True, "77")
    text = said(parcel)
    assert "State media have nothing of it" in text
    assert "3 outlets: Tide 0, Tide 1, Tide 2" in text
    assert "None of the 3 sources of this kind that I read reports it." in text


@pytest.mark.parametrize(
    ("reports", "now"),
    [
        ((), NOW - timedelta(minutes=1)),  # too early
        ((), NOW + timedelta(hours=25)),  # too late
        ((free(0), free(1)), NOW),  # their own story
        ((free(0), free(1), free(2, text=TEXTS[0])), NOW),  # one of them only copies
        ((free(0), free(1), free(2, ownership=Ownership.STATE)), NOW),
        ((free(0), free(1), free(2, ownership=Ownership.UNKNOWN)), NOW),
    ],
)
def test_most_stories_are_worth_no_such_notice(tx: Transaction, reports: tuple[Report, ...], now: Any) -> None:
    """One that is young or old, that few have in their own words, or that the other side has."""
    put(tx, *reports)
    assert silences(tx, now=now) == set()


def test_silence_means_nothing_where_we_cannot_hear(tx: Transaction) -> None:
    """While most feeds of that side fail, or where there are too few of them."""
    put(tx)
    few = {feed_id: feed for feed_id, feed in FEEDS.items() if feed_id != "state0"}
    assert queue_silences(tx, few, {}, NOW) == set()
    tx.feeds.advance(Cursor(feed_id="state0", due=NOW, failing_since=NOW - SIX))
    assert silences(tx) == set()


def test_who_wants_no_notice_gets_none(tx: Transaction) -> None:
    """A chat that turned them off, one that muted the story, and one that was never told of it."""
    story = put(tx)
    tx.channels.save(a_subscription(channel_id=1, silences=False))
    assert silences(tx) == set()
    tx.channels.save(a_subscription(channel_id=1))
    tx.muted.add(1, story.id, NOW)
    assert silences(tx) == set()


def test_a_notice_that_is_no_longer_true_is_not_sent(tx: Transaction) -> None:
    """The other side came while it waited."""
    put(tx)
    silences(tx)
    put(tx, *map(free, range(3)), a_report(9, ownership=Ownership.STATE))
    assert composed(tx, Reason.SILENCE).message is None


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        (("Port closed for a week", ""), ("Port open again today", ""), True),
        (("Strike costs 40 million euros", ""), ("Strike costs 14 million euros", ""), True),
        (("Strike", "It cost 40 million euros."), ("Strike", "It cost 14 million euros."), True),
        (("Strike costs 40 million euros", ""), ("Correction: strike costs 14 million euros", ""), False),
        (("Port closed for a week", ""), ("Port closed for a week, union says", ""), False),
        (("Port closd for a week", ""), ("Port closed for a week", ""), False),
        (("Strike", "It cost much."), ("Strike", "It cost much. The minister is silent."), False),
        (("Strike", "It began at 10:00."), ("Strike", "It began at 10:00."), False),
    ],
)
def test_what_counts_as_changed_without_a_word(before: tuple[str, str], after: tuple[str, str], *, found: bool) -> None:
    """Another headline or another figure; not what is marked, added, or mended in its spelling."""
    assert (unannounced(before, after, "en") is not None) is found


def test_an_edit_is_told_to_who_asked_for_it(tx: Transaction) -> None:
    """Before and after, with the outlet and the times; once, however often the same words are seen."""
    story = put(tx)
    edit = Edit(before="Strike costs 40 million", after="Strike costs 14 million")
    edits = [Edited(story=story, key=story.reports[0].key, since=NOW - SIX, edit=edit)]
    assert queue_edits(tx, edits, {}, NOW) == set()
    tx.channels.save(a_subscription(channel_id=1, edits=True))
    assert queue_edits(tx, edits, {}, NOW) == {1}
    assert queue_edits(tx, edits, {}, NOW) == set()
    text = said(composed(tx, Reason.EDITED))
    assert "Tide 0 changed its report without saying so" in text
    assert "Before: Strike costs 40 million · 21 Sep 2026 08:13 UTC" in text
    assert "Now: Strike costs 14 million — Tide 0 · 21 Sep 2026 14:13 UTC" in text


def test_a_poll_that_brings_an_edit_queues_the_notice(tmp_path: Path) -> None:
    """From the feed to the outbox, in the transaction of the poll."""
    config = write_config(tmp_path)
    decree = news("Lukashenko and Putin sign Union State decree on 14 air defence sites in Minsk")
    with Store(url(tmp_path)) as store:
        with store.begin() as tx:
            tx.channels.save(a_subscription(edits=True))
        poll(store, config, decree)
        poll(store, config, replace(decree, title=decree.title.replace("14", "40")), now=NOW + SIX)
        with store.begin() as tx:
            queued: list[Alert] = list(tx.outbox.claim(1, NOW + SIX, most=20, held=True))
    (notice,) = [each for each in queued if each.reason is Reason.EDITED]
    assert [("14" in each, "40" in each) for each in notice.new] == [(True, False), (False, True)]
    assert Revised().edited == ()
