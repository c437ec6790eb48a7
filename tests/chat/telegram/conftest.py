"""What do the Telegram tests share? A server, a clock that skips waits, and a bot that is connected to them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
import structlog

from bot.chat.message import Command, Message, Reply, Role, Section, Text
from bot.chat.port import Connection
from bot.chat.telegram import Timing, connect
from tests.fakes.manual_clock import SkippingClock
from tests.fakes.telegram_server import TelegramServer

FAST = Timing(poll=1.0, grace=2.0, finish=0.2)


@dataclass
class Commands:
    """A stand-in for the commands: remembers each one and answers with its verb."""

    seen: list[Command] = field(default_factory=list)
    refuse: bool = False

    async def handle(self, command: Command) -> Reply:
        self.seen.append(command)
        text = f"{command.verb} done"
        message = Message(text=text, sections=(Section(Role.BODY, ((Text(text),),)),))
        return Reply(message=message, refused=self.refuse)

    @property
    def verbs(self) -> list[str]:
        return [command.verb for command in self.seen]


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
        assert running.refused == [], "calls that the Bot API does not describe"


@pytest.fixture
async def bot(server: TelegramServer, clock: SkippingClock, commands: Commands) -> AsyncIterator[Connection]:
    async with connect(
        token=server.token,
        api_url=server.url,
        handle=commands.handle,
        clock=clock,
        log=structlog.get_logger(),
        timing=FAST,
    ) as connection:
        yield connection
