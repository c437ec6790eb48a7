"""Does each answer arrive as it is meant: in place, in passing, in private, in order, and not before the news?"""

from dataclasses import replace

import pytest

from bot.chat.message import Action, Button, File, Reply
from bot.chat.platform import Connection
from bot.model import Target
from tests.fakes.telegram_commands import Commands, saying
from tests.fakes.telegram_server import ANA, Fault, Person, TelegramServer

pytestmark = pytest.mark.usefixtures("bot")

GROUP = -1001
BORIS = Person(id=1002, name="Boris")


async def shown(server: TelegramServer, bot: Connection, chat: int = ANA.id) -> int:
    """Have a message of ours in a chat; return its id."""
    server.chats.meet(chat, ANA)
    return int((await bot.messenger.send(Target(platform="telegram", chat=str(chat)), saying("settings"))).id)


async def test_a_page_turns_in_place(server: TelegramServer, commands: Commands, bot: Connection) -> None:
    """The message whose button was clicked becomes the answer, and says what is in force."""
    page = replace(saying("quiet hours"), buttons=((Button("off", Action.SET, "quiet=off", chosen=True),),))
    commands.answers["settings"] = Reply(message=page, edits=True)
    message = await shown(server, bot)
    server.click(ANA.id, message, "t:quiet")
    await commands.heard(server)
    (now,) = server.messages(ANA.id)
    assert (now.text, now.edits, now.button_data) == ("quiet hours", 1, ["e:quiet=off"])
    assert [c.value for c in commands.seen] == ["quiet"]


async def test_what_cannot_be_edited_is_sent_anew(server: TelegramServer, commands: Commands, bot: Connection) -> None:
    """Telegram refuses to edit what is too old."""
    commands.answers["settings"] = Reply(message=saying("quiet hours"), edits=True)
    message = await shown(server, bot)
    server.fail_next("editMessageText", Fault.bad_request("message can't be edited"))
    server.click(ANA.id, message, "t:quiet")
    await commands.heard(server)
    assert [each.text for each in server.messages(ANA.id)] == ["settings", "quiet hours"]


async def test_an_edit_that_fails_for_a_moment_is_tried_again(
    server: TelegramServer, commands: Commands, bot: Connection
) -> None:
    """And is not sent a second time below."""
    commands.answers["settings"] = Reply(message=saying("quiet hours"), edits=True)
    message = await shown(server, bot)
    server.fail_next("editMessageText", Fault.flood(2))
    server.click(ANA.id, message, "t:quiet")
    await commands.heard(server)
    assert [each.text for each in server.messages(ANA.id)] == ["quiet hours"]


async def test_more_messages_follow_in_order(server: TelegramServer, commands: Commands) -> None:
    """The example comes before the last word."""
    commands.answers["start"] = Reply(message=saying("one"), more=(saying("two"), saying("three")))
    server.say(ANA.id, "/start")
    await commands.heard(server)
    assert [each.text for each in server.messages(ANA.id)] == ["one", "two", "three"]


async def test_a_refused_click_is_told_to_who_clicked_alone(
    server: TelegramServer, commands: Commands, bot: Connection
) -> None:
    """A group is not to read how a member tries every button."""
    message = await shown(server, bot, GROUP)
    commands.refuse = True
    server.click(GROUP, message, "e:send=every", user=BORIS)
    await commands.heard(server)
    assert server.alerts == ["set done"]
    assert len(server.messages(GROUP)) == 1


async def test_a_refusal_that_offers_a_way_is_a_message(
    server: TelegramServer, commands: Commands, bot: Connection
) -> None:
    """A note that passes has no buttons."""
    start = Button("Start alerts", Action.START)
    commands.answers["set"] = Reply(message=replace(saying("No alerts yet"), buttons=((start,),)), refused=True)
    message = await shown(server, bot)
    server.click(ANA.id, message, "e:send=every")
    await commands.heard(server)
    assert server.alerts == []
    assert server.messages(ANA.id)[-1].button_data == ["b:"]


async def test_what_is_for_one_person_is_sent_to_that_person(server: TelegramServer, commands: Commands) -> None:
    """A file that somebody asks for in a group does not land before everybody."""
    file = File(name="stories.csv", data=b"a,b\n", media_type="text/csv")
    commands.answers["export"] = Reply(message=replace(saying("30 days"), file=file), private=True)
    server.chats.meet(ANA.id, ANA)
    server.say(GROUP, "/export csv")
    await commands.heard(server)
    assert server.messages(GROUP) == []
    (sent,) = server.messages(ANA.id)
    assert sent.document is not None
    assert (sent.document.name, sent.text) == ("stories.csv", "30 days")


