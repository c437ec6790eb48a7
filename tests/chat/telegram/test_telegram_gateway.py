"""Do calls go out in fair turns when many wait at once? Through the real library, over HTTP."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from functools import partial

import pytest
import structlog
import telegram

from bot.chat.message import Message, Role, Section, Text
from bot.chat.rendering.charts import png
from bot.chat.telegram.api.gateway import Errand, Gate, send_request
from bot.chat.telegram.messenger import TelegramMessenger
from bot.errors import SendError, SendFault
from bot.model import Target
from tests.fakes.manual_clock import SkippingClock
from tests.fakes.skipping_loop import LoopClock, run
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


def test_calls_that_are_held_up_are_no_crowd_when_they_come() -> None:
    """Where some take a second to get to Telegram, still no second sees more than thirty, but for what jitter hides."""
    came: list[float] = []

    async def send_all() -> None:
        clock = LoopClock(datetime(2026, 9, 21, tzinfo=UTC))
        gate = Gate(clock)

        async def call(chat: int) -> None:
            await clock.sleep(1.2 if chat % 40 < 10 else 0.01)
            came.append(clock.monotonic())
            await clock.sleep(0.01)

        await asyncio.gather(*(gate.call(Errand(str(chat), ""), partial(call, chat)) for chat in range(240)))
        await gate.close()

    run(send_all())
    came.sort()
    assert len(came) == 240
    assert min(later - earlier for earlier, later in zip(came, came[30:], strict=False)) >= 0.75
    assert came[-1] < 240 / 30 + 2


async def test_a_call_that_is_given_up_is_not_waited_for(clock: SkippingClock) -> None:
    """Else thirty that nobody wants any more would silence the bot."""
    gate, out = Gate(clock), asyncio.Semaphore(0)

    async def never() -> None:
        out.release()
        await asyncio.Event().wait()

    lost = [asyncio.create_task(gate.call(Errand(str(chat), ""), never)) for chat in range(30)]
    for _ in lost:
        await out.acquire()
    for each in lost:
        each.cancel()
    await asyncio.gather(*lost, return_exceptions=True)
    await asyncio.wait_for(gate.call(Errand("31", ""), lambda: asyncio.sleep(0)), 5)
    await gate.close()
