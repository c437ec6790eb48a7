"""Is every command heard, exactly as it was meant, and none lost when something breaks?"""

import asyncio
from contextlib import AsyncExitStack

import pytest
import structlog

from bot.chat.message import Command, Message, Reply, Role, Scope, Section, Text
from bot.chat.port import Connection
from bot.chat.telegram import Timing, connect
from bot.model import Target
from tests.chat.telegram.conftest import FAST, Commands
from tests.fakes.manual_clock import SkippingClock
from tests.fakes.telegram_server import ANA, BOT, Fault, Person, TelegramServer

GROUP = -1001
BORIS = Person(id=1002, name="Boris")
ANONYMOUS = Person(id=1087968824, name="Group", username="GroupAnonymousBot", is_bot=True)
OTHER_BOT = Person(id=555, name="Other", is_bot=True)


async def heard(server: TelegramServer, commands: Commands, count: int = 1) -> list[Command]:
    """Wait until this many commands came in and all updates are confirmed."""
    await server.wait_for(lambda: len(commands.seen) >= count and not server.unconfirmed)
    return commands.seen


@pytest.mark.usefixtures("bot")
class TestWhatIsHeard:
    """Which updates are commands, and what they say."""

    async def test_a_command_is_carried_out_and_answered(self, server: TelegramServer, commands: Commands) -> None:
        """The words stay as typed, the verb is lower case."""
        server.say(ANA.id, "/Subscribe  sanctions, !Sport")
        await server.wait_for(lambda: server.messages(ANA.id))
        (command,) = commands.seen
        assert command == Command(
            verb="subscribe",
            words="sanctions, !Sport",
            target=Target(platform="telegram", chat="1001"),
            title="Ana",
            scope=Scope.PRIVATE,
            user="1001",
            user_name="Ana",
            admin=True,
        )
        assert [message.text for message in server.messages(ANA.id)] == ["subscribe done"]

    async def test_a_deep_link_passes_its_word_on(self, server: TelegramServer, commands: Commands) -> None:
        """t.me/bot?start=x arrives as "/start x"."""
        server.say(ANA.id, "/start invite_42")
        assert [(c.verb, c.words) for c in await heard(server, commands)] == [("start", "invite_42")]

    async def test_in_private_the_slash_may_be_left_out(self, server: TelegramServer, commands: Commands) -> None:
        """Silence would look like a broken bot."""
        server.say(ANA.id, "latest 3")
        assert [(c.verb, c.words) for c in await heard(server, commands)] == [("latest", "3")]

    async def test_in_a_group_only_what_is_meant_for_us_is_heard(
        self, server: TelegramServer, commands: Commands
    ) -> None:
        """Talk, other bots' commands, forwarded commands and what bots say is none of our business."""
        origin = {"type": "user", "date": 1, "sender_user": BORIS.json()}
        server.say(GROUP, "latest news are bad")
        server.say(GROUP, "/latest@OtherBot")
        server.say(GROUP, "/stop", forward_origin=origin)
        server.say(GROUP, "/stop", user=OTHER_BOT)
        server.say(GROUP, "/latest@seedwatchbot 4")
        assert [(c.verb, c.words, c.scope) for c in await heard(server, commands)] == [("latest", "4", Scope.GROUP)]

    async def test_edits_and_channel_posts_are_not_even_asked_for(
        self, server: TelegramServer, commands: Commands
    ) -> None:
        """An edited /stop must not run twice."""
        server.say(ANA.id, "/help")
        await heard(server, commands)
        server.push("edited_message", server.chats.as_json(server.chats.in_chat(ANA.id)[0], user=ANA))
        server.say(ANA.id, "/status")
        await heard(server, commands, 2)
        assert commands.verbs == ["help", "status"]
        assert server.called("getUpdates")[0]["allowed_updates"] == ["message", "callback_query", "my_chat_member"]

    async def test_rights_in_a_group_are_looked_up(self, server: TelegramServer, commands: Commands) -> None:
        """Admins and the creator may change things, members may not, whoever hides behind the group may."""
        server.chats.add(GROUP, members={ANA.id: "administrator", BORIS.id: "member", 7: "creator"})
        server.say(GROUP, "/start", user=ANA)
        server.say(GROUP, "/start", user=BORIS)
        server.say(GROUP, "/start", user=Person(id=7, name="Olga"))
        chat = {"id": GROUP, "type": "supergroup", "title": "us"}
        server.say(GROUP, "/start", user=ANONYMOUS, sender_chat=chat)
        channel = {"id": -1077, "type": "channel", "title": "them"}
        server.say(GROUP, "/start", user=Person(id=136817688, name="Channel", is_bot=True), sender_chat=channel)
        assert [c.admin for c in await heard(server, commands, 5)] == [True, False, True, True, False]

    async def test_when_telegram_does_not_say_nobody_is_an_admin(
        self, server: TelegramServer, commands: Commands
    ) -> None:
        """A right is never assumed."""
        server.chats.add(GROUP, members={ANA.id: "administrator"})
        server.fail_next("getChatMember", Fault.gateway())
        server.say(GROUP, "/stop")
        assert [c.admin for c in await heard(server, commands)] == [False]

    async def test_an_answer_to_an_alert_names_the_alert(
        self, server: TelegramServer, commands: Commands, bot: Connection
    ) -> None:
        """Only if it is ours: an answer to a neighbour is about nothing that we said."""
        server.chats.meet(GROUP, ANA)
        alert = Message(text="alert", sections=(Section(Role.BODY, ((Text("alert"),),)),))
        sent = await bot.messenger.send(Target(platform="telegram", chat=str(GROUP)), alert)
        server.say(GROUP, "/why", reply_to=int(sent.id))
        neighbour = server.say(GROUP, "hello", user=BORIS)
        server.say(GROUP, "/why", reply_to=neighbour)
        assert [c.reply_story for c in await heard(server, commands, 2)] == [sent.id, None]

    async def test_a_topic_is_answered_in_the_topic(self, server: TelegramServer, commands: Commands) -> None:
        """In groups the answer replies, so that it is clear whom it is for."""
        server.chats.add(GROUP, topics={7})
        asked = server.say(GROUP, "/latest", thread=7)
        await server.wait_for(lambda: server.messages(GROUP))
        assert commands.seen[0].target == Target(platform="telegram", chat=str(GROUP), thread="7")
        assert [(m.thread, m.reply_to) for m in server.messages(GROUP)] == [(7, asked)]

    async def test_a_reply_in_a_plain_group_is_no_topic(self, server: TelegramServer, commands: Commands) -> None:
        """Telegram gives it a thread id all the same, and refuses that id for sending."""
        server.say(GROUP, "/latest", message_thread_id=99)
        await server.wait_for(lambda: server.messages(GROUP))
        assert commands.seen[0].target.thread is None

    async def test_a_click_is_acknowledged_and_becomes_a_command(
        self, server: TelegramServer, commands: Commands, bot: Connection
    ) -> None:
        """It says which story, and the answer hangs on the alert."""
        server.chats.meet(ANA.id, ANA)
        alert = Message(text="alert", sections=(Section(Role.BODY, ((Text("alert"),),)),))
        sent = await bot.messenger.send(Target(platform="telegram", chat=str(ANA.id)), alert)
        query = server.click(ANA.id, int(sent.id), "w:8f3k")
        await server.wait_for(lambda: len(server.messages(ANA.id)) == 2)
        assert [(c.verb, c.story, c.admin) for c in commands.seen] == [("why", "8f3k", True)]
        assert server.toasts == [(query, None)]
        assert server.messages(ANA.id)[1].reply_to == int(sent.id)

    @pytest.mark.parametrize("data", ["", "w", "z:8f3k", "w:<b>", "w:" + "x" * 60, "p:8f3k", "W:8f3k"])
    async def test_a_forged_click_is_nothing(self, server: TelegramServer, commands: Commands, data: str) -> None:
        """Anybody with a modified app can send any text."""
        message = server.say(ANA.id, "/help")
        server.click(ANA.id, message, data)
        server.say(ANA.id, "/status")
        await heard(server, commands, 2)
        assert commands.verbs == ["help", "status"]

    async def test_a_click_on_a_message_that_is_too_old_is_still_answered(
        self, server: TelegramServer, commands: Commands
    ) -> None:
        """Telegram then gives only its id, and refuses to acknowledge."""
        server.chats.meet(ANA.id, ANA)
        server.fail_next("answerCallbackQuery", Fault.bad_request("query is too old and response timeout expired"))
        chat = {"id": ANA.id, "type": "private", "first_name": "Ana"}
        server.push(
            "callback_query",
            {
                "id": "1",
                "from": ANA.json(),
                "chat_instance": "1",
                "data": "s:8f3k",
                "message": {"chat": chat, "message_id": 3, "date": 0},
            },
        )
        await server.wait_for(lambda: server.messages(ANA.id))
        assert [(c.verb, c.story) for c in commands.seen] == [("sources", "8f3k")]

    async def test_coming_and_going_are_commands_too(self, server: TelegramServer, commands: Commands) -> None:
        """Nobody is answered who cannot be reached."""
        server.change_membership(ANA.id, was="member", now="kicked")
        server.change_membership(GROUP, was="left", now="administrator")
        server.change_membership(GROUP, was="administrator", now="member")
        await heard(server, commands, 2)
        await server.wait_for(lambda: server.messages(GROUP))
        assert sorted((c.verb, c.target.chat) for c in commands.seen) == [("joined", str(GROUP)), ("left", "1001")]
        assert server.messages(ANA.id) == []

    async def test_nobody_can_type_what_only_telegram_may_say(self, server: TelegramServer, commands: Commands) -> None:
        """Else a member could pause a group's alerts by claiming that the bot has left."""
        server.say(GROUP, "/left")
        server.say(ANA.id, "/joined")
        server.say(ANA.id, "/help")
        await heard(server, commands)
        assert commands.verbs == ["help"]

    async def test_wrong_use_is_answered_without_sound(self, server: TelegramServer, commands: Commands) -> None:
        """A slip of one person should not ring everybody's phone."""
        commands.refuse = True
        server.say(ANA.id, "/lastest")
        await server.wait_for(lambda: server.messages(ANA.id))
        assert server.messages(ANA.id)[0].silent

    async def test_one_chat_cannot_keep_the_others_waiting(self, server: TelegramServer, commands: Commands) -> None:
        """Beyond a handful in a few seconds its commands are dropped."""
        for _ in range(40):
            server.say(ANA.id, "/latest")
        server.say(BORIS.id, "/status", user=BORIS)
        await server.wait_for(lambda: "status" in commands.verbs and not server.unconfirmed)
        assert commands.verbs.count("latest") < 40

    async def test_the_menus_are_offered(self, server: TelegramServer, commands: Commands) -> None:
        """Members of a group see what they may use, admins see more."""
        server.say(ANA.id, "/help")
        await heard(server, commands)
        assert server.menus == {
            "all_private_chats": ["start", "subscribe", "latest", "why", "status", "unsubscribe", "help"],
            "all_group_chats": ["latest", "why", "status", "help"],
            "all_chat_administrators": ["latest", "why", "status", "help", "start", "subscribe", "unsubscribe"],
        }

    async def test_an_answer_that_must_wait_is_sent_later(self, server: TelegramServer, commands: Commands) -> None:
        """Who asked is waiting for it."""
        server.fail_next("sendMessage", Fault.flood(3))
        server.say(ANA.id, "/help")
        await server.wait_for(lambda: server.messages(ANA.id))
        assert commands.verbs == ["help"]

    async def test_an_answer_follows_a_chat_that_moved(self, server: TelegramServer, commands: Commands) -> None:
        """The command came from the old id, the answer goes to the new one."""
        server.chats.add(-1009)
        server.fail_next("sendMessage", Fault.moved(-1009))
        server.say(GROUP, "/latest")
        await server.wait_for(lambda: server.messages(-1009))
        assert commands.verbs == ["latest"]


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
        async with connect(
            token=server.token,
            api_url=server.url,
            handle=stuck.handle,
            clock=clock,
            log=structlog.get_logger(),
            timing=timing,
        ):
            if not stuck.seen:
                server.say(ANA.id, "/stop")
                await stuck.started.wait()
                assert len(server.unconfirmed) == 1
            else:
                await server.wait_for(lambda: server.messages(ANA.id))
    assert stuck.verbs == ["stop", "stop"]
    assert server.unconfirmed == []


