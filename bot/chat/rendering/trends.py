"""How is a trend told: a chart of stories a day, and the same numbers in words? (pure)"""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from math import inf

from babel.numbers import format_decimal, format_percent

from bot.chat.language import Words
from bot.chat.message import Chart, Line, Message, Piece, Role, Section, Text, Top
from bot.chat.rendering.owners import OWNERS
from bot.model import Ownership
from bot.stories.statistics.trend import WEEK, Span, Trend

_FEW = 10  # below it a decimal is worth telling


def picture(seen: Trend, peak: str, *, topic: str, besides: Sequence[str] = (), words: Words) -> Message:
    """Return the chart of a trend and its caption, which repeats the numbers.

    ``peak`` is the story of the peak; ``besides`` says what is not drawn.
    """
    lines = (*caption(seen, peak, words), *((Text(each),) for each in besides))
    title = words.counted(seen.period.days, "{topic}: the last day", "{topic}: the last {n} days", topic=topic)
    drawn = chart(seen, peak, lines, title=title, words=words)
    return Message(text=f"{title}. {drawn.described}", sections=(Section(Role.BODY, lines),), chart=drawn)


def chart(seen: Trend, peak: str, lines: Sequence[Line], *, title: str, words: Words) -> Chart:
    """Return the chart of a trend; ``lines`` say the same to whoever cannot see it."""
    by_week = any(span.days == WEEK for span in seen.spans)
    average = words("{number} a week on average") if by_week else words("{number} a day on average")
    return Chart(
        title=title,
        measure=words("Stories by week and first reporter") if by_week else words("Stories by day and first reporter"),
        owners=seen.owners,
        series=tuple(words(OWNERS[owner]) for owner in seen.owners),
        labels=tuple(told_day(span.first, words) for span in seen.spans),
        bars=tuple(span.counts for span in seen.spans),
        average=seen.a_day * (WEEK if by_week else 1),
        average_label=average.format(number=_number(seen.a_day * (WEEK if by_week else 1), words)),
        peak=seen.peak,
        peak_story=peak,
        tops=tuple(Top(name=words.name(name), count=count, change=change) for name, count, change in seen.tops),
        new_label=words("new"),
        described=" ".join("".join(piece.text for piece in line if isinstance(piece, Text)) for line in lines),
    )


def caption(seen: Trend, peak: str, words: Words, *, without: Collection[str] = ()) -> tuple[Line, ...]:
    """Return what a chart shows in sentences, ``without`` the names of which more is said elsewhere."""
    period_said = words.counted(seen.period.days, "in {n} day", "in {n} days")
    said: list[Piece] = [
        Text(words.counted(seen.total, "{n} story {period}", "{n} stories {period}", period=period_said), bold=True),
        Text(", " + _compared(seen, words) if seen.change is not None else "."),
    ]
    lines: list[Line] = [tuple(said)]
    if seen.peak is not None:
        span = seen.spans[seen.peak]
        head = words("Peak: {day}, {number}", day=told_days(span, words), number=sum(span.counts))
        lines.append((Text(head), *((Text(" — "), Text(peak, foreign=True)) if peak else ()), Text(".")))
    if seen.state_share is not None and Ownership.STATE in seen.owners:
        lines.append((Text(words("State media had {share} of them first.", share=_percent(seen.state_share, words))),))
    tops = [counted(each, words) for each in seen.tops if each[0] not in without]
    if tops:
        lines.append((Text(" · ".join(tops)),))
    return tuple(lines)


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


def counted(top: tuple[str, int, float | None], words: Words) -> str:
    """Return a name with how often it was there and its change: "Union State 58 (+140%)"."""
    name, count, change = words.name(top[0]), *top[1:]
    if change is None:
        return f"{name} {count}"
    return f"{name} {count} ({words('new') if change == inf else changed(change, words)})"


def changed(change: float, words: Words) -> str:
    """Return a change as people read it: "+12 %"; a real minus, which is as wide as a plus."""
    return ("−" if change < 0 else "+") + _percent(abs(change), words)


def told_day(day: date, words: Words) -> str:
    """Return "12 Sep" in the language's own way."""
    if words.language == "en":  # as everywhere else: CLDR has "Sept" in one place and "Sep" in another
        return f"{day:%-d %b}"
    from babel.dates import format_skeleton  # noqa: PLC0415 - slow to import, and few messages name days

    return format_skeleton("MMMd", day, locale=words.language).rstrip(".")


def told_days(span: Span, words: Words) -> str:
    """Return the days of a span: "12 Sep", "12 Sep – 18 Sep"."""
    if span.days == 1:
        return told_day(span.first, words)
    return f"{told_day(span.first, words)} – {told_day(span.first + timedelta(days=span.days - 1), words)}"


def _number(number: float, words: Words) -> str:
    few = number < _FEW and round(number, 1) != round(number)
    return str(format_decimal(round(number, 1) if few else round(number), locale=locale_of(words)))


def _percent(share: float, words: Words) -> str:
    return str(format_percent(share, locale=locale_of(words)))


def locale_of(words: Words) -> str:
    """English dates as most of the world writes them: the day first."""
    return "en_GB" if words.language == "en" else words.language
