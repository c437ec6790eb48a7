"""How does a feed get into ``sources.yaml`` without touching a byte of what people wrote there?"""

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

import yaml

from bot.config.findings.document import read_document
from bot.config.sources.address import feed_key
from bot.config.sources.opml import Outline
from bot.errors import ConfigError
from bot.model import Feed

_LONGEST_ID = 40


def not_yet_known(outlines: Iterable[Outline], feeds: Iterable[Feed]) -> tuple[Outline, ...]:
    """Return the outlines whose address no feed has, each address once."""
    seen = {feed_key(feed.url) for feed in feeds}
    fresh = []
    for outline in outlines:
        address = feed_key(outline.url)
        if address not in seen:
            fresh.append(outline)
        seen.add(address)
    return tuple(fresh)


def append_sources(raw: bytes, shown_as: str, outlines: Sequence[Outline], taken: Iterable[str]) -> bytes:
    """Return the file with the outlines added at the end of its ``sources:``, under ids that are not ``taken``.

    Line ends and indentation are those of the file. Raises ``ConfigProblems`` where it cannot be read, ``ConfigError``
    where its sources are not written as lines that start with a dash.
    """
    read_document(raw, shown_as)  # refuses what must not be composed
    text = raw.decode("utf-8")
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    node = _sources(text)
    if not isinstance(node, yaml.SequenceNode) or node.start_mark is None or (node.flow_style and node.value):
        raise ConfigError(f"{shown_as}: 'sources' is not a list of lines that start with '-'; write it so, then repeat")
    indent = 2 if node.flow_style else node.start_mark.column
    at = _last_line(node) + 1
    if node.flow_style:  # "sources: []"
        line, column = node.start_mark.line, node.start_mark.column
        lines[line] = lines[line][:column].rstrip() + lines[line][column:].replace("[]", "", 1)
    if not lines[at - 1].endswith(("\n", "\r")):
        lines[at - 1] += newline
    ids = set(taken)
    added = [line + newline for outline in outlines for line in _entry(outline, _new_id(outline, ids), indent)]
    return "".join([*lines[:at], *added, *lines[at:]]).encode("utf-8")


def _sources(text: str) -> yaml.Node | None:
    root = yaml.compose(text.removeprefix("\ufeff"), Loader=yaml.CSafeLoader)
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    return next((value for key, value in pairs if key.value == "sources"), None)


def _last_line(node: yaml.Node) -> int:
    """Return the line on which the last word of a node stands; its own end mark is behind the comments after it."""
    while isinstance(node, (yaml.SequenceNode, yaml.MappingNode)) and node.value and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    mark = node.end_mark
    if mark is None:
        return 0
    return mark.line - 1 if mark.column == 0 else mark.line  # a block text ends where the next line begins


def _entry(outline: Outline, new_id: str, indent: int) -> list[str]:
    fields = {"id": new_id, "name": outline.name, "url": outline.url}
    if outline.language:
        fields["language"] = outline.language
    written = yaml.safe_dump([fields], allow_unicode=True, sort_keys=False, width=10_000)
    return ["", *(" " * indent + line for line in written.splitlines())]


def _new_id(outline: Outline, taken: set[str]) -> str:
    """Return a new id made of the name, or of the host where the name has no English letters; and take it."""
    host = (urlsplit(outline.url).hostname or "").removeprefix("www.")
    slug = _slug(outline.name) if outline.name.isascii() else ""
    slug = slug or _slug(host) or "feed"
    new_id = slug
    number = 2
    while new_id in taken:
        new_id = f"{slug}-{number}"
        number += 1
    taken.add(new_id)
    return new_id


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower())[:_LONGEST_ID].strip("-")
