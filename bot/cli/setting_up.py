"""What do commands need first? Configuration, environment, logs, the database, and a terminal that listens."""

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from structlog.typing import FilteringBoundLogger

from bot.chat.console.place import HERE, USER
from bot.chat.platforms import DECLARED
from bot.config import Config, Settings
from bot.config.environment import read_settings
from bot.config.sources.file import load
from bot.errors import BotError, InUseError
from bot.ops import logs
from bot.store.engine import Store

if TYPE_CHECKING:
    from bot.chat.message import Reply
    from bot.work.service import Work


def set_up(config_path: Path, *, verbose: bool = False) -> tuple[Config, Settings, FilteringBoundLogger]:
    """Read ``sources.yaml``, ``seeds/`` and the environment, and start logging to stderr. Raises ConfigError."""
    settings = read_settings(os.environ, config_path.parent / ".env", DECLARED)
    log = logs.set_up(log_format=settings.log_format, secrets=settings.secrets, verbose=verbose)
    config = load(config_path)
    for warning in config.warnings:
        log.warning(str(warning).splitlines()[0])
    return config, settings, log


def with_console(settings: Settings) -> Settings:
    """Return the settings for a run at a terminal: whoever sits there is an operator."""
    return replace(settings, operators=(*settings.operators, ("console", USER)))


async def subscribe(work: "Work") -> "Reply | None":
    """Subscribe the connected terminal unless it was before; return the greeting, or None where there is none."""
    from bot.chat.message import Command  # noqa: PLC0415 - slow to import

    if HERE.platform not in work.connections or await work.store.read(lambda tx: tx.channels.at(HERE)) is not None:
        return None
    return await work.handle(Command(verb="start", target=HERE, title="this terminal", user=USER))


def database_of(config_path: Path) -> str:
    """Return the address of the database that belongs to a configuration. Raises ConfigError."""
    return read_settings(os.environ, config_path.parent / ".env").database_url


def looking(config_path: Path) -> Store:
    """Open that database only to look at it, also beside a running service. Raises ConfigError and StoreError."""
    return Store(database_of(config_path), looking=True)


def opened(url: str) -> Store:
    """Open the database, also beside a running service: what the service has claimed may vanish under it.

    Raises ``BotError`` where the service is of another version, ``StoreError`` where the database cannot be opened.
    """
    try:
        return Store(url)
    except InUseError:
        store = Store(url, looking=True)
    if why := store.outdated():
        store.close()
        raise BotError(f"the service that runs is of another version: {why}; nothing was changed")
    return store
