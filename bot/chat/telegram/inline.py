"""How is a line of a message written in Telegram's HTML? Escaped, free of tricks with direction, and measured."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from bot.chat.message import Line, Link, Moment, Piece, Text, Time

FSI, PDI = "\u2068", "\u2069"  # first strong isolate, pop: what stands between them cannot turn its surroundings

_UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]")
_SPACE = re.compile(r"\s")
_MAX_URL = 2048  # nobody follows longer links, and they would eat up the bytes of the message
_LINK_UNITS = 1024  # of a link's words in one piece; with a URL of full length that stays far below ``MAX.bytes``
_FORMATS = {Moment.RELATIVE: "r", Moment.TIME: "t", Moment.DATE_TIME: "dt"}  # Bot API: r|w?[dD]?[tT]?


class Size(NamedTuple):
    """What a piece of markup costs against Telegram's limits."""

    units: int = 0  # UTF-16 units of the visible text
    bytes: int = 0  # of the markup, UTF-8
    entities: int = 0

    def plus(self, other: "Size") -> "Size":
        return Size(self.units + other.units, self.bytes + other.bytes, self.entities + other.entities)

    def within(self, limit: "Size") -> bool:
        return all(mine <= most for mine, most in zip(self, limit, strict=True))


# 4096 units after parsing (Bot API); 32 KiB of markup ("Text is too long", telegram-bot-api Client.cpp); formatting
# beyond the hundredth entity is dropped without a word.
MAX = Size(4096, 32768, 100)
CAPTION = MAX._replace(units=1024)  # below a picture or a file


class Run(NamedTuple):
    """A stretch of markup that is never cut, and the same words without markup."""

    html: str
    plain: str
    entities: int = 0

    @property
    def size(self) -> Size:
        return Size(units(self.plain), len(self.html.encode()), self.entities)


def escape(text: str) -> str:
    """Return text for Telegram's HTML, which knows these four entities and takes all else as it stands."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def units(text: str) -> int:
    """Return the length as Telegram counts it: in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def is_blank(text: str) -> bool:
    """Whether nothing of the text can be seen: spaces, zero-width and direction characters."""
    return not any(char.isprintable() and not char.isspace() for char in text)


def to_runs(line: Line, *, bold: bool) -> Iterator[Run]:
    """Render a line piece by piece. ``bold``: the line as a whole is bold, so its pieces need not be."""
    for piece in line:
        yield from _run(piece, bold=bold, among_others=len(line) > 1)


def _run(piece: Piece, *, bold: bool, among_others: bool) -> Iterator[Run]:
    if isinstance(piece, Time):
        words = _time_words(piece)
        tag = f'<tg-time unix="{int(piece.at.timestamp())}" format="{_FORMATS[piece.moment]}">'
        yield Run(f"{tag}{escape(words)}</tg-time>", words, 1)
        return
    isolate = among_others and (isinstance(piece, Link) or piece.foreign)
    tags = _tags(piece, bold=bold)
    for words in cut(safe(piece.text), (_LINK_UNITS if isinstance(piece, Link) else MAX.units) - 2 * isolate):
        shown = f"{FSI}{words}{PDI}" if isolate else words
        html = escape(shown)
        for tag, attributes in tags:
            html = f"<{tag}{attributes}>{html}</{tag}>"
        yield Run(html, shown, len(tags))


def _tags(piece: Text | Link, *, bold: bool) -> list[tuple[str, str]]:
    """Return tags with their attributes, innermost first. Code takes no other formatting."""
    if isinstance(piece, Text) and piece.code:
        return [("code", "")]
    tags = []
    if piece.bold and not bold:
        tags.append(("b", ""))
    if isinstance(piece, Text) and piece.italic:
        tags.append(("i", ""))
    if isinstance(piece, Link) and is_web_address(piece.url):
        tags.append(("a", f' href="{escape(piece.url)}"'))
    return tags


def is_web_address(url: str) -> bool:
    """Whether this is a plain http(s) address: ``tg:`` and ``javascript:`` ones do things instead of showing them."""
    if len(url) > _MAX_URL or _UNSAFE.search(url) or _SPACE.search(url) or not _encodable(url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme.lower() in {"http", "https"} and bool(parts.hostname)


def cut(text: str, most: int) -> Iterator[str]:
    """Yield the text in stretches of at most ``most`` units, cut after a space where there is one."""
    while units(text) > most:
        end = _fitting(text, most)
        space = max(text.rfind(" ", 0, end), text.rfind("\n", 0, end))
        end = space + 1 if space > 0 else end
        yield text[:end]
        text = text[end:]
    yield text


def _fitting(text: str, most: int) -> int:
    """Return how many characters fit into ``most`` units; a character outside the BMP takes two."""
    taken = 0
    for index, char in enumerate(text):
        taken += 2 if char > "\uffff" else 1
        if taken > most:
            return index
    return len(text)


def _time_words(piece: Time) -> str:
    """Return what old apps and notifications show, in UTC, since nobody's zone is known here."""
    at: datetime = piece.at.astimezone(UTC)
    return at.strftime("%H:%M UTC" if piece.moment is Moment.TIME else "%-d %b %H:%M UTC")


def safe(text: str) -> str:
    """Drop what may spoof or be refused: control characters, direction overrides, halves of surrogate pairs."""
    return _UNSAFE.sub("", text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))


def _encodable(text: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in text)
