"""Is each command heard exactly as it was meant, and answered where it was asked?"""

import pytest
import telegram

from bot.chat.message import Action, Button, Command, Reply
from bot.chat.platform import Connection
from bot.chat.telegram.buttons import MOST_BYTES, callback_data
from bot.chat.telegram.intake import clicked
from bot.model import Scope, Target
from tests.fakes.telegram_commands import Commands, saying
from tests.fakes.telegram_server import ANA, BOT, Fault, Person, TelegramServer

pytestmark = pytest.mark.usefixtures("bot")

GROUP = -1001
BORIS = Person(id=1002, name="Boris")
ANONYMOUS = Person(id=1087968824, name="Group", username="GroupAnonymousBot", is_bot=True)
OTHER_BOT = Person(id=555, name="Other", is_bot=True)


async def test_a_command_is_carried_out_and_answered(server: TelegramServer, commands: Commands) -> None:
    """The words stay as typed, the verb is lower case."""
    server.say(ANA.id, "/Subscribe  sanctions, !Sport")
    await server.wait_for(lambda: server.messages(ANA.id))
    (command,) = commands.seen
    assert command == Command(
        verb="subscribe",
        arguments="sanctions, !Sport",
        target=Target(platform="telegram", chat="1001"),
        title="Ana",
        scope=Scope.PRIVATE,
        user="1001",
        user_name="Ana",
        admin=True,
        once=f"telegram:{BOT.id}:1001",
    )
    assert [message.text for message in server.messages(ANA.id)] == ["subscribe done"]


async def test_a_link_to_us_passes_its_words_on(server: TelegramServer, commands: Commands) -> None:
    """t.me/bot?start=x arrives as "/start x"."""
    server.say(ANA.id, "/start invite_42")
    assert [(c.verb, c.arguments) for c in await commands.heard(server)] == [("start", "invite_42")]


async def test_in_private_the_slash_may_be_left_out(server: TelegramServer, commands: Commands) -> None:
    """Silence would look like a broken bot."""
    server.say(ANA.id, "latest 3")
    assert [(c.verb, c.arguments) for c in await commands.heard(server)] == [("latest", "3")]


async def test_in_a_group_only_what_is_meant_for_us_is_heard(server: TelegramServer, commands: Commands) -> None:
    """Talk, other bots' commands, commands forwarded or sent by way of a bot, and what bots say are not for us."""
    origin = {"type": "user", "date": 1, "sender_user": BORIS.json()}
    server.say(GROUP, "latest news are bad")
    server.say(GROUP, "/latest@OtherBot")
    server.say(GROUP, "/stop", forward_origin=origin)
    server.say(GROUP, "/stop", via_bot=OTHER_BOT.json())
    channel = {"id": -1077, "type": "channel", "title": "linked"}
    post = {"type": "channel", "date": 1, "chat": channel, "message_id": 5}
    service = Person(id=777000, name="Telegram")
    server.say(GROUP, "/stop", user=service, sender_chat=channel, forward_origin=post, is_automatic_forward=True)
    server.say(GROUP, "/stop", user=OTHER_BOT)
    server.say(GROUP, "/latest@seedwatchbot 4")
    assert [(c.verb, c.arguments, c.scope) for c in await commands.heard(server)] == [("latest", "4", Scope.GROUP)]


async def test_edits_and_channel_posts_are_not_even_asked_for(server: TelegramServer, commands: Commands) -> None:
    """An edited /stop must not run twice."""
    server.say(ANA.id, "/help")
    await commands.heard(server)
    server.push("edited_message", server.chats.as_json(server.chats.in_chat(ANA.id)[0], user=ANA))
    server.say(ANA.id, "/status")
    await commands.heard(server, 2)
    assert commands.verbs == ["help", "status"]
    assert server.called("getUpdates")[0]["allowed_updates"] == ["message", "callback_query", "my_chat_member"]


async def test_rights_in_a_group_are_looked_up(server: TelegramServer, commands: Commands) -> None:
    """Admins and the creator may change things, members may not, whoever hides behind the group may."""
    server.chats.add(GROUP, members={ANA.id: "administrator", BORIS.id: "member", 7: "creator"})
    server.say(GROUP, "/start", user=ANA)
    server.say(GROUP, "/start", user=BORIS)
    server.say(GROUP, "/start", user=Person(id=7, name="Olga"))
    chat = {"id": GROUP, "type": "supergroup", "title": "us"}
    server.say(GROUP, "/start", user=ANONYMOUS, sender_chat=chat)
    channel = {"id": -1077, "type": "channel", "title": "them"}
    server.say(GROUP, "/start", user=Person(id=136817688, name="Channel", is_bot=True), sender_chat=channel)
    assert [c.admin for c in await commands.heard(server, 5)] == [True, False, True, True, False]


