"""What does this well-formed document say? As feedparser reads it, in a twentieth of its time, or not at all.

Whatever is unusual (a DOCTYPE, markup that is not escaped, a relative base, a date in a form of its own, an element in
an unexpected place) is left to the tolerant reader: ``read_well_formed`` returns None, and nothing is lost but the
attempt. Which of an item's elements counts when there are several follows feedparser 6.0.14 to the letter; a test
holds both against each other over thousands of documents.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from urllib.parse import urljoin
from xml.parsers import expat

from bot.feeds.formats.dates import from_standard
from bot.feeds.formats.document import Document, Item, ends
from bot.feeds.formats.hints import read_hints, skips
from bot.feeds.formats.names import Names

_TITLES = {"title", "dc_title", "media_title"}
_DESCRIPTIONS = {"description", "dc_description", "media_description", "abstract"}
_SUMMARIES = {"summary", "itunes_summary"}
_CONTENTS = {"content", "content_encoded", "fullitem"}
_DATES = {
    **dict.fromkeys(("published", "issued", "pubdate", "dcterms_issued"), "published"),
    **dict.fromkeys(("updated", "modified", "lastbuilddate", "dc_date", "dcterms_modified"), "updated"),
    **dict.fromkeys(("created", "dcterms_created"), "created"),
}
_GUIDS = {"guid", "id"}
# Texts that say nothing of an entry; only what stands in them must not be taken for something else.
_OTHER_TEXTS = {"subtitle", "tagline", "itunes_subtitle", "rights", "copyright", "dc_rights", "info"}
_OTHER_TEXTS |= {"feedburner_browserfriendly"}
_PEOPLE = {"author", "managingeditor", "dc_author", "dc_creator", "itunes_author", "contributor", "dc_contributor"}
_PEOPLE |= {"itunes_owner", "webmaster", "dc_publisher"}
_TEXTS = _TITLES | _DESCRIPTIONS | _SUMMARIES | _CONTENTS
_TELLING = _TEXTS | _DATES.keys() | _GUIDS | {"link", "item", "entry", "channel", "feed", "rss", "source", "image"}
_TELLING |= {"textinput"}
_IN_SOURCE = {"title", "id", "guid", "link", "updated", "published", "author"} | _OTHER_TEXTS
_IN_IMAGE = {"title", "link", "description"}
# feedparser takes these for other things, or trips over them.
_STRANGE = {
    "body",
    "xhtml_body",
    "svg",
    "math",
    "newlocation",
    "tags",
    "date",
    "date_parsed",
    "modified_parsed",
    "links",
}
_STRANGE |= {
    "issued_parsed",
    "published_parsed",
    "updated_parsed",
    "created_parsed",
    "authors",
    "contributors",
    "items",
}
_STRANGE |= {"title_detail", "summary_detail", "description_detail", "guidislink", "entries", "textinput", "image"}
_STRANGE |= {"sourcedata", "feed", "channel", "rss", "item", "entry", "media_license", "media_rating", "media_player"}
_FULL, _ORIGIN = "full-text", "feedburner_origlink"
_PLAIN_TYPES = {"text", "html", "plain", "text/plain", "text/html"}
_SETTINGS = {"ttl", "sy_updateperiod", "sy_updatefrequency"}
_ROOTS = {"rss", "feed", "rdf_rdf"}
_C1 = re.compile("[\x80-\x9f]")
_CP1252 = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
_CP1252 = {code: char for code, char in _CP1252.items() if char}
# References to characters that are none, or halves of one: where they stand in CDATA, only the other reader mends them.
_NO_CHARACTER = re.compile(
    r"&#0*(?:[0-8]?|1[124-9]|2\d|3[01]|5[5-7]\d{3}|6553[45]|\d{7,});"
    r"|&#[xX]0*(?:[0-8bcefBCEF]?|1[0-9a-fA-F]|[dD][89a-fA-F][0-9a-fA-F]{2}|[fF]{3}[eEfF]|[0-9a-fA-F]{6,});"
)
_MORE_SLASHES = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]*://)/+")
_REFERENCE = re.compile(r"&([A-Za-z0-9_]+);")
_WHOLE = re.compile(r"""https?://[!"$-:<-Z^-~]*[!"$-:<->@-Z^-~]|(?:tag|urn):[!-~]+""", re.ASCII)


