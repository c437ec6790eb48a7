"""Which time zone does somebody mean? Names of zones and cities as people write them (pure)."""

from difflib import get_close_matches
from functools import cache
from zoneinfo import available_timezones

from bot.chat.language import ENGLISH, Words

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


def zone_called(name: str, words: Words = ENGLISH) -> str:
    """Return the IANA name of a zone. Raises ValueError with a sentence that says what to write instead."""
    wanted = name.casefold().replace(" ", "_")
    zones = _zones()
    cities = [zone for folded, zone in zones.items() if folded.rpartition("/")[2] == wanted]
    if wanted in zones:
        return zones[wanted]
    if len(cities) == 1:
        return cities[0]
    by_city = {zone.rpartition("/")[2]: zone for zone in zones}
    near = cities[:1] or [
        by_city.get(each, each) for each in get_close_matches(wanted, (*zones, *by_city), n=1, cutoff=0.7)
    ]
    if near:
        meant = zones.get(near[0], near[0])
        raise ValueError(words("I don't know the time zone “{value}”. Did you mean {meant}?", value=name, meant=meant))
    raise ValueError(
        words("I don't know the time zone “{value}”. Use a continent and a city, e.g. Europe/Minsk", value=name)
    )


@cache
def _zones() -> dict[str, str]:
    """Return the IANA names by what they are in small letters."""
    return {name.casefold(): name for name in available_timezones()}
