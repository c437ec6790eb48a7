"""What is said while it runs, and what never is? Logs for people or programs; secrets are masked at the last step."""

import logging
import sys
from collections.abc import Collection, Mapping, MutableMapping
from typing import Any, TextIO

import structlog
from structlog.typing import FilteringBoundLogger

from bot.config.findings.masking import MASK, without_secrets

_QUIET = ("httpx", "httpcore", "telegram", "slack_bolt", "slack_sdk", "aiohttp", "pgqueuer", "alembic")
_FOR_PEOPLE = "%Y-%m-%d %H:%M:%SZ"  # microseconds are for programs
_SILENT = ("apscheduler",)  # warns when a tick finds the one before still under way, which is no fault


def only_warnings() -> None:
    """Log warnings only, where the terminal is the chat: other log lines would stand between the messages."""
    for name in ("", "seedwatch"):
        logging.getLogger(name).setLevel(logging.WARNING)


class Masker:
    """Takes secrets out of whatever is about to be written: the known ones, and what has the shape of one."""

    def __init__(self, secrets: Collection[str]) -> None:
        self._secrets = sorted((secret for secret in secrets if secret), key=len, reverse=True)

    def __call__(self, _logger: Any, _method: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
        return {key: self._masked(value) for key, value in event.items()}

    def text(self, text: str) -> str:
        """Return text without secrets."""
        for secret in self._secrets:
            text = text.replace(secret, MASK)
        return without_secrets(text)

    def _masked(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, int | float | bool) or value is None:
            return value
        if isinstance(value, list | tuple | set | frozenset):
            return [self._masked(each) for each in value]
        return self.text(str(value))


class _StderrNow(logging.StreamHandler[TextIO]):
    """Writes to whatever stderr is at that moment: a prompt puts its own in place, so that logs appear above it."""

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stderr
        super().emit(record)


def set_up(
    *, log_format: str, secrets: Collection[str], verbose: bool = False, stream: TextIO | None = None
) -> FilteringBoundLogger:
    """Send our logs and the libraries' warnings to ``stream`` (stderr) as "text" or "json", and return our logger."""
    masker = Masker(secrets)
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso" if log_format == "json" else _FOR_PEOPLE, utc=True),
        structlog.processors.format_exc_info,
        masker,
    ]
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=(stream or sys.stderr).isatty(), pad_event_to=0)
    )
    handler = _StderrNow() if stream is None else logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
            foreign_pre_chain=[structlog.stdlib.ExtraAdder(), *shared],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for name in (*_QUIET, *_SILENT):
        logging.getLogger(name).setLevel(logging.ERROR if name in _SILENT else logging.WARNING)
    logging.getLogger("seedwatch").setLevel(logging.DEBUG if verbose else logging.INFO)
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    logger: FilteringBoundLogger = structlog.get_logger("seedwatch")
    return logger
