"""What is repaired in an XML document before a tolerant reader sees it? What it would misread. Pure."""

import re

# A raw ampersand: one that does not begin a properly ended reference.
_RAW = re.compile(r"&(?!#\d{1,8};|#[xX][0-9a-fA-F]{1,7};|[A-Za-z][A-Za-z0-9]{0,31};)")
_LITERAL = re.compile(r"(<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?-->)", re.DOTALL)
_LINK_BEHIND = re.compile(r"<link\s*/>\s*(https?://[^\s<>]+)\s*(?=<(?!/link))", re.IGNORECASE)
_CAPTIONS = re.compile(r"<(/?)media:description(?:\s[^<>]*?)?(/?)>", re.IGNORECASE)
_CAPTION = "media:caption"  # a name that nobody else uses
CAPTION = "media_caption"  # the same in feedparser's output
_END = re.compile(r"</(?:\w{1,20}:)?(?:rss|feed|rdf)\s*>", re.IGNORECASE)
_FOLLOWS = re.compile(
    r"\s*(?:<!--|<script|<iframe|<noscript|<div|<img|<style|<link|<body|</body|</html|<p\b|[^<\s])", re.IGNORECASE
)
_MOST_BEHIND = 200_000  # characters after the end of a document that are looked at


def escaped(text: str) -> str:
    """Return a document whose raw ampersands are written as references; literal sections stay as they are.

    Readers take "&copy=2" in an address for a copyright sign.
    """
    if not _RAW.search(text):
        return text
    parts = _LITERAL.split(text)
    return "".join(part if place % 2 else _RAW.sub("&amp;", part) for place, part in enumerate(parts))


def relinked(text: str) -> str:
    """Return a document with its links where readers look for them, and captions of pictures where they do not.

    A program that takes a feed for HTML closes "<link>" at once and leaves the address after it. The words under a
    picture are not an item's text, but readers take them for it.
    """
    text = _LINK_BEHIND.sub(r"<link>\1</link>", text)
    return _CAPTIONS.sub(rf"<\1{_CAPTION}\2>", text)


def until_end(text: str) -> str:
    """Return a document without the scripts and counters that a host or a proxy added after its end."""
    place = text.rfind("</", 0, len(text))
    if place < 0:
        return text
    ends = [found.end() for found in _END.finditer(text, max(0, len(text) - _MOST_BEHIND))]
    return text[: ends[-1]] if ends and _FOLLOWS.match(text, ends[-1]) else text
