"""How does a word become a concept of ``names.yaml``, without touching what people wrote there?"""

from collections.abc import Iterable
from pathlib import Path

import yaml

from bot.config.findings.document import read_document
from bot.config.sources.changes import last_line, replace_file
from bot.errors import ConfigError
from bot.text.words import fold


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
