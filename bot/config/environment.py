"""What do the environment and ``.env`` set? Tokens, addresses, operators: checked together, and never printed."""

import io
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from dotenv.parser import parse_stream

from bot.config import Settings
from bot.config.findings.problems import Wrong
from bot.config.sources.address import check_url
from bot.errors import ConfigError

NAMES = (
    "DATABASE_URL",
    "TELEGRAM_BOT_TOKEN",
    "TELEGRAM_API_URL",
    "TELEGRAM_WEBHOOK_URL",
    "SLACK_BOT_TOKEN",
    "SLACK_APP_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_CLIENT_ID",
    "SLACK_CLIENT_SECRET",
    "SLACK_API_URL",
    "SUMMARY_API_KEY",
    "OPERATORS",
    "ACCESS",
    "LISTEN",
    "LOG_FORMAT",
)
TELEGRAM_PATH = "/telegram/updates"
"""Where Telegram's updates arrive on the server of health and metrics."""
_WEBHOOK_PORTS = {None, 443, 80, 88, 8443}  # to which Telegram sends updates (Bot API, setWebhook)
_MAX_BYTES = 64 * 1024
_TOKENS = {
    "TELEGRAM_BOT_TOKEN": (r"\d{3,}:[\w-]{3,}", "it reads 123456:ABC..., as @BotFather gave it"),
    "SLACK_BOT_TOKEN": (r"xoxb-[\w-]+", "it starts with xoxb-; see OAuth & Permissions of the Slack app"),
    "SLACK_APP_TOKEN": (r"xapp-[\w-]+", "it starts with xapp-; see Basic Information of the Slack app"),
    "SLACK_CLIENT_ID": (r"[\d.]+", "it is two numbers with a dot; see Basic Information of the Slack app"),
    "SLACK_CLIENT_SECRET": (
        r"[\w-]{8,}",
        "it is a word of letters and digits; see Basic Information of the Slack app",
    ),
    "SUMMARY_API_KEY": (r"[!-~]{1,500}", "it is one word, as the endpoint of  summary:  gave it"),
    "SLACK_SIGNING_SECRET": (
        r"[\w-]{8,}",
        "it is a word of letters and digits; see Basic Information of the Slack app",
    ),
}
_CHOICES = {"ACCESS": ("open", "invite", "allowlist"), "LOG_FORMAT": ("text", "json")}
_PLATFORMS = ("telegram", "slack", "console")


def read_settings(environ: Mapping[str, str], dotenv: Path | None) -> Settings:
    """Read the settings; the real environment wins over the file ``dotenv``, which need not exist.

    ``NAME_FILE`` names a file that holds the value of ``NAME``, for container secrets. An empty value counts as none.
    Raises ``ConfigError`` with every mistake, one a line, and no value.
    """
    problems: list[str] = []
    layers = (environ, _read_dotenv(dotenv, problems) if dotenv else {})
    values = {}
    for name in NAMES:
        layer = next((layer for layer in layers if layer.get(name) or layer.get(f"{name}_FILE")), {})
        if value := _value(layer, name, problems):
            values[name] = value
    for check in (_check_tokens, _check_pairs, _check_urls, _check_webhook, _check_choices):
        check(values, problems)
    operators = _operators(values.get("OPERATORS", ""), problems)
    if "LISTEN" in values and not _is_listen(values["LISTEN"]):
        problems.append("LISTEN: write host:port, e.g. 127.0.0.1:8080 or [::1]:8080")
    if problems:
        raise ConfigError("\n".join(problems))
    return Settings(
        operators=operators, **{name.lower(): value for name, value in values.items() if name != "OPERATORS"}
    )


def _read_dotenv(path: Path, problems: list[str]) -> dict[str, str]:
    if not path.is_file():
        return {}
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        problems.append(f"{path}: cannot be read: {error.strerror}")
        return {}
    except UnicodeDecodeError:
        problems.append(f"{path}: not UTF-8; save the file as UTF-8")
        return {}
    found: dict[str, str] = {}
    for binding in parse_stream(io.StringIO(text)):
        if binding.error:
            problems.append(f"{path}:{binding.original.line}: not a line of the form NAME=value")
        elif binding.key and binding.value is not None:
            found[binding.key] = binding.value
    return found


def _value(layer: Mapping[str, str], name: str, problems: list[str]) -> str | None:
    """Return the value of a variable, stripped, from itself or from the file that ``NAME_FILE`` names."""
    file = layer.get(f"{name}_FILE")
    if not file:
        return layer.get(name, "").strip() or None
    if layer.get(name):
        problems.append(f"{name}: both {name} and {name}_FILE are set; keep one")
        return None
    try:
        with Path(file).open("rb") as stream:
            value = stream.read(_MAX_BYTES + 1).decode("utf-8").strip()
    except OSError as error:
        problems.append(f"{name}_FILE: cannot read {file}: {error.strerror}")
        return None
    except (UnicodeDecodeError, ValueError):
        problems.append(f"{name}_FILE: {file!r} holds no text")
        return None
    if not value or len(value) > _MAX_BYTES:
        problems.append(f"{name}_FILE: {file} is {'too large' if value else 'empty'}")
        return None
    return value


