"""Can everything be chosen with buttons, with typed words and by answering, and does everybody see what is in force?"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.chat.message import Action, Message
from bot.chat.settings.pages import PAGES
from bot.chat.settings.zones import OFFERED
from bot.chat.verbs.request import Service
from bot.chat.verbs.settings import PATIENCE
from bot.model import Scope, Send, Subscription, Target
from bot.store.engine import Store
from tests.chat.verbs.conftest import Ask, buttons, shown
from tests.samples import HERE, NOW, a_subscription

OTHER = Target(platform="telegram", chat="-100777")
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def a_channel(store: Store) -> None:
    with store.begin() as tx:
        tx.channels.save(a_subscription())


def at(store: Store, target: Target = HERE) -> Subscription:
    with store.begin() as tx:
        found = tx.channels.at(target)
    assert found is not None
    return found


def chosen(message: Message) -> list[str]:
    return [label for label, button in buttons(message).items() if button.chosen]


def test_the_main_page_shows_everything_and_leads_everywhere(ask: Ask) -> None:
    """One line for each setting, one button for each page."""
    reply = ask("/settings")
    text = shown(reply.message)
    for line in (
        "Settings of “Ana”",
        "What to send: Every story",
        "Filter: none",
        "Digest: none",
        "Quiet hours: none",
        "Time zone: Europe/Warsaw",
        "Language: as in your app",
        "Link previews: off",
    ):
        assert line in text
    pages = {each.value for each in buttons(reply.message).values() if each.action is Action.SETTINGS}
    assert pages == set(PAGES)
    assert not reply.edits


def test_updates_in_threads_are_a_choice_only_where_there_are_threads(ask: Ask) -> None:
    """Elsewhere the switch would switch nothing."""
    assert "in the thread" not in str(ask("/settings").message)
    reply = ask("/settings", threads=True)
    assert "Important updates: in the thread and in the channel" in shown(reply.message)
    assert buttons(reply.message)["Important updates in the thread only"].value == "broadcast=0"


@pytest.mark.parametrize("name", PAGES)
def test_every_choice_on_every_page_can_be_made(store: Store, ask: Ask, name: str) -> None:
    """Each button fits on the wire, is taken, and is then the one that is marked."""
    page = ask("settings", value=name)
    assert page.edits
    for label, button in buttons(page.message).items():
        assert len(button.value) <= 40
        assert button.value.isascii()
        if button.action is Action.SET:
            reply = ask("set", value=button.value)
            assert reply.edits
            assert not reply.refused
            if button.value.startswith(f"{name}="):  # a switch on the page leaves the choice there as it was
                assert chosen(reply.message) == [label]


def test_switches_turn_on_and_off_again(store: Store, ask: Ask) -> None:
    """The button of the main page always offers the other state."""
    assert "Turn link previews off" in buttons(ask("set", value="preview=1").message)
    assert at(store).preview
    assert "Turn link previews on" in buttons(ask("set", value="preview=0").message)
    ask("set", value="quiet=23:00-07:00")
    assert "Hold important updates too" in buttons(ask("set", value="breakthrough=1").message)
    assert at(store).breakthrough


@pytest.mark.parametrize(
    ("line", "field", "is_now"),
    [
        ("/settings quiet 23:00-07:00", "quiet", "23:00-07:00"),
        ("/settings zone Europe/Minsk", "zone", "Europe/Minsk"),
        ("/settings language be", "language", "be"),
        ("/settings send important", "send", Send.IMPORTANT),
        ("/settings filter all", "include", ()),
        ("/settings digest weekly sun 20:00", "digest", "weekly sun 20:00"),
    ],
)
def test_everything_can_be_typed(store: Store, ask: Ask, line: str, field: str, is_now: Any) -> None:
    """For people and platforms without buttons."""
    assert not ask(line).refused
    assert getattr(at(store), field) == is_now


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("/settings quite 23:00-07:00", "Did you mean quiet?"),
        ("/settings zone Minks", "Did you mean Europe/Minsk?"),
        ("/settings quiet 25:00-07:00", "“25:00” is not a time"),
        ("/settings filter source:thre", "There is no source “thre”"),
    ],
)
def test_a_wrong_setting_changes_nothing(store: Store, ask: Ask, line: str, says: str) -> None:
    """The answer says what to write instead."""
    before = at(store)
    reply = ask(line)
    assert reply.refused
    assert says in shown(reply.message)
    assert at(store) == before


def test_a_setting_alone_shows_its_page(ask: Ask) -> None:
    """ "/settings zone" offers zones, that of the topic first."""
    reply = ask("/settings zone")
    assert "Or type /settings zone Asia/Yerevan" in shown(reply.message)
    labels = list(buttons(reply.message))
    assert labels[0] == "Europe/Warsaw"
    assert set(labels) == {*OFFERED, "Other…", "Back"}


def test_the_zone_moves_the_digest(store: Store, ask: Ask) -> None:
    """08:00 stays 08:00 on the chat's own clock, and what was between is not lost."""
    ask("/settings digest daily 08:00")
    ask("/settings zone Asia/Tbilisi")
    with store.begin() as tx:
        tx.channels.set_digest(1, due=NOW, start=NOW - DAY)
    ask("/settings digest daily 09:00")
    with store.begin() as tx:
        assert tx.channels.digests_due(NOW.replace(day=22, hour=4, minute=59)) == []
        ((_, start),) = tx.channels.digests_due(NOW.replace(day=22, hour=5, minute=0))
    assert start == NOW - DAY


