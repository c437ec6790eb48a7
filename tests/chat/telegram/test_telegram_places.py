"""Can channels and groups be looked after from a private chat, and is every change of our place in them noticed?"""

from dataclasses import replace

import pytest

from bot.chat.message import Action, Button, Reply
from bot.chat.platform import Connection
from bot.model import Scope, Target
from tests.fakes.telegram_commands import Commands, saying
from tests.fakes.telegram_server import ANA, BOT, Fault, Person, TelegramServer

pytestmark = pytest.mark.usefixtures("bot")

CHANNEL, GROUP = -1002000000001, -1001
BORIS = Person(id=1002, name="Boris")
PRIVATE = Target(platform="telegram", chat=str(ANA.id))
THERE = Target(platform="telegram", chat=str(CHANNEL))


@pytest.fixture(autouse=True)
def _channel(server: TelegramServer) -> None:
    server.chats.add(CHANNEL, "channel", title="Desk", members={ANA.id: "administrator", BOT.id: "administrator"})
    server.chats.meet(ANA.id, ANA)
    server.chats.meet(BORIS.id, BORIS)


def choices() -> Reply:
    return Reply(message=replace(saying("what to send"), buttons=((Button("all", Action.SEND, "every"),),)))


async def test_who_adds_us_to_a_channel_sets_it_up_in_private(server: TelegramServer, commands: Commands) -> None:
    """Nothing is posted; the answer names the channel, and its buttons are about it."""
    commands.answers["joined"] = commands.answers["send"] = choices()
    server.change_membership(CHANNEL, was="left", now="administrator", rights={"can_post_messages": True})
    await commands.heard(server)
    (hello,) = server.messages(ANA.id)
    assert hello.text == "Desk\nwhat to send"
    assert hello.button_data == [f"k:every@{CHANNEL}"]
    server.click(ANA.id, hello.id, hello.button_data[0])
    joined, send = await commands.heard(server, 2)
    for command in (joined, send):
        assert (command.target, command.asked_in, command.admin) == (THERE, PRIVATE, True)
        assert (command.title, command.scope) == ("Desk", Scope.CHANNEL)
    assert (joined.told, send.told) == (True, False)
    assert server.messages(CHANNEL) == []


async def test_who_never_wrote_to_us_is_not_told_and_nothing_breaks(server: TelegramServer, commands: Commands) -> None:
    """The settings wait behind /settings in a private chat."""
    server.fail_next("sendMessage", Fault.forbidden("bot can't initiate conversation with a user"))
    server.change_membership(CHANNEL, was="left", now="administrator", rights={"can_post_messages": True})
    await commands.heard(server)
    assert server.messages(CHANNEL) == []


@pytest.mark.parametrize("status", ["member", "left", "kicked"])
async def test_a_button_about_a_chat_works_for_its_admins_alone(
    server: TelegramServer, commands: Commands, bot: Connection, status: str
) -> None:
    """The data may be forged, and the right may be gone; others do not even learn how it is set up."""
    server.chats.add(CHANNEL, "channel", members={ANA.id: status})
    sent = await bot.messenger.send(PRIVATE, saying("settings"))
    server.click(ANA.id, int(sent.id), f"t:main@{CHANNEL}")
    await server.wait_for(lambda: server.alerts)
    assert server.alerts == ["Only admins of that chat can do this."]
    assert commands.seen == []


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Fault.forbidden("bot was kicked from the channel chat"), "not there yet"),
        (Fault.bad_request("chat not found"), "not there yet"),
        (Fault.gateway(), "does not say who is an admin"),
    ],
)
async def test_where_nobody_can_be_asked_nothing_is_done(
    server: TelegramServer, commands: Commands, bot: Connection, fault: Fault, words: str
) -> None:
    """A right is never assumed."""
    sent = await bot.messenger.send(PRIVATE, saying("settings"))
    server.fail_next("getChatMember", fault)
    server.click(ANA.id, int(sent.id), f"e:send=every@{CHANNEL}")
    await server.wait_for(lambda: server.alerts or len(server.messages(ANA.id)) > 1)
    assert words in "".join([*server.alerts, server.messages(ANA.id)[-1].text])
    assert commands.seen == []


async def test_about_another_chat_is_said_in_private_alone(
    server: TelegramServer, commands: Commands, bot: Connection
) -> None:
    """In a group everybody would watch, so no button of ours says it there."""
    server.chats.add(GROUP, members={ANA.id: "creator"})
    sent = await bot.messenger.send(Target(platform="telegram", chat=str(GROUP)), saying("alert"))
    server.click(GROUP, int(sent.id), f"e:send=every@{CHANNEL}")
    server.say(ANA.id, "/help")
    await commands.heard(server)
    assert commands.verbs == ["help"]


async def test_words_for_a_channel_are_about_the_channel(
    server: TelegramServer, commands: Commands, bot: Connection
) -> None:
    """A question about it is answered in private; the right is looked up once more."""
    commands.answers["settings"] = Reply(message=replace(saying("Which zone?"), asks=True))
    sent = await bot.messenger.send(PRIVATE, saying("settings"))
    server.click(ANA.id, int(sent.id), f"t:ask:zone@{CHANNEL}")
    await server.wait_for(lambda: len(server.messages(ANA.id)) == 2)
    server.say(ANA.id, "Europe/Minsk", reply_to=server.messages(ANA.id)[-1].id)
    _, command = await commands.heard(server, 2)
    assert (command.verb, command.arguments, command.target) == ("answered", "Europe/Minsk", THERE)
    assert (command.asked_in, command.admin, command.title) == (PRIVATE, True, "Desk")
    assert len(server.called("getChatMember")) == 2


