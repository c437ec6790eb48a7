"""Which slip of the pen makes this YAML unreadable? A parser stumbles lines later, over something else."""

import re
from collections.abc import Sequence
from typing import NamedTuple

_BLANKS = "\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff"  # look like a blank, but are not one to YAML


class Slip(NamedTuple):
    """Where it is, from 0, what is wrong, and what to write instead."""

    line: int
    column: int
    text: str
    fix: str


class _Sign(NamedTuple):
    pattern: re.Pattern[str]
    text: str
    fix: str


_SIGNS = (
    _Sign(
        re.compile(r"(?P<at>(?:<{7}|>{7}|\|{7})(?= |$)|={7}$)"),
        "a conflict of two versions was left in the file",
        "keep one of the two versions, and remove the lines <<<<<<<, ======= and >>>>>>>",
    ),
    _Sign(
        re.compile(rf"[ {_BLANKS}]*(?P<at>[{_BLANKS}])"),
        "a blank of another kind (U+{code:04X}) in the indentation",
        "write ordinary blanks; it may have come with a copied text",
    ),
    _Sign(
        re.compile(rf"\s*(?:- +)?[A-Za-z_]\w*:(?P<at>[{_BLANKS}])"),
        "a blank of another kind (U+{code:04X}) behind the colon",
        "write an ordinary blank; it may have come with a copied text",
    ),
    _Sign(
        re.compile(r"\s*(?:- +)?[A-Za-z_]\w*(?P<at>):(?!//)[^\s:/]"),
        "a blank is missing after '{before}:'",
        "write  {before}: {after}",
    ),
    _Sign(
        re.compile(r"\s*(?P<at>-)[A-Za-z_]\w*:(?: |$)"),
        "a blank is missing after the dash",
        "write  - {after}",
    ),
    _Sign(
        re.compile(r"\s*(?:- +)?[A-Za-z_]\w* *(?P<at>=)"),
        "'=' stands where a colon should",
        "write  {before}: {after}",
    ),
)


def find_slip(lines: Sequence[str], until: int) -> Slip | None:
    """Return the last slip in the lines from 0 up to ``until``, where a parser stumbled; None where none is seen."""
    for number in range(min(until, len(lines) - 1), -1, -1):
        for sign in _SIGNS:
            if found := sign.pattern.match(lines[number]):
                return _slip(sign, found, lines[number], number)
    return None


def _slip(sign: _Sign, found: re.Match[str], line: str, number: int) -> Slip:
    column = found.start("at")
    said: dict[str, object] = {
        "code": ord(line[column]) if column < len(line) else 0,
        "before": line[:column].strip().removeprefix("- ").strip(),
        "after": line[column + 1 :].strip(),
    }
    return Slip(line=number, column=column, text=sign.text.format_map(said), fix=sign.fix.format_map(said))