def test_words_that_were_asked_for_are_the_answer(store: Store, ask: Ask) -> None:
    """Wrong ones are asked for again; afterwards nothing is open."""
    question = ask("settings", value="ask:zone").message
    assert question.asks
    assert "/settings zone Asia/Yerevan" in shown(question)
    again = ask("answered Minks")
    assert again.message.asks
    assert "Did you mean Europe/Minsk?" in shown(again.message)
    assert "Time zone: Europe/Minsk" in shown(ask("answered minsk").message)
    assert at(store).zone == "Europe/Minsk"
    assert "I have no open question for you" in shown(ask("answered Europe/Kyiv").message)


@pytest.mark.parametrize(("key", "words"), [("quiet", "22:15-6:45"), ("digest", "daily 7:10")])
def test_other_settings_are_asked_for_too(store: Store, ask: Ask, key: str, words: str) -> None:
    """Whatever the buttons do not offer can be said."""
    before = at(store)
    assert ask("settings", value=f"ask:{key}").message.asks
    assert not ask(f"answered {words}").refused
    assert at(store) != before


def test_only_who_was_asked_is_heard_and_not_for_ever(store: Store, ask: Ask, service: Service) -> None:
    """What somebody else says, or says later, is no answer."""
    ask("settings", value="ask:zone")
    assert ask("answered Europe/Minsk", user="8").refused
    late = replace(service, now=NOW + PATIENCE + timedelta(seconds=1))
    assert ask("answered Europe/Minsk", of=late).refused
    assert at(store).zone is None


def test_a_channel_is_set_up_from_a_private_chat(store: Store, ask: Ask) -> None:
    """The answer to a question there is about the channel, and nothing changes in the private chat."""
    with store.begin() as tx:
        tx.channels.save(a_subscription(target=OTHER, title="Desk", scope=Scope.CHANNEL))
    about: dict[str, Any] = {"target": OTHER, "asked_in": HERE, "scope": Scope.CHANNEL}
    assert "Settings of “Desk”" in shown(ask("settings", value="main", **about).message)
    ask("set", value="send=important", **about)
    ask("settings", value="ask:zone", **about)
    assert ask("answered Minsk").refused  # as words to the private chat they are about that
    assert "Time zone: Europe/Minsk" in shown(ask("answered Minsk", **about).message)
    assert (at(store, OTHER).send, at(store, OTHER).zone) == (Send.IMPORTANT, "Europe/Minsk")
    assert (at(store).send, at(store).zone) == (Send.EVERY, None)


def test_members_see_the_settings_and_cannot_change_them(store: Store, ask: Ask) -> None:
    """Neither by typing nor by an admin's buttons, which stay as they are for the admin."""
    before = at(store)
    fields: dict[str, Any] = {"scope": Scope.GROUP, "admin": False}
    reply = ask("/settings", **fields)
    assert "Only admins of this group can change it." in shown(reply.message)
    assert "What to send: Every story" in shown(reply.message)
    assert reply.message.buttons == ()
    assert ask("/settings zone UTC", **fields).refused
    for verb, value in (("set", "zone=UTC"), ("settings", "zone"), ("settings", "ask:zone")):
        clicked = ask(verb, value=value, **fields)
        assert (clicked.refused, clicked.passing, clicked.edits) == (True, True, False)
    assert at(store) == before


def test_the_others_learn_what_was_changed(ask: Ask) -> None:
    """Once for each change; a choice that was in force already is none."""
    fields: dict[str, Any] = {"scope": Scope.CHANNEL, "user_name": "Ana"}
    first, second = (ask("set", value="quiet=22:00-07:00", **fields).announce for _ in range(2))
    assert first is not None
    assert first.text == "Ana changed what this channel gets. Quiet hours: 22:00–07:00 (Europe/Warsaw)"
    assert second is None


def test_who_gets_nothing_has_nothing_to_set(ask: Ask) -> None:
    """The way to start is one tap."""
    ask("/stop")
    for reply in (ask("/settings"), ask("set", value="zone=UTC"), ask("/digest daily 08:00")):
        assert reply.refused
        assert buttons(reply.message)["Start alerts"].action is Action.START


@pytest.mark.parametrize("value", ["", "=", "zone", "zone=", "nothing=1", "send=all", "filter=", "x" * 64])
def test_a_forged_choice_is_refused(store: Store, ask: Ask, value: str) -> None:
    """Whatever comes over the wire, it is one of the choices or nothing."""
    before = at(store)
    assert ask("set", value=value).refused
    assert at(store) == before
