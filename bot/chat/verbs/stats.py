"""How does the topic develop? A chart of stories a day, and the same numbers in words."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from math import inf
from typing import NamedTuple

from babel.dates import format_skeleton
from babel.numbers import format_decimal, format_percent

from bot.chat.language import Words
from bot.chat.message import Action, Button, Chart, Line, Message, Piece, Reply, Role, Section, Text, Top
from bot.chat.rendering.alerts import answer
from bot.chat.rendering.owners import OWNERS
from bot.chat.verbs.request import Request, Service, refused
from bot.model import Ownership
from bot.stories.statistics.trend import LONGEST, SHORTEST, WEEK, Period, Span, Trend, last_days, span_times, trend
from bot.stories.wording.edition import in_language

USUAL = 14  # days
OFFERED = (7, 14, 30)  # days, on buttons
_PERIOD = re.compile(r"(\d{1,4})([dw])", re.IGNORECASE)
_FEW = 10  # below it a decimal is worth telling
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


def picture(seen: Trend, peak: str, *, topic: str, besides: Sequence[str] = (), words: Words) -> Message:
    """Return the chart of a trend and its caption, which repeats the numbers.

    ``peak`` is the story of the peak; ``besides`` is said of what is not drawn.
    """
    lines = (*_caption(seen, peak, words), *((Text(each),) for each in besides))
    described = " ".join("".join(piece.text for piece in line if isinstance(piece, Text)) for line in lines)
    title = words.counted(seen.period.days, "{topic}: the last day", "{topic}: the last {n} days", topic=topic)
    by_week = any(span.days == WEEK for span in seen.spans)
    average = words("{number} a week on average") if by_week else words("{number} a day on average")
    chart = Chart(
        title=title,
        measure=words("Stories by week and first reporter") if by_week else words("Stories by day and first reporter"),
        owners=seen.owners,
        series=tuple(words(OWNERS[owner]) for owner in seen.owners),
        labels=tuple(_day(span.first, words) for span in seen.spans),
        bars=tuple(span.counts for span in seen.spans),
        average=seen.a_day * (WEEK if by_week else 1),
        average_label=average.format(number=_number(seen.a_day * (WEEK if by_week else 1), words)),
        peak=seen.peak,
        peak_story=peak,
        tops=tuple(Top(name=words.name(name), count=count, change=change) for name, count, change in seen.tops),
        new_label=words("new"),
        described=described,
    )
    return Message(text=f"{title}. {described}", sections=(Section(Role.BODY, lines),), chart=chart)


def _caption(seen: Trend, peak: str, words: Words) -> tuple[Line, ...]:
    period_said = words.counted(seen.period.days, "in {n} day", "in {n} days")
    said: list[Piece] = [
        Text(words.counted(seen.total, "{n} story {period}", "{n} stories {period}", period=period_said), bold=True),
        Text(", " + _compared(seen, words) if seen.change is not None else "."),
    ]
    lines: list[Line] = [tuple(said)]
    if seen.peak is not None:
        span = seen.spans[seen.peak]
        head = words("Peak: {day}, {number}", day=_days(span, words), number=sum(span.counts))
        lines.append((Text(head), *((Text(" — "), Text(peak, foreign=True)) if peak else ()), Text(".")))
    if seen.state_share is not None and Ownership.STATE in seen.owners:
        lines.append((Text(words("State media had {share} of them first.", share=_percent(seen.state_share, words))),))
    if seen.tops:
        lines.append((Text(" · ".join(_top(each, words) for each in seen.tops)),))
    return tuple(lines)


def _kept(kept: int, search: str, words: Words) -> str:
    return words.counted(
        kept,
        "{n} more story was kept without a message: {search} finds it.",
        "{n} more stories were kept without a message: {search} finds them.",
        search=search,
    )


def _compared(seen: Trend, words: Words) -> str:
    change, days = seen.change or 0.0, seen.period.days
    numbers = {
        "share": _percent(abs(change), words),
        "now": _number(seen.a_day, words),
        "before": _number((seen.before or 0) / days, words),
    }
    if round(change, 2) == 0:
        return words.counted(
            days,
            "as many as in the {n} day before ({now} a day).",
            "as many as in the {n} days before ({now} a day).",
            **numbers,
        )
    if change > 0:
        return words.counted(
            days,
            "{share} more than in the {n} day before ({now} a day, before {before}).",
            "{share} more than in the {n} days before ({now} a day, before {before}).",
            **numbers,
        )
    return words.counted(
        days,
        "{share} fewer than in the {n} day before ({now} a day, before {before}).",
        "{share} fewer than in the {n} days before ({now} a day, before {before}).",
        **numbers,
    )


def _top(top: tuple[str, int, float | None], words: Words) -> str:
    name, count, change = words.name(top[0]), *top[1:]
    if change is None:
        return f"{name} {count}"
    return f"{name} {count} ({words('new') if change == inf else changed(change, words)})"


def changed(change: float, words: Words) -> str:
    """Return a change as people read it: "+12 %"; a real minus, which is as wide as a plus."""
    return ("−" if change < 0 else "+") + _percent(abs(change), words)


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


def _day(day: date, words: Words) -> str:
    """Return "12 Sep" in the language's own way."""
    if words.language == "en":  # as everywhere else: CLDR has "Sept" in one place and "Sep" in another
        return f"{day:%-d %b}"
    return format_skeleton("MMMd", day, locale=words.language).rstrip(".")


def _days(span: Span, words: Words) -> str:
    if span.days == 1:
        return _day(span.first, words)
    return f"{_day(span.first, words)} – {_day(span.first + timedelta(days=span.days - 1), words)}"


def _number(number: float, words: Words) -> str:
    few = number < _FEW and round(number, 1) != round(number)
    return str(format_decimal(round(number, 1) if few else round(number), locale=_locale(words)))


def _percent(share: float, words: Words) -> str:
    return str(format_percent(share, locale=_locale(words)))


def _locale(words: Words) -> str:
    """English dates as most of the world writes them: the day first."""
    return "en_GB" if words.language == "en" else words.language
