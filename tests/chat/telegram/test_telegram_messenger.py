"""Do messages arrive in Telegram chats: whole, in order, once, and no faster than allowed?"""

import asyncio

import pytest

from bot.chat.message import Action, Button, Link, Message, Role, Section, Text
from bot.chat.platform import Connection
from bot.errors import SendError, SendFault
from bot.model import Target
from tests.fakes.manual_clock import SkippingClock
from tests.fakes.telegram_server import ANA, Fault, TelegramServer

HERE = Target(platform="telegram", chat=str(ANA.id))
FORUM = -1005


def news(text: str, **more: object) -> Message:
    return Message(text=text, sections=(Section(Role.BODY, ((Text(text),),)),), **more)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _people(server: TelegramServer) -> None:
    server.chats.meet(ANA.id, ANA)
    server.chats.add(FORUM, topics={7})


async def test_a_message_arrives_with_all_that_it_says(server: TelegramServer, bot: Connection) -> None:
    """Markup, buttons, sound and preview are as asked."""
    card = Message(
        text="news",
        sections=(Section(Role.HEAD, ((Link("Minsk <signs>", "https://a.example/"),),)),),
        buttons=((Button("Why matched", Action.WHY, "8f3k"),),),
        silent=True,
    )
    sent = await bot.messenger.send(HERE, card)
    (shown,) = server.messages(ANA.id)
    assert sent.id == str(shown.id)
    assert sent.chat is None
    assert shown.text == "Minsk <signs>"
    assert shown.spanned("a") == ["Minsk <signs>"]
    assert shown.buttons == ((("Why matched", "w:8f3k"),),)
    assert (shown.silent, shown.preview) == (True, False)


async def test_an_edit_changes_the_message_and_saying_it_again_is_fine(server: TelegramServer, bot: Connection) -> None:
    """ "Not modified" is what we wanted, so it is no failure."""
    sent = await bot.messenger.send(HERE, news("five sources"))
    await bot.messenger.edit(HERE, sent, news("nine sources"))
    await bot.messenger.edit(HERE, sent, news("nine sources"))
    assert [(message.text, message.edits) for message in server.messages(ANA.id)] == [("nine sources", 1)]


async def test_a_message_for_a_topic_lands_in_the_topic(server: TelegramServer, bot: Connection) -> None:
    """And one for the General topic is sent without naming it, as Telegram wants."""
    await bot.messenger.send(Target(platform="telegram", chat=str(FORUM), thread="7"), news("in seven"))
    await bot.messenger.send(Target(platform="telegram", chat=str(FORUM), thread="1"), news("in general"))
    assert [(message.text, message.thread) for message in server.messages(FORUM)] == [
        ("in seven", 7),
        ("in general", None),
    ]


async def test_a_topic_that_is_gone_is_the_chats_matter(bot: Connection) -> None:
    """The subscription points nowhere; it is paused."""
    with pytest.raises(SendError) as caught:
        await bot.messenger.send(Target(platform="telegram", chat=str(FORUM), thread="8"), news("x"))
    assert caught.value.fault is SendFault.CHANNEL


async def test_an_update_replies_even_when_the_first_message_is_gone(server: TelegramServer, bot: Connection) -> None:
    """The news matters more than the thread."""
    first = await bot.messenger.send(HERE, news("first"))
    await bot.messenger.send(HERE, news("update", reply_to=first.id))
    await bot.messenger.send(HERE, news("orphan", reply_to="99999"))
    assert [message.reply_to for message in server.messages(ANA.id)] == [None, int(first.id), None]


async def test_a_long_message_arrives_in_parts_and_keeps_all_ids(server: TelegramServer, bot: Connection) -> None:
    """An edit later finds each of them."""
    sent = await bot.messenger.send(HERE, news("word " * 1000, buttons=((Button("Why", Action.WHY, "8f3k"),),)))
    first, second = server.messages(ANA.id)
    assert sent.id == f"{first.id},{second.id}"
    assert (first.text + second.text).split() == ["word"] * 1000
    assert (first.button_data, second.button_data) == (["w:8f3k"], [])


