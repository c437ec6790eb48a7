"""Which month does a word name, whatever the language? Writes ``bot/text/data/months.txt`` from CLDR.

"Listopada" is November in Polish and October in Croatian, which writes a point behind the day: "27. listopada". So
each word has a month where no point stands before it, and one where a point does. A word that two languages use for two
months counts as those of ours do (``LANGUAGES``), or as nearly all others do, or not at all.

    python tools/make_months.py
"""

import re
from collections import defaultdict
from pathlib import Path

from babel import Locale
from babel.localedata import locale_identifiers

from bot.text.languages import LANGUAGES

TARGET = Path(__file__).parents[1] / "bot" / "text" / "data" / "months.txt"
_NEARLY_ALL = 4  # times as many languages as use the word for other months


def main() -> None:
    """Write every word with its month or its two months."""
    said: dict[tuple[str, bool], dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for name in locale_identifiers():
        locale = Locale.parse(name)
        pointed = "d." in locale.date_formats["long"].pattern
        for use in locale.months.values():
            for width in ("wide", "abbreviated"):
                for number, written in use.get(width, {}).items():
                    word = written.casefold().strip(". ")
                    if re.fullmatch(r"[^\W\d_]{3,}", word):
                        said[word, pointed][number].add(locale.language)
    lines = []
    for word in sorted({word for word, _ in said}):
        plain, behind_point = (_month(said.get((word, pointed), {})) for pointed in (False, True))
        if plain or behind_point:
            lines.append(f"{word}\t{plain or behind_point}\t{behind_point or plain}\n")
    TARGET.write_text("".join(lines), encoding="utf-8")


def _month(speakers: dict[int, set[str]]) -> int | None:
    ours = [number for number, languages in speakers.items() if languages & LANGUAGES.keys()]
    if len(ours) == 1:
        return ours[0]
    numbers = sorted(speakers, key=lambda number: len(speakers[number]), reverse=True)
    if len(numbers) > 1 and len(speakers[numbers[0]]) < _NEARLY_ALL * len(speakers[numbers[1]]):
        return None
    return numbers[0] if numbers else None


if __name__ == "__main__":
    main()
