"""What does a message look like as plain lines? A stable block without colour, for pipes, files and logs."""

from collections.abc import Iterable
from datetime import tzinfo

from bot.chat.console.bars import to_bars
from bot.chat.console.safe_text import printable, web_address
from bot.chat.message import Line, Link, Message, Moment, Role, Section, Text, Time

INDENT = "  "
ALERT, UPDATE, EDITED, OTHER = "* ", "+ ", "~ ", "= "
_FORMATS = {
    Moment.TIME: "%H:%M",
    Moment.DATE_TIME: "%-d %b %H:%M",
    Moment.RELATIVE: "%-d %b %H:%M",  # a line on paper does not age: "2 hours ago" would soon be wrong
}


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
        named = named or any(f"story {message.story}" in words(line, zone=None) for line in section.lines)
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
