"""What does a headline say that needs no translator? Its kinds of event, countries, names, numbers and days (pure)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.model import Story
from bot.stories.wording.facts import facts_in
from bot.text.meanings.event_kinds import kinds_at, negated
from bot.text.numbers import figures
from bot.text.words import tokens

_COUNTRY = "@"  # prefix of the kinds of event that are countries
_DESIGNATION = re.compile(r"[^\W\d_]+[-‑]?\d[\w-]*")  # a Su-30 counts nothing
_DAY = re.compile(r"(?:\d{4}-)?(\d\d)-(\d\d)")
_FIGURE = re.compile(r"(?P<digits>[\d.]+)(?: (?P<scale>\w+)|(?P<percent>%))?")
_MONEY = re.compile(r"(?P<before>[$€£])\s?(?P<first>\d[\d.,]*)|(?P<second>\d[\d.,]*)\s?(?P<after>[$€£])")
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_CURRENCIES = {"$": "USD", "€": "EUR", "£": "GBP"}
_MANY = 1000  # below this a number means nothing without what it counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number, of per cents, of money in a currency (ISO 4217), or of something."""

    value: float
    percent: bool = False
    currency: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gist:
    """What a headline says. ``kinds`` are those of the table of events, ``days`` pairs of month and day."""

    kinds: tuple[str, ...]
    countries: tuple[str, ...]
    names: tuple[str, ...]
    figures: tuple[Figure, ...]
    days: tuple[tuple[int, int], ...]


def gist(story: Story) -> Gist:
    """Return what a story's headline says, each in its order; what it denies is no event."""
    lead = next((report for report in story.reports if report.title == story.title), None)
    folds = [token.fold for token in tokens(story.title)]
    denied = negated(folds, story.language)
    found = [
        kind
        for kinds, no in zip(kinds_at(folds, story.language), denied, strict=True)
        for kind in sorted(kinds)
        if kind[0] == _COUNTRY or not no
    ]
    names = lead.names if lead else ()
    facts = facts_in(story.title, story.language, names)
    at = {fact[1:]: story.title.find(form) for fact, form in facts.items() if fact[0] in "@&" and form}
    numbers = figures(_DESIGNATION.sub(" ", story.title))
    return Gist(
        kinds=tuple(dict.fromkeys(kind for kind in found if kind[0] != _COUNTRY)),
        countries=tuple(dict.fromkeys(kind[1:] for kind in found if kind[0] == _COUNTRY)),
        names=tuple(sorted(at, key=lambda name: at[name])),
        figures=tuple(_figures(numbers, story.title)),
        days=tuple((int(day[1]), int(day[2])) for each in numbers if (day := _DAY.fullmatch(each))),
    )


def _figures(numbers: tuple[str, ...], title: str) -> Iterator[Figure]:
    money = {
        value.strip(".,").replace(",", "."): _CURRENCIES[each["before"] or each["after"]]
        for each in _MONEY.finditer(title)
        if (value := each["first"] or each["second"])
    }
    for number in numbers:
        found = _FIGURE.fullmatch(number)
        if found is None or found["digits"].count(".") > 1:
            continue
        value = float(found["digits"]) * _SCALES.get(found["scale"] or "", 1)
        currency = money.get(found["digits"])
        if found["percent"] or currency or value >= _MANY:
            yield Figure(value=value, percent=bool(found["percent"]), currency=currency)
