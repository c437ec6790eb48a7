"""What does the terminal need from the environment? Nothing: it is the chat where no other platform is set up."""

from contextlib import AbstractAsyncContextManager

from structlog.typing import FilteringBoundLogger

from bot.chat.platform import Connection, Handle, Identity, Platform
from bot.clock import Clock
from bot.config import Settings
from bot.config.environment import Declaration


def connect(
    settings: Settings,  # noqa: ARG001 - every platform is connected with the same arguments
    *,
    handle: Handle,
    clock: Clock,
    log: FilteringBoundLogger,  # noqa: ARG001
) -> AbstractAsyncContextManager[Connection]:
    """Connect the terminal that the program was started in."""
    from bot.chat.console import connection  # noqa: PLC0415 - the libraries are slow to import

    return connection.connect(handle=handle, clock=clock)


async def whoami(settings: Settings) -> Identity | None:  # noqa: ARG001
    """Return None: there is nobody to ask."""
    return None


PLATFORM = Platform(
    declaration=Declaration(platform="console", variables=(), user=r"[\w.-]+", problems=lambda _: ()),
    chosen_by=(),
    connect=connect,
    whoami=whoami,
)
