"""A connected Slack platform, a clock that jumps instead of waiting, and a handler that notes what it was asked."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
import structlog
from aiohttp import web
from structlog.testing import CapturingLogger

from bot.chat.message import Command, Message, Reply, Role, Section, Text
from bot.chat.platform import Connection
from bot.chat.slack.connection import connect
from tests.fakes.slack_server import SlackServer

NOON = datetime(2026, 9, 21, 12, 0, tzinfo=UTC)


class JumpClock:
    """Time stands still but for ``sleep``, which jumps ahead and is noted; ``hold`` makes sleepers wait for ``go``."""

    def __init__(self) -> None:
        self.passed = 0.0
        self.slept: list[float] = []
        self.go = asyncio.Event()
        self.go.set()

    def now(self) -> datetime:
        return NOON + timedelta(seconds=self.passed)

    def follow(self) -> timedelta:
        return timedelta()

    def monotonic(self) -> float:
        return self.passed

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await self.go.wait()
        self.passed += seconds
        await asyncio.sleep(0)


class Handler:
    """Answers every command with its own words, or with what ``replies`` says for the verb."""

    def __init__(self) -> None:
        self.commands: list[Command] = []
        self.replies: dict[str, Reply] = {}
        self.broken = False
        self.may_answer = asyncio.Event()
        self.may_answer.set()

    async def __call__(self, command: Command) -> Reply:
        self.commands.append(command)
        await self.may_answer.wait()
        if self.broken:
            raise ValueError("a bug")
        return self.replies.get(command.verb) or Reply(message=says(f"{command.verb}: {command.arguments}"))


def says(words: str) -> Message:
    return Message(text=words, sections=(Section(Role.BODY, ((Text(words),),)),))


def events(log: CapturingLogger) -> list[str]:
    return [call.kwargs["event"] for call in log.calls]


Connect = Callable[..., AbstractAsyncContextManager[Connection]]


@pytest.fixture
async def server() -> AsyncIterator[SlackServer]:
    async with SlackServer() as running:
        yield running


@pytest.fixture
def clock() -> JumpClock:
    return JumpClock()


@pytest.fixture
def handler() -> Handler:
    return Handler()


@pytest.fixture
def log() -> CapturingLogger:
    return CapturingLogger()


@pytest.fixture
def connected(server: SlackServer, clock: JumpClock, handler: Handler, log: CapturingLogger) -> Connect:
    """Connect by Socket Mode and wait until it works; ``http=True``: without app token and without waiting."""

    @asynccontextmanager
    async def by_socket(*, wait: bool = True, http: bool = False) -> AsyncIterator[Connection]:
        async with connect(
            bot_token=server.tokens.bot,
            app_token=None if http else server.tokens.app,
            signing_secret=server.tokens.signing_secret if http else None,
            api_url=server.api_url,
            handle=handler,
            clock=clock,
            log=structlog.wrap_logger(log, processors=[]),
        ) as connection:
            if wait:
                await server.wait_for(lambda: connection.problem() is None and "slack knows us" in events(log))
            yield connection

    return by_socket


@asynccontextmanager
async def served(connection: Connection, server: SlackServer, clock: JumpClock) -> AsyncIterator[None]:
    """Serve a connection's routes as the ops server does, and tell the fake where."""
    app = web.Application(client_max_size=16 * 1024 * 1024)
    app.add_routes(connection.routes)
    runner = web.AppRunner(app, handle_signals=False, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.request_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    server.now = lambda: clock.now().timestamp()
    try:
        yield
    finally:
        await runner.cleanup()
