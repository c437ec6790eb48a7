"""Is a chat served that was let in, and no other; and can operators change that at any time?"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.admission import NOT_ADMITTED, enforce
from bot.chat.message import Action, Reply
from bot.chat.verbs.access import VALID
from bot.chat.verbs.request import Service
from bot.model import Scope, Target
from bot.store.engine import Store
from tests.chat.verbs.conftest import Ask, buttons, shown
from tests.samples import HERE, a_subscription, an_alert

OPERATOR = "1"
GROUP = Target(platform="telegram", chat="-500")


@pytest.fixture
def invited(service: Service) -> Service:
    return replace(service, access="invite", platforms=frozenset({"telegram", "slack"}))


def test_an_open_bot_serves_everybody(ask: Ask) -> None:
    """Nobody needs to be let in, and there is nothing to invite to."""
    assert not ask("/start").refused
    assert "Everybody can use this bot" in shown(ask("/allow", user=OPERATOR).message)


@pytest.mark.parametrize("line", ["/start", "/latest", "/help", "/xyzzy", "/start inv_guess", "/start latest"])
def test_a_chat_that_was_not_let_in_is_told_whom_to_ask(store: Store, ask: Ask, invited: Service, line: str) -> None:
    """It learns its own id, which operators need, and nothing else."""
    reply = ask(line, of=invited)
    assert reply.refused
    assert "Ask its operators. This chat is telegram:1001." in shown(reply.message)
    with store.begin() as tx:
        assert tx.channels.at(HERE) is None


def test_a_group_that_lets_the_bot_in_is_told_the_same(ask: Ask, invited: Service) -> None:
    """A greeting would promise what does not come; leaving is noted all the same."""
    assert "invited chats only" in shown(ask("joined", of=invited, told=True, target=GROUP).message)
    assert not ask("left", of=invited, told=True, target=GROUP).refused


def test_an_invitation_lets_one_chat_in(store: Store, ask: Ask, invited: Service) -> None:
    """The code of /allow works once, wherever it is given; the chat stays in."""
    reply = ask("/allow", of=invited, user=OPERATOR)
    assert reply.private
    assert "/start inv_code-0" in shown(reply.message)
    assert "I watch 2 sources" in shown(ask("/start inv_code-0", of=invited).message)
    assert not ask("/latest", of=invited).refused
    assert "used already" in shown(ask("/start inv_code-0", of=invited, target=GROUP).message)
    with store.begin() as tx:
        assert tx.channels.at(HERE) is not None


def test_an_invitation_ends(ask: Ask, invited: Service) -> None:
    """A week later the code is worth nothing."""
    ask("/allow", of=invited, user=OPERATOR)
    later = replace(invited, now=invited.now + VALID)
    assert "used already, or is older than 7 days" in shown(ask("/start inv_code-0", of=later).message)


def test_only_who_may_set_a_group_up_can_use_its_invitation(ask: Ask, invited: Service) -> None:
    """A member's /start does not use the code up."""
    ask("/allow", of=invited, user=OPERATOR)
    assert ask("/start inv_code-0", of=invited, target=GROUP, scope=Scope.GROUP, admin=False).refused
    assert not ask("/start inv_code-0", of=invited, target=GROUP, scope=Scope.GROUP).refused


def test_an_allowlist_takes_no_invitations(ask: Ask, invited: Service) -> None:
    """Chats are let in by their id alone, also where a code was made before."""
    ask("/allow", of=invited, user=OPERATOR)
    listed = replace(invited, access="allowlist")
    assert "by their id only" in shown(ask("/allow", of=listed, user=OPERATOR).message)
    assert ask("/start inv_code-0", of=listed).refused
    assert "telegram:1001 can use" in shown(ask("/allow telegram:1001", of=listed, user=OPERATOR).message)
    assert not ask("/start", of=listed).refused