class _Odd(Exception):  # noqa: N818 - no error: another reader is asked
    """This document is for the tolerant reader."""


def read_well_formed(text: str, url: str) -> Document | None:
    """Return what a document says, or None where that is not plain. ``url`` is its own address."""
    if "<!D" in text or "<!d" in text or "<!E" in text or not ends(text) or _NO_CHARACTER.search(text):
        return None
    reading = _Reading(url)
    try:
        reading.read(text)
    except (_Odd, expat.ExpatError):
        return None
    if not reading.items and reading.root == "rdf_rdf":
        return None
    said = reading.settings
    return Document(
        title=reading.title or "",
        items=tuple(reading.items),
        hints=read_hints(
            said.get("ttl", ""), said.get("sy_updateperiod", ""), said.get("sy_updatefrequency", ""), *skips(text)
        ),
    )


class _Found:
    """One item while it is read. The depths are those of the elements that the texts came from."""

    def __init__(self, guid: str | None, depth: int) -> None:
        self.depth = depth
        self.guid = guid
        self.guid_depth: int | None = None
        self.link: str | None = None
        self.origin: str | None = None
        self.title = ""
        self.language: str | None = None
        self.titled_elsewhere = False  # in its media
        self.retitled = False  # by something in it: another title would count now
        self.summary: str | None = None
        self.summary_depth: int | None = None
        self.contents: list[str] = []
        self.full: dict[str, str] = {}
        self.dates: dict[str, datetime | None] = {}

    def item(self) -> Item:
        texts = [self.summary or "", *self.contents, *self.full.values()]
        return Item(
            url=self.origin or self.link or None,
            guid=self.guid or None,
            title=self.title,
            texts=tuple(text for text in texts if text),
            language=self.language or None,
            published=next(
                (when for name in ("published", "updated", "created") if (when := self.dates.get(name))), None
            ),
        )


