"""Is no command lost when something breaks: the network, the token, the handler, ourselves?"""

import asyncio
from contextlib import AsyncExitStack

import pytest
import structlog

from bot.chat.message import Command, Reply
from bot.chat.platform import Connection
from bot.chat.telegram.api.gateway import Timing
from tests.fakes.manual_clock import SkippingClock
from tests.fakes.telegram_commands import Commands, connected
from tests.fakes.telegram_server import ANA, BOT, Fault, TelegramServer


class Stuck(Commands):
    """Commands of which the first never ends, as if the machine died in the middle of it."""

    def __init__(self) -> None:
        super().__init__()
        self.started = asyncio.Event()

    async def handle(self, command: Command) -> Reply:
        if not self.started.is_set():
            self.seen.append(command)
            self.started.set()
            await asyncio.Event().wait()
        return await super().handle(command)


async def test_a_command_cut_short_by_a_crash_comes_again(server: TelegramServer, clock: SkippingClock) -> None:
    """It is confirmed only after it was carried out."""
    stuck = Stuck()
    timing = Timing(poll=1.0, grace=2.0, finish=0.01)
    for _ in range(2):
        async with connected(server, stuck.handle, clock, timing):
            if not stuck.seen:
                server.say(ANA.id, "/stop")
                await stuck.started.wait()
                assert len(server.unconfirmed) == 1
            else:
                await server.wait_for(lambda: server.messages(ANA.id) and not server.unconfirmed)
    assert stuck.verbs == ["stop", "stop"]
    assert server.unconfirmed == []


async def test_stopping_lets_a_command_end_and_confirms_it(server: TelegramServer, clock: SkippingClock) -> None:
    """So a restart does not answer it a second time."""
    started, go_on = asyncio.Event(), asyncio.Event()

    async def slow(command: Command) -> Reply:
        started.set()
        await go_on.wait()
        return await Commands().handle(command)

    async with connected(server, slow, clock, Timing(poll=1.0, grace=2.0, finish=5.0)):
        server.say(ANA.id, "/stop")
        await started.wait()
        asyncio.get_running_loop().call_soon(go_on.set)
    assert [message.text for message in server.messages(ANA.id)] == ["stop done"]
    assert server.unconfirmed == []


async def test_a_handler_that_breaks_its_promise_does_not_stop_the_bot(
    server: TelegramServer, clock: SkippingClock
) -> None:
    """One bad update is logged and done with; it would come back for ever."""

    async def broken(command: Command) -> Reply:
        if command.verb == "boom":
            raise ValueError(command.verb)
        return await Commands().handle(command)

    async with connected(server, broken, clock):
        server.say(ANA.id, "/boom")
        server.say(ANA.id, "/help")
        await server.wait_for(lambda: server.messages(ANA.id) and not server.unconfirmed)
    assert [message.text for message in server.messages(ANA.id)] == ["help done"]


async def test_an_update_that_the_library_cannot_read_is_passed_over(
    server: TelegramServer, bot: Connection, commands: Commands
) -> None:
    """The platform grows faster than the library; one strange update must not make us deaf."""
    with structlog.testing.capture_logs() as events:
        strange = server.push("message", {"message_id": "?", "chat": 7})
        server.say(ANA.id, "/help")
        await commands.heard(server)
    assert commands.verbs == ["help"]
    assert strange in [event.get("update") for event in events]


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Fault.conflict(), "another program"),
        (Fault.revoked(), "refuses the token"),
        (Fault.gateway(), "cannot be reached"),
        (Fault.drop_after(), "cannot be reached"),
        (Fault.captive_portal(), "cannot be reached"),
        (Fault.flood(5), "cannot be reached"),
    ],
)
async def test_trouble_with_polling_is_told_once_and_passes(
    server: TelegramServer, bot: Connection, commands: Commands, fault: Fault, words: str
) -> None:
    """The poller never dies: it says what is wrong, waits longer each time, and goes on."""
    server.say(ANA.id, "/help")
    await commands.heard(server)
    server.fail_next("getUpdates", fault, times=3)
    with structlog.testing.capture_logs() as events:
        server.say(ANA.id, "/latest")  # ends the poll that waits; the next three fail
        await commands.heard(server, 2)
        server.say(ANA.id, "/status")
        await commands.heard(server, 3)
    told = [event["problem"] for event in events if event["log_level"] == "error"]
    assert len(told) == 1
    assert words in told[0]
    assert commands.verbs == ["help", "latest", "status"]


