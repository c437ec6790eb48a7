"""Which codes are there? Languages (ISO 639-1), countries (ISO 3166-1), time zones (IANA)."""

from difflib import get_close_matches
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo, available_timezones

from bot.config.findings.problems import Wrong

# https://www.loc.gov/standards/iso639-2/php/code_list.php, column ISO 639-1
LANGUAGES = frozenset(
    """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en
    eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv
    ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne
    ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st
    su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
    """.split()  # noqa: SIM905 - 184 quoted words would take a page
)
_RESERVED = {"EU": "European Union", "UN": "United Nations"}  # reserved by ISO 3166 for these bodies


@cache
def countries() -> dict[str, str]:
    """Return code -> English name, from the table that comes with the time zone database."""
    table = resources.files("tzdata").joinpath("zoneinfo/iso3166.tab").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return {code: name for code, name, *_ in rows} | _RESERVED


def check_language(code: str) -> str:
    """Return a language code. Raises ``Wrong``: there is none like it."""
    if code in LANGUAGES:
        return code
    fix = "use two small letters, e.g. be, ru, en, uk, pl, de"
    if code.lower() in LANGUAGES:
        fix = f"write {code.lower()}"
    elif code.upper() in countries():
        fix = f"{code.upper()} is a country, {countries()[code.upper()]}; {fix}"
    raise Wrong("is not a language code", fix=fix)


def check_country(code: str) -> str:
    """Return a country code. Raises ``Wrong``: there is none like it."""
    if code in countries():
        return code
    fix = "use two capital letters, e.g. BY, RU, PL, EU"
    if code.upper() in countries():
        fix = f"write {code.upper()}"
    elif near := get_close_matches(code.title(), countries().values(), 1):
        fix = f"write {next(found for found, name in countries().items() if name == near[0])}"
    raise Wrong("is not a country code", fix=fix)


def check_timezone(name: str) -> str:
    """Return the name of a time zone. Raises ``Wrong``: there is none like it."""
    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError):  # the name is looked up as a path
        near = get_close_matches(name, available_timezones(), 1)
        fix = f"did you mean {near[0]}?" if near else "use an IANA name, e.g. Europe/Warsaw"
        raise Wrong("is not a time zone", fix=fix) from None
    return name
