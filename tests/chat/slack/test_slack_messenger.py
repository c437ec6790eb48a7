"""Sending and editing over real HTTP: pace, waits, joining, faults, and never a second post by our own doing."""

from dataclasses import replace

import pytest

from bot.chat.message import Message, SentId
from bot.chat.slack.intake import Seen
from bot.chat.slack.limits import Pacer
from bot.errors import SendError, SendFault
from bot.model import Target
from tests.chat.slack.conftest import Connect, JumpClock, says
from tests.fakes.slack_server import Drop, Fault, Limit, Page, Refuse, SlackServer

C1 = Target(platform="slack", chat="C1")
C2 = Target(platform="slack", chat="C2")
STORY = replace(says("A new train"), story="8f3k", revision=1)


def long(lines: int) -> Message:
    message = says("x " * 1400)
    (section,) = message.sections
    return replace(message, sections=(replace(section, lines=section.lines * lines),))


async def test_a_story_is_posted_updated_and_answered(server: SlackServer, connected: Connect) -> None:
    """The first message is edited in place; news goes into its thread, loud news to the channel too."""
    async with connected() as slack:
        sent = await slack.messenger.send(C1, STORY)
        await slack.messenger.edit(C1, sent, replace(says("A new train, twice a day"), story="8f3k", revision=2))
        await slack.messenger.send(C1, replace(says("Update"), reply_to=sent.id, broadcast=True))
    first, reply = server.messages("C1")
    assert sent == SentId(id=first.ts)
    assert (first.words, first.edits) == ("A new train, twice a day", 1)
    assert first.body["metadata"]["event_payload"] == {"story": "8f3k", "rev": 2}
    assert (reply.thread, reply.body["reply_broadcast"]) == (first.ts, True)
    assert reply.body["unfurl_links"] is reply.body["unfurl_media"] is False


async def test_one_message_a_second_and_channel(server: SlackServer, connected: Connect, clock: JumpClock) -> None:
    """The second message of a channel waits a second, another channel does not."""
    async with connected() as slack:
        clock.slept.clear()
        for target in (C1, C2, C1, C1):
            await slack.messenger.send(target, STORY)
    assert clock.slept == [1.0, 1.0]


async def test_a_limit_blocks_the_method_until_it_is_over(
    server: SlackServer, connected: Connect, clock: JumpClock
) -> None:
    """After 429 nothing is posted anywhere before Retry-After is over; edits go on."""
    async with connected() as slack:
        sent = await slack.messenger.send(C1, STORY)
        server.fail_next("chat.postMessage", Limit("20"))
        with pytest.raises(SendError) as first:
            await slack.messenger.send(C2, STORY)
        assert (first.value.fault, first.value.retry_after) == (SendFault.RETRY, 20)
        assert first.value.platform_wide
        clock.passed += 12
        calls = server.count("chat.postMessage")
        with pytest.raises(SendError) as second:
            await slack.messenger.send(C1, STORY)
        assert second.value.retry_after == 8
        assert server.count("chat.postMessage") == calls
        await slack.messenger.edit(C1, sent, STORY)
        clock.passed += 8
        await slack.messenger.send(C1, STORY)


@pytest.mark.parametrize(
    ("fault", "expected", "posted"),
    [
        (Limit(None, status=200), SendFault.RETRY, 0),
        (Refuse("is_archived"), SendFault.CHANNEL, 0),
        (Refuse("internal_error"), SendFault.UNKNOWN, 0),
        (Refuse("invalid_blocks"), SendFault.MESSAGE, 0),
        (Page(500), SendFault.UNKNOWN, 0),
        (Page(200), SendFault.UNKNOWN, 0),
        (Drop(accepted=True), SendFault.UNKNOWN, 1),
        (Drop(accepted=False), SendFault.UNKNOWN, 0),
    ],
)
async def test_a_fault_is_one_request_and_one_error(
    server: SlackServer, connected: Connect, fault: Fault, expected: SendFault, posted: int
) -> None:
    """Nothing is retried behind our back: one call, and the error says what became of it."""
    async with connected() as slack:
        server.fail_next("chat.postMessage", fault)
        with pytest.raises(SendError) as caught:
            await slack.messenger.send(C1, STORY)
    assert caught.value.fault is expected
    assert server.count("chat.postMessage") == 1
    assert len(server.messages("C1")) == posted


async def test_nobody_listens(server: SlackServer, connected: Connect) -> None:
    """A connection that cannot be made is definitely not sent."""
    async with connected(http=True) as slack:
        await server._runner.cleanup()
        with pytest.raises(SendError) as caught:
            await slack.messenger.send(C1, STORY)
    assert caught.value.fault is SendFault.RETRY


