"""What does a message look like on a terminal? A card: linked headline, summary, small print, reason, story id."""

from datetime import tzinfo
from typing import TextIO

from rich.box import ROUNDED
from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.style import Style
from rich.text import Text as RichText

from bot.chat.console.lines import moment, printable, shown_sections, to_bars, web_address
from bot.chat.message import Line, Link, Message, Piece, Role, Text, Time

CARD_WIDTH = 100  # cells; longer lines are hard to read
_STYLES = {
    Role.HEAD: "bold",
    Role.BODY: "",
    Role.META: "dim",
    Role.WHY: "dim italic",
    Role.SOURCES: "",
}


class Cards:
    """What a terminal understands, made by rich, which is slow to import: plain lines do without this module."""

    def __init__(self, stdout: TextIO, *, zone: tzinfo | None) -> None:
        self._zone = zone
        self._console = Console(file=stdout, force_terminal=True, highlight=False, emoji=False, markup=False)

    def card(self, message: Message) -> str:
        """Return a message as a card."""
        return self._drawn(to_card(message, zone=self._zone, width=self._console.width))

    def dim(self, line: str) -> str:
        """Return a line that is said in passing, cut at the terminal's edge."""
        return self._drawn(RichText(line, style="dim", no_wrap=True, overflow="ellipsis"))

    def offer(self, lines: str) -> str:
        """Return lines from which somebody can choose."""
        return self._drawn(RichText(lines, style="cyan"))

    def _drawn(self, drawing: RenderableType) -> str:
        with self._console.capture() as capture:
            self._console.print(drawing)
        return capture.get()


def to_card(message: Message, *, zone: tzinfo | None, width: int) -> RenderableType:
    """Return a message as a card; feed text is only ever a ``Text`` object, so rich's markup means nothing in it."""
    drawn = [] if message.chart is None else to_bars(message.chart, width=min(width, CARD_WIDTH))
    lines = [RichText(each, no_wrap=True) for each in drawn] + [
        to_text(line, _STYLES[section.role], zone=zone) for section in shown_sections(message) for line in section.lines
    ]
    lines = lines or [RichText(printable(message.text))]
    if message.story is None:
        return Group(*lines)
    return Panel(
        Group(*lines),
        box=ROUNDED,
        border_style="dim" if message.silent else "cyan",
        title=RichText(message.story, style="bold cyan"),
        title_align="left",
        width=min(width, CARD_WIDTH),
    )


def to_text(line: Line, style: str, *, zone: tzinfo | None) -> RichText:
    """Return a line with its links and emphasis."""
    text = RichText(style=style)
    for piece in line:
        text.append_text(_piece(piece, zone=zone))
    return text


def _piece(piece: Piece, *, zone: tzinfo | None) -> RichText:
    match piece:
        case Time():
            return RichText(moment(piece, zone=zone))
        case Link():
            return RichText(printable(piece.text), Style(bold=piece.bold or None, link=web_address(piece.url)))
        case Text():
            style = Style(bold=piece.bold or None, italic=piece.italic or None, color="cyan" if piece.code else None)
            return RichText(printable(piece.text), style)
