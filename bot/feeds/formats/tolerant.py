"""What does this RSS, RDF or Atom document say, well-formed or not? Read by feedparser, avoiding its known faults.

The document goes in as characters that XML allows, without its DOCTYPE and encoded anew: that is what keeps
feedparser 6.0.14 from raising (its issues 599, 378, 277, 273), from guessing the charset again, and entities from
expanding. Never hand it anything but a stream of bytes: given text, it opens files and URLs.

What such a reader would misread is repaired in the document before it sees it.
"""

import io
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import urljoin

import feedparser
from feedparser import api, mixin

from bot.errors import ParseError
from bot.feeds.address import canonical
from bot.feeds.formats.dates import from_struct, from_text, supports
from bot.feeds.formats.document import Document, Item, ends, not_a_feed
from bot.feeds.formats.hints import Hints, read_hints, skips
from bot.feeds.links import meant
from bot.text.plain import with_whole_references

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SEPARATORS = "\x0b\x0c\x1c\x1d\x1e\x1f"  # forbidden too, but they separate words
_DOCTYPE = re.compile(r"<!DOCTYPE\b[^<>\[]*(?:\[.*?\]\s*)?>", re.IGNORECASE | re.DOTALL)
_NUMBER = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,12})|([0-9]{1,12}));")
_END_OF_ITEM = re.compile(r"</(?:\w+:)?(?:item|entry)\s*>", re.IGNORECASE)
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


def _leave_authors_alone(_self: object, _key: str = "author") -> None:
    """Replace a search for e-mail addresses that takes seconds on an author field of 60 KB."""


# It would look for this driver on disk for each document, but we read where there is no disk.
api.PREFERRED_XML_PARSERS.clear()
mixin._FeedParserMixin._sync_author_detail = _leave_authors_alone  # noqa: SLF001 - no public way around issue 562


def read_tolerantly(text: str, url: str) -> Document:
    """Return the document; raises ParseError. ``url`` is what relative addresses are relative to."""
    text = relinked(escaped(until_end(_DOCTYPE.sub("", _xml_only(text).lstrip(), count=1))))
    complete = ends(text)
    if not complete:
        text = _whole_items(text)
    headers = {"content-type": "application/xml; charset=utf-8"}
    try:
        found = feedparser.parse(
            io.BytesIO(text.encode()), sanitize_html=False, resolve_relative_uris=False, response_headers=headers
        )
    except MemoryError:
        raise
    except Exception as error:  # one parse failed; what feedparser may raise is an open list
        raise ParseError(f"the document is too damaged to be read ({type(error).__name__})") from error
    if not found.get("version") and not found["entries"]:
        raise not_a_feed(text)
    return Document(
        title=str(found["feed"].get("title", "")),
        items=tuple(_item(entry, url) for entry in found["entries"]),
        hints=_hints(found["feed"], text),
        complete=complete,
    )


def _item(entry: Any, base: str) -> Item:
    texts = [entry.get("summary", ""), *(part.get("value", "") for part in entry.get("content", ()))]
    # The element that Yandex made Russian outlets write: far more text than the summary.
    texts += [value for name, value in entry.items() if name.endswith("full-text")]
    if not any(texts):
        texts = [_text(entry, CAPTION)]
    return Item(
        url=_address(entry, base),
        guid=_text(entry, "id") or None,
        title=_text(entry, "title") or _text(entry, "itunes_title"),
        texts=tuple(value for value in texts if isinstance(value, str) and value),
        language=_text(entry.get("title_detail") or {}, "language") or None,
        published=_published(entry),
    )


def _address(entry: Any, base: str) -> str | None:
    """Return the address of an item, or of what is attached to it: podcasts and videos often have no other."""
    link = _text(entry, "feedburner_origlink") or _text(entry, "link")
    if link == entry.get("id") and "://" not in link:  # a guid that was taken for one
        link = ""
    guid = _text(entry, "id")
    for each in (link, *_attached(entry), guid if "://" in guid else ""):
        # Not by feedparser, which takes any text for a relative address.
        found = meant(each, base) if each else None
        with suppress(ValueError):
            if found and canonical(address := urljoin(base, found)):
                return address
    return None


def _attached(entry: Any) -> Iterator[str]:
    yield from (_text(each, "href") for each in entry.get("enclosures", ()))
    yield from (_text(each, "url") for each in entry.get("media_content", ()))
    yield _text(entry.get("media_player") or {}, "url")
    yield from (
        _text(each, "href") for each in entry.get("links", ()) if _relation(each) in {"alternate", "related", "via"}
    )
    yield from (_text(each, "src") for each in entry.get("content", ()))


def _relation(link: Any) -> str:
    """Return the relation of a link; RFC 4287 allows it to be written as an address, too."""
    return _text(link, "rel").rpartition("/")[2]


def _published(entry: Any) -> Any:
    for name in ("published", "updated", "created"):
        # dict.get, because FeedParserDict substitutes one date for another and warns about it.
        said = dict.get(entry, name)
        if not isinstance(said, str):
            continue
        when = from_text(said)
        if when is None:
            guessed = from_struct(dict.get(entry, f"{name}_parsed"))
            when = guessed if guessed is not None and supports(said, guessed) else None
        if when is not None:
            return when
    return None


def _hints(feed: Any, text: str) -> Hints:
    return read_hints(
        _text(feed, "ttl"), _text(feed, "sy_updateperiod"), _text(feed, "sy_updatefrequency"), *skips(text)
    )


def _text(data: Any, name: str) -> str:
    value = data.get(name)
    return value.strip() if isinstance(value, str) else ""


def _xml_only(text: str) -> str:
    """Return the text without characters that XML forbids, literal or as references; surrogate pairs are joined."""
    text = _FORBIDDEN.sub(lambda found: _instead(found[0]), text)
    if "&#" not in text:
        return text
    text = with_whole_references(text)
    return _NUMBER.sub(lambda ref: _instead(char) if _FORBIDDEN.match(char := _character(ref)) else ref[0], text)


def _instead(forbidden: str) -> str:
    return " " if forbidden in _SEPARATORS else ""


def _character(reference: re.Match[str]) -> str:
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    return chr(code) if code <= 0x10FFFF else "\0"  # noqa: PLR2004 - the last character that there is


def _whole_items(text: str) -> str:
    """Return a truncated document without its incomplete item; the next poll brings that whole."""
    ends = [found.end() for found in _END_OF_ITEM.finditer(text)]
    return text[: ends[-1]] if ends else text


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
