"""Does the outbox keep what must wait for the end of quiet hours, and only that?"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.model import Alert, Reason
from bot.store.chats.outbox import LEASE
from bot.store.engine import Store
from bot.store.transaction import Transaction
from tests.samples import NOW, a_subscription, an_alert

MORNING = NOW + timedelta(hours=9)


@pytest.fixture
def ready(store: Store) -> Store:
    with store.begin() as tx:
        tx.channels.save(a_subscription())
    return store


def night(tx: Transaction, *alerts: Alert, breakthrough: bool = False) -> list[Reason]:
    """Queue alerts in quiet hours, and return the reasons of those that go out all the same."""
    tx.alerts.queue(alerts)
    return reasons(quietly(tx, breakthrough=breakthrough))


def quietly(tx: Transaction, *, breakthrough: bool = False, now: datetime = NOW) -> list[Alert]:
    tx.outbox.hold(1, MORNING, now, breakthrough=breakthrough)
    return tx.outbox.claim(1, now, most=9, held=False)


def reasons(alerts: Sequence[Alert]) -> list[Reason]:
    return [alert.reason for alert in alerts]


def of(number: int, reason: Reason, **fields: Any) -> Alert:
    return an_alert(number, **({"story_id": f"u{number}", "reason": reason} | fields))


def test_only_what_makes_a_sound_is_held(ready: Store) -> None:
    """Edits and a digest that was asked for at that time go out; the rest comes together in the morning."""
    with ready.begin() as tx:
        waits = (Reason.NEW, Reason.UPDATE, Reason.LOUD, Reason.SPIKE)
        alerts = [of(number, reason) for number, reason in enumerate((*waits, Reason.EDIT, Reason.DIGEST), 1)]
        assert night(tx, *alerts) == [Reason.DIGEST, Reason.EDIT]
        tx.alerts.sent([each.id for each in alerts[-2:]], "5", NOW)
        assert tx.outbox.due(MORNING - timedelta(seconds=1), ["telegram"]) == []
        assert tx.alerts.waiting() == {}
        assert {each.channel_id for each in tx.outbox.due(MORNING, ["telegram"])} == {1}
        caught_up = tx.outbox.claim(1, MORNING, most=2)
        assert reasons(caught_up) == list(waits)
        assert all(alert.held for alert in caught_up)


def test_what_is_loud_breaks_through_where_that_is_wanted(ready: Store) -> None:
    """It goes out at once, and with it the first message of its story, which was held until then."""
    with ready.begin() as tx:
        assert night(tx, of(1, Reason.NEW), of(2, Reason.NEW), breakthrough=True) == []
        loud = of(3, Reason.LOUD, story_id="u1")
        assert night(tx, loud, breakthrough=True) == [Reason.NEW, Reason.LOUD]
        tx.alerts.sent([of(1, Reason.NEW).id, loud.id], "5", NOW)
        assert reasons(tx.outbox.claim(1, MORNING, most=9)) == [Reason.NEW]


def test_an_edit_never_comes_before_what_it_edits(ready: Store) -> None:
    """While the first message is held there is nothing to edit, but that there was news is remembered."""
    with ready.begin() as tx:
        night(tx, of(1, Reason.NEW))
        assert night(tx, of(2, Reason.EDIT, story_id="u1"), of(3, Reason.UPDATE, story_id="u1", new=("x",))) == []
        caught_up = tx.outbox.claim(1, MORNING, most=9)
        assert reasons(caught_up) == [Reason.NEW, Reason.UPDATE]


def test_a_change_of_settings_looks_at_what_is_held_anew(ready: Store) -> None:
    """Without quiet hours it is due at once; with others it is held until their end."""
    with ready.begin() as tx:
        night(tx, of(1, Reason.NEW))
        channel = tx.channels.by_id(1)
        assert channel is not None
        tx.channels.save(replace(channel, quiet=None))
        assert [each.channel_id for each in tx.outbox.due(NOW, ["telegram"])] == [1]
        assert quietly(tx) == []
        assert tx.outbox.due(NOW, ["telegram"]) == []
        tx.channels.save(replace(channel, quiet=None))
        assert reasons(tx.outbox.claim(1, NOW, most=9)) == [Reason.NEW]


def test_what_is_held_survives_a_crash_and_a_moved_clock(ready: Store) -> None:
    """A list that died on its way is held again in the next night; a corrected clock moves no morning."""
    with ready.begin() as tx:
        night(tx, of(1, Reason.NEW), of(2, Reason.NEW))
        tx.alerts.shift(timedelta(hours=-2), before=NOW, most=timedelta(days=1))
        assert tx.outbox.due(MORNING - timedelta(hours=1), ["telegram"]) == []
        assert len(tx.outbox.claim(1, MORNING, most=9)) == 2
        assert quietly(tx, now=MORNING + LEASE / 2) == []
        tx.outbox.hold(1, MORNING + timedelta(days=1), MORNING + LEASE, breakthrough=False)
        assert tx.outbox.due(MORNING + LEASE, ["telegram"]) == []
        assert len(tx.outbox.claim(1, MORNING + timedelta(days=1), most=9)) == 2


def test_a_list_that_waits_for_its_next_try_holds_back_what_came_after(ready: Store) -> None:
    """The order in a chat is kept in the morning, too."""
    with ready.begin() as tx:
        night(tx, of(1, Reason.NEW), of(2, Reason.NEW))
        listed = [alert.id for alert in tx.outbox.claim(1, MORNING, most=9)]
        tx.alerts.again(listed, MORNING + timedelta(minutes=1), "busy")
        tx.alerts.queue([of(3, Reason.NEW, created=MORNING)])
        assert tx.outbox.claim(1, MORNING, most=9) == []
        assert [alert.id for alert in tx.outbox.claim(1, MORNING + timedelta(minutes=1), most=9)] == listed
