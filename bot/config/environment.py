"""What do the environment and ``.env`` set? Tokens, addresses, operators: checked together, and never printed."""

import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import unquote, urlsplit

from dotenv.parser import parse_stream

from bot.config import Settings
from bot.config.findings.problems import Wrong
from bot.config.sources.address import check_url
from bot.errors import ConfigError

Values = Mapping[str, str]
"""Variables that are set, by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """One variable. ``pattern`` is what its whole value must match, else ``fix`` says what to write."""

    name: str
    pattern: str | None = None
    fix: str = ""
    secret: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What a platform needs from the environment.

    ``user`` is the pattern of a user's id. ``problems`` finds what is wrong with its variables together; each problem
    starts with a variable's name and repeats no value.
    """

    platform: str
    variables: tuple[Variable, ...]
    user: str
    problems: Callable[[Values], Iterable[str]]


_OWN = (
    Variable(name="DATABASE_URL"),
    Variable(
        name="SUMMARY_API_KEY",
        pattern=r"[!-~]{1,500}",
        fix="does not look like one; it is one word, as the endpoint of  summary:  gave it",
        secret=True,
    ),
    Variable(
        name="TRANSLATE_API_KEY",
        pattern=r"[!-~]{1,500}",
        fix="does not look like one; it is one word, as the endpoint of  translate:  gave it",
        secret=True,
    ),
    Variable(name="OPERATORS"),
    Variable(
        name="RELOAD_TOKEN",
        pattern=r"[!-~]{16,200}",
        fix="use 16 letters and digits or more, e.g. what  openssl rand -hex 16  prints",
        secret=True,
    ),
    Variable(
        name="HEARTBEAT_URL",
        pattern=r"https?://[!-~]{3,1000}",
        fix="write the address that the service gave you, e.g. https://hc-ping.com/...",
        secret=True,
    ),
    Variable(
        name="OTEL_EXPORTER_OTLP_ENDPOINT",
        pattern=r"https?://[!-~]{1,1000}",
        fix="write the base address of a collector that speaks OTLP over HTTP, e.g. http://127.0.0.1:4318",
        secret=True,
    ),
    Variable(name="ACCESS", pattern=r"open|invite|allowlist", fix="use one of: open, invite, allowlist"),
    Variable(name="LISTEN"),
    Variable(name="LOG_FORMAT", pattern=r"text|json", fix="use one of: text, json"),
)
_MAX_BYTES = 64 * 1024
_NEARLY = 0.85  # TELEGRAM_TOKEN is meant as TELEGRAM_BOT_TOKEN, SLACK_TEAM is none of our variables


def variables(declared: Sequence[Declaration]) -> tuple[Variable, ...]:
    """Return every variable that is read."""
    return (*_OWN, *(each for platform in declared for each in platform.variables))


def read_settings(environ: Values, dotenv: Path | None, declared: Sequence[Declaration] = ()) -> Settings:
    """Read the settings; the real environment wins over the file ``dotenv``, which need not exist.

    ``NAME_FILE`` names a file that holds the value of ``NAME``, for container secrets. An empty value counts as none.
    ``declared`` are the platforms; commands that need none of them read what is common to all. Raises ``ConfigError``
    with every mistake, one a line, and no value.
    """
    problems: list[str] = []
    wanted = variables(declared)
    values = _values([each.name for each in wanted], environ, dotenv, problems)
    problems += [
        f"{each.name}: {each.fix}"
        for each in wanted
        if each.pattern and each.name in values and not re.fullmatch(each.pattern, values[each.name], re.ASCII)
    ]
    for platform in declared:
        problems += platform.problems(values)
    problems += _database_problems(values)
    operators = _operators(values.get("OPERATORS", ""), declared, problems)
    if "LISTEN" in values and not _is_listen(values["LISTEN"]):
        problems.append("LISTEN: write host:port, e.g. 127.0.0.1:8080 or [::1]:8080")
    if problems:
        raise ConfigError("\n".join(problems))
    if dotenv is not None and "DATABASE_URL" not in values:
        values["DATABASE_URL"] = _database_beside(dotenv.parent)
    own = {each.name for each in _OWN}
    return Settings(
        operators=operators,
        platforms={name: value for name, value in values.items() if name not in own},
        secrets=tuple(_secrets(wanted, values)),
        **{name.lower(): value for name, value in values.items() if name in own - {"OPERATORS"}},
    )


