"""Which numbers and dates does this text give? In one spelling, so that two texts can be compared."""

import re

# How the names of the months begin: English, Russian, Belarusian, Ukrainian, Polish, German.
_MONTHS = (
    "jan янв студ січ stycz",
    "feb фев лют lut",
    "mar мар сак бер mär",
    "apr апр крас квіт kwie",
    "may мая май трав maj mai",
    "jun июн чэрв черв czerw",
    "jul июл ліп лип lip",
    "aug авг жні серп sierp",
    "sep сен вера вере wrze",
    "oct окт кас жовт paźdz okt",
    "nov ноя ліст лист listop",
    "dec дек снеж груд grud dez",
)
_MONTH = {opening: number for number, row in enumerate(_MONTHS, 1) for opening in row.split()}
_WORDS = "|".join(sorted(_MONTH, key=len, reverse=True))
_DAY = re.compile(
    rf"\b(?P<d1>[0-3]?\d)\.?(?:st|nd|rd|th|-го)?\s+(?P<m1>{_WORDS})[^\W\d_]*\.?(?:\s+(?P<y1>(?:19|20)\d\d))?"
    rf"|\b(?P<m2>{_WORDS})[^\W\d_]*\.?\s+(?P<d2>[0-3]?\d)(?!\d)(?:,?\s+(?P<y2>(?:19|20)\d\d))?"
    r"|\b(?P<d3>[0-3]?\d)\.(?P<m3>[01]?\d)\.(?P<y3>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_SCALES = {
    "thousand": "тыс тис thous tys tausend",
    "million": "mln million млн миллион мільйон мільён",
    "billion": "mld mrd bn billion milliard miliard млрд миллиард мільярд",
}
_SCALE = "|".join(opening for row in _SCALES.values() for opening in row.split())
_NUMBER = re.compile(
    r"(?<![\w.,])[$€£]?(?P<value>\d{1,3}(?:[ \u00a0.,]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?)"
    rf"(?:\s?(?P<percent>%)|\s(?P<scale>(?:{_SCALE})[^\W\d_]*))?(?![\w])",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_SMALL = 10  # a lone number below says little


def figures(text: str) -> tuple[str, ...]:
    """Return numbers and dates, e.g. ``("2026-03-01", "16 billion", "97%")``; a day without a year is ``03-01``.

    Lone numbers below ten and years are left out.
    """
    if _DIGIT.search(text) is None:
        return ()
    found: dict[str, None] = {}
    rest = []
    end = 0
    for day in _DAY.finditer(text):
        rest.append(text[end : day.start()])
        end = day.end()
        if (shown := _day(day.groupdict())) is not None:
            found[shown] = None
    rest.append(text[end:])
    for number in _NUMBER.finditer(" ; ".join(rest)):
        if (shown := _number(number)) is not None:
            found[shown] = None
    return tuple(found)


def _day(parts: dict[str, str | None]) -> str | None:
    number = int(parts["d1"] or parts["d2"] or parts["d3"] or 0)
    word = parts["m1"] or parts["m2"]
    month = _MONTH[word.lower()] if word else int(parts["m3"] or 0)
    year = parts["y1"] or parts["y2"] or parts["y3"]
    if not 1 <= number <= 31 or not 1 <= month <= 12:  # noqa: PLR2004 - the calendar
        return None
    return f"{year}-{month:02}-{number:02}" if year else f"{month:02}-{number:02}"


def _number(found: re.Match[str]) -> str | None:
    value = re.sub(r"[ \u00a0](?=\d{3})", "", found["value"])
    value = re.sub(r"[.,](?=\d{3}(?:\D|$))", "", value).replace(",", ".")
    scale = (found["scale"] or "").lower()
    for name, openings in _SCALES.items():
        if scale and scale.startswith(tuple(openings.split())):
            return f"{value} {name}"
    if found["percent"]:
        return f"{value}%"
    if "." not in value and (int(value) < _SMALL or 1900 <= int(value) <= 2100):  # noqa: PLR2004 - years
        return None
    return value
