"""Can this entry be put aside at once? One scan for the beginnings of all names, before anything is cut into words.

Most entries of a feed name nobody of interest; this is what they cost.
"""

import re
from collections.abc import Mapping

import ahocorasick_rs

from bot.text.words import fold

# Stress marks, soft hyphens, mixed alphabets: rare, and a plain scan would miss a name written so.
_ODD = re.compile("[\u0300-\u036f\u00ad\u200b-\u200d\u2060]")
_MARKS = frozenset("\u0300\u0301\u0306\u0308\u00ad\u200b\u200d\u2060")  # the usual ones
_MIXED = re.compile("[a-z][а-яёіїєґў]|[а-яёіїєґў][a-z]")


_LIKE = {char: fold(char) for char in ("ё", "ґ", *"’ʼ‘`´", *map(chr, range(0xDF, 0x180))) if fold(char) != char}
_MIXED_IN = 300  # characters after the title in which mixed alphabets are looked for


def _quick_fold(text: str, mixed_in: int) -> str:
    """Return ``text`` folded as far as names can need it: much faster than ``fold`` on ordinary text.

    Words of mixed alphabets are looked for in the first ``mixed_in`` characters only.
    """
    lower = text.lower()
    if lower.isascii():
        return lower
    letters = set(lower)
    if not letters.isdisjoint(_MARKS) or _MIXED.search(lower, 0, mixed_in):
        return _ODD.sub("", fold(text))
    for char in letters & _LIKE.keys():
        lower = lower.replace(char, _LIKE[char])
    return lower


class Prefilter:
    """The compiled scan for ``openings``: folded beginnings, each with whether it must be a whole word."""

    def __init__(self, openings: Mapping[str, bool]) -> None:
        self._patterns = sorted(openings)
        self._whole = [openings[pattern] for pattern in self._patterns]
        self._scan = ahocorasick_rs.AhoCorasick(self._patterns) if self._patterns else None

    def passes(self, title: str, text: str) -> bool:
        """Return whether a name may stand in the entry; a true answer may be wrong."""
        if self._scan is None:
            return True
        return self._stands(_quick_fold(f"{title}\n{text}", len(title) + _MIXED_IN))

    def may_stand(self, text: str) -> bool:
        """Return whether a phrase may stand in ``text``, looking for words of mixed alphabets in all of it."""
        return self._scan is not None and self._stands(_quick_fold(text, len(text)))

    def _stands(self, lower: str) -> bool:
        hashtags = "#" in lower  # #FreeBelarus: a name may begin within a word
        try:
            found = self._scan.find_matches_as_indexes(lower, overlapping=True) if self._scan is not None else ()
        except UnicodeEncodeError:  # half a surrogate pair; the scan reads UTF-8
            return True
        for number, start, end in found:
            if start and lower[start - 1].isalpha() and not hashtags:
                continue
            if not self._whole[number] or end == len(lower) or not lower[end].isalpha():
                return True
        return False
