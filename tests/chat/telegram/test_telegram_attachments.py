"""Do pictures, files and questions arrive, and can they be changed later?"""

import zlib
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import structlog
import telegram

from bot.chat.message import Action, Button, Chart, File, Message, Role, Section, Text
from bot.chat.platform import Connection
from bot.chat.telegram.api.gateway import send_request
from bot.chat.telegram.messenger import TelegramMessenger
from bot.errors import SendError, SendFault
from bot.model import Ownership, Target
from tests.fakes.manual_clock import SkippingClock
from tests.fakes.telegram_server import ANA, Fault, TelegramServer

HERE = Target(platform="telegram", chat=str(ANA.id))
NEWS_CHANNEL, GROUP = -1007, -1008
CHART = Chart(
    title="Stories a day",
    measure="stories",
    owners=(Ownership.STATE, Ownership.INDEPENDENT),
    series=("state", "independent"),
    labels=("1 Oct", "2 Oct"),
    bars=((2, 3), (4, 1)),
    average=5.0,
    average_label="usual",
    peak=0,
    peak_story="",
    tops=(),
    new_label="new",
    described="Ten stories in two days.",
)
CSV = File(name="stories.csv", data="id,title\n1,Мінск\n".encode(), media_type="text/csv")
WHY = ((Button("Why", Action.WHY, "8f3k"),),)


def saying(text: str, *sections: Section, **more: object) -> Message:
    body = sections or (Section(Role.BODY, ((Text(text),),)),)
    return Message(text=text, sections=body, **more)  # type: ignore[arg-type] # forwarded as given


@pytest.fixture(autouse=True)
def _people(server: TelegramServer) -> None:
    server.chats.meet(ANA.id, ANA)
    server.chats.add(NEWS_CHANNEL, "channel")
    server.chats.add(GROUP)


async def test_a_chart_arrives_as_a_picture_with_its_words(server: TelegramServer, bot: Connection) -> None:
    """The buttons below it, as below any message."""
    await bot.messenger.send(HERE, saying("Ten stories.", chart=CHART, buttons=WHY))
    (shown,) = server.messages(ANA.id)
    assert shown.photo is not None
    assert shown.photo.data.startswith(b"\x89PNG")
    assert (shown.text, shown.button_data) == ("Ten stories.", ["w:8f3k"])


async def test_another_period_takes_the_place_of_the_chart(server: TelegramServer, bot: Connection) -> None:
    """One message, a new picture and new words."""
    sent = await bot.messenger.send(HERE, saying("Ten stories.", chart=CHART, buttons=WHY))
    (before,) = server.messages(ANA.id)
    other = replace(CHART, bars=((9, 9), (9, 9)))
    await bot.messenger.edit(HERE, sent, saying("36 stories.", chart=other))
    (after,) = server.messages(ANA.id)
    assert (after.text, after.edits, after.buttons) == ("36 stories.", 1, ())
    assert before.photo is not None
    assert after.photo is not None
    assert before.photo.data != after.photo.data


async def test_a_text_can_become_a_chart_and_a_chart_keeps_its_picture(server: TelegramServer, bot: Connection) -> None:
    """Where a button of one leads to the other."""
    sent = await bot.messenger.send(HERE, saying("words"))
    await bot.messenger.edit(HERE, sent, saying("chart", chart=CHART))
    await bot.messenger.edit(HERE, sent, saying("other words"))
    (shown,) = server.messages(ANA.id)
    assert shown.photo is not None
    assert shown.text == "other words"


async def test_words_that_are_no_caption_any_more_follow_the_picture(server: TelegramServer, bot: Connection) -> None:
    """1,024 units fit below a picture; what does not fit whole is a message of its own."""
    sections = (Section(Role.BODY, ((Text("x" * 1000),),)), Section(Role.BODY, ((Text("y" * 1000),),)))
    await bot.messenger.send(HERE, saying("x", *sections, chart=CHART))
    first, second = server.messages(ANA.id)
    assert (first.text, second.text) == ("x" * 1000, "y" * 1000)
    assert second.photo is None


