"""Can this entry be put aside at once? A look for the beginnings of all names, before anything is split into words.

Most entries of a feed name nobody of interest; they cost only this. What each piece between two blanks shows is
remembered: most pieces recur, and only those that were not seen of late are scanned.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

import ahocorasick_rs

from bot.text.recent import LONGEST
from bot.text.words import fold

Opening = tuple[Mapping[str, bool], ...]
"""What a phrase requires of a text, for a quick look: for each of its words, the possible folded beginnings, each with
whether it is the whole word."""

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


# With one of these, a piece of text may fold differently, a name may begin within a word, or UTF-8 cannot say it.
_UNSURE = frozenset("#`′‐‑\u00ad\u200b\u200c\u200d\u2060").union(
    map(chr, range(0x300, 0x370)), map(chr, range(0x180, 0x250)), map(chr, range(0xD800, 0xE000))
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


Hints = tuple[tuple[int, int], ...]
"""Words of phrases that may begin somewhere: for each the number of its phrase and its bit."""

_NOTHING: Hints = ()
_WHOLE: Hints = ((0, 1),)  # number 0 are all phrases of one word: nothing else has to be there


class _Beginning(NamedTuple):
    """What a beginning hints at: in every word that begins so, and in one that it is the whole of."""

    always: Hints
    whole: Hints


class Prefilter:
    """The compiled scan for phrases: may one be in a text, because all its words begin there?"""

    def __init__(self, openings: Iterable[Opening], lists: Callable[[str], bool] = lambda _: True) -> None:
        """Compile ``openings``, as ``Phrasebook`` gives them; ``lists`` is asked whether a piece has a word of any."""
        hints: dict[str, dict[tuple[int, int], bool]] = {}  # "Belarus*" requires less than "Belarus"
        self._bits = [1]  # of each phrase: one for each word
        for opening in dict.fromkeys(tuple(tuple(sorted(word.items())) for word in each) for each in openings):
            number = 0 if len(opening) == 1 else len(self._bits)
            for place, word in enumerate(opening):
                for beginning, whole in word:
                    mine = hints.setdefault(beginning, {})
                    mine[number, 1 << place] = whole and mine.get((number, 1 << place), True)
            if number:
                self._bits.append((1 << len(opening)) - 1)
        self._beginnings = [
            _Beginning(tuple(each for each, whole in mine.items() if not whole), tuple(mine))
            for _, mine in sorted(hints.items())
        ]
        self._scan = ahocorasick_rs.AhoCorasick(sorted(hints))
        self._lists = lists
        self._hints: dict[str, Hints] = {}  # of pieces of text

    def passes(self, title: str, text: str) -> bool:
        """Return whether a name may be in the entry; only True may be wrong.

        Words of mixed alphabets are looked for in the title and shortly after it only.
        """
        if not self._beginnings:
            return True
        whole = f"{title}\n{text}"
        pieces = whole.split()
        told = list(map(self._hints.get, pieces))  # asked once: another thread may learn meanwhile
        hints = set(told)
        if _WHOLE in hints:
            return True
        if None not in hints:
            return self._stand(hints)
        unknown = " ".join({piece for piece, known in zip(pieces, told, strict=True) if known is None})
        lower = _folded_alone(unknown)
        if lower is None:
            return self._stand({found for _, found in self._begun(_quick_fold(whole, len(title) + _MIXED_IN))})
        return self._stand(hints | self._learn(unknown, lower))

    def _learn(self, unknown: str, lower: str) -> set[Hints]:
        """Return what the pieces of a text hint at, and remember it; ``lower`` is the text folded, char by char."""
        found: dict[str, Hints] = dict.fromkeys(unknown.split(" "), _NOTHING)
        for start, hints in self._begun(lower):
            piece = unknown[unknown.rfind(" ", 0, start) + 1 :].partition(" ")[0]
            found[piece] = _WHOLE if _WHOLE in {hints, found[piece]} else found[piece] + hints
        for piece in [piece for piece, hints in found.items() if hints and not self._lists(piece)]:
            found[piece] = _NOTHING  # it only begins like a word of a phrase
        if len(self._hints) > _KEPT:
            self._hints = {}
        self._hints.update({piece: hints for piece, hints in found.items() if len(piece) <= LONGEST})
        return set(found.values())

    def _begun(self, lower: str) -> Iterator[tuple[int, Hints]]:
        """Yield where words of phrases begin in a folded text, and which may be there."""
        try:
            found = self._scan.find_matches_as_indexes(lower, overlapping=True)
        except UnicodeEncodeError:  # a lone surrogate; the scan reads UTF-8
            yield 0, _WHOLE
            return
        hashtags = "#" in lower  # #FreeBelarus: a name may begin within a word
        for number, start, end in found:
            if start and lower[start - 1].isalpha() and not hashtags:
                continue
            ends = end == len(lower) or not lower[end].isalpha()
            hints = self._beginnings[number].whole if ends else self._beginnings[number].always
            if hints:
                yield start, _WHOLE if _WHOLE[0] in hints else hints

    def _stand(self, hints: Iterable[Hints | None]) -> bool:
        """Return whether a whole phrase may be where these hints are."""
        seen: dict[int, int] = {}
        for each in hints:
            for phrase, bit in each or ():
                seen[phrase] = seen.get(phrase, 0) | bit
                if seen[phrase] == self._bits[phrase]:
                    return True
        return False
