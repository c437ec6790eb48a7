"""A conversation through real Bolt and slack_sdk: commands, buttons, events, and each of them once."""

import asyncio
from dataclasses import replace

from structlog.testing import CapturingLogger

from bot.chat.message import Action, Button, Reply
from bot.model import Scope, Target
from tests.chat.slack.conftest import Connect, Handler, events, says
from tests.fakes.slack_server import Drop, Page, SlackServer

C1 = Target(platform="slack", chat="C1")


async def test_latest_is_answered_only_to_the_one_who_asked(
    server: SlackServer, connected: Connect, handler: Handler
) -> None:
    """/latest reaches the handler with its words and the answer is visible to that user only."""
    async with connected():
        await server.command("/latest", " 5 sanctions ", channel="C1", user="U7")
        await server.wait_for(lambda: server.ephemerals("C1", "U7"))
    command = handler.commands[0]
    assert (command.verb, command.arguments, command.prefix) == ("latest", "5 sanctions", "/watch ")
    assert command.target == Target(platform="slack", chat="C1")
    assert (command.scope, command.title, command.user, command.user_name) == (Scope.GROUP, "sanctions", "U7", "ana")
    assert command.admin
    assert server.ephemerals("C1")[0].words == "latest: 5 sanctions"
    assert server.messages("C1") == []
    assert server.refused == []


async def test_watch_has_verbs(server: SlackServer, connected: Connect, handler: Handler) -> None:
    """/watch alone is help; a verb is lower case without slash; what is unknown is passed on to be explained."""
    typed = ["", "start sanctions, !sport", "Latest 10", "/status", "lastest", "why 8f3k", "unsubscribe", "  "]
    async with connected():
        for text in typed:
            await server.command("/watch", text)
        await server.wait_for(lambda: len(server.ephemerals("C1")) == len(typed))
    assert [(command.verb, command.arguments) for command in handler.commands] == [
        ("help", ""),
        ("start", "sanctions, !sport"),
        ("latest", "10"),
        ("status", ""),
        ("lastest", ""),
        ("why", "8f3k"),
        ("unsubscribe", ""),
        ("help", ""),
    ]


async def test_the_place_is_told_by_the_channel_id(server: SlackServer, connected: Connect, handler: Handler) -> None:
    """Direct messages are private and named after the person; names that are none are left out."""
    async with connected():
        for channel in ("D1", "G1", "C1"):
            await server.command("/watch", "status", channel=channel, user_name="bo")
        await server.wait_for(lambda: len(handler.commands) == 3)
    assert [(command.scope, command.title) for command in handler.commands] == [
        (Scope.PRIVATE, "@bo"),
        (Scope.GROUP, ""),
        (Scope.GROUP, "sanctions"),
    ]


async def test_the_acknowledgement_does_not_wait_for_the_answer(
    server: SlackServer, connected: Connect, handler: Handler
) -> None:
    """Slack gives three seconds; the handler may take longer."""
    handler.may_answer.clear()
    async with connected():
        await server.command("/latest")  # returns with the acknowledgement
        assert server.ephemerals("C1") == []
        await server.wait_for(lambda: handler.commands)
        handler.may_answer.set()
        await server.wait_for(lambda: server.ephemerals("C1"))


async def test_stopping_waits_for_answers_under_way(server: SlackServer, connected: Connect, handler: Handler) -> None:
    """Who has asked before we stop still gets the answer."""
    handler.may_answer.clear()
    async with connected():
        await server.command("/latest", "5")
        await server.wait_for(lambda: handler.commands)
        handler.may_answer.set()
    assert server.ephemerals("C1")[0].words == "latest: 5"


async def test_a_change_is_announced_in_the_channel(server: SlackServer, connected: Connect, handler: Handler) -> None:
    """The one who asked gets the answer, everybody else is told what changed."""
    handler.replies["start"] = Reply(message=says("Done."), announce=says("Ana turned on alerts."))
    async with connected():
        await server.command("/watch", "start")
        await server.wait_for(lambda: server.messages("C1"))
    assert server.ephemerals("C1")[0].words == "Done."
    assert server.messages("C1")[0].words == "Ana turned on alerts."


async def test_a_channel_without_the_bot(server: SlackServer, connected: Connect, handler: Handler) -> None:
    """Where nothing can be posted, the one who asked is told what to type."""
    server.not_in.add("C1")
    handler.replies["start"] = Reply(message=says("Done."), announce=says("Ana turned on alerts."))
    async with connected():
        await server.command("/watch", "start")
        await server.wait_for(lambda: len(server.ephemerals("C1")) == 2)
    assert "/invite @Seedwatch" in server.ephemerals("C1")[1].words
    assert server.messages("C1") == []


