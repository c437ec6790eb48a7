"""In which words is it said where a story comes from?"""

from datetime import timedelta

from bot.chat.message import Line, Moment, Piece, Text, Time
from bot.chat.render import counted, report_line
from bot.model import Ownership, Story
from bot.store.transaction import Transaction
from bot.stories.provenance import Copy, Provenance, provenance

_IN_MINUTES = 120  # longer times are told in hours


def origin(tx: Transaction, story: Story) -> Provenance:
    """Return where a stored story comes from."""
    found = tx.entries.by_key([report.key for report in story.reports])
    return provenance(story, {key: hit.entry.seen for key, hit in found.items()})


def origin_lines(story: Story, found: Provenance) -> list[Line]:
    """Return who was first, when we saw it, and how many outlets say it in their own words."""
    first: list[Piece] = [
        Text("First     "),
        Text(found.first.source, foreign=True),
        Text(", by its own clock "),
        Time(found.first.at, Moment.DATE_TIME),
    ]
    if found.seen is not None:
        first += [Text("; seen here "), Time(found.seen, Moment.DATE_TIME)]
    return [tuple(first), (Text(f"Sources   {_corroboration(story, found)}"),)]


def copy_lines(story: Story, found: Provenance) -> tuple[Line, ...]:
    """Return one line per report, oldest first, each with whose text it repeats."""
    return tuple((*report_line(report), *_repeats(found.copies.get(report.key))) for report in story.reports)


def _corroboration(story: Story, found: Provenance) -> str:
    """Say how far the outlets stand for each other; never that something is true."""
    repeating = len({report.source for report in story.reports}) - found.outlets
    also = f"; {counted(repeating, 'other repeats', 'others repeat')} their text" if repeating else ""
    if found.outlets == 1:
        return f"one outlet alone so far{also}"
    kinds = ", ".join(f"{found.own[each]} {each.value}" for each in Ownership if found.own.get(each))
    same = " of one kind of ownership" if len(found.own) == 1 else ""
    return f"{found.outlets} outlets in their own words{same} ({kinds}){also}"


def _repeats(copy: Copy | None) -> Line:
    if copy is None:
        return ()
    when = "at the same time" if copy.later < timedelta(minutes=1) else f"{_spell(copy.later)} later"
    return (Text(" · same text as "), Text(copy.of.source, foreign=True), Text(f", {when}"))


def _spell(time: timedelta) -> str:
    minutes = round(time / timedelta(minutes=1))
    return counted(minutes, "minute", "minutes") if minutes < _IN_MINUTES else f"{round(minutes / 60)} hours"
