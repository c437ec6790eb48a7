"""A message whose acknowledgement was lost is found in the channel's history, where the app may read that."""

from dataclasses import replace

import pytest

from bot.errors import SendError
from bot.model import Target
from tests.chat.slack.conftest import Connect, says
from tests.fakes.slack_server import Drop, Limit, SlackServer

C1 = Target(platform="slack", chat="C1")
STORY = replace(says("A new ferry"), story="8f3k", revision=1)
HISTORY = "commands,chat:write,channels:history"


@pytest.fixture
def readable(server: SlackServer) -> SlackServer:
    server.scopes, server.can_read = HISTORY, True
    return server


@pytest.mark.parametrize("arrived", [True, False])
async def test_after_a_lost_answer_there_is_one_message(
    readable: SlackServer, connected: Connect, *, arrived: bool
) -> None:
    """Sending again finds the message that arrived, at whatever revision by now, or posts the one that did not."""
    async with connected() as slack:
        readable.fail_next("chat.postMessage", Drop(accepted=arrived))
        with pytest.raises(SendError):
            await slack.messenger.send(C1, STORY)
        sent = await slack.messenger.send(C1, replace(STORY, revision=2))
    (shown,) = readable.messages("C1")
    assert sent.id == shown.ts


async def test_a_reply_is_looked_for_in_its_thread(readable: SlackServer, connected: Connect) -> None:
    """The first message of the story is not taken for it, nor is an older reply."""
    async with connected() as slack:
        first = await slack.messenger.send(C1, STORY)
        await slack.messenger.send(C1, replace(STORY, reply_to=first.id, revision=2))
        readable.fail_next("chat.postMessage", Drop(accepted=True))
        update = replace(STORY, reply_to=first.id, revision=3)
        with pytest.raises(SendError):
            await slack.messenger.send(C1, update)
        sent = await slack.messenger.send(C1, update)
    assert [shown.thread for shown in readable.messages("C1")] == [None, first.id, first.id]
    assert sent.id == readable.messages("C1")[2].ts


async def test_the_first_message_after_a_start_may_be_there(readable: SlackServer, connected: Connect) -> None:
    """The last run died between sending and writing that down: what it sent is not sent again."""
    async with connected() as slack:
        before = await slack.messenger.send(C1, STORY)
    async with connected() as slack:
        again = await slack.messenger.send(C1, STORY)
        await slack.messenger.send(C1, replace(STORY, story="2kd9"))
    assert again.id == before.id
    assert len(readable.messages("C1")) == 2
    assert readable.count("conversations.history") == 2  # once after each start


@pytest.mark.parametrize("scopes", ["commands,chat:write", "commands,chat:write,groups:history"])
async def test_without_the_right_to_read_it_is_sent_again(server: SlackServer, connected: Connect, scopes: str) -> None:
    """One message too many is better than none. Where Slack refuses, we go on."""
    server.scopes = scopes
    async with connected() as slack:
        server.fail_next("chat.postMessage", Drop(accepted=True))
        with pytest.raises(SendError):
            await slack.messenger.send(C1, STORY)
        await slack.messenger.send(C1, STORY)
    assert len(server.messages("C1")) == 2
    assert (server.count("conversations.history") > 0) == ("history" in scopes)


async def test_a_limit_on_reading_is_kept_and_holds_nothing_back(readable: SlackServer, connected: Connect) -> None:
    """Slack lets some apps read once a minute: then nothing is asked until that is over."""
    readable.fail_next("conversations.history", Limit("60"))
    async with connected() as slack:
        for chat in ("C1", "C2"):
            await slack.messenger.send(Target(platform="slack", chat=chat), STORY)
    assert readable.count("conversations.history") == 1
    assert len(readable.shown) == 2