async def test_share_asks_again_and_answers_everybody(
    server: SlackServer, connected: Connect, handler: Handler
) -> None:
    """The button carries the question; its answer is of the moment of the click, public, and has no such button."""
    handler.replies["latest"] = Reply(message=says("5 newest"), share=True)
    server.not_in.add("C1")  # a response address needs no membership
    async with connected():
        await server.command("/latest", "5 <sanctions> & Минск")
        await server.wait_for(lambda: server.ephemerals("C1"))
        (answer,) = server.ephemerals("C1")
        assert list(answer.buttons()) == ["share"]
        await server.click(answer, "share", user="U2")
        await server.wait_for(lambda: server.messages("C1"))
    typed = [(command.verb, command.arguments) for command in handler.commands]
    assert typed == [("latest", "5 <sanctions> & Минск")] * 2
    assert handler.commands[1].user == "U2"
    assert server.messages("C1")[0].words == "5 newest"
    assert server.messages("C1")[0].buttons() == {}
    assert server.refused == []


async def test_nothing_to_share_in_private_or_when_it_does_not_fit(
    server: SlackServer, connected: Connect, handler: Handler
) -> None:
    """In a private chat there is nobody to share with; a button's value is 2,000 characters at most."""
    handler.replies["latest"] = Reply(message=says("5 newest"), share=True)
    async with connected():
        await server.command("/latest", "5", channel="D1")
        await server.command("/latest", "я" * 1000)
        await server.wait_for(lambda: server.ephemerals("D1") and server.ephemerals("C1"))
    assert server.ephemerals("D1")[0].buttons() == server.ephemerals("C1")[0].buttons() == {}


async def test_a_refused_share_stays_private(server: SlackServer, connected: Connect, handler: Handler) -> None:
    """What went wrong concerns only the one who clicked."""
    handler.replies["latest"] = Reply(message=says("5 newest"), share=True)
    async with connected():
        await server.command("/latest")
        await server.wait_for(lambda: server.ephemerals("C1"))
        handler.replies["latest"] = Reply(message=says("No."), refused=True)
        await server.click(server.ephemerals("C1")[0], "share")
        await server.wait_for(lambda: len(server.ephemerals("C1")) == 2)
    assert server.messages("C1") == []


async def test_buttons_of_an_alert(server: SlackServer, connected: Connect, handler: Handler) -> None:
    """Why and sources are answered only to the one who clicked, and the alert stays as it is."""
    row = tuple(Button(a.name, a, "8f3k") for a in (Action.WHY, Action.SOURCES, Action.STOP, Action.UP, Action.DOWN))
    async with connected() as slack:
        await slack.messenger.send(C1, replace(says("A new train"), story="8f3k", buttons=(row,)))
        (alert,) = server.messages("C1")
        for name in ("why", "sources", "stop", "up", "down"):
            await server.click(alert, name, user="U9")
        await server.wait_for(lambda: len(server.ephemerals("C1", "U9")) == 5)
    assert [(c.verb, c.arguments, c.value, c.user) for c in handler.commands] == [
        ("why", "", "8f3k", "U9"),
        ("sources", "", "8f3k", "U9"),
        ("stop", "", "8f3k", "U9"),
        ("up", "", "8f3k", "U9"),
        ("down", "", "8f3k", "U9"),
    ]
    assert server.ephemerals("C1")[0].body["replace_original"] is False
    assert alert.edits == 0


async def test_a_button_of_another_time_does_nothing(server: SlackServer, connected: Connect, handler: Handler) -> None:
    """A button that this version does not know is acknowledged and no more."""
    async with connected() as slack:
        await slack.messenger.send(C1, replace(says("x"), buttons=((Button("Why", Action.WHY, "8f3k"),),)))
        (alert,) = server.messages("C1")
        alert.body["blocks"][-1]["elements"][0]["action_id"] = "mute"
        await server.click(alert, "mute")
    assert handler.commands == []


