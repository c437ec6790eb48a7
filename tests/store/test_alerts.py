"""Does the outbox keep its promises: nothing lost, nothing twice, in order?"""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.model import AlertState, Reason
from bot.store.chats.outbox import LEASE
from bot.store.engine import Store
from bot.store.transaction import Transaction
from tests.samples import NOW, a_story, a_subscription, an_alert

LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def ready(store: Store) -> Store:
    with store.begin() as tx:
        tx.channels.save(a_subscription())
    return store


def claimed(tx: Transaction, at: object = NOW, most: int = 20) -> list[str]:
    return [alert.id for alert in tx.outbox.claim(1, at, most=most)]  # type: ignore[arg-type]


def due(tx: Transaction, at: datetime) -> set[int]:
    return {each.channel_id for each in tx.outbox.due(at, ["telegram"])}


def test_an_alert_is_queued_once(ready: Store) -> None:
    """The same decision made twice is one row, and one message."""
    with ready.begin() as tx:
        assert tx.alerts.queue([an_alert()]) == {1}
        assert tx.alerts.queue([an_alert()]) == set()
        assert claimed(tx) == [an_alert().id]


def test_a_claim_holds_until_its_lease_ends(ready: Store) -> None:
    """Nobody else sends meanwhile; afterwards the alert is claimed again and marked."""
    with ready.begin() as tx:
        tx.alerts.queue([an_alert()])
        claimed(tx)
        assert claimed(tx) == []
        assert due(tx, NOW) == set()
        assert due(tx, NOW + LEASE) == {1}
        assert claimed(tx, NOW + LEASE) == [an_alert().id]


def test_a_claimer_takes_back_its_own_and_nothing_else(ready: Store) -> None:
    """One that was never told what it has, or had no time for it: nothing was tried, so nothing is marked."""
    with ready.begin() as tx:
        tx.alerts.queue([an_alert(1)])
        tx.outbox.claim(1, NOW, most=1, until=LATER)
        tx.outbox.take_back([1], LATER + timedelta(microseconds=1))  # another one's
        tx.outbox.take_back([2], LATER)
        assert claimed(tx, LATER - LEASE) == []
        tx.outbox.take_back([1], LATER)
        (again,) = tx.outbox.claim(1, NOW, most=1, until=LATER)
        assert again.attempt == 1
        tx.alerts.sent([again.id], "5", NOW)
        tx.outbox.take_back([1], LATER)
        assert due(tx, NOW) == set()


def test_what_another_process_sent_meanwhile_is_not_sent_again(ready: Store) -> None:
    """Whoever writes down late that a try failed, for the lease was over: what is sent stays sent."""
    with ready.begin() as tx:
        tx.alerts.queue([an_alert()])
        late = claimed(tx)
        tx.alerts.sent(claimed(tx, NOW + LEASE), "5", LATER)
        tx.alerts.again(late, NOW, "no answer", ambiguous=True)
        tx.alerts.failed(late, "refused")
        assert [each.state for each in tx.alerts.of_story(an_alert().story_id or "")] == [AlertState.SENT]


def test_a_start_ends_all_leases(ready: Store) -> None:
    """After a crash nothing waits for the lease of a dead process."""
    with ready.begin() as tx:
        tx.alerts.queue([an_alert()])
        claimed(tx)
        assert tx.outbox.release_all(NOW) == 1
        assert claimed(tx) == [an_alert().id]


def test_an_alert_that_waits_holds_back_the_next(ready: Store) -> None:
    """Order per chat is kept while the first one waits for its next try."""
    with ready.begin() as tx:
        tx.alerts.queue([an_alert(1), an_alert(2, story_id="u2")])
        (first, _) = claimed(tx)
        tx.outbox.unclaim([an_alert(2).id])
        tx.alerts.again([first], LATER, "busy")
        assert claimed(tx) == []
        assert due(tx, NOW) == set()
        assert claimed(tx, LATER) == [an_alert(1).id, an_alert(2).id]


def test_an_edit_is_not_needed_before_the_first_message(ready: Store) -> None:
    """The first message will show the newest state anyway."""
    with ready.begin() as tx:
        tx.alerts.queue([an_alert()])
        assert tx.alerts.queue([an_alert(2, reason=Reason.EDIT, revision=2)]) == set()


def test_a_newer_edit_replaces_one_that_waits(ready: Store) -> None:
    """Ten sources in a minute are one edit."""
    with ready.begin() as tx:
        tx.alerts.queue([an_alert()])
        tx.alerts.sent(claimed(tx), "5", NOW)
        tx.alerts.queue([an_alert(2, reason=Reason.EDIT, revision=2)])
        tx.alerts.queue([an_alert(3, reason=Reason.EDIT, revision=3)])
        assert claimed(tx) == [an_alert(3).id]


def test_who_was_told_knows_the_first_message(ready: Store) -> None:
    """The message id stays with the story, and whether it was a line of a list."""
    with ready.begin() as tx:
        alert = an_alert()
        tx.alerts.queue([alert])
        assert tx.alerts.told(alert.story_id or "") == {1}
        tx.alerts.sent(claimed(tx), "55", NOW, listed=True)
        assert tx.alerts.first_message(1, alert.story_id or "") == ("55", True)
        assert tx.alerts.story_of_message(1, "55") == alert.story_id
        assert tx.alerts.story_of_message(1, "5") is None
        assert tx.alerts.sent_since(NOW) == (1, NOW)
        tx.alerts.sent([alert.id], "", NOW)
        assert tx.alerts.first_message(1, alert.story_id or "") is None  # taken, and nobody said which it is


