"""The page of the app itself, and the form with all settings: what they say, and what a form that is sent changes."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.chat.message import Form, Message, Reply
from bot.chat.verbs.request import Service
from bot.model import Scope, Send, Target
from bot.store.engine import Store
from tests.chat.verbs.conftest import Ask, buttons, shown
from tests.samples import a_subscription

QUAY = Target(platform="slack", chat="C7")
Fill = Callable[..., Reply]


@pytest.fixture
def fill(store: Store, ask: Ask) -> Fill:
    """Send a form of a subscribed channel, with some of its fields."""
    with store.begin() as tx:
        channel = a_subscription(target=QUAY, title="quay", scope=Scope.GROUP, manager="7", quiet="22:00-07:00")
        tx.channels.save(channel)

    def filled(**fields: str) -> Reply:
        lines = "\n".join(f"{key}={value}" for key, value in fields.items())
        given: dict[str, Any] = {"target": QUAY, "scope": Scope.GROUP, "user_name": "Ana", "arguments": lines}
        return ask("form", **given)

    return filled


def form_of(message: Message) -> Form:
    assert message.form is not None
    return message.form


def test_the_home_lists_the_channels_that_somebody_set_up(store: Store, ask: Ask, fill: Fill, service: Service) -> None:
    """With what they get and a button for each; others' channels are nobody else's business."""
    with store.begin() as tx:
        tx.channels.save(a_subscription(target=replace(QUAY, chat="C8"), title="bridge", manager="8"))
    home = Target(platform="slack", chat="U7")
    with_operator = replace(service, operators=frozenset({("slack", "U1")}))
    message = ask("home", target=home, told=True, of=with_operator).message
    assert "#quay: What to send: Every story · Quiet hours: 22:00–07:00 (Europe/Warsaw)" in shown(message)
    assert "bridge" not in shown(message)
    assert buttons(message)["Change #quay"].value == "C7"
    assert buttons(message)["Tell the operators"].value == "U1"


def test_the_home_says_how_to_begin(ask: Ask) -> None:
    """Somebody without channels reads what to type."""
    message = ask("home", target=Target(platform="slack", chat="U7"), told=True, prefix="/watch ").message
    assert "Type /watch start" in shown(message)


def test_nobody_can_type_home(ask: Ask) -> None:
    """It is for platforms that have such a page."""
    assert ask("home").refused


def test_the_form_shows_what_is_in_force(fill: Fill) -> None:
    """Each field as it would be typed."""
    fields = {field.key: field.value for field in form_of(fill().message).fields}
    assert fields == {
        "send": "every",
        "filter": "",
        "rules": "off",
        "digest": "off",
        "report": "off",
        "quiet": "22:00-07:00",
        "breakthrough": "0",
        "zone": "auto",
        "language": "auto",
        "condensed": "0",
        "silences": "1",
        "edits": "0",
        "translate": "0",
        "broadcast": "1",
    }


def test_a_form_changes_what_differs(store: Store, fill: Fill) -> None:
    """What was left as it was is not touched; an empty filter is none; the channel learns of it."""
    reply = fill(send="digest", filter="ferries, !sport", digest="off", quiet="", zone="Europe/Minsk", broadcast="0")
    with store.begin() as tx:
        channel = tx.channels.at(QUAY)
    assert channel is not None
    assert (channel.send, channel.digest) == (Send.DIGEST, "daily 08:00")
    assert (channel.include, channel.exclude, channel.quiet) == (("ferries",), ("sport",), None)
    assert (channel.zone, channel.broadcast) == ("Europe/Minsk", False)
    assert reply.announce is not None
    assert "Ana changed what this channel gets. What to send: One digest a day." in shown(reply.announce)
    fill(filter="")
    with store.begin() as tx:
        assert tx.channels.at(QUAY).include == ()  # type: ignore[union-attr] # it is there


def test_a_wrong_form_changes_nothing(store: Store, fill: Fill) -> None:
    """It comes back with all that was written and why it was not taken."""
    reply = fill(send="important", quiet="25:00-07:00")
    with store.begin() as tx:
        assert tx.channels.at(QUAY).send is Send.EVERY  # type: ignore[union-attr] # it is there
    offered = form_of(reply.message)
    assert reply.refused
    assert "25:00" in offered.problem
    assert {field.key: field.value for field in offered.fields}["send"] == "important"


def test_every_wrong_field_of_a_form_is_named(fill: Fill) -> None:
    """In words, and each with its field: who mends one does not learn of the next one later."""
    offered = form_of(fill(quiet="25:00-07:00", zone="Nowhere", digest="daily 08:00").message)
    problems = {field.key: field.problem for field in offered.fields if field.problem}
    assert "Quiet hours: “25:00” is not a time" in offered.problem
    assert "Time zone: I don't know the time zone “Nowhere”" in offered.problem
    assert problems.keys() == {"quiet", "zone"}
    assert "is not a time" in problems["quiet"]
    assert "I don't know" in problems["zone"]


@pytest.mark.parametrize(
    ("given", "digest", "report"),
    [
        ({"digest": "daily 08:30", "report": "weekly sun 20:00"}, "daily 08:30", "weekly sun 20:00"),
        ({"digest": "weekly fri 17:00"}, "weekly fri 17:00", None),
        ({"digest": "off 08:00", "report": "off"}, None, None),
    ],
)
def test_what_comes_regularly_is_a_choice_and_a_time(
    store: Store, fill: Fill, given: dict[str, str], digest: str | None, report: str | None
) -> None:
    """What is not to come has no time, whatever its clock shows; what was chosen is filled in the next time."""
    fill(**given)
    with store.begin() as tx:
        channel = tx.channels.at(QUAY)
    assert channel is not None
    assert (channel.digest, channel.report) == (digest, report)
    fields = {field.key: field for field in form_of(fill().message).fields}
    assert fields["digest"].value == (digest or "off")
    assert fields["report"].value == (report or "off")
    assert {"daily", "weekly mon", "off"} <= dict(fields["digest"].choices).keys()
    assert fill().announce is None


def test_a_form_as_it_was(fill: Fill) -> None:
    """Saving without a change announces nothing."""
    reply = fill(send="every", quiet="22:00-07:00", broadcast="1")
    assert (reply.announce, shown(reply.message)) == (None, "Nothing was changed.")


def test_a_chat_without_alerts_has_no_form(ask: Ask) -> None:
    """There is nothing to choose yet."""
    assert ask("form").message.form is None


def test_only_admins_may_send_it(fill: Fill, ask: Ask) -> None:
    """Whoever types the verb is held to the same rights."""
    assert fill is not None
    assert ask("form send=important", target=QUAY, scope=Scope.GROUP, admin=False).refused
