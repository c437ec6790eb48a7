"""What would the commands answer, and where would they wait? Stand-ins that remember, and a bot connected to them."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Any

import structlog

from bot.chat.message import Command, Message, Reply, Role, Section, Text
from bot.chat.platform import Connection, Handle
from bot.chat.telegram.api.gateway import Timing
from bot.chat.telegram.connection import connect
from bot.clock import Clock
from bot.errors import StoreError
from tests.fakes.telegram_server import TelegramServer

FAST = Timing(poll=1.0, grace=2.0, finish=0.2)


@dataclass
class Commands:
    """Remembers each command and answers with its verb, or as it was told to."""

    seen: list[Command] = field(default_factory=list)
    refuse: bool = False
    answers: dict[str, Reply] = field(default_factory=dict)  # by verb

    async def handle(self, command: Command) -> Reply:
        self.seen.append(command)
        if command.verb in self.answers:
            return self.answers[command.verb]
        return Reply(message=saying(f"{command.verb} done"), refused=self.refuse)

    @property
    def verbs(self) -> list[str]:
        return [command.verb for command in self.seen]

    async def heard(self, server: TelegramServer, count: int = 1) -> list[Command]:
        """Wait until this many commands came in and all updates are confirmed."""
        await server.wait_for(lambda: len(self.seen) >= count and not server.unconfirmed)
        return self.seen


class Backlog:
    """Remembers; ``broken``: nothing can be written."""

    def __init__(self) -> None:
        self.items: dict[str, Any] = {}
        self.broken = False

    async def put(self, items: Mapping[str, Any]) -> None:
        if self.broken:
            raise StoreError("the disk is full")
        self.items |= items

    async def all(self) -> dict[str, Any]:
        return dict(self.items)

    async def drop(self, keys: Collection[str]) -> None:
        for key in keys:
            self.items.pop(key, None)


def saying(text: str) -> Message:
    return Message(text=text, sections=(Section(Role.BODY, ((Text(text),),)),))


def connected(
    server: TelegramServer,
    handle: Handle,
    clock: Clock,
    timing: Timing = FAST,
    *,
    webhook_url: str | None = None,
    operators: Sequence[str] = (),
) -> AbstractAsyncContextManager[Connection]:
    """Connect a bot to the server."""
    return connect(
        token=server.token,
        api_url=server.url,
        handle=handle,
        clock=clock,
        log=structlog.get_logger(),
        webhook_url=webhook_url,
        operators=operators,
        timing=timing,
    )
