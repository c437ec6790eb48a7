"""Which languages does the program know, and what of each? One module for each; a new one is listed here."""

from bot.text.languages.be import BELARUSIAN
from bot.text.languages.de import GERMAN
from bot.text.languages.en import ENGLISH
from bot.text.languages.pl import POLISH
from bot.text.languages.ru import RUSSIAN
from bot.text.languages.tables import Tables
from bot.text.languages.uk import UKRAINIAN

# The order decides ties: of languages with one alphabet the first is assumed where a text does not tell.
LANGUAGES: dict[str, Tables] = {
    tables.code: tables for tables in (ENGLISH, GERMAN, POLISH, RUSSIAN, BELARUSIAN, UKRAINIAN)
}


def any_of(field: str) -> str:
    """Return one regular expression of what all languages have in ``field``, a tuple of expressions."""
    return "|".join(each for tables in LANGUAGES.values() for each in getattr(tables, field))
