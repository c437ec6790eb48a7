"""How are a story's headline and sentences shown, so that they stay true? Marked as it stands, each with its outlet.

Of a foreign headline we say what it is about: its kind of event, names, numbers and days in the reader's words.
"""

from collections.abc import Iterator
from datetime import date
from itertools import chain

from babel import Locale
from babel.numbers import format_compact_decimal, format_decimal, format_percent, get_currency_symbol

from bot.chat.language import ENGLISH, HOLE, Words, fill, mark
from bot.chat.message import Line, Link, Piece, Text, story_id
from bot.chat.rendering.trends import locale_of, told_day
from bot.model import Report, Status, Story
from bot.stories.standing import LOUD_STATUSES, Standing, stands
from bot.stories.wording.gist import Figure, Gist, gist
from bot.stories.wording.translation import translation
from bot.text.plain import spaced
from bot.text.sentences import split

_MARKS = {
    Status.DENIED: mark("Denied: {title}"),
    Status.CORRECTED: mark("Corrected: {title}"),
    Status.CALLED_OFF: mark("Called off: {title}"),
    Status.HAPPENED: mark("Has happened: {title}"),
    Status.DIFFERS: mark("Numbers differ ({numbers}): {title}"),
}
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


def titled(story: Story, words: Words = ENGLISH) -> str:
    """Return the headline with what must be said beside it, so that nobody takes it for true where it may not be."""
    standing = _standing(story)
    if standing is None or standing.status not in _MARKS:
        return story.title
    numbers = " / ".join(standing.numbers)
    return words(_MARKS[standing.status], title=story.title, numbers=numbers)


def headline(story: Story, words: Words = ENGLISH, *, bold: bool = False) -> Piece:
    """Return the marked headline, as a link to the report that it is taken from where that has an address."""
    title = titled(story, words)
    lead = next((report for report in story.reports if report.title == story.title), None)
    lead = lead or (story.reports[0] if story.reports else None)
    if lead is None or lead.url is None:
        return Text(title, bold=bold, foreign=True)
    return Link(title, lead.url, bold=bold)


def with_id(said: str, story: Story, words: Words) -> Line:
    """Return what is said of a story with the id that people type, and with those of stories that it parted from."""
    was = fill(words(" · was part of story {id}", id=HOLE), story_id(story.parted)) if story.parted else ()
    named = fill(words("story {id}", id=HOLE), story_id(story.short))
    return (Text(f"{said} · "), *named, *was, *departed(story, words))


def departed(story: Story, words: Words = ENGLISH) -> Line:
    """Return which stories other events are now that were part of this one."""
    said = words(" · another event in it is story {id} now", id=HOLE)
    return tuple(chain.from_iterable(fill(said, story_id(each)) for each in story.left))


def foreign_lines(story: Story, words: Words = ENGLISH, *, translate: bool) -> tuple[Line, ...]:
    """Return the lines below a headline that is not in the reader's language; none for one that is.

    They are a machine's translation, marked as such, where one is asked for (``translate``); else what can be said of
    the headline without one.
    """
    text = translation(story, words.language) if translate else ""
    if text:
        return ((Text(text, italic=True, foreign=True), Text(" — " + words("machine translation"))),)
    said = gist_line(story, words)
    return ((Text(said, italic=True),),) if said else ()


def standing_lines(story: Story) -> list[Line]:
    """Return who denies, takes back or calls off what the headline says, in their own words; none for other stories."""
    standing = _standing(story)
    if standing is None or standing.by is None or standing.by.title == story.title:
        return []
    if standing.status in LOUD_STATUSES or standing.status in {Status.CORRECTED, Status.DIFFERS}:
        return [attributed(standing.said, standing.by)]
    return []


def summary_lines(story: Story) -> list[Line]:
    """Return the summary, each sentence with the outlet that wrote it; one name for sentences that one outlet wrote."""
    found: list[tuple[str, Report | None]] = []
    for sentence in split(story.written or story.summary):
        report = author(story, sentence)
        if found and found[-1][1] == report:
            found[-1] = (f"{found[-1][0]} {sentence}", report)
        else:
            found.append((sentence, report))
    return [attributed(text, report) if report else (Text(text, foreign=True),) for text, report in found]


def author(story: Story, sentence: str) -> Report | None:
    """Return the first report that has a sentence word for word; None for one that nobody wrote."""
    return next(
        (each for each in story.reports if sentence in spaced(each.text) or sentence in spaced(each.title)), None
    )


def attributed(text: str, report: Report) -> Line:
    """Return a sentence followed by its outlet."""
    outlet: Piece = Link(report.source, report.url) if report.url else Text(report.source, foreign=True)
    return (Text(text, foreign=True), Text(" — "), outlet)


def _standing(story: Story) -> Standing | None:
    if story.status is None:
        return None
    standing = stands(story)
    return standing if standing is not None and standing.status is story.status else Standing(status=story.status)


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
