"""Is each update that Telegram brings carried out once, and everything else refused cheaply and quietly?"""

import asyncio
import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import structlog

from bot.chat.message import Command, Reply
from bot.chat.platform import Connection
from bot.chat.telegram.api.gateway import Timing
from tests.fakes.manual_clock import SkippingClock
from tests.fakes.telegram_commands import Backlog, Commands, connected
from tests.fakes.telegram_server import ANA, Fault, Person, TelegramServer
from tests.fakes.telegram_webhook import Webhook, served

URL = "https://bot.example.org/telegram/updates"
BORIS = Person(id=1002, name="Boris")
QUICK = Timing(hold=0.05, finish=0.2)


class StillClock(SkippingClock):
    """A clock on which the next look at Telegram never comes."""

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.Event().wait()


class Held(Commands):
    """Commands that end when they are let."""

    def __init__(self) -> None:
        super().__init__()
        self.started, self.may_end = asyncio.Event(), asyncio.Event()

    async def handle(self, command: Command) -> Reply:
        reply = await super().handle(command)
        if command.verb == "held":
            self.started.set()
            await self.may_end.wait()
        return reply


@asynccontextmanager
async def listening(
    server: TelegramServer, commands: Commands, clock: SkippingClock, timing: Timing = QUICK
) -> AsyncIterator[tuple[Connection, Webhook]]:
    """Connect by webhook, and wait until Telegram knows of it."""
    async with (
        connected(server, commands.handle, clock, timing, webhook_url=URL) as bot,
        served(server, bot) as webhook,
    ):
        await server.wait_for(lambda: bot.problem() is None)
        yield bot, webhook


@pytest.fixture
async def webhook(server: TelegramServer, commands: Commands) -> AsyncIterator[Webhook]:
    async with listening(server, commands, StillClock(), Timing()) as (_, made):
        yield made


async def test_telegram_is_told_where_we_are(server: TelegramServer, webhook: Webhook) -> None:
    """With a secret of its own for each start, and for what we read only. Nobody polls."""
    (given,) = server.called("setWebhook")
    assert (given["url"], given["allowed_updates"]) == (URL, ["message", "callback_query", "my_chat_member"])
    assert len(given["secret_token"]) >= 32
    assert server.called("getUpdates") == []


async def test_an_update_is_carried_out_before_it_is_confirmed(
    server: TelegramServer, webhook: Webhook, commands: Commands
) -> None:
    """The answer to Telegram comes after the answer to the user; the type may name a character set."""
    server.say(ANA.id, "/help")
    body = json.dumps(server.unconfirmed[-1]).encode()
    status, _ = await webhook.post(data=body, headers={"Content-Type": "application/json; charset=utf-8"})
    assert (status, commands.verbs) == (200, ["help"])
    assert [message.text for message in server.messages(ANA.id)] == ["help done"]


async def test_without_the_secret_nothing_happens(server: TelegramServer, webhook: Webhook, commands: Commands) -> None:
    """Whoever finds the address can send anything; the log says so once and repeats nothing of it."""
    server.say(ANA.id, "/stop")
    update = server.unconfirmed[-1]
    right = server.profile.webhook["secret_token"]
    with structlog.testing.capture_logs() as events:
        for secret in ("", "wrong", right[:-1], right + "x", "gehe\xedm"):
            assert await webhook.post(json=update, secret=secret) == (401, None)
    assert commands.seen == []
    told = [event for event in events if "refused" in event["event"]]
    assert len(told) == 1
    assert "wrong" not in str(told)


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"\xff\xfe", b"[]", b'"1"', b"null", b'{"update_id": "1"}', b'{"update_id": true}', b"[" * 100_000],
)
async def test_what_is_no_update_is_refused(webhook: Webhook, commands: Commands, body: bytes) -> None:
    """Without a traceback."""
    assert await webhook.post(data=body) == (400, None)
    assert commands.seen == []


async def test_a_body_that_is_too_large_is_not_read(webhook: Webhook, commands: Commands) -> None:
    """Whether it says its size or not."""

    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b" " * 32 * 1024

    assert (await webhook.post(data=io.BytesIO(b" " * (1024 * 1024 + 1))))[0] == 413
    assert (await webhook.post(data=chunks()))[0] == 413


async def test_an_update_that_comes_again_has_no_second_effect(
    server: TelegramServer, webhook: Webhook, commands: Commands
) -> None:
    """Telegram repeats what it believes we did not get."""
    server.say(ANA.id, "/latest")
    assert [await webhook.send() for _ in range(3)] == [200, 200, 200]
    assert commands.verbs == ["latest"]
    assert len(server.messages(ANA.id)) == 1


async def test_what_takes_long_is_asked_for_again_and_done_once(server: TelegramServer, clock: SkippingClock) -> None:
    """Telegram gives up after a minute; we say "later" before that, and go on."""
    held = Held()
    async with listening(server, held, clock) as (_, webhook):
        server.say(ANA.id, "/held")
        assert await webhook.post(json=server.unconfirmed[-1]) == (503, "5")
        assert await webhook.send() == 503
        held.may_end.set()
        await server.wait_for(lambda: server.messages(ANA.id))
        assert await webhook.send() == 200
    assert held.verbs == ["held"]
    assert len(server.messages(ANA.id)) == 1


