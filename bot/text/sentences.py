"""Where does one sentence end and the next begin, in six languages?"""

import re

from bot.text.languages import LANGUAGES, any_of

_ABBREVIATIONS = frozenset(word for tables in LANGUAGES.values() for word in tables.abbreviations.split())
_END = re.compile(r"""(?:[.!?…]+)["'”’»)\]]*(?=\s)""")
_LAST_WORD = re.compile(r"([^\s(«“\"'‘]+)$")
_AFTER_ORDINAL = re.compile(rf"{any_of('after_ordinal')}|\d", re.IGNORECASE)
_SHORT = 2  # letters or digits of the pieces of "U.S." and of a day of the month
_OPENERS = "\"'“‘«„([–—-"
# A mark before a word opens a quotation and one after it closes one, whatever its shape: “ does both. Among single
# marks only opening ones mean anything: "the dockers’ union" closes nothing.
_OPENING = re.compile(r"""(?<![^\s([–—-])["“”«»„'‘](?=[^\W\d_])""")
_CLOSING = re.compile(r"""(?<=[^\s([])["“”«»](?![^\W_])""")
_CLOSING_SINGLE = re.compile(r"""(?<=[^\s([])['’](?![^\W_])""")


def split(text: str) -> list[str]:
    """Return the sentences of a text, in order, without the white space around them.

    A line break always ends a sentence: feeds break lines between paragraphs, headings and captions, not inside them.
    """
    return [sentence for line in text.split("\n") for sentence in _split_line(line.strip()) if sentence]


def ends_properly(sentence: str) -> bool:
    """Say whether a sentence ends like one; headings, captions and truncated texts do not."""
    bare = sentence.rstrip("\"'”’»)] ")
    return bare.endswith((".", "!", "?")) and not bare.endswith(("...", ". ."))


def is_torn(sentence: str) -> bool:
    """Say whether a sentence begins or ends within a quotation that goes on in its neighbours."""
    opened = [mark.start() for mark in _OPENING.finditer(sentence)]
    closed = [mark.start() for mark in _CLOSING.finditer(sentence)]
    if closed and (not opened or closed[0] < opened[0]):
        return True
    closed += [mark.start() for mark in _CLOSING_SINGLE.finditer(sentence)]
    return bool(opened) and (not closed or max(closed) < opened[-1])


def _split_line(line: str) -> list[str]:
    sentences, start = [], 0
    for end in _END.finditer(line):
        if _is_border(line, start, end):
            sentences.append(line[start : end.end()].strip())
            start = end.end()
    sentences.append(line[start:].strip())
    return sentences


def _is_border(line: str, start: int, end: re.Match[str]) -> bool:
    following = line[end.end() :].lstrip()
    first = following.lstrip(_OPENERS)[:1]
    if first.islower():
        return False
    if not end.group().startswith(".") or end.group().startswith(".."):
        return True
    found = _LAST_WORD.search(line[start : end.start()])
    word = found.group(1) if found else ""
    if len(word) == 1 and word.isupper():  # an initial: "A. Lukashenko", "U.S. officials"
        return False
    if word.isdigit() and len(word) <= _SHORT and _AFTER_ORDINAL.match(following):
        return False
    lower = word.lower()
    if "." in lower and all(len(part) <= _SHORT for part in lower.split(".")):  # "U.S", "т.е", "z.B"
        return False
    return lower not in _ABBREVIATIONS
