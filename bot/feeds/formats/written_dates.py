"""Which moment does this text name? The forms in which feeds write dates, and never a guess.

A date that could mean two days is rejected: by our mistake, entries would count as old and stay silent. Every digit of
the text must be accounted for.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

# Hours ahead of UTC (RFC 5322, 4.3, and the zones of countries whose feeds write them out).
_ZONES = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8,
    "pdt": -7, "akst": -9, "akdt": -8, "hst": -10, "wet": 0, "west": 1, "bst": 1, "cet": 1, "cest": 2, "mez": 1,
    "mesz": 2, "eet": 2, "eest": 3, "msk": 3, "msd": 4, "ist": 5.5, "jst": 9, "kst": 9, "hkt": 8, "sgt": 8, "aest": 10,
    "aedt": 11, "awst": 8, "acst": 9.5, "acdt": 10.5, "nzst": 12, "nzdt": 13, "brt": -3, "art": -3, "pkt": 5,
    "npt": 5.75, "nst": -3.5, "ndt": -2.5, "sast": 2, "eat": 3, "cat": 2, "wat": 1, "wib": 7, "wita": 8, "wit": 9,
    "idt": 3, "chst": 10, "мск": 3,
}  # fmt: skip
_YEAR = r"(?<!\d)(?P<y>(?:19|20)\d\d|\d\d)(?!\d)"
_GAP = r"[\s\-./,]+"
_TIME = re.compile(
    r"(?<![\d.])(?P<half>上午|下午|午前|午後|오전|오후)?\s*(?P<h>\d{1,2})\s?(?::|：|h|時|时|시|(?<=\d)\.(?=\d\d(?:\s*(?:uhr|[ap]\.?m)|$)))\s?"
    r"(?P<min>\d\d)(?:\s?(?:[:.：]|分|분)\s?(?P<s>\d\d)?(?:[.,]\d+)?(?:秒|초)?)?\s*(?P<ap>[ap])?(?(ap)\.?\s?m\b\.?)",
    re.IGNORECASE,
)
_HALVES = {"上午": "a", "下午": "p", "午前": "a", "午後": "p", "오전": "a", "오후": "p"}
_HOUR = re.compile(r"(?<![\d.:])(?P<h>\d{1,2})\s*(?P<ap>[ap])\.?\s?m\b\.?", re.IGNORECASE)
_OFFSET = re.compile(
    r"(?:^|[\s(]|\b(?:utc|gmt)\s*)(?P<sign>[+\-−])(?P<oh>\d{1,2})(?::?(?P<om>\d\d))?(?!\d)",
    re.IGNORECASE,
)
_BIG_FIRST = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)\s?[-/.年년]\s?(?P<a>\d{1,2})\s?[-/.月월]\s?(?P<b>\d{1,2})(?!\d)\s?[日일.]?"
)
_PACKED = re.compile(r"(?<!\d)(?P<y>20\d\d)(?P<a>\d\d)(?P<b>\d\d)(?!\d)")
_SMALL_FIRST = re.compile(
    r"(?<!\w)(?P<a>\d{1,2})(?P<sep>[-/]|\.\s?)(?P<b>\d{1,2})(?P=sep)(?P<y>(?:19|20)\d\d|\d\d)(?!\d)"
)
# Seconds, milliseconds or microseconds since 1970, also as Microsoft's JSON wraps them.
_EPOCH = re.compile(r"(?:/Date\()?(?P<s>[12]\d{9})(?:\d{3}|\d{6})?(?:\.\d{1,9})?(?:[+-]\d{4})?(?:\)/)?")
_DIGITS = re.compile(r"20\d{12}")  # year to second
_PLACE = re.compile(r"[a-z]+(?:/[a-z][a-z0-9_+-]*)+", re.IGNORECASE | re.ASCII)
_FARTHEST = timedelta(hours=15)  # no zone is farther from UTC
_MAX = 120  # characters; longer texts are no dates


def read_date(text: str) -> datetime | None:
    """Return the moment in UTC, or None. Without a zone it is taken as UTC, without a time as midnight."""
    text = " ".join(text.split())
    if not text or len(text) > _MAX:
        return None
    if epoch := _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(epoch["s"]), UTC)
    if _DIGITS.fullmatch(text):
        text = f"{text[:8]}T{text[8:]}"
    if re.match(r"\d{4}-?\d\d-?\d\dT", text):
        try:
            when = datetime.fromisoformat(text)
            when = when.replace(microsecond=0)
            return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
        except (ValueError, OverflowError):
            pass
    return _composed(text)


def _composed(text: str) -> datetime | None:
    """Put a moment together from its parts, wherever they stand."""
    text, place = _take_place(re.sub(r"(?<=\d)T(?=\d)", " ", text))
    before, after, time = _take_time(text)
    after, zone = _take_zone(after, place) if time is not None else (after, UTC)
    found = next(_days(f"{before} {after}"), None)
    if found is None or zone is None:
        return None
    (year, month, day), left = found
    if re.search(r"\d", left):
        return None
    hour, minute, second = time or (0, 0, 0)
    try:
        there = datetime(year, month, day, hour % 24, minute, min(second, 59), tzinfo=zone)
        return (there + timedelta(days=hour // 24)).astimezone(UTC) if hour <= 24 else None  # noqa: PLR2004
    except (ValueError, OverflowError):
        return None


def _take_time(text: str) -> tuple[str, str, tuple[int, int, int] | None]:
    """Return what stands before and after the time of day, and the time; hour 24 is midnight of the next day."""
    found = _TIME.search(text) or _HOUR.search(text)
    if found is None:
        return text, "", None
    said = found.groupdict()
    hour = int(said["h"])
    half = (said.get("ap") or "").lower() or _HALVES.get(said.get("half") or "", "")
    if half and 1 <= hour <= 12:  # noqa: PLR2004 - the hours of a clock with hands
        hour = hour % 12 + 12 * (half == "p")
    time = hour, int(said.get("min") or 0), int(said.get("s") or 0)
    return text[: found.start()], text[found.end() :], time


def _take_place(text: str) -> tuple[str, ZoneInfo | None]:
    """Return the text without the name of a zone such as "Europe/Minsk", and the zone."""
    for found in _PLACE.finditer(text):
        if zone := _places().get(found[0].casefold()):
            return f"{text[: found.start()]} {text[found.end() :]}", zone
    return text, None


@cache
def _places() -> dict[str, ZoneInfo]:
    """Return all zones at once: the process that reads documents cannot open files later."""
    names = (files("tzdata") / "zones").read_text(encoding="ascii").split()
    return {name.casefold(): ZoneInfo(name) for name in names if "/" in name}


def _take_zone(after: str, place: ZoneInfo | None) -> tuple[str, tzinfo | None]:
    """Return what follows a time, without its zone, and the zone or None; an offset says more than a place."""
    if found := _OFFSET.search(after):
        length = timedelta(hours=int(found["oh"]), minutes=int(found["om"] or 0))
        if length > _FARTHEST:
            return after, None
        return f"{after[: found.start()]} {after[found.end() :]}", timezone(length if found["sign"] == "+" else -length)
    if place is not None:
        return after, place
    if re.search(r"[a-z]/[a-z]", after, re.IGNORECASE):  # an unknown place
        return after, None
    named = next((found for found in re.finditer(r"[^\W\d_]+", after) if found[0].lower() in _ZONES), None)
    if named is None:
        return after, UTC
    return f"{after[: named.start()]} {after[named.end() :]}", timezone(timedelta(hours=_ZONES[named[0].lower()]))


def _days(text: str) -> Iterator[tuple[tuple[int, int, int], str]]:
    """Return the day that the text names, and the text without it."""
    for pattern in (_BIG_FIRST, _PACKED, _SMALL_FIRST):
        found = pattern.search(text)
        if found is None:
            continue
        left = f"{text[: found.start()]} {text[found.end() :]}"
        day = _of_numbers(found)
        if day is not None:
            yield day, left
        return
    for pattern in (_DAY_NAME_YEAR, _NAME_DAY_YEAR):
        for found in pattern.finditer(text):
            month = month_named(found["name"], pointed="." in found[0].partition(found["name"])[0])
            if month is not None:
                day = (_full(found["y"]), month, int(found["d"]))
                yield day, f"{text[: found.start()]} {text[found.end() :]}"
                return


_DAY_NAME_YEAR = re.compile(
    rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|-?[еягo]+|\.|º)?(?:\s+de)?{_GAP}?(?P<name>[^\W\d_]{{3,}})\.?(?:\s+de)?"
    rf"{_GAP}?{_YEAR}",
    re.IGNORECASE,
)
_NAME_DAY_YEAR = re.compile(
    rf"(?P<name>[^\W\d_]{{3,}})\.?{_GAP}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?{_GAP}{_YEAR}", re.IGNORECASE
)


def _of_numbers(found: re.Match[str]) -> tuple[int, int, int] | None:
    """Return the day of a numeric date, None where it could mean two."""
    year, a, b = _full(found["y"]), int(found["a"]), int(found["b"])
    if "sep" not in found.re.groupindex:  # the year first: the month comes next, unless it cannot be one
        return (year, b, a) if a > 12 >= b else (year, a, b)  # noqa: PLR2004
    if found["sep"][0] == "." or a > 12:  # noqa: PLR2004 - with dots, the day comes first wherever dots are written
        return year, b, a
    return (year, a, b) if b > 12 or a == b else None  # noqa: PLR2004


def _full(year: str) -> int:
    return int(year) if len(year) > 2 else 2000 + int(year) if int(year) < 69 else 1900 + int(year)  # noqa: PLR2004


def month_named(word: str, *, pointed: bool = False) -> int | None:
    """Return the month, 1 to 12; None for a word that names none, or two.

    ``pointed`` says that the day before it has a full stop: "27. listopada" is another month than "27 listopada".
    """
    found = _table().get(unicodedata.normalize("NFC", word.casefold()).strip(". "))
    return None if found is None else found[pointed]


@cache
def _table() -> dict[str, tuple[int, int]]:
    """Return every word's months: without a full stop after the day, and with one."""
    lines = (files("bot.text") / "data" / "months.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines)
    return {word: (int(plain), int(pointed)) for word, plain, pointed in rows}