async def test_a_chat_is_chosen_from_a_list(server: TelegramServer, commands: Commands) -> None:
    """Below one's own settings there is a way to those of groups and channels."""
    server.say(ANA.id, "/settings")
    await server.wait_for(lambda: server.messages(ANA.id))
    own = server.messages(ANA.id)[0]
    assert own.button_data == ["t:pick"]
    server.click(ANA.id, own.id, "t:pick")
    await server.wait_for(lambda: len(server.messages(ANA.id)) == 2)
    keyboard = server.called("sendMessage")[-1]["reply_markup"]
    wanted = [row[0]["request_chat"] for row in keyboard["keyboard"]]
    assert [each["chat_is_channel"] for each in wanted] == [False, True]
    assert keyboard["one_time_keyboard"]
    shared = {"request_id": wanted[1]["request_id"], "chat_id": CHANNEL}
    server.say(ANA.id, "", chat_shared=shared)
    _, command = await commands.heard(server, 2)
    assert (command.verb, command.target, command.asked_in) == ("settings", THERE, PRIVATE)
    assert (command.admin, command.scope) == (True, Scope.CHANNEL)
    assert server.messages(ANA.id)[-1].button_data == []


async def test_a_chosen_chat_without_us_needs_us_first(server: TelegramServer, commands: Commands) -> None:
    """The answer leads into the app's own dialogue for that."""
    server.say(ANA.id, "", chat_shared={"request_id": 2, "chat_id": -1002000000099})
    await server.wait_for(lambda: server.messages(ANA.id))
    assert "not there yet" in server.messages(ANA.id)[0].text
    (link,) = server.messages(ANA.id)[0].button_data
    assert link == "https://t.me/SeedwatchBot?startchannel&admin=post_messages+edit_messages"
    assert commands.seen == []


async def test_losing_the_right_to_write_is_like_leaving(server: TelegramServer, commands: Commands) -> None:
    """And getting it back is like coming; other changes of rights are nobody's business."""
    full = {"can_send_messages": True, "is_member": True, "until_date": 0}
    names = "audios documents photos videos video_notes voice_notes polls other_messages"
    full |= {f"can_send_{name}": True for name in names.split()}
    more = (
        "add_web_page_previews",
        "change_info",
        "invite_users",
        "pin_messages",
        "manage_topics",
        "react_to_messages",
    )
    full |= {f"can_{name}": True for name in (*more, "edit_tag")}
    server.change_membership(CHANNEL, was="left", now="administrator", rights={"can_post_messages": False})
    server.change_membership(CHANNEL, was="left", now="administrator", rights={"can_post_messages": True})
    server.change_membership(GROUP, was="member", now="administrator")
    server.change_membership(GROUP, was="member", now="restricted", rights={**full, "can_send_messages": False})
    server.change_membership(GROUP, was="left", now="restricted", rights=full)
    server.change_membership(GROUP, was="member", now="kicked")
    seen = await commands.heard(server, 4)
    assert [command.verb for command in seen if command.target.chat == str(CHANNEL)] == ["joined"]
    of_group = [(command.verb, command.arguments) for command in seen if command.target.chat == str(GROUP)]
    assert of_group == [("left", "I may not write in this chat any more"), ("joined", ""), ("left", "")]


async def test_a_group_that_moves_takes_its_alerts_along(server: TelegramServer, commands: Commands) -> None:
    """At once, and not only when the next alert bounces; nobody is answered."""
    commands.answers["moved"] = Reply(message=saying(""))
    server.say(GROUP, "", migrate_to_chat_id=-1009)
    server.say(-1009, "", migrate_from_chat_id=GROUP)
    (command,) = await commands.heard(server)
    assert (command.verb, command.arguments, command.target.chat, command.told) == ("moved", "-1009", str(GROUP), True)
    assert server.messages(GROUP) == []


@pytest.mark.parametrize(("status", "verbs"), [("member", ["closed", "reopened"]), ("administrator", ["reopened"])])
async def test_a_closed_topic_rests(server: TelegramServer, commands: Commands, status: str, verbs: list[str]) -> None:
    """Unless we are an admin there: admins write in closed topics, too."""
    commands.answers |= dict.fromkeys(("closed", "reopened"), Reply(message=saying("")))
    server.chats.add(GROUP, topics={7}, members={BOT.id: status})
    server.say(GROUP, "", thread=7, forum_topic_closed={})
    server.say(GROUP, "", thread=7, forum_topic_reopened={})
    seen = await commands.heard(server, len(verbs))
    assert [(command.verb, command.target.thread) for command in seen] == [(verb, "7") for verb in verbs]
    assert server.messages(GROUP) == []


@pytest.mark.parametrize("data", ["ag:", "ac:x", "pc:", "p:8f3k", "t:main@", "t:main@x", "t:main@1@2", "e:a;b", "k:é"])
async def test_what_no_button_of_ours_says_is_nothing(server: TelegramServer, commands: Commands, data: str) -> None:
    """Links are never sent back to us."""
    message = server.say(ANA.id, "/help")
    server.click(ANA.id, message, data)
    server.say(ANA.id, "/status")
    await commands.heard(server, 2)
    assert commands.verbs == ["help", "status"]
