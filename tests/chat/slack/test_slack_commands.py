"""A conversation through real Bolt and slack_sdk: commands, buttons, events, and each of them once."""


from bot.chat.message import Scope
from bot.model import Target
from tests.chat.slack.conftest import Connect, Handler
from tests.fakes.slack_server import SlackServer


async def test_latest_is_answered_only_to_the_one_who_asked(
    server: SlackServer, connected: Connect, handler: Handler
) -> None:
    """/latest reaches the handler with its words and the answer is visible to that user only."""
    async with connected():
        await server.command("/latest", " 5 sanctions ", channel="C1", user="U7")
        await server.wait_for(lambda: server.ephemerals("C1", "U7"))
    command = handler.commands[0]
    assert (command.verb, command.words, command.prefix) == ("latest", "5 sanctions", "/watch ")
    assert command.target == Target(platform="slack", chat="C1")
    assert (command.scope, command.title, command.user, command.user_name) == (Scope.CHANNEL, "sanctions", "U7", "ana")
    assert command.admin
    assert server.ephemerals("C1")[0].words == "latest: 5 sanctions"
    assert server.messages("C1") == []
    assert server.refused == []
