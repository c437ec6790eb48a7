"""What does a well-formed document say? As feedparser reads it, in a tenth of its time, or not at all.

Whatever is unusual (a DOCTYPE, unescaped markup, a relative base, a date in an odd form, an element in an unexpected
place) is left to the tolerant reader. A test holds both readers against each other.
"""

import re
from collections.abc import Callable, Mapping
from functools import partial
from xml.parsers import expat

from bot.feeds.formats import elements
from bot.feeds.formats.document import Document, Item, ends
from bot.feeds.formats.found_item import MORE_SLASHES, FoundItem, OddError, mended, written_link
from bot.feeds.formats.hints import read_hints, skips
from bot.feeds.formats.names import Names

_DECLARES = re.compile("<![DdE]")  # a type of document, its elements or entities
# References to non-characters or to halves of a pair: inside CDATA only the tolerant reader mends them.
_NO_CHARACTER = re.compile(
    r"&#0*(?:[0-8]?|1[124-9]|2\d|3[01]|5[5-7]\d{3}|6553[45]|\d{7,});"
    r"|&#[xX]0*(?:[0-8bcefBCEF]?|1[0-9a-fA-F]|[dD][89a-fA-F][0-9a-fA-F]{2}|[fF]{3}[eEfF]|[0-9a-fA-F]{6,});"
)
_NO_ATTRIBUTES: Mapping[str, str] = {}


def read_well_formed(text: str) -> Document | None:
    """Return what a document says, or None if that is not plain."""
    if not ends(text) or _DECLARES.search(text) or _NO_CHARACTER.search(text):
        return None
    reading = _Reading()
    try:
        reading.read(text)
    except (OddError, expat.ExpatError):
        return None
    said = reading.settings
    return Document(
        title=reading.title or "",
        items=tuple(reading.items),
        hints=read_hints(
            said.get("ttl", ""), said.get("sy_updateperiod", ""), said.get("sy_updatefrequency", ""), *skips(text)
        ),
    )


