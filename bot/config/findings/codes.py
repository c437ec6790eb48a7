"""Which codes are there? Languages (ISO 639-1), countries (ISO 3166-1), time zones (IANA)."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale

from bot.config.findings.problems import Wrong
from bot.text.languages import LANGUAGES

_CODE = 2  # letters of an ISO 639-1 or ISO 3166-1 code
# What CLDR has besides countries: parts of them, the euro zone, oceans, pseudo-locales, "unknown".
_NO_COUNTRIES = frozenset({"AC", "CP", "CQ", "DG", "EA", "EZ", "IC", "QO", "TA", "XA", "XB", "ZZ"})


@cache
def languages() -> Mapping[str, str]:
    """Return code -> English name, from CLDR."""
    return {code: name for code, name in _names("languages").items() if len(code) == _CODE}


@cache
def countries() -> Mapping[str, str]:
    """Return code -> English name, from CLDR; the EU and the UN have codes, too."""
    names = _names("territories").items()
    return {code: name for code, name in names if len(code) == _CODE and code.isalpha() and code not in _NO_COUNTRIES}


def _names(table: str) -> dict[str, str]:
    return {str(code): str(name) for code, name in getattr(Locale("en"), table).items()}


def check_language(code: str) -> str:
    """Return a language code. Raises ``Wrong``: there is no such language."""
    if code in LANGUAGES or code in languages():  # CLDR is slow to load: it is asked only about what we do not know
        return code
    fix = "use two small letters, e.g. be, ru, en, uk, pl, de"
    if meant := language_meant(code):
        fix = f"write {meant}"
    elif code.upper() in countries():
        fix = f"{code.upper()} is a country, {countries()[code.upper()]}; {fix}"
    raise Wrong("is not a language code", fix=fix)


def language_meant(said: object) -> str | None:
    """Return the code of a language that is named in English, or by its own name, or written otherwise; or None."""
    name = str(said).strip().casefold()
    own = (found for found in LANGUAGES if (Locale(found).get_display_name(found) or "").casefold() == name)
    named = (found for found, each in languages().items() if each.casefold() == name)
    code = re.split("[-_]", name)[0]
    return next(named, None) or next(own, None) or (code if code in languages() else None)


def check_country(code: str) -> str:
    """Return a country code. Raises ``Wrong``: there is no such country."""
    if code in countries():
        return code
    fix = "use two capital letters, e.g. BY, RU, PL, EU"
    if code.upper() in countries():
        fix = f"write {code.upper()}"
    elif near := get_close_matches(code.title(), countries().values(), 1):
        fix = f"write {next(found for found, name in countries().items() if name == near[0])}"
    raise Wrong("is not a country code", fix=fix)


def check_timezone(name: str) -> str:
    """Return the name of a time zone. Raises ``Wrong``: there is no such zone."""
    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError):  # the name is looked up as a path
        near = get_close_matches(name, available_timezones(), 1)
        fix = f"did you mean {near[0]}?" if near else "use an IANA name, e.g. Europe/Warsaw"
        raise Wrong("is not a time zone", fix=fix) from None
    return name
