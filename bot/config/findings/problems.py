"""What is wrong in a configuration file, where, and what to write instead?"""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.errors import ConfigError


class Wrong(ValueError):  # noqa: N818 - "raise Wrong" says it
    """``text`` continues after the value: "'every: 5' has no unit". ``fix`` says what to write instead."""

    def __init__(self, text: str, *, code: str = "bad-value", fix: str = "") -> None:
        super().__init__(text)
        self.text = text
        self.code = code
        self.fix = fix


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One mistake. ``line`` and ``column`` count from 1; ``source`` is the line as written, secrets masked."""

    path: str
    line: int
    column: int
    text: str
    code: str  # e.g. "unknown-key"
    fix: str = ""
    source: str = ""
    warning: bool = False

    def __str__(self) -> str:
        kind = "warning" if self.warning else "error"
        shown = [f"{self.path}:{self.line}:{self.column}: {kind}: {self.text} [{self.code}]"]
        if self.source:
            shown.append(f"{self.line:>6} | {self.source.replace(chr(9), '→')}")
            shown.append(" " * 7 + "| " + " " * (self.column - 1) + "^")
        if self.fix:
            shown.append(" " * 7 + "= " + self.fix)
        return "\n".join(shown)


class ConfigProblems(ConfigError):  # noqa: N818 - it is a ConfigError that lists problems
    """Every mistake of a configuration at once, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda each: (each.path, each.line, each.column)))
        super().__init__("\n".join(map(str, self.problems)))