def _check_tokens(values: Mapping[str, str], problems: list[str]) -> None:
    for name, (pattern, fix) in _TOKENS.items():
        if name in values and not re.fullmatch(pattern, values[name], re.ASCII):
            problems.append(f"{name}: does not look like one; {fix}")


def _check_pairs(values: Mapping[str, str], problems: list[str]) -> None:
    """Slack needs a token to speak, and either an app token (Socket Mode) or a signing secret (HTTP) to listen.

    Instead of the one token there may be a client id with its secret: then workspaces install the app by themselves.
    """
    listens = [name for name in ("SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET") if name in values]
    oauth = [name for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET") if name in values]
    speaks = [name for name in ("SLACK_BOT_TOKEN", *oauth[:1]) if name in values]
    if len(oauth) == 1:
        other = "SLACK_CLIENT_SECRET" if oauth[0] == "SLACK_CLIENT_ID" else "SLACK_CLIENT_ID"
        problems.append(f"{oauth[0]}: set {other} too; workspaces cannot install the app without it")
    if speaks and not listens:
        problems.append(f"{speaks[0]}: set SLACK_APP_TOKEN too (Socket Mode), or SLACK_SIGNING_SECRET (HTTP)")
    if listens and not speaks:
        problems.append(f"{listens[0]}: set SLACK_BOT_TOKEN too; nothing can be sent without it")


def _check_urls(values: Mapping[str, str], problems: list[str]) -> None:
    for name in ("TELEGRAM_API_URL", "SLACK_API_URL"):
        try:
            check_url(values.get(name, "http://unset"))
        except Wrong as wrong:
            problems.append(f"{name}: {wrong.text}; write e.g. http://127.0.0.1:8081")
    database = values.get("DATABASE_URL", "sqlite://")
    if not database.startswith("sqlite://"):
        scheme = re.match(r"[a-z][a-z0-9+]*(?=://)", database)
        what = f"'{scheme.group()}' databases are not supported yet" if scheme else "is not a database address"
        problems.append(f"DATABASE_URL: {what}; write e.g. sqlite:///data/seedwatch.db")


def _check_webhook(values: Mapping[str, str], problems: list[str]) -> None:
    """Telegram itself sends to https on four ports only; a Bot API server of one's own sends anywhere."""
    name, url = "TELEGRAM_WEBHOOK_URL", values.get("TELEGRAM_WEBHOOK_URL")
    if url is None:
        return
    example = f"write e.g. https://bot.example.org{TELEGRAM_PATH}"
    try:
        parts = urlsplit(check_url(url))
    except Wrong as wrong:
        problems.append(f"{name}: {wrong.text}; {example}")
        return
    own = "TELEGRAM_API_URL" in values
    if "TELEGRAM_BOT_TOKEN" not in values:
        problems.append(f"{name}: set TELEGRAM_BOT_TOKEN too")
    elif not own and (parts.scheme != "https" or parts.port not in _WEBHOOK_PORTS):
        problems.append(f"{name}: Telegram sends to https on the ports 443, 80, 88 and 8443 only; {example}")
    elif not parts.path.endswith(TELEGRAM_PATH) or parts.query or parts.fragment:
        problems.append(f"{name}: it must end in {TELEGRAM_PATH}; {example}")


def _check_choices(values: Mapping[str, str], problems: list[str]) -> None:
    problems += [
        f"{name}: use one of: {', '.join(allowed)}"
        for name, allowed in _CHOICES.items()
        if name in values and values[name] not in allowed
    ]


def _operators(text: str, problems: list[str]) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        platform, _, user = part.partition(":")
        fits = re.fullmatch(r"\d+" if platform == "telegram" else r"[\w.-]+", user, re.ASCII)
        if platform not in _PLATFORMS or not fits:
            problems.append(
                f"OPERATORS: entry {len(found) + 1} is no platform:id; write e.g. telegram:1234,slack:U0ABC"
            )
        found.append((platform, user))
    return tuple(dict.fromkeys(found))


def _is_listen(text: str) -> bool:
    found = re.fullmatch(r"(\[[0-9a-fA-F:.]+\]|[\w.-]+):(\d{1,5})", text, re.ASCII)
    return bool(found) and int(text.rpartition(":")[2]) <= 65535  # noqa: PLR2004 - the last port there is