async def test_stopping_lets_a_command_end_and_confirms_it(server: TelegramServer, clock: SkippingClock) -> None:
    """So a restart does not answer it a second time."""
    started, go_on = asyncio.Event(), asyncio.Event()

    async def slow(command: Command) -> Reply:
        started.set()
        await go_on.wait()
        return await Commands().handle(command)

    async with connect(
        token=server.token, api_url=server.url, handle=slow, clock=clock, log=structlog.get_logger(), timing=FAST
    ):
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

    async with connect(
        token=server.token, api_url=server.url, handle=broken, clock=clock, log=structlog.get_logger(), timing=FAST
    ):
        server.say(ANA.id, "/boom")
        server.say(ANA.id, "/help")
        await server.wait_for(lambda: server.messages(ANA.id) and not server.unconfirmed)
    assert [message.text for message in server.messages(ANA.id)] == ["help done"]


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
    await heard(server, commands)
    server.fail_next("getUpdates", fault, times=3)
    with structlog.testing.capture_logs() as events:
        server.say(ANA.id, "/latest")  # ends the poll that waits; the next three fail
        await heard(server, commands, 2)
        server.say(ANA.id, "/status")
        await heard(server, commands, 3)
    told = [event["problem"] for event in events if event["log_level"] == "error"]
    assert len(told) == 1
    assert words in told[0]
    assert commands.verbs == ["help", "latest", "status"]