class _Reading:
    """One pass over one document."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.title: str | None = None
        self.settings: dict[str, str] = {}
        self.root = ""
        self._names = Names()
        self._depth = 0
        self._channel = 0  # depth of the element in which the feed describes itself
        self._item: FoundItem | None = None
        self._pieces: list[str] | None = None  # of the text being collected
        self._then: Callable[[str], None] | None = None  # what to do with that text
        self._passing = 0  # depth of an element whose content counts for nothing
        self._allowed: frozenset[str] = frozenset()  # telling names that may occur in it
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
        if not self.items and self.root == "rdf_rdf":
            raise OddError

    def _data(self, text: str) -> None:
        if self._pieces is not None:
            self._pieces.append(text)
        elif "://" in text and self._item is not None:  # text that belongs to the link before it
            raise OddError

    def _start(self, name: str, given: Mapping[str, str]) -> None:
        if self._pieces is not None:
            raise OddError
        self._depth += 1
        key = self._names[name]
        attributes = self._attributes(given) if given else _NO_ATTRIBUTES
        if self._passing:
            if key.endswith(elements.FULL) or (key in elements.TELLING and key not in self._allowed):
                raise OddError
        elif (item := self._item) is not None:
            act = _INSIDE.get(key)
            if act is not None:
                act(self, item, key, attributes)
            elif key.endswith(elements.FULL):
                self.full(item, key, attributes)
        elif self._depth == 1:
            self._open_root(key, attributes)
        elif key in elements.ITEMS:
            self._open_item(attributes)
        elif (act_outside := _OUTSIDE.get(key)) is not None:
            act_outside(self, key, attributes)

    def _end(self, _name: str) -> None:
        depth = self._depth
        if self._pieces is not None:
            pieces, self._pieces = self._pieces, None
            if self._then is not None:
                self._then("".join(pieces))
        elif depth == self._passing:
            self._passing = 0
        elif self._item is not None and depth == self._item.depth:
            self.items.append(self._item.item())
            self._item, self._has_content = None, False
        if self._languages[-1][0] == depth:
            self._languages.pop()
        self._depth = depth - 1

    def _attributes(self, given: Mapping[str, str]) -> Mapping[str, str]:
        """Return attributes by key; note the language that they give."""
        found = self._names.attributes(given)
        if "xml:base" in found or "base" in found:
            raise OddError
        language = found.get("xml:lang", found.get("lang"))
        if language is not None:
            self._languages.append((self._depth, language or None))
        return found

    def collect(self, then: Callable[[str], None] | None = None) -> None:
        self._pieces, self._then = [], then

    def pass_over(self, allowed: frozenset[str]) -> None:
        self._passing, self._allowed = self._depth, allowed

    def _open_root(self, key: str, attributes: Mapping[str, str]) -> None:
        if key not in elements.ROOTS:
            raise OddError
        self.root = key
        if key == "feed":
            self.open_channel(key, attributes)

    def _open_item(self, attributes: Mapping[str, str]) -> None:
        if "lastmod" in attributes or "href" in attributes:
            raise OddError
        self._item = FoundItem(attributes.get("rdf:about") or None, self._depth)
        self._permalink = False

    def open_channel(self, _key: str, attributes: Mapping[str, str]) -> None:
        if self._channel or "lastmod" in attributes or "href" in attributes:
            raise OddError
        self._channel = self._depth

    def feed_title(self, key: str, attributes: Mapping[str, str]) -> None:
        self._only_in_channel()
        if key != "title" or self.title is not None or not _is_plain(attributes):
            raise OddError
        self.collect(self._name_feed)

    def _name_feed(self, text: str) -> None:
        self.title = mended(text)
        if not self.title:
            raise OddError

    def setting(self, key: str, attributes: Mapping[str, str]) -> None:
        self._only_in_channel()
        if key in self.settings or attributes:
            raise OddError
        self.collect(lambda text: self.settings.__setitem__(key, mended(text)))

    def feed_text(self, key: str, attributes: Mapping[str, str]) -> None:
        self._only_in_channel()
        if key == "abstract" or not _is_plain(attributes):
            raise OddError
        if self._feed_has_summary:
            self._has_content = True
        elif key in elements.SUMMARIES:
            self._feed_has_summary = True
        self.collect()

    def _only_in_channel(self) -> None:
        if not self._channel or self._depth != self._channel + 1:
            raise OddError

    def text(self, item: FoundItem, key: str, attributes: Mapping[str, str]) -> None:
        if not _is_plain(attributes):
            raise OddError
        depth = self._depth
        if key in elements.CONTENTS or (item.summary is not None and not self._has_content and key != "abstract"):
            self._has_content = True
            self.collect(item.add_content)
        else:
            self.collect(lambda text: item.sum_up(text, depth))

    def entry_title(self, item: FoundItem, key: str, attributes: Mapping[str, str]) -> None:
        if not _is_plain(attributes) or (item.title and item.retitled):
            raise OddError
        if item.title:
            item.retitled = key != "media_title" and self._depth > item.depth + 1
            self.collect()
        elif key == "media_title":
            item.titled_elsewhere = True
            self.collect()
        else:
            self._directly_in(item)
            item.language = (self._languages[-1][1] or "").replace("_", "-")
            self.collect(lambda text: setattr(item, "title", mended(text)))

    def link(self, item: FoundItem, _key: str, attributes: Mapping[str, str]) -> None:
        self._directly_in(item)
        href = attributes.get("url", attributes.get("uri", attributes.get("href")))
        if href:
            kind = attributes.get("type", "text/html").lower()
            item.attached = attributes.get("rel", "alternate").lower() != "alternate" or kind not in elements.PAGE_TYPES
            if not item.attached:
                item.lead_to(mended(href))
        elif href is not None:
            raise OddError
        else:
            self.collect(lambda text: item.lead_to(written_link(text)))

    def guid(self, item: FoundItem, _key: str, attributes: Mapping[str, str]) -> None:
        self._directly_in(item)
        item.once("guid")
        self._permalink = attributes.get("ispermalink", "true") == "true"
        self.collect(lambda text: self._identify(item, text))

    def _identify(self, item: FoundItem, text: str) -> None:
        item.guid = mended(MORE_SLASHES.sub(r"\1", text.strip()) if self._permalink else text)

    def date(self, item: FoundItem, key: str, _attributes: Mapping[str, str]) -> None:
        self._directly_in(item)
        self.collect(partial(item.date, elements.DATES[key]))

    def full(self, item: FoundItem, key: str, attributes: Mapping[str, str]) -> None:
        self._directly_in(item)
        if attributes:
            raise OddError
        self.collect(lambda text: item.full.__setitem__(key, mended(text)))

    def origin(self, item: FoundItem, _key: str, attributes: Mapping[str, str]) -> None:
        self._directly_in(item)
        if attributes:
            raise OddError
        self.collect(lambda text: setattr(item, "origin", mended(text)))

    def source(self, item: FoundItem, _key: str, _attributes: Mapping[str, str]) -> None:
        item.retitled = True
        self.pass_over(elements.IN_SOURCE)

    def _directly_in(self, item: FoundItem) -> None:
        if self._depth != item.depth + 1:
            raise OddError


def _is_plain(attributes: Mapping[str, str]) -> bool:
    """Tell whether an element declares only text or escaped markup."""
    if not attributes:
        return True
    kind = attributes.get("type")
    return (
        (kind is None or kind.lower() in elements.PLAIN_TYPES) and "mode" not in attributes and "src" not in attributes
    )


def _odd(*_: object) -> None:
    raise OddError


_Outside = Callable[[_Reading, str, Mapping[str, str]], None]
_OUTSIDE: dict[str, _Outside] = {
    **dict.fromkeys(elements.STRANGE | elements.CONTENTS | {"source"}, _odd),
    **dict.fromkeys(elements.OTHER_TEXTS, lambda reading, _key, _attributes: reading.collect()),
    **dict.fromkeys(elements.PEOPLE, lambda reading, _key, _attributes: reading.pass_over(frozenset())),
    **dict.fromkeys(elements.PICTURES, lambda reading, _key, _attributes: reading.pass_over(elements.IN_PICTURE)),
    **dict.fromkeys(elements.DESCRIPTIONS | elements.SUMMARIES, _Reading.feed_text),
    **dict.fromkeys(elements.SETTINGS, _Reading.setting),
    **dict.fromkeys(elements.TITLES, _Reading.feed_title),
    "channel": _Reading.open_channel,
}
del _OUTSIDE["items"]  # where RDF lists its items by address
_INSIDE: dict[str, Callable[[_Reading, FoundItem, str, Mapping[str, str]], None]] = {
    **dict.fromkeys(elements.STRANGE | elements.ITEMS | elements.PICTURES, _odd),
    **dict.fromkeys(elements.OTHER_TEXTS, lambda reading, *_: reading.collect()),
    **dict.fromkeys(elements.PEOPLE, lambda reading, *_: reading.pass_over(frozenset())),
    **dict.fromkeys(elements.TEXTS, _Reading.text),
    **dict.fromkeys(elements.TITLES, _Reading.entry_title),
    **dict.fromkeys(elements.GUIDS, _Reading.guid),
    **dict.fromkeys(elements.DATES, _Reading.date),
    **dict.fromkeys(elements.ATTACHED, lambda _reading, item, *_: setattr(item, "attached", True)),
    "link": _Reading.link,
    "source": _Reading.source,
    elements.ORIGIN: _Reading.origin,
    "media_description": lambda reading, item, *_: reading.collect(item.caption.append),
    "itunes_title": lambda reading, item, *_: reading.collect(item.titles.append),
}
