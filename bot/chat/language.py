"""In which language does the bot speak? Its own words, out of gettext catalogues, with each language's plural forms.

Every sentence that people see is written in English where it is made, as ``words("Done, {n} left", n=3)`` or
``words.counted(3, "{n} story", "{n} stories")``, and looked up by that text. ``make words`` collects them.
"""

from collections.abc import Mapping
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO

from bot.chat.message import Line, Piece, Text
from bot.text.languages import LANGUAGES, SPOKEN

HOLE = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands in a sentence for what is no text: ``fill(words("The next one comes {time}.", time=HOLE), Time(due))``."""


def fill(sentence: str, piece: Piece) -> Line:
    """Return the sentence as a line, with the piece where its ``HOLE`` is."""
    before, _, after = sentence.partition(HOLE)
    return tuple(each for each in (Text(before), piece, Text(after)) if each != Text(""))


class Words:
    """A language's words. ``language`` is its ISO 639-1 code; ``names`` says how it writes names of the topic."""

    def __init__(self, language: str, catalogue: NullTranslations, names: Mapping[str, str] | None = None) -> None:
        self.language = language
        self._catalogue = catalogue
        self._names = names or {}

    def knowing(self, names: Mapping[str, Mapping[str, str]]) -> "Words":
        """Return these words with names: by language, from the name that stories have to how it is written there."""
        known = names.get(self.language)
        return Words(self.language, self._catalogue, known) if known else self

    def name(self, name: str) -> str:
        """Return a name as this language writes it; as it is where that is not known."""
        return self._names.get(name, name)

    def knows(self, name: str) -> bool:
        """Say whether it is known how this language writes a name."""
        return name in self._names

    def __call__(self, text: str, /, **values: object) -> str:
        """Return a sentence in this language with the values in its {places}."""
        translated = self._catalogue.gettext(text) if text else ""  # what gettext has for "" is the catalogue's head
        return translated.format(**values) if values else translated

    def counted(self, number: int, one: str, many: str, /, **values: object) -> str:
        """Return a sentence about ``number`` things, which is its {n}, in the plural form that the number takes."""
        return self._catalogue.ngettext(one, many, number).format(n=number, **values)

    def quoted(self, text: str) -> str:
        """Return a text between this language's quotation marks."""
        opening, closing = LANGUAGES[self.language].quotes
        return f"{opening}{text}{closing}"


def mark(text: str, /) -> str:
    """Return a text as it is, and have it collected: it is looked up later, where the language is known."""
    return text


ENGLISH = Words("en", NullTranslations())


@cache
def speak(language: str | None) -> Words:
    """Return the words of a language; English where the bot does not speak it."""
    if language not in SPOKEN or language == ENGLISH.language:
        return ENGLISH
    from babel.messages.mofile import write_mo  # noqa: PLC0415 loaded only by those who speak another language
    from babel.messages.pofile import read_po  # noqa: PLC0415

    compiled = BytesIO()
    with (files("bot.chat") / "catalogues" / f"{language}.po").open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return Words(language, GNUTranslations(compiled))
