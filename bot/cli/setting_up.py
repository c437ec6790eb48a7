"""What do commands that work with the service need first? Configuration, environment and logs."""

import os
from dataclasses import replace
from pathlib import Path

from structlog.typing import FilteringBoundLogger

from bot.chat.platforms import DECLARED
from bot.config import Config, Settings
from bot.config.environment import read_settings
from bot.config.sources.file import load
from bot.ops import logs


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
    from bot.chat.console.intake import USER  # noqa: PLC0415 - the terminal's library is slow to import

    return replace(settings, operators=(*settings.operators, ("console", USER)))