async def test_a_rival_is_believed_gone_only_after_a_while(
    server: TelegramServer, bot: Connection, commands: Commands, clock: SkippingClock
) -> None:
    """Two pollers take turns at winning, so one good poll proves nothing."""
    server.say(ANA.id, "/help")
    await heard(server, commands)
    server.fail_next("getUpdates", Fault.conflict())
    server.say(ANA.id, "/latest")
    server.say(ANA.id, "/status")
    await heard(server, commands, 3)
    assert "another program" in str(bot.problem())
    clock.advance(60)
    server.say(ANA.id, "/why")
    await heard(server, commands, 4)
    assert bot.problem() is None


async def test_a_start_without_a_network_recovers(
    server: TelegramServer, clock: SkippingClock, commands: Commands
) -> None:
    """Other platforms must not wait for this one."""
    async with AsyncExitStack() as stack:
        async with server.down():
            bot = await stack.enter_async_context(
                connect(
                    token=server.token,
                    api_url=server.url,
                    handle=commands.handle,
                    clock=clock,
                    log=structlog.get_logger(),
                    timing=FAST,
                )
            )
            await clock.was_asked.wait()
            assert "cannot be reached" in str(bot.problem())
        server.say(ANA.id, "/help")
        await heard(server, commands)
        assert bot.problem() is None
    assert clock.slept[0] == 1.0


