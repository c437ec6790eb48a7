"""How do feeds get into ``sources.yaml``, out of it, and under another id? What people wrote there is not touched.

In the same way a word becomes a concept of ``names.yaml``.
"""

import os
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from bot.config.findings.document import read_document
from bot.config.sources.address import feed_key
from bot.config.sources.opml import Outline
from bot.errors import ConfigError
from bot.model import Feed
from bot.text.words import fold

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


def append_sources(
    raw: bytes, shown_as: str, outlines: Sequence[Outline], taken: Iterable[str], wanted: str | None = None
) -> bytes:
    """Return the file with the outlines added at the end of its ``sources:``, under ids that are not ``taken``.

    ``wanted`` is an id for the only outline.

    Line ends and indentation are those of the file. Raises ``ConfigProblems`` where it cannot be read, ``ConfigError``
    where its sources are not written as lines that start with a dash.
    """
    read_document(raw, shown_as)  # refuses what must not be composed
    text = raw.decode("utf-8")
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    node = _listed(text)
    if not isinstance(node, yaml.SequenceNode) or node.start_mark is None or (node.flow_style and node.value):
        raise ConfigError(f"{shown_as}: 'sources' is not a list of lines that start with '-'; write it so, then repeat")
    indent = 2 if node.flow_style else node.start_mark.column
    at = last_line(node) + 1
    if node.flow_style:  # "sources: []"
        line, column = node.start_mark.line, node.start_mark.column
        lines[line] = lines[line][:column].rstrip() + lines[line][column:].replace("[]", "", 1)
    if not lines[at - 1].endswith(("\n", "\r")):
        lines[at - 1] += newline
    ids = set(taken)
    named = [(outline, wanted or _new_id(outline, ids)) for outline in outlines]
    added = [line + newline for outline, new_id in named for line in _entry(outline, new_id, indent)]
    return "".join([*lines[:at], *added, *lines[at:]]).encode("utf-8")


def append_topic(raw: bytes, shown_as: str, topic: Mapping[str, str]) -> bytes:
    """Return the file with one more topic (its keys and values), at the end of its ``topics:``; all else stays.

    Raises as ``append_sources`` does.
    """
    read_document(raw, shown_as)  # refuses what must not be composed
    text = raw.decode("utf-8")
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    item = yaml.safe_dump([dict(topic)], allow_unicode=True, sort_keys=False, width=10_000).splitlines()
    node = _listed(text, "topics")
    if node is None:
        at = next(number for number, line in enumerate(lines) if line.startswith("sources:"))
        while at and lines[at - 1].startswith("#"):
            at -= 1  # comments about the sources stay with them
        added = ["topics:", *(f"  {line}" for line in item), ""]
    elif isinstance(node, yaml.SequenceNode) and node.start_mark is not None and not node.flow_style:
        at = last_line(node) + 1
        added = [" " * node.start_mark.column + line for line in item]
    else:
        raise ConfigError(f"{shown_as}: 'topics' is not a list of lines that start with '-'; write it so, then repeat")
    return "".join([*lines[:at], *(line + newline for line in added), *lines[at:]]).encode("utf-8")


def remove_source(raw: bytes, shown_as: str, feed_id: str) -> bytes:
    """Return the file without the source of that id; the comments around it stay.

    Raises ``ConfigError`` where it has none, or its sources are not written as lines that start with a dash.
    """
    lines, items = _items(raw, shown_as)
    item = _named(items, feed_id, shown_as)
    first, after = item.start_mark.line, last_line(item) + 1
    if len(items) == 1:
        newline = "\r\n" if lines[first].endswith("\r\n") else "\n"
        at = next(number for number in range(first, -1, -1) if lines[number].startswith("sources:"))
        lines[at] = "sources: []" + newline
    elif first and after < len(lines) and not lines[first - 1].strip() and not lines[after].strip():
        after += 1  # one blank line between its neighbours is enough
    return "".join([*lines[:first], *lines[after:]]).encode("utf-8")


