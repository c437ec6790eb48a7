"""By which signs is an entry recognised? Guid, address, title, text and date, as short keys. Pure.

A key is a letter for its kind and 128 bits in hex: ``u`` the page of an address (the same for all feeds), ``g`` a guid
in its feed (``p`` one that is the item's own address), ``t`` a title in its feed, ``x`` a text.
"""

import re
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from bot.feeds.address import page
from bot.model import Entry

_WORDS = re.compile(r"\w+")
_ASCII_WORDS = bytes(code if chr(code).isalnum() or code == ord("_") else ord(" ") for code in range(128)) + bytes(128)


def _signs_as_blanks(coding: str) -> bytes:
    """Return a table for bytes of a coding that makes a blank of each that is no part of a word."""
    chars = (bytes([code]).decode(coding, "replace") for code in range(256))
    return bytes(code if char.isalnum() or char == "_" else ord(" ") for code, char in enumerate(chars))


# Codings in which nearly all texts can be written that are not ASCII: there a table finds words quicker than a pattern.
_WORDS_IN = tuple((coding, _signs_as_blanks(coding)) for coding in ("cp1251", "cp1250", "cp1252"))
_SAYS = 5  # words from which a text tells something: "Read more" is in every item


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """The signs of an entry as it was seen once. ``entry`` is its key, "" where nobody knows any more."""

    entry: str
    feed_id: str
    guid: str | None = None
    address: str | None = None
    title: str | None = None
    text: str | None = None
    published: datetime | None = None


def url_key(url: str) -> str | None:
    """Return the key of an address; None for a front page, which identifies nothing."""
    known_as = page(url)
    return None if known_as is None else _key("u", known_as)


def guid_key(feed_id: str, guid: str, *, permalink: bool = False) -> str:
    """Return the key of a guid: what one feed calls "12" is not what another does."""
    key = _key("g", feed_id, guid)
    return "p" + key[1:] if permalink else key


def title_key(feed_id: str, title: str) -> str:
    """Return the key of a title, spelling aside."""
    return _key("t", feed_id, " ".join(words_of(title)) or title)


def text_key(text: str) -> str | None:
    """Return the key of a text, spelling aside; None for one that says nothing."""
    words = words_of(text)
    return _key("x", " ".join(words)) if len(words) >= _SAYS else None


def entry_key(feed_id: str, published: datetime | None, keys: Sequence[str]) -> str:
    """Return the key of a new entry: the same for the same signs, so that storing it twice is to store it once."""
    at = "" if published is None else published.isoformat()
    return _key("e", feed_id, at, *keys)


def said(title: str, text: str) -> str:
    """Return a hash of what a feed says in an entry: another one means that the entry was edited."""
    return blake2b(f"{title}\0{text}".encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def marks_of(entry: Entry, known_as: str | None = None) -> Marks:
    """Return the signs of an entry, under the key that it is known by."""
    found = {key[0]: key for key in entry.keys}
    return Marks(
        entry=entry.key if known_as is None else known_as,
        feed_id=entry.feed_id,
        guid=found.get("g") or found.get("p"),
        address=found.get("u"),
        title=found.get("t"),
        text=found.get("x"),
        published=entry.published,
    )


def bare(guid: str | None) -> str | None:
    """Return the key of a guid without saying whether it is an address."""
    return guid and "g" + guid[1:]


def words_of(text: str) -> list[str]:
    """Return the words of a text, spelling aside."""
    if text.isascii():  # the same, in a third of the time
        return text.lower().encode().translate(_ASCII_WORDS).decode().split()
    text = unicodedata.normalize("NFKC", text).casefold()
    for coding, table in _WORDS_IN:
        with suppress(UnicodeEncodeError):
            return text.encode(coding).translate(table).decode(coding).split()
    return _WORDS.findall(text)


def _key(kind: str, *parts: str) -> str:
    text = "\x00".join((kind, *parts))
    return kind + blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
