"""Which of an item's elements counts when there are several? As feedparser 6.0.14 decides, to the letter."""

import re
from contextlib import suppress
from datetime import datetime

from bot.feeds.formats.dates import from_standard
from bot.feeds.formats.document import Item

MORE_SLASHES = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]*://)/+")
_REFERENCE = re.compile(r"&([A-Za-z0-9_]+);")
_WHOLE = re.compile(r"""https?://[!"$-.0-:<-Z^-~][!"$-:<-Z^-~]*(?<![?])""", re.ASCII)
_C1 = re.compile("[\x80-\x9f]")
_CP1252 = {code: char for code in range(0x80, 0xA0) if (char := bytes([code]).decode("cp1252", "ignore"))}


class OddError(Exception):
    """The document must go to the tolerant reader."""


class FoundItem:
    """One item while it is read. Depths are those of its elements in the document."""

    def __init__(self, guid: str | None, depth: int) -> None:
        self.depth = depth
        self.guid = guid
        self.link: str | None = None
        self.origin: str | None = None
        self.attached = False  # whether it has an attachment, which may stand in for its link
        self.title = ""
        self.language = ""
        self.titled_elsewhere = False  # in a media element
        self.retitled = False  # by an element within: a further title would count now
        self.summary: str | None = None
        self._summary_depth: int | None = None
        self._contents: list[str] = []
        self.full: dict[str, str] = {}
        self.caption: list[str] = []  # of a picture: the text only if there is no other
        self.titles: list[str] = []  # of an episode: likewise
        self._dates: dict[str, datetime | None] = {}
        self._once: set[str] = set()

    def once(self, name: str) -> None:
        """Note an element that an item has once; raises OddError at a second: which of them counts is not simple."""
        if name in self._once:
            raise OddError
        self._once.add(name)

    def lead_to(self, link: str) -> None:
        self.once("link")
        self.link = link

    def add_content(self, text: str) -> None:
        value = mended(text)
        self._contents.append(value)
        if self.summary is None:
            self.summary = value

    def sum_up(self, text: str, depth: int) -> None:
        if self._summary_depth is None or depth <= self._summary_depth:
            self.summary, self._summary_depth = mended(text), depth

    def date(self, name: str, text: str) -> None:
        """Note a date; raises OddError for one in a form that only the tolerant reader knows."""
        said = text.strip()
        when = from_standard(said)
        if said and when is None:
            raise OddError
        self._dates[name] = when

    def item(self) -> Item:
        """Return the item; raises OddError where its title or its address is not clear."""
        if self.titled_elsewhere and not self.title:
            raise OddError
        dates = self._dates
        url = self.origin or self.link or None
        if url is None and not self.attached and self.guid and "://" in self.guid:
            url = self.guid
        if (url and not _WHOLE.fullmatch(url)) or (url is None and self.attached):
            raise OddError
        texts = tuple(text for text in (self.summary, *self._contents, *self.full.values()) if text)
        return Item(
            url=url,
            guid=self.guid or None,
            title=self.title or mended(self.titles[-1] if self.titles else ""),
            texts=texts or tuple(filter(None, map(mended, self.caption[-1:]))),
            language=self.language or None,
            published=dates.get("published") or dates.get("updated") or dates.get("created"),
        )


def mended(text: str) -> str:
    """Return a text without space around it; UTF-8 read as Latin-1, and cp1252 read as C1, are repaired."""
    text = text.strip()
    if text.isascii():
        return text
    with suppress(UnicodeError):
        text = text.encode("latin-1").decode("utf-8")
    return text.translate(_CP1252) if _C1.search(text) else text


def written_link(text: str) -> str:
    """Return the address that is the text of an element, without the traces of markup that many have."""
    link = mended(text)
    return _REFERENCE.sub(r"&\1", link.replace("&amp;", "&")).strip() if "&" in link else link