async def test_a_webhook_left_behind_is_removed(
    server: TelegramServer, clock: SkippingClock, commands: Commands
) -> None:
    """Telegram refuses to be polled while it has one."""
    server.webhook = True
    async with connect(
        token=server.token,
        api_url=server.url,
        handle=commands.handle,
        clock=clock,
        log=structlog.get_logger(),
        timing=FAST,
    ):
        server.say(ANA.id, "/help")
        await heard(server, commands)
    assert not server.webhook


async def test_menus_that_telegram_refuses_do_not_matter(
    server: TelegramServer, clock: SkippingClock, commands: Commands
) -> None:
    """They are a courtesy; the commands work without them."""
    server.fail_next("setMyCommands", Fault.bad_request("no"))
    async with connect(
        token=server.token,
        api_url=server.url,
        handle=commands.handle,
        clock=clock,
        log=structlog.get_logger(),
        timing=FAST,
    ):
        server.say(ANA.id, "/help")
        await heard(server, commands)


async def test_a_connection_that_went_silent_is_replaced(
    server: TelegramServer, clock: SkippingClock, commands: Commands
) -> None:
    """A half-open connection never answers and never fails; only a clock finds out."""
    async with connect(
        token=server.token,
        api_url=server.url,
        handle=commands.handle,
        clock=clock,
        log=structlog.get_logger(),
        timing=Timing(poll=0.0, grace=0.2, finish=0.2),
    ):
        server.say(ANA.id, "/help")
        await heard(server, commands)
        server.fail_next("getUpdates", Fault.hang())
        with structlog.testing.capture_logs() as events:
            server.say(ANA.id, "/latest")
            await heard(server, commands, 2)
    assert any("does not answer" in str(event.get("problem")) for event in events)


async def test_a_poll_that_failed_is_repeated_on_a_new_connection(
    server: TelegramServer, bot: Connection, commands: Commands
) -> None:
    """A stuck connection pool would time out for ever without being noticed."""
    server.say(ANA.id, "/help")
    await heard(server, commands)
    server.fail_next("getUpdates", Fault.restart())
    server.say(ANA.id, "/latest")  # ends the poll that waits; the next one fails
    await heard(server, commands, 2)
    server.say(ANA.id, "/status")
    await heard(server, commands, 3)
    polls = [call.connection for call in server.calls if call.method == "getUpdates"]
    assert len(set(polls)) == 2
    assert bot.problem() is None


async def test_our_own_name_is_asked_for_once(server: TelegramServer, bot: Connection, commands: Commands) -> None:
    """It tells commands for us from commands for others."""
    server.say(ANA.id, f"/help@{BOT.username}")
    server.say(ANA.id, "/status")
    await heard(server, commands, 2)
    assert len(server.called("getMe")) == 1
    assert bot.problem() is None
