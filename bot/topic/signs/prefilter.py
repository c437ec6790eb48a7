"""Can this entry be put aside at once? A look for the beginnings of all names, before anything is split into words.

Most entries of a feed name nobody of interest; they cost only this. Each piece between two blanks is scanned once and
remembered: most pieces recur, and a text without any that hints at a name needs no scan.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

import ahocorasick_rs

from bot.text.words import fold
from bot.topic.signs.phrasebook import Opening

# Stress marks, soft hyphens, mixed alphabets: rare, but a plain scan would miss names with them.
_ODD = re.compile("[\u0300-\u036f\u00ad\u200b-\u200d\u2060]")
_MARKS = frozenset("\u0300\u0301\u0306\u0308\u00ad\u200b\u200d\u2060")  # the usual ones
_MIXED = re.compile("[a-z][а-яёіїєґў]|[а-яёіїєґў][a-z]")


_LIKE = {char: fold(char) for char in ("ё", "ґ", *"’ʼ‘`´", *map(chr, range(0xDF, 0x180))) if fold(char) != char}
_MIXED_IN = 300  # characters after the title in which mixed alphabets are looked for
_KEPT = 16_384  # pieces of text that are remembered: a day's news has some 60,000, most of which occur once


def _quick_fold(text: str, mixed_in: int) -> str:
    """Return ``text`` folded as far as names may need: much faster than ``fold`` on ordinary text.

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


# Next to one of these, a piece of text may fold differently, or a name may begin within a word.
_UNSURE = frozenset("#`′‐‑\u00ad\u200b\u200c\u200d\u2060").union(
    map(chr, range(0x300, 0x370)), map(chr, range(0x180, 0x250))
)


def _folded_alone(text: str) -> str | None:
    """Return a text's pieces folded; None if only the whole text shows how to read them."""
    lower = text.lower()
    if lower.isascii():
        return None if "#" in lower or "`" in lower else lower
    letters = set(lower)
    if len(lower) != len(text) or not letters.isdisjoint(_UNSURE) or _MIXED.search(lower):
        return None
    for char in letters & _LIKE.keys():
        lower = lower.replace(char, _LIKE[char])
    return lower


class _Beside(NamedTuple):
    """A word of a longer phrase: the phrase's number, the word's bit, whether it must be the whole word."""

    phrase: int
    bit: int
    whole: bool


class Prefilter:
    """The compiled scan for phrases: may one be in a text, because all its words begin there?"""

    def __init__(self, openings: Iterable[Opening]) -> None:
        """Compile ``openings``, as ``Phrasebook`` gives them."""
        alone: dict[str, bool] = {}  # of one-word phrases: "Belarus*" requires less than "Belarus"
        beside: dict[str, list[_Beside]] = {}
        self._whole: list[int] = []  # of the other phrases: one bit per word
        for opening in dict.fromkeys(tuple(tuple(sorted(word.items())) for word in each) for each in openings):
            for bit, word in enumerate(opening):
                for beginning, whole in word:
                    if len(opening) == 1:
                        alone[beginning] = whole and alone.get(beginning, True)
                    else:
                        beside.setdefault(beginning, []).append(_Beside(len(self._whole), 1 << bit, whole))
            if len(opening) > 1:
                self._whole.append((1 << len(opening)) - 1)
        patterns = sorted(alone.keys() | beside.keys())
        self._found = [(alone.get(pattern), beside.get(pattern, ())) for pattern in patterns]
        self._scan = ahocorasick_rs.AhoCorasick(patterns) if patterns else None
        self._silent: set[str] = set()  # pieces in which no word of a phrase begins

    def passes(self, title: str, text: str) -> bool:
        """Return whether a name may be in the entry; only True may be wrong."""
        return self._scan is None or self._may(f"{title}\n{text}", len(title) + _MIXED_IN)

    def may_stand(self, text: str) -> bool:
        """Return whether a phrase may be in ``text``, looking for words of mixed alphabets in all of it."""
        return self._scan is not None and self._may(text, len(text))

    def _may(self, text: str, mixed_in: int) -> bool:
        pieces = text.split()
        silent = self._silent
        if silent.issuperset(pieces):
            return False
        rest = set(pieces).difference(silent)
        unknown = " ".join(rest)
        if (lower := _folded_alone(unknown)) is None:
            return self._stands(_quick_fold(text, mixed_in))
        begun: set[int] = set()
        if self._stands(lower, begun):
            return True
        if len(silent) > _KEPT:
            silent = self._silent = set()
        silent |= rest.difference(unknown[start:].split(" ", 1)[0] for start in begun)
        return False

    def _stands(self, lower: str, begun: set[int] | None = None) -> bool:
        """Return whether a whole phrase may be in a folded text; add to ``begun`` phrases of which some words are."""
        hashtags = "#" in lower  # #FreeBelarus: a name may begin within a word
        try:
            found = self._scan.find_matches_as_indexes(lower, overlapping=True) if self._scan is not None else ()
        except UnicodeEncodeError:  # a lone surrogate; the scan reads UTF-8
            return True
        seen: dict[int, int] = {}
        for number, start, end in found:
            if start and lower[start - 1].isalpha() and not hashtags:
                continue
            ends = end == len(lower) or not lower[end].isalpha()
            alone, beside = self._found[number]
            if alone is not None and (ends or not alone):
                return True
            for phrase, bit, whole in beside:
                if ends or not whole:
                    seen[phrase] = seen.get(phrase, 0) | bit
                    if seen[phrase] == self._whole[phrase]:
                        return True
                    if begun is not None:
                        begun.add(lower.rfind(" ", 0, start) + 1)
        return False
