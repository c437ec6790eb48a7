"""By which words is a country named in six languages? Writes ``bot/text/data/places.txt`` from CLDR and ``places.txt``.

Names are CLDR's territories; their adjectives hide in its names of currencies and languages ("Iranian rial", "rial
irański"), and of a country with one time zone its first city in the zone's name. What CLDR does not have (other
capitals, seats of power, abbreviations, blocs) is written by hand beside this file.

    python tools/make_places.py
"""

import re
from collections import Counter
from pathlib import Path

from babel import Locale
from babel.core import get_global

from bot.text.languages import LANGUAGES
from bot.text.names.given_names import is_given
from bot.text.words import fold

HERE = Path(__file__).parent
TARGET = HERE.parent / "bot" / "text" / "data" / "places.txt"
_COLUMNS = ("en", "de", "pl", "ru", "uk", "be")
# Languages that are named for one country; others (English, Arabic) are spoken in many.
_OF_LANGUAGE = (
    "pl de fr it ja uk be lt lv et fi sv no da cs hu ro bg hr sr sk sl mk el tr ka hy az kk uz tg ky vi th id sq nl"
)
_COUNTRY_OF = {
    "ja": "JP", "uk": "UA", "be": "BY", "et": "EE", "sv": "SE", "da": "DK", "cs": "CZ", "sr": "RS", "sl": "SI",
    "sq": "AL", "el": "GR", "ka": "GE", "hy": "AM", "kk": "KZ", "tg": "TJ", "ky": "KG", "vi": "VN",
}  # fmt: skip
_TOO_COMMON = {"chad", "man", "jersey", "georgia", "guinea", "niger", "dollar", "polish", "turkey"} | {
    "тирана",
    "тырана",
}
# Islands whose town is called like a person, a car or a place elsewhere: Stanley, Cayenne, Norfolk.
_NO_TOWN = frozenset(["BS", "CX", "FK", "GF", "GS", "JE", "KN", "NF", "PM", "SH", "SX", "VC", "VI", "WF"])
_CITY = 5  # letters from which a city's name is no other word
_MARKED = 6  # letters of an adjective up to which its plural may be another word without its marks
_MONEY = 6  # first letters by which the words for money itself are known: they stand in many names


def main() -> None:
    """Write every form with its language and country."""
    rows: dict[tuple[str, str], str] = {}
    for language in _COLUMNS:
        locale = Locale.parse(language)
        for code, name in locale.territories.items():
            if re.fullmatch(r"[A-Z]{2}", code) and code not in {"EU", "UN", "EZ", "XA", "XB", "ZZ"}:
                _add(rows, language, re.sub(r"\s*\(.*\)", "", name), code)
        for code, adjective in _adjectives(locale).items():
            _add(rows, language, adjective, code)
        for code, city in _cities(locale).items():
            if len(city) >= _CITY and not is_given(fold(city)):
                _add(rows, language, city, code)
        for spoken in _OF_LANGUAGE.split():
            if spoken in locale.languages:
                _add(rows, language, locale.languages[spoken], _COUNTRY_OF.get(spoken, spoken.upper()))
    rows |= _by_hand()
    rows |= {("pl", form[:-2] + "cy"): code for (language, form), code in rows.items() if _is_polish(language, form)}
    lines = sorted(f"{language}\t{form}\t{code}\n" for (language, form), code in rows.items())
    TARGET.write_text("".join(lines), encoding="utf-8")


def _is_polish(language: str, form: str) -> bool:
    """Whether it is a Polish adjective whose plural for men has another stem: "rosyjski", "rosyjscy".

    "Czescy" is left out: without its marks it begins like "część", a part.
    """
    return language == "pl" and form.endswith(("ski", "cki")) and form.islower() and len(form) > _MARKED


def _by_hand() -> dict[tuple[str, str], str]:
    rows = {}
    for line in (HERE / "places.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            code, _, told = line.partition(":")
            for language, forms in zip(_COLUMNS, told.split("|"), strict=True):
                for form in filter(None, map(str.strip, forms.split(","))):
                    rows[language, form] = code
    return rows


def _add(rows: dict[tuple[str, str], str], language: str, form: str, code: str) -> None:
    if form.casefold() not in _TOO_COMMON and len(form) > 3:
        rows.setdefault((language, form), code)


def _cities(locale: Locale) -> dict[str, str]:
    """Return the city that names the time zone, where the country has one. CLDR leaves out what is as in its id."""
    zones: dict[str, list[str]] = {}
    for zone, code in get_global("zone_territories").items():
        if zone not in get_global("zone_aliases"):
            zones.setdefault(code, []).append(zone)
    found = {}
    for code, (zone, *more) in zones.items():
        latin = zone.rpartition("/")[2].replace("_", " ") if LANGUAGES[locale.language].script == "latin" else ""
        city = locale.time_zones.get(zone, {}).get("city") or latin
        if city and not more and code not in _NO_TOWN:
            found[code] = re.sub(r"\s*\(.*\)|\u00ad", "", city)
    return found


def _adjectives(locale: Locale) -> dict[str, str]:
    """Return the word beside the money's own name, where the country's money has one."""
    money = {
        code: [name for name, *_, tender in get_global("territory_currencies")[code] if tender]
        for code in get_global("territory_currencies")
    }
    users = Counter(name for names in money.values() for name in names[-1:])
    words = Counter(word[:_MONEY].lower() for name in locale.currencies.values() for word in name.split())
    found = {}
    for code, names in money.items():
        if not names or users[names[-1]] > 1 or names[-1] not in locale.currencies:
            continue
        rare = [word for word in locale.currencies[names[-1]].split() if words[word[:_MONEY].lower()] <= 4]
        if len(rare) == 1 and rare[0].isalpha():
            found[code] = rare[0]
    return found


if __name__ == "__main__":
    assert set(_COLUMNS) == set(LANGUAGES)  # noqa: S101
    main()
