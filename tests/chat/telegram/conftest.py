"""What do the Telegram tests share? A server, a clock that skips waits, and a bot that is connected to them."""

from collections.abc import AsyncIterator

import pytest

from bot.chat.platform import Connection
from tests.fakes.manual_clock import SkippingClock
from tests.fakes.telegram_commands import Commands, connected
from tests.fakes.telegram_server import TelegramServer


@pytest.fixture
def clock() -> SkippingClock:
    return SkippingClock()


@pytest.fixture
def commands() -> Commands:
    return Commands()


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as running:
        yield running


@pytest.fixture
async def bot(server: TelegramServer, clock: SkippingClock, commands: Commands) -> AsyncIterator[Connection]:
    async with connected(server, commands.handle, clock) as connection:
        yield connection
