"""How is one line written for Slack, so that no word of a feed is ever taken for markup or a mention?

mrkdwn escapes only ``& < >``. It has no escape for ``* _ ~ ` ``, for a leading ``>`` and for ``:emoji:``: a backslash
shows, invisible characters beside a mark make some of them stronger and spoil copying, and look-alikes change the
words. A line that holds such a mark is therefore written as ``rich_text`` elements, which Slack does not parse at
all: there style, link and date are fields, a mention is an element of its own type, and nothing is escaped. Every
other line is mrkdwn with ``verbatim``, so that Slack does not turn names and addresses into links by itself.
"""

import re
import unicodedata
from collections.abc import Iterable
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from bot.chat.message import Line, Link, Moment, Piece, Text, Time
from bot.text.plain import one_line

Element = dict[str, Any]

URL_LIMIT = 2000  # Slack takes 3000; a section takes 3000 for address and label together
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_MARKS = re.compile(r"[*~`]|(?<!\w)_|_(?!\w)|:[\w+'-]+:|^\s*>")
_RTL = {"R", "AL"}
_FORMATS = {
    Moment.RELATIVE: "{date_short_pretty} {time}",
    Moment.TIME: "{time}",
    Moment.DATE_TIME: "{date_short_pretty} {time}",
}


def size(text: str) -> int:
    """Return a length in UTF-16 units. Slack does not say what it counts; this is never less than characters."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def escape(text: str, limit: int | None = None) -> str:
    """Return text with ``& < >`` escaped and, if it is longer than ``limit``, cut with "…", never inside an entity."""
    escaped = text.translate(_ENTITIES)
    return escaped if limit is None or size(escaped) <= limit else _cut((c.translate(_ENTITIES) for c in text), limit)


def cut(text: str, limit: int) -> str:
    """Return text for a field that Slack does not parse, cut with "…" if it is longer than ``limit``."""
    return text if size(text) <= limit else _cut(text, limit)


def _cut(parts: Iterable[str], limit: int) -> str:
    kept = []
    room = limit - 1
    for part in parts:
        room -= size(part)
        if room < 0:
            break
        kept.append(part)
    return "".join(kept) + "…" if limit > 0 else ""


def web_address(url: str) -> str | None:
    """Return an http(s) address in which nothing can end a link early, or None where it is no such address."""
    url = url.strip().replace(" ", "%20").replace("<", "%3C").replace(">", "%3E").replace("|", "%7C")
    if len(url) > URL_LIMIT or any(unicodedata.category(char)[0] in "CZ" for char in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:  # a broken IPv6 address
        return None
    return url if parts.scheme in {"http", "https"} and parts.hostname else None


def clean_piece(text: str, *, isolate: bool) -> str:
    """Return text on one line without control and direction characters; right-to-left text is isolated if asked for."""
    inner = one_line(text)
    if not inner:
        return " " if text.isspace() else ""
    if isolate and any(unicodedata.bidirectional(char) in _RTL for char in inner):
        inner = f"\u2068{inner}\u2069"
    return (" " if text[0].isspace() else "") + inner + (" " if text[-1].isspace() else "")


def clean_line(line: Line) -> Line:
    """Return a line whose pieces are clean; empty ones are gone."""
    isolate = len(line) > 1
    pieces: list[Piece] = []
    for piece in line:
        if isinstance(piece, Time):
            pieces.append(piece)
        elif isinstance(piece, Link):
            label = clean_piece(piece.text, isolate=isolate) or clean_piece(piece.url, isolate=isolate)
            pieces.append(Link(label, piece.url, bold=piece.bold))
        elif text := clean_piece(piece.text, isolate=isolate and piece.foreign):
            pieces.append(Text(text, piece.bold, piece.italic, piece.code, piece.foreign))
    return tuple(pieces)


def has_marks(line: Line) -> bool:
    """Whether Slack could take something in the words of this line for formatting."""
    return _MARKS.search("".join(" " if isinstance(piece, Time) else piece.text for piece in line)) is not None


def to_mrkdwn(line: Line, limit: int) -> str:
    """Return a clean line as mrkdwn of at most ``limit``; the rest of a longer one is replaced by "…"."""
    out = ""
    for bold, pieces in groupby(line, lambda piece: not isinstance(piece, Time) and piece.bold):
        inner = ""
        room = limit - size(out) - (2 if bold else 0)
        for piece in pieces:
            inner += (written := _write(piece, room - size(inner)))
            if written != _write(piece, None):  # it was cut: this is where the line ends
                return out + (_wrap(inner, "*") if bold else inner)
        out += _wrap(inner, "*") if bold else inner
    return out


def _write(piece: Piece, room: int | None) -> str:
    if isinstance(piece, Time):
        date = f"<!date^{int(piece.at.timestamp())}^{_FORMATS[piece.moment]}|{fallback(piece)}>"
        return date if room is None or size(date) <= room else ""
    if isinstance(piece, Link) and (address := web_address(piece.url)):
        frame = f"<{escape(address)}|"
        left = None if room is None else room - size(frame) - 1
        return f"{frame}{escape(piece.text, left)}>" if left is None or left > 1 else ""
    marks = "" if isinstance(piece, Link) else "`" * piece.code + "_" * piece.italic
    text = escape(piece.text, None if room is None else room - 2 * len(marks))
    for mark in marks:
        text = _wrap(text, mark)
    return text


def _wrap(text: str, mark: str) -> str:
    """Put marks around the words, not around the spaces beside them: Slack ignores ``* so*``."""
    inner = text.strip()
    if not inner:
        return text
    start = text.index(inner)
    return text[:start] + mark + inner + mark + text[start + len(inner) :]


def fallback(time: Time) -> str:
    """Return what a client shows that cannot show a date in the reader's own zone."""
    return time.at.strftime("%H:%M UTC" if time.moment is Moment.TIME else "%-d %b %Y %H:%M UTC")


def to_rich(line: Line, limit: int) -> tuple[list[Element], int]:
    """Return a clean line as elements of a rich text section, at most ``limit`` long, and how long they are."""
    elements: list[Element] = []
    room = limit
    for piece in line:
        if isinstance(piece, Time):
            shown = fallback(piece)
            element: Element = {
                "type": "date",
                "timestamp": int(piece.at.timestamp()),
                "format": _FORMATS[piece.moment],
                "fallback": shown,
            }
        else:
            shown = cut(piece.text, room)
            element = {"type": "text", "text": shown}
            if isinstance(piece, Link) and (address := web_address(piece.url)):
                element = {"type": "link", "url": address, "text": shown}
            style = {name: True for name in ("bold", "italic", "code") if getattr(piece, name, False)}
            if style:
                element["style"] = style
        if not shown or size(shown) > room:
            break
        elements.append(element)
        room -= size(shown)
    return elements, limit - room
