"""What is a machine or weapon called, whatever alphabet its letters are in? S-400, С-400, С400 and C-400 are one."""

import re

from bot.text.words import fold, romanise

HYPHENS = "-‐‑–"
_DESIGNATION = re.compile(rf"(?<![^\W_])([^\W\d_]{{1,5}})[{HYPHENS}]?(\d{{1,4}})([^\W\d_]{{0,4}}\d?)(?![^\W_])")
_CYRILLIC = "авекмнорстухіј"
_LATIN = "abekmhopctyxij"
_LIKE = str.maketrans(_CYRILLIC + _LATIN, _LATIN + _CYRILLIC)  # letters that look the same in the other alphabet


def designations(text: str) -> frozenset[str]:
    """Return the keys of every designation in a text, "s400"; one with letters after its number has two.

    Letters that look like those of another alphabet may be meant as such, so one designation may have several keys.
    """
    found = set()
    for letters, number, version in _DESIGNATION.findall(text):
        for key in _letter_keys(letters):
            found.add(key + number)
            if version:
                found.add(key + number + romanise(fold(version)))
    return frozenset(found)


def designation_keys(text: str) -> frozenset[str]:
    """Return the keys of a text that is one designation as a whole, of which one must be found; else nothing."""
    whole = _DESIGNATION.fullmatch(text.strip())
    if whole is None:
        return frozenset()
    letters, number, version = whole.groups()
    return frozenset(key + number + romanise(fold(version)) for key in _letter_keys(letters))


def _letter_keys(letters: str) -> set[str]:
    """The letters as written, and as their look-alikes if all of them have one in the other alphabet."""
    low = letters.lower()
    keys = {romanise(fold(low))}
    if all(ord(letter) in _LIKE for letter in low):
        keys.add(romanise(low.translate(_LIKE)))
    return keys