async def test_a_part_that_must_wait_is_tried_again(server: TelegramServer, bot: Connection) -> None:
    """Starting over would repeat the parts that are there."""
    sending = asyncio.create_task(bot.messenger.send(HERE, news("word " * 1000)))
    await server.wait_for(lambda: len(server.called("sendMessage")) == 1)
    server.fail_next("sendMessage", Fault.flood(3))
    await sending
    assert len(server.messages(ANA.id)) == 2
    assert len(server.called("sendMessage")) == 3


async def test_a_message_of_which_only_a_part_arrived_is_unknown(server: TelegramServer, bot: Connection) -> None:
    """It is neither sent nor unsent, and the keeper of the message has to know."""
    sending = asyncio.create_task(bot.messenger.send(HERE, news("word " * 1000)))
    await server.wait_for(lambda: len(server.called("sendMessage")) == 1)
    server.fail_next("sendMessage", Fault.flood(300))
    with pytest.raises(SendError, match="only a part") as caught:
        await sending
    assert caught.value.fault is SendFault.UNKNOWN


async def test_markup_that_telegram_cannot_read_is_sent_once_as_plain_text(
    server: TelegramServer, bot: Connection
) -> None:
    """Readers get the words; nobody retries for ever."""
    server.fail_next("sendMessage", Fault.bad_request("can't parse entities: Unsupported start tag"))
    await bot.messenger.send(HERE, Message(text="x", sections=(Section(Role.HEAD, ((Text("<b>x"),),)),)))
    (shown,) = server.messages(ANA.id)
    assert (shown.text, shown.html) == ("<b>x", None)


async def test_markup_refused_twice_is_a_fault_of_the_message(server: TelegramServer, bot: Connection) -> None:
    """Two calls, then the end."""
    server.fail_next("sendMessage", Fault.bad_request("can't parse entities: whatever"), times=5)
    with pytest.raises(SendError) as caught:
        await bot.messenger.send(HERE, news("x"))
    assert caught.value.fault is SendFault.MESSAGE
    assert len(server.called("sendMessage")) == 2


async def test_messages_to_one_chat_keep_their_order_and_their_distance(
    server: TelegramServer, bot: Connection, clock: SkippingClock
) -> None:
    """Sent all at once, they arrive as they were given, one a second."""
    await asyncio.gather(*(bot.messenger.send(HERE, news(str(n))) for n in range(8)))
    assert [message.text for message in server.messages(ANA.id)] == [str(n) for n in range(8)]
    assert clock.monotonic() >= 7.0


async def test_a_flood_in_one_chat_does_not_hold_up_another(server: TelegramServer, bot: Connection) -> None:
    """The refused chat is not asked again before its time; the other one gets its message."""
    server.fail_next("sendMessage", Fault.flood(300))
    for _ in range(2):
        with pytest.raises(SendError) as caught:
            await bot.messenger.send(HERE, news("x"))
        assert caught.value.fault is SendFault.RETRY
        assert caught.value.retry_after == pytest.approx(300, abs=2)
    assert len(server.called("sendMessage")) == 1
    await bot.messenger.send(Target(platform="telegram", chat=str(FORUM)), news("y"))
    assert len(server.messages(FORUM)) == 1


async def test_refusals_in_three_chats_are_platform_wide(server: TelegramServer, bot: Connection) -> None:
    """Then it is the bot that is too fast, and the fourth chat is not even tried."""
    for chat in (2001, 2002, 2003, 2004):
        server.chats.add(chat)
    server.fail_next("sendMessage", Fault.flood(300), times=3)
    wide = []
    for chat in (2001, 2002, 2003):
        with pytest.raises(SendError) as caught:
            await bot.messenger.send(Target(platform="telegram", chat=str(chat)), news("x"))
        wide.append(caught.value.platform_wide)
    assert wide == [False, False, True]
    with pytest.raises(SendError):
        await bot.messenger.send(Target(platform="telegram", chat="2004"), news("x"))
    assert len(server.called("sendMessage")) == 3


async def test_a_hundred_chats_at_once_are_all_served(
    server: TelegramServer, bot: Connection, clock: SkippingClock
) -> None:
    """And no second sees more calls than Telegram allows the bot."""
    chats = range(3001, 3101)
    for chat in chats:
        server.chats.add(chat)
    await asyncio.gather(
        *(bot.messenger.send(Target(platform="telegram", chat=str(chat)), news("x")) for chat in chats)
    )
    assert all(len(server.messages(chat)) == 1 for chat in chats)
    assert clock.monotonic() >= 3.0
