"""Does a chat get what it asked for by words, see it, and change it; and do the others learn of that?"""

from datetime import timedelta
from typing import Any

import pytest

from bot.chat.message import Action
from bot.model import Scope, Send, Subscription
from bot.store.engine import Store
from tests.chat.verbs.conftest import Ask, Type, buttons, shown
from tests.samples import HERE, NOW

CHANNEL: dict[str, Any] = {"scope": Scope.CHANNEL, "user_name": "Ana"}


def here(store: Store) -> Subscription:
    with store.begin() as tx:
        found = tx.channels.at(HERE)
    assert found is not None
    return found


def test_a_filter_is_told_in_sentences(store: Store, type_in: Type) -> None:
    """What holds together, and what keeps stories out."""
    answer = type_in("/subscribe sanctions, nuclear plant, source:one source:two, !sport, !ownership:state")
    assert "pass its filter" in answer
    assert "Only stories with “sanctions” or “nuclear plant”." in answer
    assert "Only stories with “source:one” or “source:two”." in answer
    assert "No stories with “sport” or “ownership:state”." in answer
    assert "Nothing old will be sent." in answer
    assert here(store).include == ("sanctions", "nuclear plant", "source:one", "source:two")
    assert here(store).exclude == ("sport", "ownership:state")


def test_subscribe_alone_subscribes_once_and_then_tells(store: Store, type_in: Type) -> None:
    """It takes no filter away by accident."""
    assert "every story about" in type_in("/subscribe")
    assert "There is no filter: every story comes." in type_in("/subscribe")
    type_in("/subscribe gas")
    answer = type_in("/subscribe")
    assert "Only stories with “gas”." in answer
    assert "To get every story: /subscribe all" in answer
    assert here(store).include == ("gas",)
    assert "every story about" in type_in("/subscribe all")
    assert here(store).include == ()


def test_a_digest_gives_back_what_it_took_the_place_of(ask: Ask, store: Store) -> None:
    """Who wanted only what is important gets no more than that when the digest ends, and is told so."""
    ask("/start")
    ask("set", value="send=important")
    reply = ask("/digest daily 08:00")
    assert buttons(reply.message)["Alerts as well"].value == "send=important"
    assert "What to send: Important only" in shown(ask("/digest off").message)
    assert "What to send: Important only" in shown(ask("/subscribe").message)
    with store.begin() as tx:
        after = tx.channels.at(HERE)
    assert after is not None
    assert after.send is Send.IMPORTANT


def test_other_settings_survive_a_new_filter(store: Store, type_in: Type) -> None:
    """Only what was asked for changes."""
    type_in("/start")
    type_in("/settings quiet 23:00-07:00")
    type_in("/mute 8h")
    type_in("/subscribe gas")
    assert (here(store).quiet, here(store).muted_until) == ("23:00-07:00", NOW + timedelta(hours=8))


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("/subscribe source:thre", "There is no source “thre”"),
        ("/subscribe source:ones", "Did you mean source:one?"),
        ("/subscribe ownership:goverment", "Use one of: state, public, independent, party, unknown"),
        ("/subscribe ,", "Write e.g. sanctions"),
    ],
)
def test_a_wrong_filter_subscribes_nobody(store: Store, type_in: Type, line: str, says: str) -> None:
    """Better no subscription than one to something else."""
    assert says in type_in(line)
    with store.begin() as tx:
        assert tx.channels.at(HERE) is None


def test_a_digest_comes_in_place_of_alerts_and_alerts_can_come_too(store: Store, ask: Ask) -> None:
    """One tap more brings both; to end the digest brings alerts back."""
    ask("/start")
    reply = ask("/digest weekly sunday 20:00")
    assert "A digest comes weekly, Sunday 20:00 (Europe/Warsaw), the next one 27 Sep" in shown(reply.message)
    assert here(store).send is Send.DIGEST
    both = buttons(reply.message)["Alerts as well"]
    assert both.action is Action.SET
    ask("set", value=both.value)
    assert (here(store).send, here(store).digest) == (Send.EVERY, "weekly sun 20:00")
    ask("/digest daily 08:00")
    assert "Alerts come as they happen" in shown(ask("/digest off").message)
    assert (here(store).send, here(store).digest) == (Send.EVERY, None)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("/digest daily 25:00", "“25:00” is not a time. Use 00:00 to 23:59, e.g. /digest daily 08:00"),
        ("/digest weekly someday 08:00", "“someday” is not a day. Use mon, tue, wed, thu, fri, sat, sun, e.g. /digest"),
        ("/digest 08:00", "Use daily HH:MM, weekly DAY HH:MM, or off, e.g. /digest daily 08:00"),
        ("/digest", "This chat gets no digest."),
    ],
)
def test_a_wrong_digest_says_what_to_write(store: Store, type_in: Type, line: str, says: str) -> None:
    """And plans nothing."""
    type_in("/start")
    assert says in type_in(line)
    assert here(store).digest is None


def test_every_change_is_announced_where_others_read(ask: Ask) -> None:
    """Who did it and what; asking for what is there already is no change."""
    told = [
        ask(line, **CHANNEL).announce
        for line in ("/subscribe", "/subscribe gas", "/subscribe gas", "/digest daily 08:00", "/digest off", "/stop")
    ]
    assert [each and each.text for each in told] == [
        "Ana turned on alerts in this channel.",
        "Ana changed which stories this channel gets.",
        None,
        "Ana set a digest for this channel, in place of alerts: daily, 08:00",
        "Ana ended the digest of this channel.",
        "Ana turned off alerts in this channel.",
    ]
    assert ask("/subscribe", user_name="Ana").announce is None
