"""Can this entry be put aside at once? A look for the beginnings of all names, before anything is split into words.

Most entries of a feed name nobody of interest; they cost only this. What each piece between two blanks shows is
remembered: most pieces recur, and a text without any that hints at a name needs no scan.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
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


class _Beside(NamedTuple):
    """A word of a longer phrase: the phrase's number, the word's bit, whether it must be the whole word."""

    phrase: int
    bit: int
    whole: bool


class _Begun(NamedTuple):
    """The beginning of a word of phrases in a folded text: whether it may be one alone, and of which others it is."""

    start: int
    alone: bool
    beside: Sequence[_Beside]


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
        self._scan = ahocorasick_rs.AhoCorasick(patterns)
        self._silent: set[str] = set()  # pieces in which no word of a phrase begins
        self._telling: set[str] = set()  # pieces in which a phrase of one word may be

    def passes(self, title: str, text: str) -> bool:
        """Return whether a name may be in the entry; only True may be wrong.

        Words of mixed alphabets are looked for in the title and shortly after it only.
        """
        if not self._found:
            return True
        whole = f"{title}\n{text}"
        pieces = whole.split()
        if self._silent.issuperset(pieces):
            return False
        if not self._telling.isdisjoint(pieces):
            return True
        rest = set(pieces).difference(self._silent)
        unknown = " ".join(rest)
        if (lower := _folded_alone(unknown)) is None:
            return self._stand(self._begun(_quick_fold(whole, len(title) + _MIXED_IN)))
        begun = self._begun(lower)
        if self._stand(begun):
            _remember(self._telling, _pieces(unknown, (each.start for each in begun if each.alone)))
            return True
        _remember(self._silent, rest.difference(_pieces(unknown, (each.start for each in begun))))
        return False

    def _begun(self, lower: str) -> list[_Begun]:
        """Return which words of phrases begin in a folded text."""
        try:
            found = self._scan.find_matches_as_indexes(lower, overlapping=True)
        except UnicodeEncodeError:  # a lone surrogate; the scan reads UTF-8
            return [_Begun(0, alone=True, beside=())]
        hashtags = "#" in lower  # #FreeBelarus: a name may begin within a word
        begun: list[_Begun] = []
        for number, start, end in found:
            if start and lower[start - 1].isalpha() and not hashtags:
                continue
            ends = end == len(lower) or not lower[end].isalpha()
            alone, beside = self._found[number]
            is_whole = alone is not None and (ends or not alone)
            others = [each for each in beside if ends or not each.whole]
            if is_whole or others:
                begun.append(_Begun(start, is_whole, others))
        return begun

    def _stand(self, begun: Iterable[_Begun]) -> bool:
        """Return whether a whole phrase may be among words of phrases."""
        seen: dict[int, int] = {}
        for _, alone, beside in begun:
            if alone:
                return True
            for phrase, bit, _ in beside:
                seen[phrase] = seen.get(phrase, 0) | bit
                if seen[phrase] == self._whole[phrase]:
                    return True
        return False


def _pieces(text: str, places: Iterable[int]) -> set[str]:
    """Return the pieces between blanks that are at these places of a text."""
    return {text[text.rfind(" ", 0, at) + 1 :].split(" ", 1)[0] for at in places}


def _remember(kept: set[str], pieces: set[str]) -> None:
    """Keep pieces that may recur, forgetting all others once there are too many."""
    if len(kept) > _KEPT:
        kept.clear()
    kept.update(piece for piece in pieces if len(piece) <= LONGEST)