async def test_what_comes_twice_is_done_once(server: SlackServer, connected: Connect, handler: Handler) -> None:
    """The same envelope, and the same command in another envelope, are acknowledged and have one effect."""
    async with connected():
        await server.command("/watch", "start")
        await server.repeat()
        await server.repeat(new_envelope=True)
        await server.event("member_joined_channel", user="UBOT", channel="C1")
        for _ in range(3):
            await server.repeat(new_envelope=True)
        await server.wait_for(lambda: len(handler.commands) == 2 and server.messages("C1"))
    assert len(server.acks) == 7
    assert [command.verb for command in handler.commands] == ["start", "joined"]
    assert len(server.ephemerals("C1")) == 1


async def test_the_envelope_alone_tells(server: SlackServer, connected: Connect, handler: Handler) -> None:
    """A payload without any id of its own is known by its envelope."""
    payload = {"command": "/latest", "text": "5", "channel_id": "C1", "user_id": "U1", "team_id": "T1"}
    async with connected():
        for _ in range(2):
            await server.deliver("slash_commands", payload, envelope_id="same")
    assert server.acks == ["same", "same"]
    assert len(handler.commands) == 1


async def test_the_bot_greets_where_it_was_invited(server: SlackServer, connected: Connect, handler: Handler) -> None:
    """Its own joining is a command whose answer the channel sees; others' joining is not."""
    handler.replies["joined"] = Reply(message=says("Hello."))
    async with connected():
        await server.event("member_joined_channel", user="U5", channel="C1", inviter="U1")
        await server.event("member_joined_channel", user="UBOT", channel="C2", inviter="U1")
        await server.wait_for(lambda: server.messages("C2"))
    (command,) = handler.commands
    assert (command.verb, command.target.chat, command.user) == ("joined", "C2", "U1")
    assert server.messages("C2")[0].words == "Hello."


async def test_uninstalled(server: SlackServer, connected: Connect) -> None:
    """The connection says that the app is gone; a person's token does not concern us."""
    async with connected() as slack:
        await server.event("tokens_revoked", tokens={"oauth": ["U1"], "bot": []})
        assert slack.problem() is None
        await server.event("tokens_revoked", tokens={"oauth": [], "bot": ["UBOT"]})
        await server.wait_for(lambda: "revoked" in (slack.problem() or ""))
        await server.event("app_uninstalled")
        await server.wait_for(lambda: "uninstalled" in (slack.problem() or ""))


async def test_an_answer_that_its_address_refuses_is_whispered(server: SlackServer, connected: Connect) -> None:
    """A response address may have expired; then chat.postEphemeral shows the answer."""
    server.fail_next("response_url", Page(404))
    async with connected():
        await server.command("/latest", "5", user="U4")
        await server.wait_for(lambda: server.ephemerals("C1", "U4"))
    assert server.count("chat.postEphemeral") == 1
    assert server.refused == []


async def test_an_answer_that_is_lost_is_not_sent_twice(
    server: SlackServer, connected: Connect, log: CapturingLogger
) -> None:
    """The connection broke after the request: there is one request, and a line in the log."""
    server.fail_next("response_url", Drop(accepted=False))
    async with connected():
        await server.command("/latest")
        await server.wait_for(lambda: "slack request not answered" in events(log))
    assert server.count("response_url") == 1


async def test_a_handler_that_raises_is_logged(
    server: SlackServer, connected: Connect, handler: Handler, log: CapturingLogger
) -> None:
    """It should not; if it does, the next command still works."""
    handler.broken = True
    async with connected():
        await server.command("/latest")
        await server.wait_for(lambda: "slack request not answered" in events(log))
        handler.broken = False
        await server.command("/latest")
        await server.wait_for(lambda: server.ephemerals("C1"))


async def test_an_address_is_read_as_typed(server: SlackServer, connected: Connect, handler: Handler) -> None:
    """Slack escapes & < > in what people type."""
    async with connected():
        await server.command("/watch", "why https://news.example/?a=1&amp;b=2")
        await server.wait_for(lambda: handler.commands)
    assert handler.commands[0].arguments == "https://news.example/?a=1&b=2"


async def test_a_flood_is_turned_away_politely(server: SlackServer, connected: Connect, handler: Handler) -> None:
    """While 200 questions of a channel wait the next one is told to come back; then it works again."""
    handler.may_answer.clear()
    async with connected():
        await asyncio.gather(*(server.command("/latest", str(number)) for number in range(205)))
        assert len(server.acks) == 205
        assert str(server.responses).count("too much to do") == 5
        assert len(handler.commands) == 1
        handler.may_answer.set()
        await server.wait_for(lambda: len(server.ephemerals("C1")) == 200)
        await server.command("/latest")
        await server.wait_for(lambda: len(server.ephemerals("C1")) == 201)
