"""What does this YAML file say, and on which line and column does it say so? Plain data, and nothing dangerous.

YAML that is no configuration is refused before it is read: anchors and aliases (they can explode), tags (they name
Python objects), deep nesting. Values are those of YAML 1.1; a ``Spot`` remembers what was written, so that the checks
can tell ``no`` from ``false``.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple, Protocol, overload

import yaml
from yaml.reader import Reader

from bot.config.findings.masking import mask
from bot.config.findings.problems import ConfigProblems, Problem
from bot.config.findings.slips import find_slip

Where = tuple[str | int, ...]  # keys and indices that lead to a value
Complaint = tuple[str, str, str]  # what is wrong, its code, what to write instead
DEPTH = 20  # the real file needs 4
_MOST_VALUES = 120_000  # keys and values; 5,000 sources have 100,000
_ENOUGH = 20  # a hostile file need not be reported in full
_LONGEST_LINE = 500  # that is shown to people
_LONGEST_NUMBER = 64  # longer runs of digits are text: reading "1:1:1..." as a number takes quadratic time
_TEXT = "tag:yaml.org,2002:str"
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")  # what ends a line in YAML 1.1
_SYNTAX_FIXES = (
    ("cannot start any token", "put this text in quotes"),
    ("mapping values are not allowed", 'put a text that contains ": " in quotes, or check the indentation'),
    ("end of stream", "a quote or bracket was opened and never closed; was the file cut off?"),
    ("expected ':'", "each line of a mapping reads  key: value"),
    ("expected key", "keys of one mapping start in the same column; check the indentation"),
    ("expected '-'", "items of one list start in the same column; check the indentation"),
    ("another document", "one file holds one document; remove the second ---"),
    ("expected ','", "close the bracket, or put a comma between the items"),
)


class Spot(NamedTuple):
    """Where a value stands, and its key; from 1. ``plain`` is what an unquoted scalar looks like in the file."""

    line: int
    column: int
    key_line: int
    key_column: int
    plain: str | None = None


@dataclass(frozen=True, kw_only=True)
class Document:
    """A YAML file as plain data. ``lines`` are masked; ``problems`` are those that did not stop the reading.

    ``complete``: its last line has a line break, so it was probably not cut off.
    """

    path: str  # as people are shown it
    data: object
    spots: dict[Where, Spot]
    lines: Sequence[str]
    problems: tuple[Problem, ...] = ()
    complete: bool = True

    def problem(
        self, where: Where, text: str, code: str, *, fix: str = "", on_key: bool = False, warning: bool = False
    ) -> Problem:
        """Return a problem that points to a value, to its key, or to the nearest value around it."""
        while where not in self.spots:
            where = where[:-1]
        spot = self.spots[where]
        line, column = (spot.key_line, spot.key_column) if on_key else (spot.line, spot.column)
        complaint = (mask(text), code, mask(fix))
        return replace(_point(self.path, self.lines, (line - 1, column - 1), complaint), warning=warning)

    def at(self, where: Where) -> object:
        """Return what the document says at a place; None where it says nothing there."""
        found = self.data
        for step in where:
            held = dict(enumerate(found)) if isinstance(found, list) else found
            found = held.get(step) if isinstance(held, dict) else None
        return found

    @cached_property
    def values(self) -> Sequence[tuple[Where, object]]:
        """Everything that the document says, with its place, from the outside in."""
        return list(_walk((), self.data))


def _walk(where: Where, value: object) -> Iterator[tuple[Where, object]]:
    waiting: list[tuple[Where, object]] = [(where, value)]
    while waiting:
        where, value = waiting.pop()
        yield where, value
        if isinstance(value, dict):
            waiting += [((*where, key), inner) for key, inner in reversed(value.items())]
        elif isinstance(value, list):
            waiting += [((*where, index), value[index]) for index in range(len(value) - 1, -1, -1)]


class _Masked(Sequence[str]):
    """The lines of a file as people are shown them: without secrets, and overlong ones empty."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        if isinstance(at, slice):
            return _Masked(self._lines[at])
        line = self._lines[at]
        return mask(line) if len(line) <= _LONGEST_LINE else ""

    def __repr__(self) -> str:
        return f"<{len(self)} lines>"


def read_document(raw: bytes, path: str) -> Document:
    """Read the bytes of a YAML file; ``path`` is what problems call it.

    Raises ``ConfigProblems``: it is not UTF-8, not YAML, empty, or more than a configuration may be.
    """
    text = _decode(raw, path)
    lines = _lines(text)
    try:
        refused = list(_refusals(text, path, lines))
        if refused:
            raise ConfigProblems(refused)
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        raise ConfigProblems([_syntax_problem(error, path, lines)]) from error
    if root is None:
        fix = "an empty file does not mean that nothing is wanted; restore it, or remove the file"
        raise ConfigProblems([_point(path, lines, (0, 0), ("the file is empty", "empty", fix))])
    reading = _Reading(path, lines)
    data = reading.read(root, (), root)
    return Document(
        path=path,
        data=data,
        spots=reading.spots,
        lines=lines,
        problems=tuple(reading.problems),
        complete=_BREAK.split(text[-2:])[-1] == "",
    )


def _decode(raw: bytes, path: str) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig")
        complaint = (f"byte 0x{raw[error.start]:02x} is not UTF-8", "not-utf-8", "save the file as UTF-8")
        raise ConfigProblems(
            [_point(path, _lines(raw.decode("utf-8-sig", "replace")), _end(before), complaint)]
        ) from None
    if odd := Reader.NON_PRINTABLE.search(text):
        what, fix = f"control character U+{ord(odd.group()):04X}", "remove it; it is invisible in most editors"
        complaint = (f"not valid YAML: {what}", "yaml-syntax", fix)
        shown = _lines(Reader.NON_PRINTABLE.sub("\ufffd", text))
        raise ConfigProblems([_point(path, shown, _end(text[: odd.start()]), complaint)])
    return text


