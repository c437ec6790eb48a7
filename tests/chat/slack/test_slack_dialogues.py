"""The App Home and dialogues: opened, filled in, sent, refused; each through Bolt and within Slack's limits."""

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.chat.message import Action, Button, Command, Field, Form, Reply
from bot.chat.slack.blocks.views import form
from bot.chat.slack.intake import SETTINGS, Asked, from_dialogue
from bot.model import Scope, Target
from tests.chat.slack.conftest import Connect, Handler, says
from tests.fakes.slack_server import Refuse, SlackServer

FORM = Form(
    title="Settings",
    fields=(
        Field(
            key="send", label="What to send", value="every", choices=(("every", "Every story"), ("digest", "Digest"))
        ),
        Field(key="filter", label="Filter", hint="Words with commas"),
        Field(key="quiet", label="Quiet hours", value="23:00-07:00"),
        Field(key="broadcast", label="Also in the channel", value="1", switch=True),
    ),
    send="Save",
    close="Cancel",
)
HOME = replace(
    says("Ferries"),
    buttons=(
        (Button("Newest stories", Action.LATEST), Button("Help", Action.HELP)),
        (Button("Change #quay", Action.SETTINGS, "C7"),),
    ),
)


@pytest.fixture(autouse=True)
def prepared(handler: Handler) -> None:
    handler.replies["form"] = Reply(message=replace(says("Settings"), form=FORM))
    handler.replies["home"] = Reply(message=HOME)


async def test_settings_are_a_dialogue(server: SlackServer, connected: Connect, handler: Handler) -> None:
    """What is chosen and written comes back as one command about the channel in which it was opened."""
    async with connected():
        await server.command("/watch", "settings", user="U7")
        await server.wait_for(lambda: server.views)
        handler.replies["form"] = Reply(message=says("Done."), announce=says("Ana changed it."))
        given = {"send": "digest", "filter": "ferries, !sport & <fun>", "broadcast": "0"}
        await server.submit(server.views[0][1], given, user="U7")
        await server.wait_for(lambda: server.messages("C1") and server.ephemerals("C1", "U7"))
    sent = handler.commands[-1]
    assert (sent.verb, sent.target.chat, sent.user, sent.user_name) == ("form", "C1", "U7", "ana")
    assert sent.arguments.splitlines() == [
        "send=digest",
        "filter=ferries, !sport & <fun>",
        "quiet=23:00-07:00",
        "broadcast=0",
    ]
    assert server.messages("C1")[0].words == "Ana changed it."
    assert server.ephemerals("C1")[0].words == "Done."
    assert server.responses == []
    assert server.refused == []


async def test_a_wrong_form_stays_open_and_says_why(server: SlackServer, connected: Connect, handler: Handler) -> None:
    """Nothing that was typed is lost; what is wrong with one field stands below it."""
    async with connected():
        await server.command("/watch", "settings")
        await server.wait_for(lambda: server.views)
        wrong = replace(FORM, problem="“25:00” is not a time & <never> was")
        handler.replies["form"] = Reply(message=replace(says("No"), form=wrong), refused=True)
        await server.submit(server.views[0][1], {"quiet": "25:00"})
        fields = tuple(replace(field, problem="“25:00” is no time" * (field.key == "quiet")) for field in FORM.fields)
        handler.replies["form"] = Reply(message=replace(says("No"), form=replace(wrong, fields=fields)), refused=True)
        await server.submit(server.views[0][1], {"quiet": "25:00"})
    whole, by_field = server.responses
    assert whole["response_action"] == "update"
    assert whole["view"]["blocks"][0]["text"]["text"] == "“25:00” is not a time &amp; &lt;never&gt; was"
    assert by_field == {"response_action": "errors", "errors": {"quiet": "“25:00” is no time"}}
    assert server.ephemerals("C1") == []


async def test_a_form_that_takes_long_is_acknowledged(
    server: SlackServer, connected: Connect, handler: Handler
) -> None:
    """Slack gives three seconds; what came of it is then told outside the dialogue."""
    async with connected():
        await server.command("/watch", "settings")
        await server.wait_for(lambda: server.views)
        handler.may_answer.clear()
        handler.replies["form"] = Reply(message=says("Done."))
        await server.submit(server.views[0][1], {})
        assert server.ephemerals("C1") == []
        handler.may_answer.set()
        await server.wait_for(lambda: server.ephemerals("C1"))


async def test_where_no_dialogue_opens_there_are_buttons(
    server: SlackServer, connected: Connect, handler: Handler
) -> None:
    """The answer took longer than Slack lets a dialogue wait: the same settings come as a message."""
    server.fail_next("views.open", Refuse("expired_trigger_id"))
    async with connected():
        await server.command("/watch", "settings")
        await server.wait_for(lambda: server.ephemerals("C1"))
    first, second = handler.commands
    assert (first.verb, second.verb) == ("form", "settings")
    assert first.once == ""
    assert second.once != ""
    assert server.ephemerals("C1")[0].words == "settings:"


async def test_a_question_is_asked_in_a_dialogue(server: SlackServer, connected: Connect, handler: Handler) -> None:
    """Slack has no keyboard to open: the next words are those of the dialogue."""
    ask = replace(says("Which time zone?"), asks=True)
    handler.replies["settings"] = Reply(message=ask)
    async with connected() as slack:
        row = (Button("Other…", Action.SETTINGS, "ask:zone"),)
        await slack.messenger.send(Target(platform="slack", chat="C1"), replace(says("Zone"), buttons=(row,)))
        await server.click(server.messages("C1")[0], "settings")
        await server.wait_for(lambda: server.views)
        await server.submit(server.views[0][1], {"asked": "Asia/Tbilisi"})
        await server.wait_for(lambda: any(command.verb == "answered" for command in handler.commands))
    answered = handler.commands[-1]
    assert (answered.arguments, answered.target.chat) == ("Asia/Tbilisi", "C1")
    assert server.refused == []