async def test_a_crowd_is_confirmed_before_it_is_answered(server: TelegramServer, clock: SkippingClock) -> None:
    """Telegram sends ten at once and no more while these wait; what is kept is carried out later, once."""
    held, backlog = Held(), Backlog()
    async with listening(server, held, clock, Timing()) as (bot, webhook):
        bot.keep_in(backlog)
        people = [Person(id=user, name=f"user {user}") for user in range(3000, 3030)]
        for person in people:
            server.say(person.id, "/held", user=person)
        updates = list(server.unconfirmed)
        assert await asyncio.gather(*map(webhook.send, updates)) == [200] * 30
        assert server.messages(3029) == []
        assert len(backlog.items) == 30
        held.may_end.set()
        await server.wait_for(lambda: all(server.messages(person.id) for person in people))
        assert await webhook.send(updates[0]) == 200
    assert (len(held.verbs), backlog.items) == (30, {})


async def test_a_chat_keeps_its_order_and_holds_up_no_other(server: TelegramServer, clock: SkippingClock) -> None:
    """Telegram sends ten at once."""
    held = Held()
    async with listening(server, held, clock, Timing()) as (_, webhook):
        server.say(ANA.id, "/held")
        server.say(ANA.id, "/stop")
        server.say(BORIS.id, "/status", user=BORIS)
        first, second, other = server.unconfirmed
        of_ana = [asyncio.create_task(webhook.send(first))]
        await held.started.wait()
        of_ana.append(asyncio.create_task(webhook.send(second)))
        assert await webhook.send(other) == 200
        assert held.verbs == ["held", "status"]
        held.may_end.set()
        assert await asyncio.gather(*of_ana) == [200, 200]
    assert held.verbs == ["held", "status", "stop"]


async def test_before_we_know_our_name_telegram_is_put_off(
    server: TelegramServer, clock: SkippingClock, commands: Commands
) -> None:
    """A webhook of an earlier start may bring something at once; it knows another secret, or comes too early."""
    server.fail_next("getMe", Fault.hang())
    async with connected(server, commands.handle, clock, QUICK, webhook_url=URL) as bot, served(server, bot) as webhook:
        assert (await webhook.post(json={"update_id": 1}, secret="of yesterday"))[0] == 401
        assert "not reached" in str(bot.problem())


async def test_an_update_that_the_library_cannot_read_is_confirmed(webhook: Webhook, commands: Commands) -> None:
    """It would come back for a day."""
    with structlog.testing.capture_logs() as events:
        assert await webhook.send({"update_id": 7, "message": {"message_id": "?", "chat": 7}}) == 200
        assert await webhook.send({"update_id": 8, "edited_message": {}}) == 200
    assert [event.get("update") for event in events if event["log_level"] == "warning"] == [7, 8]
    assert commands.seen == []


async def test_an_edited_command_is_not_carried_out(
    server: TelegramServer, webhook: Webhook, commands: Commands
) -> None:
    """We do not ask for edits; one that comes all the same is nothing."""
    server.say(ANA.id, "/stop")
    message = server.unconfirmed[-1]["message"]
    assert await webhook.send({"update_id": 9, "edited_message": message | {"edit_date": 1}}) == 200
    assert commands.seen == []


async def test_a_webhook_that_was_taken_away_is_set_again(
    server: TelegramServer, clock: SkippingClock, commands: Commands
) -> None:
    """Somebody polled with our token. That is said, until it was right once."""
    async with listening(server, commands, clock) as (bot, _):
        with structlog.testing.capture_logs() as events:
            server.profile.webhook = {}
            await server.wait_for(lambda: "another program" in str(bot.problem()))
            await server.wait_for(lambda: bot.problem() is None)
    assert any("another program" in str(event.get("problem")) for event in events)
    assert len(server.called("setWebhook")) == 2


async def test_telegram_says_when_it_cannot_reach_us(
    server: TelegramServer, clock: SkippingClock, commands: Commands
) -> None:
    """Else a wrong proxy would look like users who say nothing."""
    async with listening(server, commands, clock) as (bot, _):
        server.profile.webhook_error = "Connection refused"
        await server.wait_for(lambda: "does not reach" in str(bot.problem()))
        assert "Connection refused" in str(bot.problem())
        server.profile.webhook_error = None
        await server.wait_for(lambda: bot.problem() is None)


async def test_stopping_lets_a_command_end(server: TelegramServer, clock: SkippingClock) -> None:
    """And leaves the webhook, so that Telegram keeps what comes meanwhile."""
    held = Held()
    async with listening(server, held, clock, Timing(hold=0.01, finish=5.0)) as (_, webhook):
        server.say(ANA.id, "/held")
        assert await webhook.send() == 503
        asyncio.get_running_loop().call_soon(held.may_end.set)
    assert [message.text for message in server.messages(ANA.id)] == ["held done"]
    assert server.called("deleteWebhook") == []
