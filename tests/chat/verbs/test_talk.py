"""Is somebody understood who talks to us in private, without a command?"""

import pytest

from bot.store.engine import Store
from tests.chat.verbs.conftest import Ask, buttons, shown
from tests.samples import HERE, a_subscription


@pytest.fixture(autouse=True)
def subscribed(store: Store) -> None:
    """A chat that gets alerts."""
    with store.begin() as tx:
        tx.channels.save(a_subscription())


@pytest.mark.parametrize("greeting", ["Hello!", "привет", "Прывітанне", "Добрий день", "Cześć"])
def test_who_greets_gets_help(ask: Ask, greeting: str) -> None:
    """Nobody is told that their greeting is an unknown command."""
    assert "/latest" in shown(ask("said " + greeting).message)


def test_a_pasted_address_is_asked_about(ask: Ask) -> None:
    """As with /why."""
    said = shown(ask("said https://one.example.org/news/1").message)
    assert said == shown(ask("/why https://one.example.org/news/1").message)


def test_an_answer_needs_no_reply_function(store: Store, ask: Ask) -> None:
    """Who was asked a question answers by typing."""
    ask("settings", value="ask:quiet")
    assert not ask("said 22-7").refused
    with store.begin() as tx:
        subscription = tx.channels.at(HERE)
    assert subscription is not None
    assert subscription.quiet == "22:00-07:00"
    assert ask("said 22-7").refused  # the question is closed


def test_a_mistyped_command_is_still_one(ask: Ask) -> None:
    """The nearest is named."""
    assert "Did you mean /latest" in shown(ask("said lastest 5").message)
    assert buttons(ask("said lastest").message) == {}
