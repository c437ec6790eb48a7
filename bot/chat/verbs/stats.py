"""How does the topic develop? A chart of stories a day, and the same numbers in words."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from bot.chat.language import Words
from bot.chat.message import Action, Button, Message, Reply
from bot.chat.rendering.alerts import answer
from bot.chat.rendering.trends import picture
from bot.chat.verbs.request import Request, Service, refused
from bot.stories.statistics.trend import LONGEST, SHORTEST, WEEK, Period, Trend, last_days, span_times, trend
from bot.stories.wording.translation import in_language

USUAL = 14  # days
OFFERED = (7, 14, 30)  # days, on buttons
_PERIOD = re.compile(r"(\d{1,4})([dw])", re.IGNORECASE)
_FITS = 24  # characters of a question that a button carries; longer ones are written down


def stats(request: Request) -> Reply:
    """Draw the last days: "[period] [name]"; a button gives the same in its value."""
    words = request.words
    period, name = _period_and_name(_asked(request))
    days = period.days if period else USUAL
    example = request.typed("stats 7d")
    if not SHORTEST <= days <= LONGEST:
        text = words(
            "I have charts of {shortest} to {longest} days, not of “{period}”. Use 7d, 14d, 30d … 180d, e.g. {example}",
            shortest=SHORTEST,
            longest=LONGEST,
            period=period.said if period else "",
            example=example,
        )
        return refused(text)
    stems = request.service.stems(name)
    asked = last_days(days, request.zone, request.now)
    seen = _seen(request, asked, stems)
    kept = request.tx.counts.kept(asked.start, asked.end, stems)
    more = [_kept(kept, request.typed("search"), words)] if kept else []
    if not seen.total:
        return Reply(message=answer(_nothing(name, days, example, words), *more))
    peak = _peak(request, seen, asked, stems)
    message = picture(seen, peak, topic=name or words.name(request.service.topic), besides=more, words=words)
    buttons = tuple(
        Button(f"{each}d", Action.STATS, _value(request, f"{each}d {name}".strip()), chosen=each == days)
        for each in OFFERED
    )
    download = Button("CSV", Action.EXPORT, f"csv.{days}d", hint=words("Download these stories as a table"))
    return Reply(
        message=Message(
            text=message.text, sections=message.sections, chart=message.chart, buttons=((*buttons, download),)
        ),
        share=True,
        edits=request.command.value is not None,
    )


def _seen(request: Request, asked: Period, stems: Sequence[Sequence[str]]) -> Trend:
    counts = request.tx.counts
    return trend(
        asked,
        request.zone,
        counts.opened(asked.start, asked.end, stems),
        before=len(counts.opened(asked.before, asked.start, stems)),
        names=_telling(counts.names(asked.start, asked.end, stems), request.service),
        names_before=counts.names(asked.before, asked.start, stems),
        begun=request.tx.past.begun(),
    )


def _peak(request: Request, seen: Trend, asked: Period, stems: Sequence[Sequence[str]]) -> str:
    """Return the headline of what was reported most in the span with the most stories."""
    if seen.peak is None:
        return ""
    start, end = span_times(seen.spans[seen.peak], request.zone)
    story = request.tx.counts.most_reported(start, min(end, asked.end), stems)
    return in_language(story, request.language).title if story else ""


class _Typed(NamedTuple):
    days: int
    said: str


def _period_and_name(asked: str) -> tuple[_Typed | None, str]:
    """Return what "[period] [name]" says; None where no period is given."""
    typed = asked.split()
    if typed and (found := _PERIOD.fullmatch(typed[0])):
        return _Typed(int(found[1]) * (WEEK if found[2].lower() == "w" else 1), typed[0]), " ".join(typed[1:])
    return None, " ".join(typed)


def _kept(kept: int, search: str, words: Words) -> str:
    return words.counted(
        kept,
        "{n} more story was kept without a message: {search} finds it.",
        "{n} more stories were kept without a message: {search} finds them.",
        search=search,
    )


def _nothing(name: str, days: int, example: str, words: Words) -> str:
    if not name:
        return words.counted(days, "No stories in {n} day yet.", "No stories in {n} days yet.")
    return words.counted(
        days,
        "No stories about “{name}” in {n} day. Periods are 7d, 14d, 30d … 180d, e.g. {example}",
        "No stories about “{name}” in {n} days. Periods are 7d, 14d, 30d … 180d, e.g. {example}",
        name=name,
        example=example,
    )


def _telling(names: Counter[str], service: Service) -> dict[str, int]:
    """Leave out the names that are the topic itself: they are in every story."""
    return {name: count for name, count in names.items() if name not in service.own_names}


def _asked(request: Request) -> str:
    if request.command.value is None:
        return request.command.arguments
    return request.tx.questions.asked_of("stats", request.command.value) or request.command.value


def _value(request: Request, asked: str) -> str:
    """Return what a button carries: the question itself where it fits, else where it is written down."""
    return asked if asked.isascii() and len(asked) <= _FITS else request.tx.questions.ask("stats", asked, request.now)