async def test_the_home_is_drawn_when_it_is_opened(server: SlackServer, connected: Connect, handler: Handler) -> None:
    """For the one who opened it; the other tab is no reason to draw."""
    async with connected():
        await server.event("app_home_opened", user="U7", tab="messages", channel="D1")
        await server.event("app_home_opened", user="U7", tab="home", channel="D1")
        await server.wait_for(lambda: server.views)
    (command,) = handler.commands
    assert (command.verb, command.user, command.told, command.scope) == ("home", "U7", True, Scope.PRIVATE)
    assert server.views[0][0] == "U7"
    assert server.refused == []


async def test_the_home_answers_in_a_dialogue(server: SlackServer, connected: Connect, handler: Handler) -> None:
    """There is no chat beside the Home; where a dialogue comes too late, the private chat takes the answer."""
    async with connected():
        await server.event("app_home_opened", user="U7", tab="home")
        await server.wait_for(lambda: server.views)
        home = server.views[0][1]
        await server.click(home, "latest", user="U7")
        await server.wait_for(lambda: len(server.views) == 2)
        server.fail_next("views.open", Refuse("expired_trigger_id"))
        await server.click(home, "help", user="U7")
        await server.wait_for(lambda: server.messages("DU7"))
    assert [command.verb for command in handler.commands] == ["home", "latest", "help"]
    assert "latest:" in json.dumps(server.views[1][1])
    assert server.messages("DU7")[0].words == "help:"
    assert server.refused == []


async def test_settings_of_a_channel_from_the_home(server: SlackServer, connected: Connect, handler: Handler) -> None:
    """The button names the channel; what came of it is told there, in private, and on the Home itself."""
    async with connected():
        await server.event("app_home_opened", user="U7", tab="home")
        await server.wait_for(lambda: server.views)
        await server.click(server.views[0][1], "settings", user="U7")
        await server.wait_for(lambda: len(server.views) == 2)
        handler.replies["form"] = Reply(message=says("Done."), announce=says("Ana changed it."))
        await server.submit(server.views[1][1], {"send": "digest"}, user="U7")
        await server.wait_for(lambda: server.messages("DU7") and server.messages("C7") and len(server.views) == 3)
    assert [command.target.chat for command in handler.commands] == ["U7", "C7", "C7", "U7"]
    assert [shown for shown, _ in server.views] == ["U7", "modal", "U7"]
    assert server.messages("C7")[0].words == "Ana changed it."


async def test_a_dialogue_of_somebody_else_does_nothing(
    server: SlackServer, connected: Connect, handler: Handler
) -> None:
    """What is not as we made it is acknowledged and no more."""
    async with connected():
        for view in ({"callback_id": "asked", "private_metadata": "{"}, {"callback_id": "x", "private_metadata": "{}"}):
            await server.submit({"type": "modal", "blocks": [], **view}, {})
    assert handler.commands == []
    assert len(server.acks) == 2


def test_times_are_picked_from_clocks() -> None:
    """A span of time has two, with what is in force; together they are one choice, and without both there is none."""
    field = Field(key="quiet", label="Quiet hours", value="23:00-07:00", ends=("Begin", "End"))
    message = replace(FORM, fields=(field,))
    command = Command(verb="settings", target=Target(platform="slack", chat="T1/C1"))
    begin, end = form(message, Asked(command=command))["blocks"]
    assert [each["element"]["type"] for each in (begin, end)] == ["timepicker", "timepicker"]
    assert [each["element"]["initial_time"] for each in (begin, end)] == ["23:00", "07:00"]
    off = form(replace(FORM, fields=(replace(field, value="off"),)), Asked(command=command))["blocks"]
    assert all("initial_time" not in each["element"] for each in off)

    def sent(**picked: str | None) -> dict[str, str]:
        values = {name: {name: {"type": "timepicker", "selected_time": time}} for name, time in picked.items()}
        body = {"view": {"callback_id": SETTINGS, "private_metadata": "{}", "state": {"values": values}}}
        asked = from_dialogue(body | {"user": {"id": "U1", "team_id": "T1"}, "team": {"id": "T1"}})
        assert asked is not None
        return dict(asked.choices)

    assert sent(**{"quiet": "22:00", "quiet:end": "06:30"}) == {"quiet": "22:00-06:30"}
    assert sent(**{"quiet": None, "quiet:end": None}) == {"quiet": ""}


def test_a_digest_has_a_rhythm_and_a_clock() -> None:
    """What was chosen is what is in force, and so is the time; nothing of it is invented where there is none."""
    choices = (("off", "None"), ("daily", "every day"), ("weekly mon", "Monday"))
    field = Field(key="digest", label="Digest", value="weekly mon 09:00", choices=choices, clock="Time of the digest")
    command = Command(verb="settings", target=Target(platform="slack", chat="T1/C1"))

    def elements(value: str) -> list[dict[str, Any]]:
        fields = (replace(field, value=value),)
        return [each["element"] for each in form(replace(FORM, fields=fields), Asked(command=command))["blocks"]]

    how_often, at = elements("weekly mon 09:00")
    assert (how_often["initial_option"]["value"], at["initial_time"]) == ("weekly mon", "09:00")
    how_often, at = elements("off")
    assert how_often["initial_option"]["value"] == "off"
    assert "initial_time" not in at
