"""Which words does the bot say? Collect them from the code and bring the catalogues of translations up to date.

A sentence that is new stands in the catalogues untranslated, one that the code no longer has is dropped.
"""

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from bot.text.languages import SPOKEN

TOP = Path(__file__).parents[1]
CATALOGUES = TOP / "bot" / "chat" / "catalogues"
TRANSLATED = SPOKEN[1:]
_PLACES = ("chat", "stories", "work")  # folders of bot/ in which sentences are made
_KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "words": None,
    "mark": None,
    "counted": (2, 3),
    "QueryError": None,
}
_WIDTH = 110


def main() -> int:
    """Bring every catalogue up to date and say what is left to translate."""
    for language in TRANSLATED:
        catalogue = translated(language)
        catalogue.update(collect(), no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        file = CATALOGUES / f"{language}.po"
        file.write_bytes(written(catalogue))
        left = sum(not all(forms(message.string)) for message in catalogue if message.id)
        print(f"{language}: {len(catalogue)} sentences, {left} to translate")  # noqa: T201 what the command is for
    return 0


def collect() -> Catalog:
    """Return every sentence of the code, without translations."""
    catalogue = Catalog()
    for place in _PLACES:
        for _, _, message, _, context in extract_from_dir(TOP / "bot" / place, keywords=_KEYWORDS):
            catalogue.add(message, context=context)
    return catalogue


def translated(language: str) -> Catalog:
    """Return a language's catalogue as it is."""
    with (CATALOGUES / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def forms(string: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """Return a translation's plural forms; one where it has none, and that empty where it is missing."""
    return (string or "",) if string is None or isinstance(string, str) else tuple(string)


def written(catalogue: Catalog) -> bytes:
    """Return a catalogue as a file that changes only where a sentence changes: sorted, and without dates."""
    file = BytesIO()
    write_po(file, catalogue, width=_WIDTH, sort_output=True, no_location=True, omit_header=True)
    head = (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {catalogue.locale}\\n"\n'
        '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {catalogue.plural_forms}\\n"\n\n'
    )
    return head.encode() + file.getvalue()


if __name__ == "__main__":
    sys.exit(main())
