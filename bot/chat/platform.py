"""What does the rest of the house see of a chat platform? Who a token belongs to, and a connection; no library."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from bot.chat.message import Command, Messenger, Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A platform's answer. ``problems`` are sentences for the operator: what works, but not as it should."""

    name: str  # as people see it: "@seedwatch_bot", "seedwatch in Example"
    problems: tuple[str, ...] = ()
    server_time: datetime | None = None  # the platform's clock while it answered; None: it did not say


Handle = Callable[[Command], Awaitable[Reply]]
"""Carries out a command in one transaction. Never raises: an internal error becomes a reply with a code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """A platform that is connected and listens.

    ``problem`` says in one line why the connection does not work now, or None. ``routes`` are served by the ops
    server (webhooks). Each platform module has ``connect(...)``, an async context manager that yields this.
    """

    platform: str
    messenger: Messenger
    problem: Callable[[], str | None]
    routes: tuple[web.AbstractRouteDef, ...] = ()
