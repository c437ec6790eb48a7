"""How do we say what a foreign headline is about? Its kind of event, names, numbers and days in the reader's words."""

from collections.abc import Iterator
from datetime import date

from babel import Locale
from babel.numbers import format_compact_decimal, format_decimal, format_percent, get_currency_symbol

from bot.chat.language import Words, mark
from bot.chat.rendering.trends import locale_of, told_day
from bot.model import Story
from bot.stories.wording.gist import Figure, Gist, gist

_KINDS, _NAMES, _FIGURES = 2, 4, 3  # that one line has room for
_LONG = 1_000_000  # from here on numbers are written with words
_LEAP = 2024  # a year that has every day
_LABELS = {
    "meet": mark("Talks"), "call": mark("Phone call"), "sanction": mark("Sanctions"), "ban": mark("Ban"),
    "arrest": mark("Arrest"), "release": mark("Release"), "convict": mark("Sentence"), "trial": mark("Trial"),
    "die": mark("Death"), "wound": mark("Wounded"), "protest": mark("Protest"),
    "strike_work": mark("Strike"), "election": mark("Election"), "resign": mark("Resignation"),
    "appoint": mark("Appointment"), "dismiss": mark("Dismissal"), "attack": mark("Attack"),
    "invade": mark("Invasion"), "drone": mark("Drones"), "missile": mark("Missiles"),
    "deploy": mark("Deployment"), "withdraw": mark("Withdrawal"), "troops": mark("Troops"),
    "exercise": mark("Military exercise"), "mobilise": mark("Mobilisation"), "mercenary": mark("Mercenaries"),
    "border": mark("Border"), "migrant": mark("Migrants"), "flight": mark("Flights"),
    "spy": mark("Espionage"), "sabotage": mark("Sabotage"), "cyber": mark("Cyberattack"),
    "crash": mark("Crash"), "deny": mark("Denial"),
    "oil": mark("Oil"), "gas": mark("Gas"), "electricity": mark("Electricity"), "powerplant": mark("Power plant"),
    "fertiliser": mark("Fertilisers"), "trade": mark("Trade"), "invest": mark("Investment"),
    "treaty": mark("Agreement"), "ratify": mark("Ratification"), "visa": mark("Visas"),
    "integrate": mark("Integration"), "expel": mark("Expulsion"), "ambassador": mark("Diplomats"),
    "blockade": mark("Blockade"), "satellite": mark("Satellite"),
    "deal_arms": mark("Weapons"), "war": mark("War"), "sport": mark("Sport"),
}  # fmt: skip
"""What kinds of event are called; those are left out that mean little without an object ("begin", "warn")."""
_TERRITORIES = {
    "ukraine": "UA", "poland": "PL", "lithuania": "LT", "latvia": "LV", "estonia": "EE", "germany": "DE", "usa": "US",
    "china": "CN", "britain": "GB", "france": "FR", "turkey": "TR", "kazakhstan": "KZ", "hungary": "HU",
    "georgia": "GE", "armenia": "AM", "iran": "IR", "un": "UN",
}  # fmt: skip


def gist_line(story: Story, words: Words) -> str:
    """Return "Sanctions · Belarus, EU · $3 million · 5 Oct"; "" for a headline that the reader can read.

    Also "" where only one thing could be said: that tells less than a name in the headline itself does.
    """
    if story.language in {None, words.language}:
        return ""
    found = gist(story)
    kinds = [words(_LABELS[kind]) for kind in found.kinds if kind in _LABELS]
    kinds = list(dict.fromkeys(kinds))[:_KINDS]
    said = [
        ", ".join([*kinds[:1], *(f"{each[0].lower()}{each[1:]}" for each in kinds[1:])]),
        ", ".join(list(dict.fromkeys(_named(found, words)))[:_NAMES]),
        *(_number(each, words) for each in found.figures[:_FIGURES]),
        *(_day(*each, words) for each in found.days),
    ]
    parts = [each for each in said if each]
    return " · ".join(parts) if kinds and len(parts) > 1 else ""


def _named(found: Gist, words: Words) -> Iterator[str]:
    """Yield the names that the reader's language has a form of, then the countries."""
    yield from (words.name(name) for name in found.names if words.knows(name))
    territories = Locale.parse(words.language).territories
    yield from (territories[_TERRITORIES[each]] for each in found.countries if each in _TERRITORIES)


def _number(figure: Figure, words: Words) -> str:
    locale = locale_of(words)
    if figure.percent:
        return str(format_percent(figure.value / 100, locale=locale, decimal_quantization=False))
    number = format_decimal(figure.value, locale=locale)
    if figure.value >= _LONG:
        number = format_compact_decimal(figure.value, locale=locale, format_type="long", fraction_digits=1)
    if figure.currency is None:
        return str(number)
    return f"{number} {get_currency_symbol(figure.currency, locale=locale)}"


def _day(month: int, day: int, words: Words) -> str:
    return told_day(date(_LEAP, month, day), words)
