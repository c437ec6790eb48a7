"""What does a message look like as plain lines? A stable block without colour, for pipes, files and logs."""

import unicodedata
from collections.abc import Iterable
from datetime import tzinfo
from math import inf
from urllib.parse import quote, urlsplit

from bot.chat.message import Chart, Line, Link, Message, Moment, Role, Section, Text, Time
from bot.text.plain import without_sequences

INDENT = "  "
ALERT, UPDATE, EDITED, OTHER = "* ", "+ ", "~ ", "= "
_FORMATS = {
    Moment.TIME: "%H:%M",
    Moment.DATE_TIME: "%-d %b %H:%M",
    Moment.RELATIVE: "%-d %b %H:%M",  # a line on paper does not age: "2 hours ago" would soon be wrong
}
_LEAST = 10  # cells that bars get at least, however long their labels are
_INVISIBLE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})  # controls, direction marks and overrides, unassigned
_SPACE = frozenset({"Zs", "Zl", "Zp"})


def to_lines(message: Message, *, zone: tzinfo | None, width: int) -> list[str]:
    """Return a message as lines of at most ``width`` cells; only web addresses may be longer, so that they work.

    The first line starts with ``*`` (a story), ``+`` (news about a story told before) or ``=`` (anything else), all
    others are indented. ``zone`` None means the machine's own zone.
    """
    lines = [] if message.chart is None else to_bars(message.chart, width=width - len(INDENT))
    shown: set[str] = set()  # an address stands once in a message
    for section in shown_sections(message):
        for line in section.lines:
            lines += wrapped(words(line, zone=zone), width - len(INDENT))
            lines += [url for url in addresses(line) if url not in shown]
            shown.update(addresses(line))
    marker = OTHER if message.story is None else UPDATE if message.reply_to else ALERT
    first, *rest = lines or wrapped(printable(message.text), width - len(INDENT)) or [""]
    return [(marker + first).rstrip(), *((INDENT + each).rstrip() for each in rest)]


def to_updated(message: Message, *, zone: tzinfo | None) -> str:
    """Return one line that says which story changed and how it stands now."""
    head = next((section.lines[0] for section in message.sections if section.role is Role.HEAD), None)
    meta = next((section.lines[0] for section in message.sections if section.role is Role.META), ())
    title = words(head, zone=zone) if head else printable(message.text)
    now = f", now {words(meta[:1], zone=zone).strip(' ·')}" if meta else ""  # its first piece, e.g. "5 sources"
    return f"updated {message.story or ''}".strip() + f"{now}: {title}"


def shown_sections(message: Message) -> Iterable[Section]:
    """Yield the sections for a terminal: a list of sources is shown by /sources and is not part of an alert."""
    named = False
    for section in message.sections:
        if section.role is Role.SOURCES and message.story is not None:
            continue
        named = named or any(message.story in words(line, zone=None).split() for line in section.lines)
        yield section
    if message.story is not None and not named:
        yield Section(Role.META, ((Text(f"story {message.story}"),),))


def words(line: Line, *, zone: tzinfo | None) -> str:
    """Return a line's words, safe to print."""
    return "".join(moment(piece, zone=zone) if isinstance(piece, Time) else printable(piece.text) for piece in line)


def moment(time: Time, *, zone: tzinfo | None) -> str:
    """Return a time as the reader's clock shows it."""
    return time.at.astimezone(zone).strftime(_FORMATS[time.moment])


def addresses(line: Line) -> list[str]:
    """Return the addresses that a line's links lead to."""
    return [url for piece in line if isinstance(piece, Link) and (url := web_address(piece.url))]


def wrapped(text: str, width: int) -> list[str]:
    """Return text in lines of at most ``width`` cells; wide characters count two."""
    from rich.console import Console  # noqa: PLC0415 - slow to import, and most passes print nothing
    from rich.text import Text as RichText  # noqa: PLC0415

    measure = Console(width=80, color_system=None, force_terminal=False)  # rich wraps by cells; its width is not used
    return [line.plain.rstrip() for line in RichText(text).wrap(measure, max(width, 10))]


def cut(text: str, width: int) -> str:
    """Return text that fits into ``width`` cells, with an ellipsis where something is missing."""
    from rich.cells import set_cell_size  # noqa: PLC0415

    fitted = set_cell_size(text, width).rstrip()
    return text if fitted == text.rstrip() else set_cell_size(text, width - 1).rstrip() + "…"


def to_bars(chart: Chart, *, width: int) -> list[str]:
    """Return a chart as lines of at most ``width`` cells: a letter stands for the owner of whoever reported first."""
    from rich.cells import cell_len, set_cell_size  # noqa: PLC0415

    letters = _letters(chart.series)
    legend = ", ".join(f"{letter} {name}" for letter, name in zip(letters, chart.series, strict=True))
    heights = [sum(bar) for bar in chart.bars]
    labels = max((cell_len(label) for label in chart.labels), default=0)
    room = max(width - labels - len(str(max(heights, default=0))) - 2, _LEAST)
    scale = min(1.0, room / max([*heights, 1]))
    lines = [chart.title, f"{chart.measure}: {legend}" if legend else chart.measure]
    for label, bar, height in zip(chart.labels, chart.bars, heights, strict=True):
        ends = [round(sum(bar[: number + 1]) * scale) for number in range(len(bar))]
        begins = [0, *ends[:-1]]
        drawn = "".join(letter * (end - begin) for letter, begin, end in zip(letters, begins, ends, strict=True))
        lines.append(" ".join(filter(None, [set_cell_size(label, labels), drawn, str(height)])))
    lines.append(chart.average_label)
    for top in chart.tops:
        change = "" if top.change is None else f" ({chart.new_label if top.change == inf else f'{top.change:+.0%}'})"
        lines.append(f"{top.name} {top.count}{change}")
    return [printable(line) for line in lines]


def _letters(names: tuple[str, ...]) -> list[str]:
    """Return for each name one of its letters that stands for no other name, or a number where there is none."""
    letters: list[str] = []
    for number, name in enumerate(names, 1):
        free = (letter for letter in name if letter.isalpha() and letter not in letters)
        letters.append(next(free, str(number)))
    return letters


def printable(text: str) -> str:
    """Return one line that a terminal shows as it stands; runs of spaces stay, since our own lists align with them."""
    return "".join(map(_shown, without_sequences(text)))


def _shown(char: str) -> str:
    category = unicodedata.category(char)
    if category in _SPACE or char in "\t\n\r":
        return " "
    return "" if category in _INVISIBLE else char


def web_address(url: str) -> str | None:
    """Return the address in printable ASCII if it is http(s) with a host, or None: nothing else becomes a link."""
    if not url.isprintable() or " " in url:
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host:
        return None
    return quote(url, safe="%/:?#[]@!$&'()*+,;=~")