def rename_source(raw: bytes, shown_as: str, old: str, new: str) -> bytes:
    """Return the file with a new id for a source, which notes the old one so that its history goes with it.

    Raises ``ConfigError`` as ``remove_source`` does.
    """
    lines, items = _items(raw, shown_as)
    item = _named(items, old, shown_as)
    pairs = {key.value: value for key, value in item.value}
    formerly = pairs.get("formerly")
    edits = [(pairs["id"], new)]
    if formerly is None:
        key = next(key for key, _ in item.value if key.value == "id")
        newline = "\r\n" if lines[0].endswith("\r\n") else "\n"
        between = ", " if item.flow_style else newline + " " * key.start_mark.column
        edits = [(pairs["id"], f"{new}{between}formerly: [{old}]")]
    else:
        names = [each.value for each in formerly.value]
        if not formerly.flow_style:
            raise ConfigError(f"{shown_as}:{formerly.start_mark.line + 1}: write 'formerly' in brackets, then repeat")
        edits.append((formerly, f"[{', '.join([*names, old])}]"))
    for node, text in sorted(
        edits, key=lambda edit: (edit[0].start_mark.line, edit[0].start_mark.column), reverse=True
    ):
        start, end = node.start_mark, node.end_mark
        lines[start.line] = lines[start.line][: start.column] + text + lines[end.line][end.column :]
    return "".join(lines).encode("utf-8")


def replace_file(path: Path, content: bytes) -> None:
    """Replace a file's content atomically: a reader sees either the old one or the new one."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    new = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.chmod(path.stat().st_mode & 0o777)
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise


def _items(raw: bytes, shown_as: str) -> tuple[list[str], list[yaml.MappingNode]]:
    """Return the lines of the file and the nodes of its sources."""
    read_document(raw, shown_as)  # refuses what must not be composed
    text = raw.decode("utf-8")
    node = _listed(text)
    if not isinstance(node, yaml.SequenceNode) or node.flow_style:
        raise ConfigError(f"{shown_as}: 'sources' is not a list of lines that start with '-'; write it so, then repeat")
    return text.splitlines(keepends=True), [item for item in node.value if isinstance(item, yaml.MappingNode)]


def _named(items: Sequence[yaml.MappingNode], feed_id: str, shown_as: str) -> yaml.MappingNode:
    ids = []
    for item in items:
        for key, value in item.value:
            if key.value == "id":
                ids.append(value.value)
                if value.value == feed_id:
                    return item
    near = get_close_matches(feed_id, ids, 1)
    raise ConfigError(f"{shown_as}: there is no source '{feed_id}'" + (f"; did you mean '{near[0]}'?" if near else ""))


def _listed(text: str, part: str = "sources") -> yaml.Node | None:
    root = yaml.compose(text.removeprefix("\ufeff"), Loader=yaml.CSafeLoader)
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    return next((value for key, value in pairs if key.value == part), None)


def last_line(node: yaml.Node) -> int:
    """Return the line on which the last word of a node stands; its own end mark comes after any comments below."""
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


def add_words(path: Path, added: Iterable[tuple[str, str | None]]) -> None:
    """Write words, each with its language, into a names file as ``add_word`` does; all of them or none.

    Raises as that does, and ``OSError`` where the file cannot be read or written.
    """
    raw = path.read_bytes()
    for word, language in added:
        raw = add_word(raw, str(path), word, language)
    replace_file(path.resolve(), raw)


def concept_line(word: str, language: str | None) -> str:
    """Return the line that makes a word a concept: "- {id: gigabatt, words: {en: [Gigabatt]}}"."""
    concept = {"id": _id(word), "words": {language or "*": [word]}}
    written = yaml.safe_dump(concept, allow_unicode=True, sort_keys=False, default_flow_style=True, width=10_000)
    return f"- {written.strip()}"


def add_word(raw: bytes, shown_as: str, word: str, language: str | None) -> bytes:
    """Return the file with a concept of one word at the end of its ``concepts:``; comments and line ends stay.

    Raises ``ConfigProblems`` where it cannot be read, ``ConfigError`` where its concepts are not written as lines that
    start with a dash, or one is called like the word already.
    """
    read_document(raw, shown_as)  # refuses what must not be composed
    text = raw.decode("utf-8")
    root = yaml.compose(text.removeprefix("\ufeff"), Loader=yaml.CSafeLoader)
    rows = root.value if isinstance(root, yaml.MappingNode) else []
    node = next((value for key, value in rows if key.value == "concepts"), None)
    if not isinstance(node, yaml.SequenceNode) or node.flow_style or node.start_mark is None:
        raise ConfigError(
            f"{shown_as}: 'concepts' is not a list of lines that start with '-'; write it so, then repeat"
        )
    taken = {value.value for each in node.value for key, value in each.value if key.value == "id"}
    if _id(word) in taken:
        raise ConfigError(f"{shown_as}: there is a concept '{_id(word)}' already; add the word to its words")
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    at = last_line(node) + 1
    if not lines[at - 1].endswith(("\n", "\r")):
        lines[at - 1] += newline
    lines.insert(at, f"{' ' * node.start_mark.column}{concept_line(word, language)}{newline}")
    return "".join(lines).encode("utf-8")


def _id(word: str) -> str:
    return "_".join(fold(word).split())
