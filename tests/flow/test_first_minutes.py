"""What does a person see on Telegram who comes to the bot, chooses, and is let in or not?"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.chat.message import Command
from bot.model import Send, Target
from tests.fakes.telegram_chats import Shown
from tests.fakes.telegram_server import ANA, TelegramServer
from tests.flow.world import NEXT_DAY, ON_TOPIC, World, world

PRIVATE = Target(platform="telegram", chat=str(ANA.id))
OPERATOR = ("telegram", "9")


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path, with_telegram=True) as made:
        yield made


def press(server: TelegramServer, message: Shown, data: str) -> None:
    assert data in message.button_data
    server.click(ANA.id, message.id, data)


async def test_one_tap_after_start_sets_everything_up(here: World) -> None:
    """The choice, a real story as an example, and from there to quiet hours: four taps, nothing typed but /start."""
    assert here.telegram is not None
    server = here.telegram

    def said(part: str) -> list[Shown]:
        return [message for message in server.messages(ANA.id) if part in message.text]

    await here.prime()
    here.publish(ON_TOPIC)
    async with here.process() as work:
        await here.look(work)
        server.say(ANA.id, "/start")
        await server.wait_for(lambda: said("What should I send?"))
        press(server, said("What should I send?")[0], "k:important")
        await server.wait_for(lambda: said("Done."))
        assert ON_TOPIC in said("Example: this is how a story comes.")[0].text
        done = said("Done.")[0]
        assert "Quiet hours: 23:00–07:00" in done.text
        press(server, done, "t:main")
        await server.wait_for(lambda: said("Settings of"))
        press(server, said("Settings of")[0], "t:quiet")
        await server.wait_for(
            lambda: said("No quiet hours") or "e:quiet=off" in server.messages(ANA.id)[-1].button_data
        )
        press(server, server.messages(ANA.id)[-1], "e:quiet=off")
        await server.wait_for(lambda: said("Quiet hours: none"))
        channel = await work.store.read(lambda tx: tx.channels.at(PRIVATE))
    assert channel is not None
    assert (channel.send, channel.quiet) == (Send.IMPORTANT, None)


async def test_who_is_not_let_in_gets_nothing_until_an_operator_says_so(here: World) -> None:
    """Also who was subscribed before the bot was closed; let in again, news comes and nothing old."""
    assert here.telegram is not None
    server = here.telegram
    await here.prime(PRIVATE)
    here.access, here.operators = "allowlist", (OPERATOR,)
    here.publish(ON_TOPIC)
    await here.run()
    assert server.messages(ANA.id) == []
    async with here.process() as work:
        operator = Target(platform="telegram", chat="9")
        await work.handle(Command(verb="allow", arguments=f"telegram:{ANA.id}", target=operator, user="9"))
        here.publish(NEXT_DAY)
        await here.look(work)
        await server.wait_for(lambda: server.messages(ANA.id))
    texts = [message.text for message in server.messages(ANA.id)]
    assert NEXT_DAY in texts[0]
    assert ON_TOPIC not in str(texts)