def test_what_was_given_can_be_taken_back(store: Store, ask: Ask, invited: Service) -> None:
    """The chat gets nothing more, what waits for it is dropped; let in again, it goes on as it was."""
    ask("/allow telegram:1001", of=invited, user=OPERATOR)
    ask("/subscribe gas", of=invited)
    with store.begin() as tx:
        tx.alerts.queue([an_alert()])
    assert "gets nothing more" in shown(ask("/allow off telegram:1001", of=invited, user=OPERATOR).message)
    assert ask("/latest", of=invited).refused
    with store.begin() as tx:
        assert tx.channels.active() == []
        assert tx.outbox.claim(1, invited.now, most=5) == []
    ask("/allow telegram:1001", of=invited, user=OPERATOR)
    with store.begin() as tx:
        (channel,) = tx.channels.active()
    assert channel.include == ("gas",)
    assert "was not let in" in shown(ask("/allow off telegram:2", of=invited, user=OPERATOR).message)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("/allow 1001", "e.g. /allow telegram:123 or /allow off telegram:123"),
        ("/allow off", "e.g. /allow telegram:123"),
        ("/allow telegram:1 telegram:2", "e.g. /allow telegram:123"),
        ("/allow signal:1", "not connected to “signal”. Use one of: slack, telegram"),
    ],
)
def test_a_wrong_allow_says_what_to_write(ask: Ask, invited: Service, line: str, says: str) -> None:
    """A slip lets nobody in."""
    reply = ask(line, of=invited, user=OPERATOR)
    assert reply.refused
    assert says in shown(reply.message)


def test_only_operators_let_chats_in(ask: Ask, service: Service) -> None:
    """Nobody else can invite."""
    assert "Only the bot's operators" in shown(ask("/allow telegram:1001", user="2").message)


def test_operators_and_the_chats_that_they_set_up_are_in(ask: Ask, invited: Service) -> None:
    """Whoever runs the bot needs no invitation, and a group where they start it has one."""
    assert not ask("/start", of=invited, user=OPERATOR, target=GROUP, scope=Scope.GROUP).refused
    assert not ask("/latest", of=invited, user="2", target=GROUP, scope=Scope.GROUP).refused
    assert ask("/latest", of=invited, user="2").refused


def test_a_switch_of_access_is_applied_to_who_was_subscribed_before(store: Store, service: Service) -> None:
    """Only who is let in, and what operators set up, gets alerts; when the bot is open again, all do."""
    with store.begin() as tx:
        for chat, manager in (("1001", "7"), ("1", "1"), ("-500", "1"), ("-600", "8")):
            tx.channels.save(a_subscription(target=Target(platform="telegram", chat=chat), manager=manager))
        tx.admitted.add("telegram", "-600", service.now)
        assert enforce(tx, "invite", service.operators) == 1
        assert [channel.target.chat for channel in tx.channels.active()] == ["1", "-500", "-600"]
        assert enforce(tx, "invite", service.operators) == 0
        assert next(each.paused for each in tx.channels.all() if each.target.chat == "1001") == NOT_ADMITTED
        assert enforce(tx, "open", service.operators) == 1
        assert len(tx.channels.active()) == 4


def test_no_switch_brings_back_what_was_stopped(store: Store, service: Service) -> None:
    """Who unsubscribed or blocked the bot is left alone."""
    with store.begin() as tx:
        for chat, fields in (("1", {"active": False}), ("2", {"paused": "blocked by the user"})):
            tx.channels.save(a_subscription(target=Target(platform="telegram", chat=chat), **fields))
        assert enforce(tx, "invite", ()) == enforce(tx, "open", ()) == 0
        assert tx.channels.active() == []


def test_a_delivery_that_is_repeated_uses_no_second_invitation(ask: Ask, invited: Service) -> None:
    """The platform delivers again what it believes we did not get."""
    for _ in range(2):
        ask("/allow", of=invited, user=OPERATOR)
    again: Callable[[], Reply] = lambda: ask("/start inv_code-0", of=invited, once="telegram:1:5")  # noqa: E731
    assert "I watch" in shown(again().message)
    assert "done before" in shown(again().message)
    assert not ask("/start inv_code-1", of=invited, target=GROUP).refused


def test_members_are_shown_the_way_to_a_chat_of_their_own(ask: Ask) -> None:
    """What is refused in a group can be had in private."""
    reply = ask("/start", scope=Scope.GROUP, admin=False)
    assert "Only admins of this group can do this." in shown(reply.message)
    assert buttons(reply.message)["Open chat"].action is Action.PRIVATE
    assert "can mute it" in shown(ask("/mute 8h", scope=Scope.GROUP, admin=False).message)
    assert ask("send", scope=Scope.GROUP, admin=False, value="every").passing


def test_invitations_and_questions_are_forgotten_in_time(store: Store, ask: Ask, invited: Service) -> None:
    """Nothing that nobody can use any more is kept."""
    from bot.work.upkeep.prune import prune  # noqa: PLC0415

    ask("/allow", of=invited, user=OPERATOR)
    ask("/start", of=invited, user=OPERATOR)
    ask("settings", of=invited, user=OPERATOR, value="ask:zone")
    with store.begin() as tx:
        assert prune(tx, invited.now + timedelta(minutes=5)) == 0
        assert prune(tx, invited.now + VALID) == 2