async def test_editing_what_is_gone(server: SlackServer, connected: Connect) -> None:
    """A deleted message cannot be edited: no use in trying again."""
    async with connected() as slack:
        with pytest.raises(SendError) as caught:
            await slack.messenger.edit(C1, SentId(id="1.2"), STORY)
    assert caught.value.fault is SendFault.MESSAGE


async def test_a_public_channel_is_joined_once(server: SlackServer, connected: Connect) -> None:
    """Where the app may join, it does, and posts; the reader sees one message."""
    server.not_in.add("C1")
    server.can_join = True
    async with connected() as slack:
        await slack.messenger.send(C1, STORY)
    assert len(server.messages("C1")) == 1
    assert server.count("conversations.join") == 1


async def test_joining_does_not_go_on_for_ever(server: SlackServer, connected: Connect) -> None:
    """Where joining helps nothing, the second refusal stands."""
    server.can_join = True
    server.fail_next("chat.postMessage", *[Refuse("not_in_channel")] * 3)
    async with connected() as slack:
        with pytest.raises(SendError) as caught:
            await slack.messenger.send(C1, STORY)
    assert caught.value.fault is SendFault.CHANNEL
    assert (server.count("chat.postMessage"), server.count("conversations.join")) == (2, 1)


@pytest.mark.parametrize("channel", ["C1", "G1"])
async def test_a_channel_that_cannot_be_joined(server: SlackServer, connected: Connect, channel: str) -> None:
    """Without the scope, and for private channels, the refusal stands and says what to type."""
    server.not_in.add(channel)
    async with connected() as slack:
        with pytest.raises(SendError, match="/invite") as caught:
            await slack.messenger.send(Target(platform="slack", chat=channel), STORY)
    assert caught.value.fault is SendFault.CHANNEL
    assert server.count("conversations.join") == (channel == "C1")
    assert server.count("chat.postMessage") == 1


async def test_a_revoked_token_is_a_problem_until_it_works_again(server: SlackServer, connected: Connect) -> None:
    """The connection says that nobody can be reached, and takes it back."""
    async with connected() as slack:
        server.fail_next("chat.postMessage", Refuse("token_revoked"))
        with pytest.raises(SendError) as caught:
            await slack.messenger.send(C1, STORY)
        assert caught.value.fault is SendFault.PLATFORM
        assert "revoked" in (slack.problem() or "")
        await slack.messenger.send(C1, STORY)
        assert slack.problem() is None


async def test_a_long_message_goes_on_where_it_stopped(server: SlackServer, connected: Connect) -> None:
    """Parts arrive in order; after a failure only the missing ones are posted, and the first one's ts is kept."""
    message = long(12)
    async with connected() as slack:
        first = await slack.messenger.send(C1, message)
        count = len(server.messages("C1"))
        assert count > 1
        assert first.id == server.messages("C1")[0].ts
        server.fail_next("chat.postMessage", None, Refuse("service_unavailable"))
        with pytest.raises(SendError):
            await slack.messenger.send(C2, message)
        sent = await slack.messenger.send(C2, message)
    assert len(server.messages("C2")) == count
    assert sent.id == server.messages("C2")[0].ts
    assert [m.text for m in server.messages("C1")] == [m.text for m in server.messages("C2")]
    assert server.refused == []


async def test_a_message_without_words_is_refused(connected: Connect) -> None:
    """Slack has no empty messages."""
    async with connected() as slack:
        for attempt in (
            slack.messenger.send(C1, Message(text="", sections=())),
            slack.messenger.edit(C1, SentId(id="1.1"), Message(text="", sections=())),
        ):
            with pytest.raises(SendError) as caught:
                await attempt
            assert caught.value.fault is SendFault.MESSAGE


async def test_pacing_forgets_old_channels(clock: JumpClock) -> None:
    """The memory of the pacer stays small."""
    pacer = Pacer(clock)
    for number in range(1500):
        clock.passed += 2
        await pacer.turn("chat.postMessage", f"C{number}")
    assert len(pacer._free) < 1001
    assert clock.slept == []


def test_seen_is_bounded_and_forgets(clock: JumpClock) -> None:
    """A key is new once, again after its lifetime, and the oldest goes when there are too many."""
    seen = Seen(clock=clock, lifetime=300, limit=3)
    assert [seen.is_new(key) for key in "aab"] == [True, False, True]
    clock.passed = 300
    assert seen.is_new("a")
    assert [seen.is_new(key) for key in "cdef"] == [True] * 4
    assert len(seen) == 3
    assert seen.is_new("a")
