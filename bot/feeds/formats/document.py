"""What is in this document? The form in which every reader returns it."""

import re
from dataclasses import dataclass
from datetime import datetime

from bot.errors import ParseError
from bot.feeds.formats.hints import Hints
from bot.text.plain import one_line, to_plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item as it is in the document: markup not removed, addresses absolute where the document allows it."""

    url: str | None = None
    guid: str | None = None
    title: str = ""  # may hold markup
    texts: tuple[str, ...] = ()  # lead, full text ...; may hold markup
    language: str | None = None
    published: datetime | None = None  # as claimed, however impossible


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A feed document. ``complete`` is False where its end is missing."""

    title: str
    items: tuple[Item, ...]  # in the order of the document
    hints: Hints
    complete: bool = True


_PAGE_TITLE = re.compile(r"<title[^>]*>(.{0,200}?)</title", re.IGNORECASE | re.DOTALL)
_PAGE = re.compile(r"<!doctype\s+html|<html[\s>]", re.IGNORECASE)


_ENDS = re.compile(r"</(?:\w+:)?(?:rss|feed|rdf|channel|xml)\s*>\s*(?:<!--.*?-->\s*)*$", re.IGNORECASE | re.DOTALL)
_TAIL = 2000  # characters in which a document's end must be found


def ends(text: str) -> bool:
    """Tell whether an XML document is complete, or breaks off before its end."""
    return bool(_ENDS.search(text, max(0, len(text) - _TAIL)))


def not_a_feed(text: str) -> ParseError:
    """Return the error for a text in which no reader finds a feed; it says what the text looks like."""
    head = text[:20_000]
    if not head.strip():
        return ParseError("the answer is empty")
    if _PAGE.search(head):
        found = _PAGE_TITLE.search(head)
        title = one_line(to_plain(found[1]))[:80] if found else ""
        return ParseError("the answer is a web page, not a feed" + (f"; its title is {title!r}" if title else ""))
    return ParseError(f"the answer is no feed; it begins with {one_line(head[:200])[:60]!r}")