def url_problems(name: str, values: Values, example: str) -> list[str]:
    """Return what is wrong with the address in a variable, if it is set."""
    if name not in values:
        return []
    try:
        check_url(values[name])
    except Wrong as wrong:
        return [f"{name}: {wrong.text}; write e.g. {example}"]
    return []


def _values(names: Sequence[str], environ: Values, dotenv: Path | None, problems: list[str]) -> dict[str, str]:
    layers = (environ, _read_dotenv(dotenv, problems) if dotenv else {})
    problems += _misspelt(layers[1], names)
    values = {}
    for name in names:
        layer = next((layer for layer in layers if layer.get(name) or layer.get(f"{name}_FILE")), {})
        if value := _value(layer, name, problems):
            values[name] = value
    return values


def _misspelt(dotenv: Values, names: Sequence[str]) -> Iterator[str]:
    """Yield a problem for each variable of ``.env`` that is nearly one of ours; others may be there, too."""
    known = {*names, *(f"{name}_FILE" for name in names)}
    for name in dotenv:
        near = get_close_matches(name.upper(), known, 1, _NEARLY) if name not in known else []
        if near and near[0] not in dotenv:
            yield f"{name}: is not read; did you mean {near[0]}?"


def _secrets(wanted: Sequence[Variable], values: Values) -> Iterator[str]:
    yield from (values[each.name] for each in wanted if each.secret and each.name in values)
    if password := urlsplit(values.get("DATABASE_URL", "")).password:
        yield from {password, unquote(password)}


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


def _database_beside(folder: Path) -> str:
    """Return the default place of the database: beside the configuration, unless an older one is in this folder.

    One beside another ``sources.yaml`` in this folder belongs to that.
    """
    path = Path("data/seedwatch.db")
    older = path.exists() and not Path("sources.yaml").exists() and not (folder / path).exists()
    return f"sqlite:///{path if older else folder / path}"


def _database_problems(values: Values) -> Iterator[str]:
    database = values.get("DATABASE_URL", "sqlite://")
    scheme = re.match(r"([a-z][a-z0-9]*)(\+[a-z0-9]+)?://", database)
    if scheme is None or scheme[1] not in {"sqlite", "postgresql"}:
        what = f"'{scheme[1]}' databases are not supported" if scheme else "is not a database address"
        yield (
            f"DATABASE_URL: {what}; write e.g. sqlite:///data/seedwatch.db or postgresql://user:password@host/seedwatch"
        )


def _operators(text: str, declared: Sequence[Declaration], problems: list[str]) -> tuple[tuple[str, str], ...]:
    patterns = {each.platform: each.user for each in declared}
    found: list[tuple[str, str]] = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        platform, _, user = part.partition(":")
        known = platform in patterns or not declared
        if not known or not re.fullmatch(patterns.get(platform, r"[\w.-]+"), user, re.ASCII):
            problems.append(
                f"OPERATORS: entry {len(found) + 1} is no platform:id; write e.g. telegram:1234,slack:U0ABC"
            )
        found.append((platform, user))
    return tuple(dict.fromkeys(found))


def _is_listen(text: str) -> bool:
    found = re.fullmatch(r"(\[[0-9a-fA-F:.]+\]|[\w.-]+):(\d{1,5})", text, re.ASCII)
    return bool(found) and int(text.rpartition(":")[2]) <= 65535  # noqa: PLR2004 - the highest port