@pytest.mark.parametrize("hidden", [False, True])
async def test_who_cannot_be_written_to_is_shown_how(server: TelegramServer, commands: Commands, hidden: bool) -> None:
    """A bot may not write first, and not at all to an admin who is hidden."""
    commands.answers["export"] = Reply(message=saying("30 days"), private=True)
    if hidden:
        chat = {"id": GROUP, "type": "supergroup", "title": "us"}
        user = Person(id=1087968824, name="Group", username="GroupAnonymousBot", is_bot=True)
        server.say(GROUP, "/export", user=user, sender_chat=chat)
    else:
        server.fail_next("sendMessage", Fault.forbidden("bot can't initiate conversation with a user"))
        server.say(GROUP, "/export")
    await commands.heard(server)
    (told,) = server.messages(GROUP)
    assert "open a private chat with me first" in told.text
    assert told.button_data == ["https://t.me/SeedwatchBot"]


def question(text: str = "Which time zone?") -> Reply:
    return Reply(message=replace(saying(text), asks=True))


async def test_the_answer_to_a_question_is_heard(server: TelegramServer, commands: Commands, bot: Connection) -> None:
    """The app opens the keyboard, and for the one who clicked alone; the words come as typed."""
    commands.answers["settings"] = question()
    message = await shown(server, bot, GROUP)
    server.click(GROUP, message, "t:ask:zone")
    await server.wait_for(lambda: len(server.messages(GROUP)) == 2)
    asked = server.messages(GROUP)[1]
    assert asked.text.startswith("@ana")
    markup = server.called("sendMessage")[-1]["reply_markup"]
    assert (markup["force_reply"], markup["selective"]) == (True, True)
    server.say(GROUP, "Europe/Minsk", reply_to=asked.id)
    seen = await commands.heard(server, 2)
    assert (seen[1].verb, seen[1].arguments) == ("answered", "Europe/Minsk")
    assert server.messages(GROUP)[-1].text == "answered done"


async def test_talk_below_an_alert_is_not_answered(server: TelegramServer, commands: Commands, bot: Connection) -> None:
    """In a group we see every reply to what we say; only where something was asked they are for us."""
    commands.answers["answered"] = Reply(message=saying("Nothing was asked here"), refused=True)
    alert = await shown(server, bot, GROUP)
    server.say(GROUP, "so it begins", reply_to=alert)
    await commands.heard(server)
    assert len(server.messages(GROUP)) == 1
    private = await shown(server, bot)
    server.say(ANA.id, "so it begins!", reply_to=private)
    await commands.heard(server, 2)
    assert [each.text for each in server.messages(ANA.id)] == ["settings", "Nothing was asked here"]


async def test_a_bare_verb_below_an_alert_is_a_command(
    server: TelegramServer, commands: Commands, bot: Connection
) -> None:
    """In private the slash may be left out there, too."""
    alert = await shown(server, bot)
    server.say(ANA.id, "why", reply_to=alert)
    (command,) = await commands.heard(server)
    assert (command.verb, command.reply_story) == ("why", str(alert))


async def test_too_fast_is_said_once(server: TelegramServer, commands: Commands) -> None:
    """And the rest is dropped in silence, until it is slower again."""
    for _ in range(30):
        server.say(ANA.id, "/latest")
    server.say(BORIS.id, "/status", user=BORIS)
    await server.wait_for(lambda: "status" in commands.verbs and not server.unconfirmed)
    texts = [each.text for each in server.messages(ANA.id)]
    assert texts.count("Too fast. Try again in a few seconds.") == 1
    assert commands.verbs.count("latest") < 15


async def test_one_user_in_many_chats_is_one_user(server: TelegramServer, commands: Commands) -> None:
    """Who asks in twenty groups at once is slowed down as well."""
    for group in range(20):
        server.say(-2000 - group, "/latest")
    await server.wait_for(lambda: commands.seen and not server.unconfirmed)
    assert len(commands.seen) == 12


async def test_the_language_of_the_app_is_known(server: TelegramServer, commands: Commands) -> None:
    """Whatever an app says there."""
    for given in ("be", "pt-BR", "", "<script>"):
        user = {**ANA.json(), "language_code": given}
        message = server.chats.written(ANA.id, "/help", user=ANA, thread=None, reply_to=None, marks={"from": user})
        server.push("message", message)
    seen = await commands.heard(server, 4)
    assert [command.language for command in seen] == ["be", "pt", None, None]
