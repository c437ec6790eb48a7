"""What does the rest of the house see of a chat platform? What it wants set, who we are there, a connection."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from structlog.typing import FilteringBoundLogger

from bot.chat.message import Command, Messenger, Reply
from bot.clock import Clock
from bot.config import Settings
from bot.config.environment import Declaration

if TYPE_CHECKING:
    from aiohttp import web  # a server: slow to import, and most commands have none


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A platform's answer. ``problems`` are sentences for the operator: what works, but not as it should."""

    name: str  # as people see it: "@seedwatch_bot", "seedwatch in Example"
    problems: tuple[str, ...] = ()
    server_time: datetime | None = None  # the platform's clock while it answered; None: it did not say


Handle = Callable[[Command], Awaitable[Reply]]
"""Carries out a command in one transaction. Never raises: an internal error becomes a reply with a code."""


class Backlog(Protocol):
    """Where a platform keeps what it has confirmed but not carried out, as JSON by keys of its own.

    All raise ``StoreError``.
    """

    async def put(self, items: Mapping[str, Any]) -> None: ...

    async def all(self) -> dict[str, Any]: ...

    async def drop(self, keys: Collection[str]) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """A platform that is connected and listens.

    ``problem`` says in one line why the connection does not work now, or None. ``routes`` are served by the ops
    server (webhooks). ``threads``: replies stand in threads apart from the chat. ``keep_in`` is told where commands
    that have to wait may be kept. Each platform module has ``connect(...)``, an async context manager that yields this.
    """

    platform: str
    messenger: Messenger
    problem: Callable[[], str | None]
    routes: "tuple[web.AbstractRouteDef, ...]" = ()
    threads: bool = False
    keep_in: Callable[[Backlog], None] = lambda _: None


class Connect(Protocol):
    """Connects a platform with what the environment says."""

    def __call__(
        self, settings: Settings, *, handle: Handle, clock: Clock, log: FilteringBoundLogger
    ) -> AbstractAsyncContextManager[Connection]:
        """Return an async context manager that listens while it is open."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """What a platform brings: the ``PLATFORM`` of its ``settings`` module, which loads its library only when used.

    It is used where one of the variables ``chosen_by`` is set. ``whoami`` is the doctor's question to its server; None:
    there is nobody to ask. It raises SendError where a token is refused or the server cannot be reached.
    """

    declaration: Declaration
    chosen_by: tuple[str, ...]
    connect: Connect
    whoami: Callable[[Settings], Awaitable[Identity | None]]

    @property
    def name(self) -> str:
        """Return its name, by which targets refer to it: "telegram"."""
        return self.declaration.platform

    def chosen(self, settings: Settings) -> bool:
        """Return whether the environment sets it up."""
        return any(name in settings.platforms for name in self.chosen_by)
