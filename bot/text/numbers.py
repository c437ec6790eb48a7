"""Which numbers and dates are in a text, however it writes them? In one spelling, so that texts can be compared."""

import re
from collections.abc import Sequence
from functools import cache

from bot.text.languages import LANGUAGES
from bot.text.words import fold

_MONTH = {
    opening: number
    for tables in LANGUAGES.values()
    for number, openings in enumerate(tables.months, 1)
    for opening in openings.split()
}
_WORDS = "|".join(sorted(_MONTH, key=len, reverse=True))
_DAY = re.compile(
    rf"\b(?P<d1>[0-3]?\d)\.?(?:st|nd|rd|th|-го)?\s+(?P<m1>{_WORDS})[^\W\d_]*\.?(?:\s+(?P<y1>(?:19|20)\d\d))?"
    rf"|\b(?P<m2>{_WORDS})[^\W\d_]*\.?\s+(?P<d2>[0-3]?\d)(?!\d)(?:,?\s+(?P<y2>(?:19|20)\d\d))?"
    r"|\b(?P<d3>[0-3]?\d)\.(?P<m3>[01]?\d)\.(?P<y3>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_POWERS = {3: "thousand", 6: "million", 9: "billion"}  # of ten
_SCALES = {
    name: tuple(opening for tables in LANGUAGES.values() for opening in tables.scale_openings[power].split())
    for power, name in _POWERS.items()
}
_UNIT = "|".join(opening for openings in _SCALES.values() for opening in openings)
_FIGURE = re.compile(
    r"(?<![\w.,])[$€£]?(?P<value>\d{1,3}(?:[ \u00a0.,]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?)"
    rf"(?:\s?(?P<percent>%)|\s(?P<scale>(?:{_UNIT})[^\W\d_]*))?(?![\w])",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_YEAR_LONG = 4
_DIGIT = re.compile(r"\d")
_SMALL = 10  # a lone number below this says little


def counting(folds: Sequence[str], language: str | None) -> list[bool]:
    """Return for each word of a text, folded, whether it counts or dates: digits, a day of the week, a dated month."""
    days, months = _calendar(language)
    digits = [any(letter.isdigit() for letter in word) for word in folds]
    return [
        is_digits or word.startswith(days) or (word.startswith(months) and any(digits[max(0, at - 1) : at + 2]))
        for at, (word, is_digits) in enumerate(zip(folds, digits, strict=True))
    ]


@cache
def _calendar(language: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return how days of the week and months begin, folded."""
    tables = LANGUAGES.get(language or "")
    if tables is None:
        return (), ()
    return tuple(map(fold, tables.days.split())), tuple(fold(each) for month in tables.months for each in month.split())


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
    for number in _FIGURE.finditer(" ; ".join(rest)):
        if (shown := _figure(number)) is not None:
            found[shown] = None
    return tuple(found)


def times_in(text: str) -> list[tuple[str, int]]:
    """Return the days and years in a text with where they begin: ``2026-03-01``, ``03-01`` without a year, ``2026``."""
    days = [(shown, day.span()) for day in _DAY.finditer(text) if (shown := _day(day.groupdict())) is not None]
    years = [
        (year.group(), year.start())
        for year in _YEAR.finditer(text)
        if not any(start <= year.start() < end for _, (start, end) in days)
    ]
    return [*((shown, start) for shown, (start, _) in days), *years]


def same_time(one: str, other: str) -> bool:
    """Say whether two times from ``times_in`` may be the same: a day, and that day or its whole year."""
    less, more = sorted((one, other), key=len)
    return more.startswith(less) or (len(less) > _YEAR_LONG and more.endswith(less))


def _day(parts: dict[str, str | None]) -> str | None:
    number = int(parts["d1"] or parts["d2"] or parts["d3"] or 0)
    word = parts["m1"] or parts["m2"]
    month = _MONTH[word.lower()] if word else int(parts["m3"] or 0)
    year = parts["y1"] or parts["y2"] or parts["y3"]
    if not 1 <= number <= 31 or not 1 <= month <= 12:  # noqa: PLR2004 - the calendar
        return None
    return f"{year}-{month:02}-{number:02}" if year else f"{month:02}-{number:02}"


def _figure(found: re.Match[str]) -> str | None:
    value = re.sub(r"[ \u00a0](?=\d{3})", "", found["value"])
    value = re.sub(r"[.,](?=\d{3}(?:\D|$))", "", value).replace(",", ".")
    scale = (found["scale"] or "").lower()
    for name, openings in _SCALES.items():
        if scale and scale.startswith(openings):
            return f"{value} {name}"
    if found["percent"]:
        return f"{value}%"
    if "." not in value and (int(value) < _SMALL or 1900 <= int(value) <= 2100):  # noqa: PLR2004 - years
        return None
    return value


_SCALE = {
    word: power for tables in LANGUAGES.values() for power, words in tables.scales.items() for word in words.split()
}
_PERCENT = ("%", *(opening for tables in LANGUAGES.values() for opening in tables.percent))
_NUMBER = re.compile(
    r"(?<![\w.,])(?P<digits>\d{1,3}(?:(?P<gap>[ ,.\u00a0\u202f'])\d{3})(?:(?P=gap)\d{3})*(?!\d)|\d{1,15}(?!\d))"
    r"(?:[.,](?P<decimals>\d{1,2})(?!\d))?"
    r"(?P<after>[\s\u00a0-]?(?:%|[^\W\d_]+(?: cent)?))?"
)
_YEARS = range(1900, 2100)
_ROUNDED = 0.05  # share of the exact number: outlets round no further
WEAK = 12  # up to this a number is an hour, a month, a handful: it identifies no event


def numbers_in(text: str) -> list[tuple[str, str]]:
    """Return a text's telling numbers, each in one form for all spellings and as written: ("1500000", "1.5 m").

    "1.5 billion", "1,5 Mrd." and "1 500 000 000" are one number, "12 percent" is "12%". Years and numbers up to twelve
    are left out, unless a scale or a per cent sign makes more of them.
    """
    found = []
    for number in _NUMBER.finditer(text):
        whole = re.sub(r"\D", "", number["digits"])
        after = (number["after"] or "").strip(" \u00a0-").lower()
        shift = _SCALE.get(after, 0)
        percent = after.startswith(_PERCENT)
        value = _shifted(whole, number["decimals"] or "", shift)
        plain = shift == 0 and not percent and number["gap"] is None
        if plain and number["decimals"] is None and (int(whole) <= WEAK or int(whole) in _YEARS):
            continue
        bare = number.group()[: number.end("decimals" if number["decimals"] else "digits") - number.start()]
        found.append((value + "%" * percent, number.group() if shift or percent else bare))
    return found


def is_rounded(value: str, exact: str) -> bool:
    """Say whether a number, in the form of ``numbers_in``, is another one rounded: "10 bn" for "10.3 bn"."""
    if value.endswith("%") != exact.endswith("%"):
        return False
    rough, fine = (each.rstrip("%").replace(".", "").strip("0") for each in (value, exact))
    left, right = (float(each.rstrip("%")) for each in (value, exact))
    return len(rough) < len(fine) and abs(left - right) <= _ROUNDED * right


def _shifted(whole: str, decimals: str, shift: int) -> str:
    """Return the number moved ``shift`` places, without insignificant leading and trailing zeros."""
    decimals = decimals.rstrip("0")
    moved = whole + decimals[:shift] + "0" * (shift - len(decimals[:shift]))
    rest = decimals[shift:]
    return (moved.lstrip("0") or "0") + (f".{rest}" if rest else "")