async def test_a_rival_is_believed_gone_only_after_a_while(
    server: TelegramServer, bot: Connection, commands: Commands, clock: SkippingClock
) -> None:
    """Two pollers take turns at winning, so one good poll proves nothing."""
    server.say(ANA.id, "/help")
    await commands.heard(server)
    server.fail_next("getUpdates", Fault.conflict())
    server.say(ANA.id, "/latest")
    server.say(ANA.id, "/status")
    await commands.heard(server, 3)
    assert "another program" in str(bot.problem())
    clock.advance(60)
    server.say(ANA.id, "/why")
    await commands.heard(server, 4)
    assert bot.problem() is None


async def test_a_start_without_a_network_recovers(
    server: TelegramServer, clock: SkippingClock, commands: Commands
) -> None:
    """Other platforms must not wait for this one."""
    async with AsyncExitStack() as stack:
        async with server.down():
            bot = await stack.enter_async_context(connected(server, commands.handle, clock))
            await clock.was_asked.wait()
            assert "cannot be reached" in str(bot.problem())
        server.say(ANA.id, "/help")
        await commands.heard(server)
        assert bot.problem() is None
    assert clock.slept[0] == 1.0


async def test_a_webhook_left_behind_is_removed(
    server: TelegramServer, clock: SkippingClock, commands: Commands
) -> None:
    """Telegram refuses to be polled while it has one."""
    server.profile.webhook = {"url": "https://elsewhere.example.org/"}
    async with connected(server, commands.handle, clock):
        server.say(ANA.id, "/help")
        await commands.heard(server)
    assert not server.profile.webhook


async def test_a_connection_that_went_silent_is_replaced(
    server: TelegramServer, clock: SkippingClock, commands: Commands
) -> None:
    """A half-open connection never answers and never fails; only a clock finds out."""
    async with connected(server, commands.handle, clock, Timing(poll=0.0, grace=0.2, finish=0.2)):
        server.say(ANA.id, "/help")
        await commands.heard(server)
        server.fail_next("getUpdates", Fault.hang())
        with structlog.testing.capture_logs() as events:
            server.say(ANA.id, "/latest")
            await commands.heard(server, 2)
    assert any("does not answer" in str(event.get("problem")) for event in events)


async def test_a_poll_that_failed_is_repeated_on_a_new_connection(
    server: TelegramServer, bot: Connection, commands: Commands
) -> None:
    """A stuck connection pool would time out for ever without being noticed."""
    server.say(ANA.id, "/help")
    await commands.heard(server)
    server.fail_next("getUpdates", Fault.restart())
    server.say(ANA.id, "/latest")  # ends the poll that waits; the next one fails
    await commands.heard(server, 2)
    server.say(ANA.id, "/status")
    await commands.heard(server, 3)
    polls = [call.connection for call in server.calls if call.method == "getUpdates"]
    assert len(set(polls)) == 2
    assert bot.problem() is None


async def test_our_own_name_is_asked_for_once(server: TelegramServer, bot: Connection, commands: Commands) -> None:
    """It tells commands for us from commands for others."""
    server.say(ANA.id, f"/help@{BOT.username}")
    server.say(ANA.id, "/status")
    await commands.heard(server, 2)
    assert len(server.called("getMe")) == 1
    assert bot.problem() is None