async def test_rights_are_looked_up_at_each_click(server: TelegramServer, commands: Commands, bot: Connection) -> None:
    """The button is there for everybody to press, also a week after somebody was an admin."""
    server.chats.add(GROUP, members={ANA.id: "administrator", BORIS.id: "member"})
    sent = await bot.messenger.send(Target(platform="telegram", chat=str(GROUP)), saying("What should I send?"))
    for user in (BORIS, ANA):
        server.click(GROUP, int(sent.id), "k:every", user=user)
    await commands.heard(server, 2)
    server.chats.add(GROUP, members={ANA.id: "member"})
    server.click(GROUP, int(sent.id), "k:every", user=ANA)
    seen = await commands.heard(server, 3)
    assert [(c.user, c.admin) for c in seen] == [(str(BORIS.id), False), (str(ANA.id), True), (str(ANA.id), False)]


@pytest.mark.parametrize(
    "value",
    [
        "",
        "8f3k",
        "quiet=23:00-07:00",
        "zone=America/Port-au-Prince",
        "zone=America/Port-au-Prince//ab2d",
        "filter=@abcdefgh23",
        "zone=Etc/GMT+5",
        "digest=weekly mon 08:00",
        "x.20",
    ],
)
def test_what_a_button_says_is_understood(value: str) -> None:
    """Whatever a button of ours carries comes back as it was, also about another chat."""
    never = {Action.SHARE, Action.ADD_GROUP, Action.ADD_CHANNEL, Action.PRIVATE}
    for action in set(Action) - never:
        for about in (None, "-1002000000001"):
            data = callback_data(Button("label", action, value), about)
            chat = telegram.Chat(id=ANA.id, type="private", first_name="Ana")
            user = telegram.User(id=ANA.id, first_name="Ana", is_bot=False)
            message = telegram.InaccessibleMessage(chat=chat, message_id=3)
            asked = clicked(telegram.CallbackQuery("1", user, "1", message=message, data=data))
            assert asked is not None
            assert (asked.command.verb, asked.command.value or "") == (action.name.lower(), value)
            assert asked.command.target.chat == (about or str(ANA.id))
            assert len(data.encode()) <= MOST_BYTES


async def test_when_telegram_does_not_say_nobody_is_an_admin(server: TelegramServer, commands: Commands) -> None:
    """A right is never assumed."""
    server.chats.add(GROUP, members={ANA.id: "administrator"})
    server.fail_next("getChatMember", Fault.gateway())
    server.say(GROUP, "/stop")
    assert [c.admin for c in await commands.heard(server)] == [False]


async def test_an_answer_to_an_alert_names_the_alert(
    server: TelegramServer, commands: Commands, bot: Connection
) -> None:
    """Only if it is ours: an answer to a neighbour is about nothing that we said."""
    server.chats.meet(GROUP, ANA)
    sent = await bot.messenger.send(Target(platform="telegram", chat=str(GROUP)), saying("alert"))
    server.say(GROUP, "/why", reply_to=int(sent.id))
    neighbour = server.say(GROUP, "hello", user=BORIS)
    server.say(GROUP, "/why", reply_to=neighbour)
    assert [c.reply_story for c in await commands.heard(server, 2)] == [sent.id, None]


async def test_a_topic_is_answered_in_the_topic(server: TelegramServer, commands: Commands) -> None:
    """In groups the answer replies, so that it is clear whom it is for."""
    server.chats.add(GROUP, topics={7})
    asked = server.say(GROUP, "/latest", thread=7)
    await server.wait_for(lambda: server.messages(GROUP))
    assert commands.seen[0].target == Target(platform="telegram", chat=str(GROUP), thread="7")
    assert [(m.thread, m.reply_to) for m in server.messages(GROUP)] == [(7, asked)]


async def test_a_reply_in_a_plain_group_is_no_topic(server: TelegramServer, commands: Commands) -> None:
    """Telegram gives it a thread id all the same, and refuses that id for sending."""
    server.say(GROUP, "/latest", message_thread_id=99)
    await server.wait_for(lambda: server.messages(GROUP))
    assert commands.seen[0].target.thread is None


async def test_a_click_is_acknowledged_and_becomes_a_command(
    server: TelegramServer, commands: Commands, bot: Connection
) -> None:
    """It says which story, and the answer hangs on the alert."""
    server.chats.meet(ANA.id, ANA)
    sent = await bot.messenger.send(Target(platform="telegram", chat=str(ANA.id)), saying("alert"))
    query = server.click(ANA.id, int(sent.id), "w:8f3k")
    await server.wait_for(lambda: len(server.messages(ANA.id)) == 2)
    assert [(c.verb, c.value, c.admin) for c in commands.seen] == [("why", "8f3k", True)]
    assert server.toasts == [(query, None)]
    assert server.messages(ANA.id)[1].reply_to == int(sent.id)


