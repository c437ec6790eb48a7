"""What does Telegram need from the environment? Its token, and where updates arrive; its library is loaded late."""

import sys
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from urllib.parse import urlsplit

from structlog.typing import FilteringBoundLogger

from bot.chat.platform import Connection, Handle, Identity, Platform
from bot.clock import Clock
from bot.config import Settings
from bot.config.environment import Declaration, Values, Variable, url_problems

PATH = "/telegram/updates"
"""Where Telegram's updates arrive on the server of health and metrics."""
_TOKEN, _API, _WEBHOOK = "TELEGRAM_BOT_TOKEN", "TELEGRAM_API_URL", "TELEGRAM_WEBHOOK_URL"
_SPARED = ("httpx._main", "cryptography")
"""Ten megabytes that the library loads and nobody here uses: a command line, and what reads Telegram Passport."""
_PORTS = {None, 443, 80, 88, 8443}  # to which Telegram sends updates (Bot API, setWebhook)


def problems(values: Values) -> Iterator[str]:
    """Find what is wrong with the variables together.

    Telegram itself sends to https on four ports only; a Bot API server of one's own sends anywhere.
    """
    yield from url_problems(_API, values, "http://127.0.0.1:8081")
    url = values.get(_WEBHOOK)
    if url is None:
        return
    example = f"https://bot.example.org{PATH}"
    if wrong := url_problems(_WEBHOOK, values, example):
        yield from wrong
        return
    parts = urlsplit(url)
    if _TOKEN not in values:
        yield f"{_WEBHOOK}: set {_TOKEN} too"
    elif _API not in values and (parts.scheme != "https" or parts.port not in _PORTS):
        yield f"{_WEBHOOK}: Telegram sends to https on the ports 443, 80, 88 and 8443 only; write e.g. {example}"
    elif not parts.path.endswith(PATH) or parts.query or parts.fragment:
        yield f"{_WEBHOOK}: it must end in {PATH}; write e.g. {example}"


@contextmanager
def _lean() -> Iterator[None]:
    """Import the library without what is spared, unless that is loaded: it does without, as if it were missing."""
    spared = [name for name in _SPARED if name not in sys.modules]
    for name in spared:
        sys.modules[name] = None  # type: ignore[assignment] # how Python is told that a module cannot be imported
    try:
        yield
    finally:
        for name in spared:
            del sys.modules[name]


def connect(
    settings: Settings, *, handle: Handle, clock: Clock, log: FilteringBoundLogger
) -> AbstractAsyncContextManager[Connection]:
    """Connect with what the environment says."""
    with _lean():
        from bot.chat.telegram import connection  # noqa: PLC0415 - the library is slow to import

    return connection.connect(
        token=settings.platforms[_TOKEN],
        api_url=settings.platforms.get(_API),
        webhook_url=settings.platforms.get(_WEBHOOK),
        operators=[user for platform, user in settings.operators if platform == "telegram"],
        handle=handle,
        clock=clock,
        log=log,
    )


async def whoami(settings: Settings) -> Identity:
    """Ask Telegram who the token belongs to. Raises SendError."""
    with _lean():
        from bot.chat.telegram import identity  # noqa: PLC0415 - the library is slow to import

    return await identity.whoami(token=settings.platforms[_TOKEN], api_url=settings.platforms.get(_API))


PLATFORM = Platform(
    declaration=Declaration(
        platform="telegram",
        variables=(
            Variable(
                name=_TOKEN,
                pattern=r"\d{3,}:[\w-]{3,}",
                fix="does not look like one; it reads 123456:ABC..., as @BotFather gave it",
                secret=True,
            ),
            Variable(name=_API),
            Variable(name=_WEBHOOK),
        ),
        user=r"\d+",
        problems=problems,
    ),
    chosen_by=(_TOKEN,),
    connect=connect,
    whoami=whoami,
)
