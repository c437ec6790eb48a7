"""Which time zone does somebody mean? Names of zones and cities in any of our languages, and offsets (pure)."""

import re
from collections import defaultdict
from difflib import get_close_matches
from functools import cache
from zoneinfo import available_timezones

from babel import Locale

from bot.chat.language import ENGLISH, Words
from bot.text.languages import SPOKEN
from bot.text.words import fold, romanise

OFFERED = (
    "Europe/London",
    "Europe/Berlin",
    "Europe/Warsaw",
    "Europe/Vilnius",
    "Europe/Kyiv",
    "Europe/Minsk",
    "Europe/Moscow",
    "Asia/Tbilisi",
    "Asia/Almaty",
    "America/New_York",
    "America/Los_Angeles",
    "UTC",
)
"""Zones that have a button."""


_OFFSET = re.compile(r"(?:utc|gmt|z)?([+−–-])(\d{1,2})(?::?([0-5]0))?", re.ASCII)
_WIDEST = {"+": 14, "-": 12}  # hours: no clock is farther from UTC
_HALF_HOURS = {"+5:30": "Asia/Kolkata", "+3:30": "Asia/Tehran", "+4:30": "Asia/Kabul", "+9:30": "Australia/Darwin"}
_SHORT = {  # what people mean by them; zones of the same name keep one offset all year, which nobody means
    "msk": "Europe/Moscow", "мск": "Europe/Moscow", "cet": "Europe/Brussels", "cest": "Europe/Brussels",
    "mez": "Europe/Berlin", "mesz": "Europe/Berlin", "eet": "Europe/Kyiv", "eest": "Europe/Kyiv",
    "wet": "Europe/Lisbon", "bst": "Europe/London", "est": "America/New_York", "edt": "America/New_York",
    "et": "America/New_York", "cst": "America/Chicago", "cdt": "America/Chicago", "mst": "America/Denver",
    "mdt": "America/Denver", "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles", "pt": "America/Los_Angeles",
    "gmt": "UTC", "utc": "UTC", "z": "UTC",
}  # fmt: skip
# Large cities that have no zone of their own, by the zone whose clock they share.
_CITIES = {
    "Europe/Minsk": "Brest Gomel Homel Grodno Hrodna Vitebsk Viciebsk Mogilev Mahiliou Baranavichy Bobruisk",
    "Europe/Moscow": "Petersburg Saint-Petersburg St-Petersburg Kazan Sochi Rostov Voronezh Санкт-Петербург Питер Спб",
    "Europe/Kyiv": "Lviv Kharkiv Odesa Odessa Dnipro Львов Харьков Одесса Днепр",
    "Europe/Warsaw": "Krakow Cracow Gdansk Lodz Wroclaw Poznan Lublin Bialystok Katowice Краков Гданьск",
    "Europe/Berlin": "Munich Muenchen München Hamburg Frankfurt Cologne Köln Stuttgart Leipzig Bonn Мюнхен Гамбург",
    "Europe/Paris": "Brest Lyon Marseille Strasbourg Страсбург",
    "Europe/Zurich": "Geneva Genf Bern Женева Цюрих",
    "Europe/Rome": "Milan Naples Milano Roma",
    "Europe/London": "Edinburgh Manchester Cardiff Glasgow",
    "Europe/Brussels": "Antwerp Hague Gent",
    "America/New_York": "Washington Boston Philadelphia Miami Вашингтон",
    "America/Los_Angeles": "San-Francisco Seattle San-Diego",
    "Asia/Kolkata": "Delhi New-Delhi Mumbai Дели",
    "Asia/Shanghai": "Beijing Peking Пекин",
}
_MANY = 3  # zones that a question names


def zone_called(name: str, words: Words = ENGLISH) -> str:
    """Return the IANA name of a zone. Raises ValueError with a sentence that says what to write instead.

    An offset is that of its clock from UTC, as people write it: "GMT+3" is three hours ahead.
    """
    wanted = name.casefold().replace(" ", "_")
    offset = _OFFSET.fullmatch(wanted.replace("_", ""))
    if offset is not None:
        return _with_offset(offset, name, words)
    if wanted in _SHORT:
        return _SHORT[wanted]
    zones = _zones()
    if wanted in zones:
        return zones[wanted]
    found = _by_city().get(_key(name), ())
    if len(found) == 1:
        return found[0]
    if not found:
        names = {
            **{_key(zone): zone for zone in zones.values()},
            **{key: places[0] for key, places in _by_city().items()},
        }
        found = tuple(names[near] for near in get_close_matches(_key(name), names, n=1, cutoff=0.7))
    if found:
        meant = ", ".join(found[:_MANY])
        raise ValueError(words("I don't know the time zone “{value}”. Did you mean {meant}?", value=name, meant=meant))
    raise ValueError(
        words("I don't know the time zone “{value}”. Use a city, e.g. Minsk, or an offset, e.g. UTC+3", value=name)
    )


def _with_offset(offset: re.Match[str], name: str, words: Words) -> str:
    sign, hours, minutes = "+" if offset[1] == "+" else "-", int(offset[2]), offset[3] or "00"
    if minutes == "00" and hours <= _WIDEST[sign]:
        # Zones of the kind Etc/GMT+3 have their signs the other way round.
        return f"Etc/GMT{'-' if sign == '+' else '+'}{hours}" if hours else "UTC"
    near = _HALF_HOURS.get(f"{sign}{hours}:{minutes}")
    if near is not None:
        return near
    raise ValueError(
        words("I don't know the time zone “{value}”. Use a city, e.g. Minsk, or an offset, e.g. UTC+3", value=name)
    )


def told_zone(zone: str) -> str:
    """Return a zone as people read it: "UTC+3" in place of Etc/GMT-3."""
    kind, _, offset = zone.partition("GMT")
    if kind != "Etc/" or not offset:
        return zone
    return f"UTC{'+' if offset[0] == '-' else '−'}{offset[1:]}"


def _key(name: str) -> str:
    return romanise(fold(name).translate({ord(sign): None for sign in " _-./'"}))


@cache
def _zones() -> dict[str, str]:
    """Return the IANA names by their lower-case forms."""
    return {name.casefold(): name for name in available_timezones()}


@cache
def _by_city() -> dict[str, tuple[str, ...]]:
    """Return the zones of a city by its key, in every language that we speak."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    zones = _zones()
    for zone in sorted(zones.values(), key=lambda zone: ("/" not in zone, zone)):
        if "/" in zone and not zone.startswith(("Etc/", "SystemV/")):
            found[_key(zone.rpartition("/")[2])][zone] = None
    own = {key: tuple(places) for key, places in found.items()}
    for language in SPOKEN:
        for zone, told in Locale.parse(language).time_zones.items():
            if isinstance(city := told.get("city"), str) and zone.casefold() in zones:
                found[_key(city)][_now_called(zone)] = None
    for zone, cities in _CITIES.items():
        for city in cities.split():
            found[_key(city)][zone] = None
    return {key: own[key] if key in own and len(own[key]) == 1 else tuple(places) for key, places in found.items()}


def _now_called(zone: str) -> str:
    return {"Europe/Kiev": "Europe/Kyiv", "Asia/Calcutta": "Asia/Kolkata"}.get(zone, zone)
