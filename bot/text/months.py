"""Which month does this word name, whatever the language? ``data/months.txt`` knows, which a tool made from CLDR."""

import unicodedata
from functools import cache
from importlib.resources import files


def month_named(word: str, *, pointed: bool = False) -> int | None:
    """Return the month, 1 to 12; None for a word that names none, or two.

    ``pointed`` says that the day before it has a full stop: "27. listopada" is another month than "27 listopada".
    """
    found = _table().get(unicodedata.normalize("NFC", word.casefold()).strip(". "))
    return None if found is None else found[pointed]


@cache
def _table() -> dict[str, tuple[int, int]]:
    """Return every word's months: without a full stop after the day, and with one."""
    lines = (files("bot.text") / "data" / "months.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines)
    return {word: (int(plain), int(pointed)) for word, plain, pointed in rows}
