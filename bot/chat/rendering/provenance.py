"""Which words say where a story comes from?"""

from datetime import timedelta

from bot.chat.language import ENGLISH, HOLE, Words, fill
from bot.chat.message import Line, Moment, Piece, Text, Time
from bot.chat.rendering.alerts import report_line
from bot.chat.rendering.owners import OWNERS, owned
from bot.chat.rendering.reasons import row
from bot.model import Story
from bot.store.transaction import Transaction
from bot.stories.statistics.provenance import Copy, Provenance, provenance

_IN_MINUTES = 120  # longer times are told in hours


def origin(tx: Transaction, story: Story) -> Provenance:
    """Return where a stored story comes from."""
    found = tx.entries.by_key([report.key for report in story.reports])
    return provenance(story, {key: hit.entry.seen for key, hit in found.items()})


def origin_lines(story: Story, found: Provenance, words: Words = ENGLISH) -> list[Line]:
    """Return who was first, when we saw it, and how many outlets say it in their own words."""
    published = fill(words("by its own clock {time}", time=HOLE), Time(found.first.at, Moment.DATE_TIME))
    first: list[Piece] = [Text(found.first.source, foreign=True), Text(", "), *published]
    if found.seen is not None:
        first += [Text("; "), *fill(words("seen here {time}", time=HOLE), Time(found.seen, Moment.DATE_TIME))]
    return [row(words("First"), *first), row(words("Sources"), Text(_corroboration(story, found, words)))]


def copy_lines(story: Story, found: Provenance, words: Words = ENGLISH) -> tuple[Line, ...]:
    """Return one line per report, oldest first, each with whose text it repeats."""
    return tuple(
        (*report_line(report, words), *_repeats(found.copies.get(report.key), words)) for report in story.reports
    )


def _corroboration(story: Story, found: Provenance, words: Words) -> str:
    """Say how far the outlets confirm each other; never that something is true."""
    repeating = len({report.source for report in story.reports}) - found.outlets
    also = words.counted(repeating, "{n} other repeats its text", "{n} others repeat its text") if repeating else ""
    if found.outlets == 1:
        said = words("one outlet alone so far")
        return f"{said}; {also}" if also else said
    kinds = ", ".join(owned(found.own[each], each, words) for each in OWNERS if found.own.get(each))
    said = words.counted(
        found.outlets,
        "{n} outlet in its own words ({kinds})",
        "{n} outlets in their own words ({kinds})",
        kinds=kinds,
    )
    if len(found.own) == 1:
        said = words.counted(
            found.outlets,
            "{n} outlet in its own words of one kind of ownership ({kinds})",
            "{n} outlets in their own words of one kind of ownership ({kinds})",
            kinds=kinds,
        )
    return f"{said}; {also}" if also else said


def _repeats(copy: Copy | None, words: Words) -> Line:
    if copy is None:
        return ()
    source = Text(copy.of.source, foreign=True)
    if copy.later < timedelta(minutes=1):
        said = words("same text as {source}, at the same time", source=HOLE)
    else:
        said = words("same text as {source}, {time} later", source=HOLE, time=_spell(copy.later, words))
    return (Text(" · "), *fill(said, source))


def _spell(time: timedelta, words: Words) -> str:
    minutes = round(time / timedelta(minutes=1))
    if minutes < _IN_MINUTES:
        return words.counted(minutes, "{n} minute", "{n} minutes")
    return words.counted(round(minutes / 60), "{n} hour", "{n} hours")
