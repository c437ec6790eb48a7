"""May a pattern match in a text? One scan for the beginnings of its alternatives, cheaper than the pattern itself."""

import re

import ahocorasick_rs

_SPECIAL = frozenset("\\[](){}?*+.|^$")
_OPTIONAL = frozenset("?*{")  # follows what may be absent
_GROUP = "(?:"


class Look:
    """A quick look for a pattern of literal alternatives in lower-case text."""

    def __init__(self, *patterns: str) -> None:
        """Find what the patterns begin with. Raises ``ValueError`` if one may begin with anything."""
        self._scan = ahocorasick_rs.AhoCorasick(sorted({each for pattern in patterns for each in openings(pattern)}))

    def finds(self, lower: str) -> bool:
        """Return whether a match may be in ``lower``; True may be wrong, False never is."""
        try:
            return bool(self._scan.find_matches_as_indexes(lower))
        except UnicodeEncodeError:  # a lone surrogate; the scan reads UTF-8
            return True


def openings(pattern: str) -> set[str]:
    """Return literals such that each match of ``pattern`` begins with one of them."""
    return {each for alternative in _alternatives(pattern) for each in _opening(alternative)}


def _alternatives(pattern: str) -> list[str]:
    found, depth, start = [], 0, 0
    for place in re.finditer(r"\\.|\[(?:\\.|[^\]])*\]|[(|)]", pattern):
        depth += {"(": 1, ")": -1}.get(place.group(), 0)
        if place.group() == "|" and not depth:
            found.append(pattern[start : place.start()])
            start = place.end()
    return [*found, pattern[start:]]


def _opening(alternative: str) -> set[str]:
    if alternative.startswith(_GROUP):
        end = _closing(alternative)
        inner, rest = alternative[len(_GROUP) : end], alternative[end + 1 :]
        return openings(inner) | (_opening(rest[1:]) if rest[:1] and rest[0] in _OPTIONAL else set())
    found, at = "", 0
    while at < len(alternative):
        escaped = alternative[at] == "\\" and not alternative[at + 1].isalnum()
        char, end = alternative[at + escaped], at + 1 + escaped
        if (char in _SPECIAL and not escaped) or (end < len(alternative) and alternative[end] in _OPTIONAL):
            break
        found, at = found + char, end
    if not found:
        raise ValueError(f"no literal begins {alternative!r}")
    return {found}


def _closing(text: str) -> int:
    depth = 0
    for place in re.finditer(r"\\.|\[(?:\\.|[^\]])*\]|[()]", text):
        depth += {"(": 1, ")": -1}.get(place.group(), 0)
        if not depth:
            return place.start()
    raise ValueError(f"a group is not closed in {text!r}")
