"""Which languages does the program know, and what about each? One module per language; a new one is listed here."""

from bot.text.languages.be import BELARUSIAN
from bot.text.languages.de import GERMAN
from bot.text.languages.en import ENGLISH
from bot.text.languages.pl import POLISH
from bot.text.languages.ru import RUSSIAN
from bot.text.languages.tables import Tables
from bot.text.languages.uk import UKRAINIAN

# The order decides ties: among languages with one alphabet, the first is assumed if a text does not tell.
LANGUAGES: dict[str, Tables] = {
    tables.code: tables for tables in (ENGLISH, GERMAN, POLISH, RUSSIAN, BELARUSIAN, UKRAINIAN)
}
SPOKEN = ("en", "ru", "be", "uk", "pl")
"""Those in which the bot can speak: each but the first, in which the code is written, has a catalogue."""


def any_of(field: str) -> str:
    """Return one regular expression for all that the languages have in ``field``, a tuple of expressions."""
    return "|".join(each for tables in LANGUAGES.values() for each in getattr(tables, field))
