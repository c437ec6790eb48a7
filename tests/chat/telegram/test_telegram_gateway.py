"""Do calls go out in fair turns when many wait at once? Through the real library, over HTTP."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import structlog
import telegram

from bot.chat.message import Message, Role, Section, Text
from bot.chat.rendering.charts import png
from bot.chat.telegram.api.gateway import send_request
from bot.chat.telegram.messenger import TelegramMessenger
from bot.errors import SendError, SendFault
from bot.model import Target
from tests.fakes.manual_clock import SkippingClock
from tests.fakes.telegram_server import Fault, TelegramServer

CROWD = range(1001, 1241)
FEW = range(2001, 2006)


def news(story: str) -> Message:
    return Message(text=story, sections=(Section(Role.BODY, ((Text(story),),)),), story=story)


def to(chat: int) -> Target:
    return Target(platform="telegram", chat=str(chat))


@pytest.fixture
async def messenger(server: TelegramServer, clock: SkippingClock) -> AsyncIterator[TelegramMessenger]:
    for chat in (*CROWD, *FEW):
        server.chats.add(chat)
    request = send_request()
    bot = telegram.Bot(server.token, base_url=f"{server.url}/bot", request=request)
    running = TelegramMessenger(bot=bot, clock=clock, log=structlog.get_logger(), draw=png)
    yield running
    await running.close()
    await request.shutdown()


def places(server: TelegramServer, chats: range) -> list[int]:
    """Return where the calls to these chats stand among all."""
    calls = [call["chat_id"] for call in server.called("sendMessage")]
    return [calls.index(chat) for chat in chats]


async def test_a_later_story_does_not_wait_for_a_crowd(server: TelegramServer, messenger: TelegramMessenger) -> None:
    """It goes out between the others, and all arrive."""
    crowd = [asyncio.create_task(messenger.send(to(chat), news("8f3k"))) for chat in CROWD]
    await server.wait_for(lambda: server.called("sendMessage"))
    few = [asyncio.create_task(messenger.send(to(chat), news("2kd9"))) for chat in FEW]
    await asyncio.gather(*crowd, *few)
    assert max(places(server, FEW)) < len(CROWD) - 60
    assert len(server.called("sendMessage")) == len(CROWD) + len(FEW)


async def test_an_answer_goes_before_the_news(server: TelegramServer, messenger: TelegramMessenger) -> None:
    """Somebody is looking at the screen."""
    crowd = [asyncio.create_task(messenger.send(to(chat), news("8f3k"))) for chat in CROWD[:100]]
    answers = [asyncio.create_task(messenger.send(to(chat), news("answer"), answers=True)) for chat in FEW]
    await asyncio.gather(*crowd, *answers)
    assert max(places(server, FEW)) < 40


async def test_who_gives_up_holds_up_nobody(server: TelegramServer, messenger: TelegramMessenger) -> None:
    """The others are served as if the call had never been."""
    crowd = [asyncio.create_task(messenger.send(to(chat), news("8f3k"))) for chat in CROWD[:60]]
    await server.wait_for(lambda: server.called("sendMessage"))
    crowd[50].cancel()
    ended = await asyncio.gather(*crowd, return_exceptions=True)
    assert sum(isinstance(each, asyncio.CancelledError) for each in ended) == 1
    assert len(server.called("sendMessage")) == 59


async def test_when_the_bot_is_stopped_those_who_wait_are_told(
    server: TelegramServer, messenger: TelegramMessenger
) -> None:
    """All of them at once, and that it is the whole platform: nobody tries one chat after the other."""
    server.fail_next("sendMessage", Fault.flood(300), times=60)
    crowd = [messenger.send(to(chat), news("8f3k")) for chat in CROWD]
    ended = [each for each in await asyncio.gather(*crowd, return_exceptions=True) if isinstance(each, SendError)]
    assert len(ended) == len(CROWD)
    assert {each.fault for each in ended} == {SendFault.RETRY}
    assert sum(each.platform_wide for each in ended) >= len(CROWD) - 40
    assert len(server.called("sendMessage")) <= 60


async def test_too_many_at_once_are_told_different_times(server: TelegramServer, messenger: TelegramMessenger) -> None:
    """So that they do not come back as the same crowd; what waited is sent."""
    for chat in range(5001, 5501):
        server.chats.add(chat)
    sending = [messenger.send(to(chat), news("8f3k")) for chat in range(5001, 5501)]
    ended = await asyncio.gather(*sending, return_exceptions=True)
    later = [each.retry_after for each in ended if isinstance(each, SendError)]
    assert len(later) == len(set(later)) > 100
    assert len(server.called("sendMessage")) + len(later) == 500