def _lines(text: str) -> Sequence[str]:
    return _Masked(_BREAK.split(text))


def _end(before: str) -> tuple[int, int]:
    lines = _BREAK.split(before)
    return len(lines) - 1, len(lines[-1])


def _refusals(text: str, path: str, lines: Sequence[str]) -> Iterator[Problem]:
    """Yield a problem for what the file must not contain, from the event stream: cheap, since nothing is built yet."""
    depth = found = 0
    for count, event in enumerate(yaml.parse(text, Loader=yaml.CSafeLoader)):
        if type(event) is yaml.ScalarEvent and event.tag is event.anchor is None and count <= _MOST_VALUES:
            continue  # nearly all
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            depth += 1
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            depth -= 1
        endless = depth > DEPTH or count > _MOST_VALUES
        if depth > DEPTH:
            complaint = (f"nested more than {DEPTH} deep", "yaml-depth", "nothing here needs that")
        elif endless:
            complaint = (f"more than {_MOST_VALUES} keys and values", "too-large", "is this the right file?")
        elif (refusal := _refusal(event)) is not None:
            complaint = refusal
        else:
            continue
        yield _point(path, lines, _position(event.start_mark), complaint)
        found += 1
        if endless or found == _ENOUGH or complaint[1] == "yaml-alias":
            return


def _refusal(event: yaml.Event) -> Complaint | None:
    """Return why YAML of this kind is refused, or None."""
    if isinstance(event, yaml.AliasEvent):
        return f"alias '*{event.anchor}' is not allowed", "yaml-alias", "write the value out again"
    if isinstance(event, yaml.NodeEvent) and event.anchor:
        return f"anchor '&{event.anchor}' is not allowed", "yaml-alias", "remove it, and write out what it stands for"
    tag = getattr(event, "tag", None)
    if tag is None or tag == "!":  # "!" says nothing but "text"
        return None
    shown = tag.replace("tag:yaml.org,2002:", "!!")
    return f"tag '{shown}' is not allowed", "yaml-tag", "remove it; put text in quotes instead"


def _syntax_problem(error: yaml.MarkedYAMLError, path: str, lines: Sequence[str]) -> Problem:
    line, column = _position(error.problem_mark or error.context_mark)
    what = str(error.problem or error.context or "cannot be read")
    fix = next((fix for sign, fix in _SYNTAX_FIXES if sign in what), "")
    source = lines[line] if line < len(lines) else ""
    indent = source[: len(source) - len(source.lstrip())]
    if "\t" in indent:
        column = indent.index("\t")
        what = r"found character '\t' that cannot start any token"
        fix = "YAML does not allow tabs for indentation; use two spaces"
    elif "end of stream" in what and error.context_mark:
        line, column = _position(error.context_mark)
        fix = "what is opened here is never closed; was the file cut off?"
    if slip := find_slip(lines, line):
        return _point(path, lines, (slip.line, slip.column), (f"not valid YAML: {slip.text}", "yaml-syntax", slip.fix))
    return _point(path, lines, (line, column), (f"not valid YAML: {what}", "yaml-syntax", fix))


class _Mark(Protocol):
    line: int
    column: int


def _position(mark: _Mark | None) -> tuple[int, int]:
    return (mark.line, mark.column) if mark else (0, 0)


def _point(path: str, lines: Sequence[str], at: tuple[int, int], complaint: Complaint) -> Problem:
    """Return a problem at a position that counts from 0."""
    line, column = at
    text, code, fix = complaint
    source = lines[line] if line < len(lines) else ""
    return Problem(path=path, line=line + 1, column=column + 1, text=text, code=code, fix=fix, source=source)


class _Reading:
    """Turns nodes into plain data and remembers where each stood."""

    def __init__(self, path: str, lines: Sequence[str]) -> None:
        self.spots: dict[Where, Spot] = {}
        self.problems: list[Problem] = []
        self._path = path
        self._lines = lines
        self._constructor = yaml.constructor.SafeConstructor()

    def read(self, node: yaml.Node, where: Where, key: yaml.Node) -> object:
        start, named = node.start_mark, key.start_mark
        plain = node.value if isinstance(node, yaml.ScalarNode) and not node.style else None
        self.spots[where] = Spot(start.line + 1, start.column + 1, named.line + 1, named.column + 1, plain)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, where)
        if isinstance(node, yaml.SequenceNode):
            return [self.read(item, (*where, index), item) for index, item in enumerate(node.value)]
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, where: Where) -> dict[str, object]:
        found: dict[str, object] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._complain(key, ("a key must be a word", "bad-key", "write  key: value"))
            elif key.value in found:
                first = self.spots[*where, key.value].key_line
                text = mask(f"'{key.value}' is already given on line {first}")
                self._complain(key, (text, "duplicate-key", "keep one of them"))
            else:
                found[key.value] = self.read(value, (*where, key.value), key)
        return found

    def _scalar(self, node: yaml.Node) -> object:
        if node.tag == _TEXT or len(node.value) > _LONGEST_NUMBER:
            return node.value
        try:
            value: object = self._constructor.construct_object(node)
        except (ValueError, OverflowError, yaml.YAMLError):  # looks like more than text and is not: 2026-02-30, "="
            return node.value
        return value

    def _complain(self, node: yaml.Node, complaint: Complaint) -> None:
        self.problems.append(_point(self._path, self._lines, _position(node.start_mark), complaint))