@pytest.mark.parametrize(("length", "parts"), [(1024, ["😀" * 512]), (1026, ["", "😀" * 513])])
async def test_the_room_below_a_picture_is_counted_exactly(
    server: TelegramServer, bot: Connection, length: int, parts: list[str]
) -> None:
    """In UTF-16 units; a line is not torn for it."""
    await bot.messenger.send(HERE, saying("😀" * (length // 2), chart=CHART))
    assert [message.text for message in server.messages(ANA.id)] == parts


async def test_a_file_arrives_with_its_name_and_words(server: TelegramServer, bot: Connection) -> None:
    """And every byte of it."""
    await bot.messenger.send(HERE, saying("One story.", file=CSV))
    (shown,) = server.messages(ANA.id)
    assert shown.document is not None
    assert (shown.document.name, shown.document.data, shown.text) == (CSV.name, CSV.data, "One story.")


async def test_a_caption_that_telegram_cannot_read_is_sent_as_plain_text(
    server: TelegramServer, bot: Connection
) -> None:
    """The picture comes with it all the same."""
    server.fail_next("sendPhoto", Fault.bad_request("can't parse entities: Unsupported start tag"))
    await bot.messenger.send(HERE, saying("<b>", chart=CHART))
    (shown,) = server.messages(ANA.id)
    assert (shown.text, shown.html, bool(shown.photo)) == ("<b>", None, True)


@pytest.fixture
async def clumsy(server: TelegramServer, clock: SkippingClock) -> AsyncIterator[TelegramMessenger]:
    def fail(_: Chart) -> bytes:
        raise zlib.error("no memory")

    request = send_request()
    bot = telegram.Bot(server.token, base_url=f"{server.url}/bot", request=request)
    messenger = TelegramMessenger(bot=bot, clock=clock, log=structlog.get_logger(), draw=fail)
    yield messenger
    await messenger.close()
    await request.shutdown()


async def test_a_chart_that_cannot_be_drawn_is_told_in_words(server: TelegramServer, clumsy: TelegramMessenger) -> None:
    """Nobody waits for a picture that never comes."""
    await clumsy.send(HERE, saying("Ten stories.", chart=CHART))
    (shown,) = server.messages(ANA.id)
    assert (shown.text, shown.photo) == ("Ten stories.", None)


@pytest.mark.parametrize("words", ["not enough rights to send photos to the chat", "CHAT_SEND_PHOTOS_FORBIDDEN"])
async def test_a_chat_without_pictures_gets_the_words(server: TelegramServer, bot: Connection, words: str) -> None:
    """Its admins do not want pictures; the news they do want."""
    server.fail_next("sendPhoto", Fault.bad_request(words))
    await bot.messenger.send(HERE, saying("Ten stories.", chart=CHART))
    (shown,) = server.messages(ANA.id)
    assert (shown.text, shown.photo) == ("Ten stories.", None)


async def test_a_preview_is_small_and_only_where_it_is_wanted(server: TelegramServer, bot: Connection) -> None:
    """The chat's own choice."""
    await bot.messenger.send(HERE, saying("with", preview=True))
    await bot.messenger.send(HERE, saying("without"))
    assert [call["link_preview_options"] for call in server.called("sendMessage")] == [
        {"prefer_small_media": True},
        {"is_disabled": True},
    ]


async def test_a_question_opens_the_keyboard(server: TelegramServer, bot: Connection) -> None:
    """With the question where the answer is typed, cut to what Telegram takes."""
    await bot.messenger.send(HERE, saying("Which time zone? " * 5, asks=True))
    (shown,) = server.messages(ANA.id)
    assert shown.hint is not None
    assert shown.hint.startswith("Which time zone?")
    assert server.called("sendMessage")[0]["reply_markup"]["selective"] is True


async def test_an_answer_about_another_chat_says_so_in_its_buttons(
    server: TelegramServer, clumsy: TelegramMessenger
) -> None:
    """A click months later still changes the channel and not the private chat."""
    sent = await clumsy.send(HERE, saying("Settings", buttons=WHY), about="-1001234567890")
    await clumsy.edit(HERE, sent, saying("Settings now", buttons=WHY), about="-1001234567890")
    (shown,) = server.messages(ANA.id)
    assert shown.button_data == ["w:8f3k@-1001234567890"]


async def test_a_channel_gets_links_and_a_group_gets_buttons(server: TelegramServer, clumsy: TelegramMessenger) -> None:
    """Which one a chat is has to be asked, once: the id does not tell."""
    clumsy.username = "SeedwatchBot"
    for _ in range(2):
        await clumsy.send(Target(platform="telegram", chat=str(NEWS_CHANNEL)), saying("x", buttons=WHY))
    await clumsy.send(Target(platform="telegram", chat=str(GROUP)), saying("x", buttons=WHY))
    shown = server.messages(NEWS_CHANNEL) + server.messages(GROUP)
    link = "https://t.me/SeedwatchBot?start=why_8f3k"
    assert [message.button_data for message in shown] == [[link], [link], ["w:8f3k"]]
    assert len(server.called("getChat")) == 2


async def test_a_channel_that_does_not_say_what_it_is_still_gets_its_news(
    server: TelegramServer, clumsy: TelegramMessenger
) -> None:
    """Buttons matter less than the message."""
    server.fail_next("getChat", Fault.restart())
    await clumsy.send(Target(platform="telegram", chat=str(GROUP)), saying("x", buttons=WHY))
    assert [message.text for message in server.messages(GROUP)] == ["x"]


LONG = Section(Role.BODY, ((Text("a" * 3000),),)), Section(Role.BODY, ((Text("b" * 3000),),))


async def test_an_edit_reaches_every_part(server: TelegramServer, bot: Connection) -> None:
    """A part that says the same as before is left alone."""
    sent = await bot.messenger.send(HERE, saying("x", *LONG))
    changed = LONG[0], Section(Role.BODY, ((Text("c" * 3000),),))
    await bot.messenger.edit(HERE, sent, saying("x", *changed))
    assert [(message.text[0], message.edits) for message in server.messages(ANA.id)] == [("a", 0), ("c", 1)]


async def test_a_part_that_is_no_longer_needed_goes(server: TelegramServer, bot: Connection) -> None:
    """Old words below the new ones would be wrong."""
    sent = await bot.messenger.send(HERE, saying("x", *LONG))
    await bot.messenger.edit(HERE, sent, saying("short"))
    assert [message.text for message in server.messages(ANA.id)] == ["short"]


async def test_a_part_too_old_to_be_deleted_does_not_fail_the_edit(server: TelegramServer, bot: Connection) -> None:
    """Telegram deletes only what is younger than two days."""
    sent = await bot.messenger.send(HERE, saying("x", *LONG))
    server.fail_next("deleteMessage", Fault.bad_request("message can't be deleted for everyone"))
    await bot.messenger.edit(HERE, sent, saying("short"))
    assert [message.text[0] for message in server.messages(ANA.id)] == ["s", "b"]


async def test_an_answer_that_grew_goes_on_below_and_news_do_not(
    server: TelegramServer, clumsy: TelegramMessenger
) -> None:
    """The ids of further parts are not kept: the next edit of a story would send them once more."""
    story, answer = await clumsy.send(HERE, saying("story")), await clumsy.send(HERE, saying("answer"))
    await clumsy.edit(HERE, story, saying("x", *LONG))
    await clumsy.edit(HERE, answer, saying("x", *LONG), answers=True)
    assert [message.text[0] for message in server.messages(ANA.id)] == ["a", "a", "b"]


async def test_a_reply_answers_the_first_part(server: TelegramServer, bot: Connection) -> None:
    """That is where the headline is."""
    sent = await bot.messenger.send(HERE, saying("x", *LONG))
    await bot.messenger.send(HERE, saying("update", reply_to=sent.id))
    first, _, update = server.messages(ANA.id)
    assert update.reply_to == first.id


async def test_a_picture_that_telegram_refuses_is_a_fault_of_the_message(
    server: TelegramServer, bot: Connection
) -> None:
    """Sending it again would change nothing."""
    server.fail_next("sendPhoto", Fault.bad_request("IMAGE_PROCESS_FAILED"))
    with pytest.raises(SendError) as caught:
        await bot.messenger.send(HERE, saying("x", chart=CHART))
    assert caught.value.fault is SendFault.MESSAGE