class _Reading:
    """One pass over one document."""

    def __init__(self, url: str) -> None:
        self.items: list[Item] = []
        self.title: str | None = None
        self.settings: dict[str, str] = {}
        self.root = ""
        self._url = url
        self._names = Names()
        self._depth = 0
        self._channel = 0  # depth of the element that holds what the feed says of itself
        self._channels = 0
        self._item: _Found | None = None
        self._pieces: list[str] | None = None  # of the text that is collected
        self._then: Callable[[str], None] | None = None  # what to do with it
        self._collecting = 0  # depth
        self._passing = 0  # depth of an element whose content counts for nothing
        self._allowed: set[str] = set()  # telling names that may stand in it
        self._languages: list[tuple[int, str | None]] = [(0, None)]
        self._feed_has_summary = False
        self._has_content = False
        self._permalink = False

    def read(self, text: str) -> None:
        parser = expat.ParserCreate("utf-8", " ")
        parser.namespace_prefixes = True
        parser.buffer_text = True
        parser.StartNamespaceDeclHandler = self._names.declare
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.Parse(text.encode(), True)

    def _data(self, text: str) -> None:
        if self._pieces is not None:
            self._pieces.append(text)

    def _start(self, name: str, given: Mapping[str, str]) -> None:
        if self._pieces is not None:
            raise _Odd
        self._depth += 1
        key = self._names.element(name)
        attributes = self._attributes(given) if given else {}
        if self._passing:
            if (key in _TELLING and key not in self._allowed) or key == _ORIGIN or key.endswith(_FULL):
                raise _Odd
        elif self._depth == 1:
            if key not in _ROOTS:
                raise _Odd
            self.root = key
            if key == "feed":
                self._open_channel(attributes)
        elif key in {"item", "entry"}:
            self._open_item(attributes)
        elif self._item is None:
            self._outside(key, attributes)
        else:
            self._inside(self._item, key, attributes)

    def _end(self, _name: str) -> None:
        if self._pieces is not None and self._depth == self._collecting:
            pieces, self._pieces = self._pieces, None
            if self._then is not None:
                self._then("".join(pieces))
        elif self._depth == self._passing:
            self._passing = 0
        elif self._item is not None and self._depth == self._item.depth:
            self._close_item(self._item)
        if self._languages[-1][0] == self._depth:
            self._languages.pop()
        self._depth -= 1

    def _attributes(self, given: Mapping[str, str]) -> dict[str, str]:
        """Return attributes by key; note the language that they give."""
        attribute = self._names.attribute
        found = {key: value for name, value in given.items() for key in attribute(name)}
        if "xml:base" in found or "base" in found:
            raise _Odd
        language = found.get("xml:lang", found.get("lang"))
        if language is not None:
            self._languages.append((self._depth, language or None))
        return found

    def _open_channel(self, attributes: Mapping[str, str]) -> None:
        self._channel, self._channels = self._depth, self._channels + 1
        if self._channels > 1 or "lastmod" in attributes or "href" in attributes:
            raise _Odd

    def _open_item(self, attributes: Mapping[str, str]) -> None:
        if self._item is not None or "lastmod" in attributes or "href" in attributes:
            raise _Odd
        self._item = _Found(attributes.get("rdf:about") or None, self._depth)
        self._permalink = False

    def _close_item(self, item: _Found) -> None:
        if not item.title and item.titled_elsewhere:
            raise _Odd
        self.items.append(item.item())
        self._item = None
        self._has_content = False

    def _collect(self, then: Callable[[str], None] | None = None) -> None:
        self._pieces, self._then, self._collecting = [], then, self._depth

    def _pass_over(self, allowed: set[str]) -> None:
        self._passing, self._allowed = self._depth, allowed

    def _outside(self, key: str, attributes: Mapping[str, str]) -> None:
        """Read an element that is in no item."""
        direct = self._depth == self._channel + 1 and self._channel > 0
        if key == "channel" and self.root != "feed":
            self._open_channel(attributes)
        elif key in _TITLES:
            if key != "title" or not direct or self.title is not None or not _is_plain(attributes):
                raise _Odd
            self._collect(self._name_feed)
        elif key in _SETTINGS:
            if not direct or key in self.settings or attributes:
                raise _Odd
            self._collect(lambda text: self.settings.__setitem__(key, _mended(text)))
        elif key in _DESCRIPTIONS | _SUMMARIES:
            if not direct or not _is_plain(attributes):
                raise _Odd
            if key == "abstract":
                raise _Odd
            if self._feed_has_summary:
                self._has_content = True
            elif key in _SUMMARIES:
                self._feed_has_summary = True
            self._collect()
        elif key in {"image", "textinput"}:
            self._pass_over(_IN_IMAGE)
        elif key in _PEOPLE:
            self._pass_over(set())
        elif key in _OTHER_TEXTS:
            self._collect()
        elif key in _CONTENTS or key == "source" or (key in _STRANGE and key != "items"):
            raise _Odd

    def _name_feed(self, text: str) -> None:
        title = _mended(text)
        self.title = title
        if not title:
            raise _Odd

    def _inside(self, item: _Found, key: str, attributes: Mapping[str, str]) -> None:
        """Read an element of an item."""
        if key in _TEXTS:
            self._text(item, key, attributes)
        elif key == "link":
            self._link(item, attributes)
        elif key in _GUIDS:
            self._direct(item)
            self._permalink = attributes.get("ispermalink", "true") == "true"
            self._collect(lambda text: self._identify(item, text))
        elif key in _DATES:
            self._direct(item)
            self._collect(lambda text: _date(item, _DATES[key], text))
        elif key == _ORIGIN:
            self._direct(item)
            if attributes:
                raise _Odd
            self._collect(lambda text: setattr(item, "origin", _mended(text)))
        elif key.endswith(_FULL):
            self._direct(item)
            if attributes:
                raise _Odd
            self._collect(lambda text: item.full.__setitem__(key, _mended(text)))
        elif key == "source":
            item.retitled = True
            self._pass_over(_IN_SOURCE)
        elif key in _PEOPLE:
            self._pass_over(set())
        elif key in _OTHER_TEXTS:
            self._collect()
        elif key in _STRANGE:
            raise _Odd

    def _direct(self, item: _Found) -> None:
        if self._depth != item.depth + 1:
            raise _Odd

    def _text(self, item: _Found, key: str, attributes: Mapping[str, str]) -> None:
        if not _is_plain(attributes):
            raise _Odd
        depth = self._depth
        if key in _TITLES:
            if item.title:
                if item.retitled:
                    raise _Odd
                item.retitled = key != "media_title" and depth > item.depth + 1
                self._collect()
            elif key == "media_title":
                item.titled_elsewhere = True
                self._collect()
            else:
                self._direct(item)
                item.language = (self._languages[-1][1] or "").replace("_", "-")
                self._collect(lambda text: setattr(item, "title", _mended(text)))
        elif key in _CONTENTS:
            self._has_content = True
            self._collect(lambda text: _add_content(item, text))
        elif item.summary is not None and not self._has_content and key != "abstract":
            self._has_content = True
            self._collect(lambda text: _add_content(item, text))
        else:
            self._collect(lambda text: _sum_up(item, text, depth))

    def _link(self, item: _Found, attributes: Mapping[str, str]) -> None:
        self._direct(item)
        href = attributes.get("url", attributes.get("uri", attributes.get("href")))
        if href:
            kind = attributes.get("type", "text/html").lower()
            if attributes.get("rel", "alternate").lower() == "alternate" and kind in {
                "text/html",
                "html",
                "application/xhtml+xml",
                "xhtml",
            }:
                item.link = self._absolute(href)
            return
        if "href" in attributes or "url" in attributes or "uri" in attributes:
            raise _Odd
        self._collect(lambda text: setattr(item, "link", self._absolute_link(text)))

    def _absolute_link(self, text: str) -> str:
        output = text.strip()
        output = _mended(self._absolute(output) if output else "")
        return _REFERENCE.sub(r"&\1", output.replace("&amp;", "&")).strip()

    def _identify(self, item: _Found, text: str) -> None:
        guid = text.strip()
        if guid and self._permalink:
            guid = self._absolute(guid)
        item.guid = _mended(guid)
        if self._permalink and item.link is None:
            item.link = item.guid

    def _absolute(self, address: str) -> str:
        if _WHOLE.fullmatch(address) and not address.startswith(("http:///", "https:///")):
            return address
        try:
            return urljoin(self._url, _MORE_SLASHES.sub(r"\1", address))
        except ValueError:
            return ""


def _is_plain(attributes: Mapping[str, str]) -> bool:
    """Tell whether an element holds text or escaped markup, and says nothing else of it."""
    kind = attributes.get("type")
    return (kind is None or kind.lower() in _PLAIN_TYPES) and "mode" not in attributes and "src" not in attributes


def _add_content(item: _Found, text: str) -> None:
    value = _mended(text)
    item.contents.append(value)
    if item.summary is None:
        item.summary = value


def _sum_up(item: _Found, text: str, depth: int) -> None:
    if item.summary_depth is None or depth <= item.summary_depth:
        item.summary, item.summary_depth = _mended(text), depth


def _date(item: _Found, name: str, text: str) -> None:
    said = text.strip()
    when = from_standard(said)
    if said and when is None:
        raise _Odd
    item.dates[name] = when


def _mended(text: str) -> str:
    """Return a text without space around it; UTF-8 that was taken for Latin-1, and cp1252 for C1, are put right."""
    text = text.strip()
    if text.isascii():
        return text
    try:
        text = text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        pass
    return text.translate(_CP1252) if _C1.search(text) else text