@pytest.mark.parametrize(("data", "verb"), [("u:8f3k", "up"), ("d:8f3k", "down")])
async def test_a_vote_is_answered_in_passing(
    server: TelegramServer, commands: Commands, bot: Connection, data: str, verb: str
) -> None:
    """Who voted sees the thanks for a moment; the chat is spared a message for each vote."""
    commands.answers[verb] = Reply(message=saying(f"{verb} done"), passing=True)
    server.chats.meet(ANA.id, ANA)
    sent = await bot.messenger.send(Target(platform="telegram", chat=str(ANA.id)), saying("alert"))
    query = server.click(ANA.id, int(sent.id), data)
    await commands.heard(server)
    assert [(c.verb, c.value, c.user) for c in commands.seen] == [(verb, "8f3k", str(ANA.id))]
    assert server.toasts == [(query, f"{verb} done")]
    assert len(server.messages(ANA.id)) == 1


@pytest.mark.parametrize("data", ["", "w", "z:8f3k", "w:<b>", "w:" + "x" * 60, "p:8f3k", "W:8f3k"])
async def test_a_forged_click_is_nothing(server: TelegramServer, commands: Commands, data: str) -> None:
    """Anybody with a modified app can send any text."""
    message = server.say(ANA.id, "/help")
    server.click(ANA.id, message, data)
    server.say(ANA.id, "/status")
    await commands.heard(server, 2)
    assert commands.verbs == ["help", "status"]


async def test_a_click_on_a_message_that_is_too_old_is_still_answered(
    server: TelegramServer, commands: Commands
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
    assert [(c.verb, c.value) for c in commands.seen] == [("sources", "8f3k")]


async def test_coming_and_going_are_commands_too(server: TelegramServer, commands: Commands) -> None:
    """Nobody is answered who cannot be reached."""
    server.change_membership(ANA.id, was="member", now="kicked")
    server.change_membership(GROUP, was="left", now="administrator")
    server.change_membership(GROUP, was="administrator", now="member")
    await commands.heard(server, 2)
    await server.wait_for(lambda: server.messages(GROUP))
    assert sorted((c.verb, c.target.chat) for c in commands.seen) == [("joined", str(GROUP)), ("left", "1001")]
    assert server.messages(ANA.id) == []


async def test_what_is_typed_is_not_taken_for_what_telegram_says(server: TelegramServer, commands: Commands) -> None:
    """Else a member could pause a group's alerts by claiming that the bot has left."""
    server.say(GROUP, "/left")
    server.say(ANA.id, "/joined")
    server.change_membership(ANA.id, was="member", now="kicked")
    seen = await commands.heard(server, 3)
    assert sorted((c.verb, c.told) for c in seen) == [("joined", False), ("left", False), ("left", True)]


async def test_wrong_use_is_answered_without_sound(server: TelegramServer, commands: Commands) -> None:
    """A slip of one person should not ring everybody's phone."""
    commands.refuse = True
    server.say(ANA.id, "/lastest")
    await server.wait_for(lambda: server.messages(ANA.id))
    assert server.messages(ANA.id)[0].silent


async def test_one_chat_cannot_keep_the_others_waiting(server: TelegramServer, commands: Commands) -> None:
    """Beyond a handful in a few seconds its commands are dropped."""
    for _ in range(40):
        server.say(ANA.id, "/latest")
    server.say(BORIS.id, "/status", user=BORIS)
    await server.wait_for(lambda: "status" in commands.verbs and not server.unconfirmed)
    assert commands.verbs.count("latest") < 40


async def test_an_answer_that_must_wait_is_sent_later(server: TelegramServer, commands: Commands) -> None:
    """Who asked is waiting for it."""
    server.fail_next("sendMessage", Fault.flood(3))
    server.say(ANA.id, "/help")
    await server.wait_for(lambda: server.messages(ANA.id))
    assert commands.verbs == ["help"]


async def test_an_answer_follows_a_chat_that_moved(server: TelegramServer, commands: Commands) -> None:
    """The command came from the old id, the answer goes to the new one."""
    server.chats.add(-1009)
    server.fail_next("sendMessage", Fault.moved(-1009))
    server.say(GROUP, "/latest")
    await server.wait_for(lambda: server.messages(-1009))
    assert commands.verbs == ["latest"]
