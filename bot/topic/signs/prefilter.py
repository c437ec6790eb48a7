"""Can this entry be put aside at once? A look for the beginnings of all names, before anything is cut into words.

Most entries of a feed name nobody of interest; this is what they cost. What stands between two blanks is scanned once
and remembered: most of it comes again, and a text of which nothing tells of a name needs no scan.
"""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import ahocorasick_rs

from bot.text.words import fold
from bot.topic.signs.phrasebook import Opening

# Stress marks, soft hyphens, mixed alphabets: rare, and a plain scan would miss a name written so.
_ODD = re.compile("[\u0300-\u036f\u00ad\u200b-\u200d\u2060]")
_MARKS = frozenset("\u0300\u0301\u0306\u0308\u00ad\u200b\u200d\u2060")  # the usual ones
_MIXED = re.compile("[a-z][а-яёіїєґў]|[а-яёіїєґў][a-z]")


_LIKE = {char: fold(char) for char in ("ё", "ґ", *"’ʼ‘`´", *map(chr, range(0xDF, 0x180))) if fold(char) != char}
_MIXED_IN = 300  # characters after the title in which mixed alphabets are looked for
_KEPT = 32_768  # pieces of text that are remembered: a day's news has some 60,000, most of which come once


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


def _is_odd(text: str, lower: str) -> bool:
    """Whether what is written around a text could change how it is folded, or where a name may begin in it."""
    return "#" in text or "`" in text or (not text.isascii() and lower != _ODD.sub("", fold(text)))


class _Beside(NamedTuple):
    """A word of a phrase that has others: the phrase's number, the word's bit, whether it must be the whole word."""

    phrase: int
    bit: int
    whole: bool


_Bits = Mapping[int, int]  # of phrases of several words: by the phrase's number those of its words that are there
_UNSURE: _Bits = {-1: 0}  # told by a piece of which only the whole text says what it tells


class Prefilter:
    """The compiled scan for phrases: may one of them stand in a text, because all of its words begin there?"""

    def __init__(self, openings: Iterable[Opening]) -> None:
        """Compile ``openings``, as ``Phrasebook`` gives them."""
        alone: dict[str, bool] = {}  # of phrases of one word: "Belarus*" asks for less than "Belarus"
        beside: dict[str, list[_Beside]] = {}
        self._whole: list[int] = []  # of the other phrases: one bit for each word
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
        self._telling: dict[str, _Bits | None] = {}  # the others; None: a phrase of one word is in it

    def passes(self, title: str, text: str) -> bool:
        """Return whether a name may stand in the entry; a true answer may be wrong."""
        return self._scan is None or self._may(f"{title}\n{text}", len(title) + _MIXED_IN)

    def may_stand(self, text: str) -> bool:
        """Return whether a phrase may stand in ``text``, looking for words of mixed alphabets in all of it."""
        return self._scan is not None and self._may(text, len(text))

    def _may(self, text: str, mixed_in: int) -> bool:
        pieces = text.split()
        if self._silent.issuperset(pieces):
            return False
        told = self._told(set(pieces))
        if None in told:
            return True
        if _UNSURE in told:
            return self._seen(_quick_fold(text, mixed_in)) is None
        seen: dict[int, int] = {}
        for phrase, bits in (row for each in told if each for row in each.items()):
            seen[phrase] = seen.get(phrase, 0) | bits
        return any(bits == self._whole[phrase] for phrase, bits in seen.items())

    def _told(self, pieces: set[str]) -> list[_Bits | None]:
        """Return what those of ``pieces`` tell that are not silent, and remember it."""
        if len(self._silent) + len(self._telling) > _KEPT:
            self._silent, self._telling = set(), {}
        silent, telling = self._silent, self._telling
        pieces -= silent
        new = pieces.difference(telling)
        if new and self._tells(" ".join(new)) == {}:  # most tell nothing, and one scan shows it of all
            silent |= new
        elif new:
            told = {piece: self._tells(piece) for piece in new}
            silent.update(piece for piece, bits in told.items() if bits == {})
            telling |= {piece: bits for piece, bits in told.items() if bits != {}}
        return [telling[piece] for piece in pieces - silent]

    def _tells(self, text: str) -> _Bits | None:
        lower = _quick_fold(text, len(text))
        return _UNSURE if _is_odd(text, lower) else self._seen(lower)

    def _seen(self, lower: str) -> _Bits | None:
        """Return which words of longer phrases begin in a folded text; None where a whole phrase may stand there."""
        hashtags = "#" in lower  # #FreeBelarus: a name may begin within a word
        try:
            found = self._scan.find_matches_as_indexes(lower, overlapping=True) if self._scan is not None else ()
        except UnicodeEncodeError:  # half a surrogate pair; the scan reads UTF-8
            return None
        seen: dict[int, int] = {}
        for number, start, end in found:
            if start and lower[start - 1].isalpha() and not hashtags:
                continue
            ends = end == len(lower) or not lower[end].isalpha()
            alone, beside = self._found[number]
            if alone is not None and (ends or not alone):
                return None
            for phrase, bit, whole in beside:
                if ends or not whole:
                    seen[phrase] = seen.get(phrase, 0) | bit
                    if seen[phrase] == self._whole[phrase]:
                        return None
        return seen