@pytest.mark.parametrize(("asked", "found"), [("12", True), ("13", True), ("2", False), ("1%", False), ("12,13", True)])
def test_any_part_of_a_message_leads_to_its_story(ready: Store, asked: str, found: bool) -> None:
    """Whoever replies to the second part of a long message means the same story."""
    with ready.begin() as tx:
        tx.alerts.queue([an_alert()])
        tx.alerts.sent(claimed(tx), "12,13", NOW)
        assert (tx.alerts.story_of_message(1, asked) == an_alert().story_id) is found


def test_a_failed_alert_was_not_told(ready: Store) -> None:
    """A chat that could not be reached gets the story as new when it is back."""
    with ready.begin() as tx:
        tx.alerts.queue([an_alert()])
        tx.alerts.fail_all(1, "blocked")
        assert tx.alerts.told(an_alert().story_id or "") == set()
        assert tx.alerts.waiting() == {}


def test_a_paused_channel_is_never_due(ready: Store) -> None:
    """Alerts of a chat that cannot be reached are not claimed in a loop."""
    with ready.begin() as tx:
        tx.alerts.queue([an_alert()])
        tx.channels.pause(1, "blocked")
        assert due(tx, LATER) == set()


def test_a_moved_clock_moves_what_waits(ready: Store) -> None:
    """After the clock was set back an hour, nothing waits an hour more."""
    with ready.begin() as tx:
        tx.alerts.queue([an_alert()])
        tx.alerts.again(claimed(tx), LATER, "busy")
        tx.alerts.shift(-timedelta(hours=1), before=NOW, most=timedelta(days=1))
        assert claimed(tx, LATER - timedelta(hours=1)) == [an_alert().id]


def test_a_channel_moves_with_its_alerts(ready: Store) -> None:
    """A group that became a supergroup keeps its subscription; a second subscription there is not doubled."""
    with ready.begin() as tx:
        tx.channels.move(1, "-100")
        moved = tx.channels.by_id(1)
        assert moved is not None
        assert moved.target.chat == "-100"
        tx.channels.move(1, "-100")  # once more changes nothing
        other = tx.channels.save(a_subscription())
        tx.channels.move(other.channel_id, "-100")
        assert [each.channel_id for each in tx.channels.active()] == [1]


def test_settings_come_back_as_they_were(ready: Store) -> None:
    """Every field of a subscription survives the database."""
    with ready.begin() as tx:
        given = replace(
            a_subscription(), include=("sanctions",), exclude=("sport",), muted_until=LATER, digest="daily 08:00"
        )
        saved = tx.channels.save(replace(given, channel_id=1))
        assert tx.channels.by_id(1) == saved


def test_updates_that_wait_become_one(ready: Store) -> None:
    """Three sources with news in a minute are one reply that says all of it, as loud as the loudest."""
    with ready.begin() as tx:
        tx.alerts.queue([an_alert()])
        tx.alerts.sent(claimed(tx), "5", NOW)
        tx.alerts.queue([an_alert(2, reason=Reason.LOUD, revision=2, new=("a",), keys=("u2",))])
        tx.alerts.queue([an_alert(3, reason=Reason.UPDATE, revision=3, new=("b",), keys=("u3",), silent=True)])
        (alert,) = tx.outbox.claim(1, NOW, most=20)
    assert alert.reason is Reason.LOUD
    assert not alert.silent
    assert (alert.new, alert.keys) == (("a", "b"), ("u2", "u3"))


def test_what_is_done_is_forgotten_by_age_and_never_what_may_be_asked_again(ready: Store) -> None:
    """Edits go first, a year later the rest; what waits, and what was told of a story that still grows, stays."""
    year, month = NOW + timedelta(days=365), NOW + timedelta(days=31)
    with ready.begin() as tx:
        tx.stories.save(replace(a_story(), id="grows", updated=year), words="", terms=())
        new = [an_alert(number, story_id=story) for number, story in enumerate(("old", "grows", "open"))]
        edit = an_alert(7, story_id="old", reason=Reason.EDIT)
        tx.alerts.queue(new)
        tx.alerts.sent([new[0].id, new[1].id], "5", NOW)
        tx.alerts.queue([edit])
        tx.alerts.sent([edit.id], "5", NOW)
        for now, left in ((LATER, 4), (month, 3), (year + timedelta(days=2), 2)):
            tx.alerts.forget(
                now - timedelta(days=365),
                edits_before=now - timedelta(days=30),
                grown_since=now - timedelta(days=9),
                most=9,
            )
            assert sum(len(tx.alerts.of_story(story)) for story in ("old", "grows", "open")) == left
        assert tx.alerts.told("grows") == {1}
        assert claimed(tx, year) == [new[2].id]


def test_forgetting_goes_in_portions(ready: Store) -> None:
    """No poll waits for years of alerts to go at once."""
    with ready.begin() as tx:
        alerts = [an_alert(number) for number in range(5)]
        tx.alerts.queue(alerts)
        tx.alerts.sent([alert.id for alert in alerts], "5", NOW)
        long_ago = {"edits_before": NOW + timedelta(days=9), "grown_since": NOW + timedelta(days=9)}
        assert [tx.alerts.forget(NOW + timedelta(days=9), most=2, **long_ago) for _ in range(4)] == [2, 2, 1, 0]
