"""By which signs is an entry recognised? Guid, address, title, text and date, as short keys. Pure.

A key is a letter for its kind and 128 bits in hex: ``u`` the page of an address (the same for all feeds), ``g`` a guid
in its feed (``p`` one that is the item's own address), ``t`` a title in its feed, ``x`` a text. What is kept and looked
up is a number made of its last 60 bits: an index of numbers takes a third of the space of one of keys, and none decides
alone (among ten million entries a new one meets a number of another sign once in a hundred thousand million times).
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from hashlib import blake2b
from typing import NamedTuple

from bot.feeds.address import page
from bot.model import Entry

_WORDS = re.compile(r"\w+")


def _signs_as_blanks(coding: str, folded: Callable[[str], str] = str) -> bytes:
    """Return a table for bytes of an encoding: blanks for all that is not part of a word, the rest folded."""
    chars = (bytes([code]).decode(coding, "replace") for code in range(256))
    return b"".join(folded(char).encode(coding) if char.isalnum() or char == "_" else b" " for char in chars)


# Encodings that fit nearly all non-ASCII texts: in them a table finds words faster than a pattern.
_ASCII_WORDS = _signs_as_blanks("ascii", str.lower)
_CYRILLIC_WORDS = _signs_as_blanks("cp1251", str.lower)
_WORDS_IN = tuple((coding, _signs_as_blanks(coding)) for coding in ("cp1250", "cp1252"))
_DIGITS = 15  # hexadecimal ones of a number: with a bit beside them, both databases hold it as an integer
_SAYS = 5  # words from which on a text is distinctive: "Read more" is in every item


class Marks(NamedTuple):
    """The signs of an entry as it was seen once, as numbers. ``entry`` is its key, "" if it is no longer known."""

    entry: str
    feed_id: str
    guid: int | None = None  # odd: it is the item's own address
    address: int | None = None
    title: int | None = None
    text: int | None = None
    published: datetime | None = None


def url_key(url: str) -> str | None:
    """Return the key of an address; None for a front page, which identifies nothing."""
    known_as = page(url)
    return None if known_as is None else _key("u", known_as)


def guid_key(feed_id: str, guid: str, *, permalink: bool = False) -> str:
    """Return the key of a guid: one feed's "12" is not another's."""
    key = _key("g", feed_id, guid)
    return "p" + key[1:] if permalink else key


def title_key(feed_id: str, title: str) -> str:
    """Return the key of a title, spelling aside."""
    return _key("t", feed_id, _spoken(title).decode("utf-8", "surrogatepass") or title)


def text_key(text: str) -> str | None:
    """Return the key of a text, spelling aside; None for one that is not distinctive."""
    words = _spoken(text)
    return _hashed("x", b"x\0" + words) if words.count(b" ") >= _SAYS - 1 else None


def entry_key(feed_id: str, published: datetime | None, keys: Sequence[str]) -> str:
    """Return the key of a new entry: the same for the same signs, so that storing it twice stores it once."""
    at = "" if published is None else published.isoformat()
    return _key("e", feed_id, at, *keys)


def said(title: str, text: str) -> str:
    """Return a hash of what a feed says in an entry: a different one means that the entry was edited."""
    return blake2b(f"{title}\0{text}".encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def marks_of(entry: Entry, known_as: str | None = None) -> Marks:
    """Return the signs of an entry, under the key that it is known by."""
    found = {key[0]: number(key) for key in entry.keys}
    guid = found.get("g", found.get("p"))
    return Marks(
        entry=entry.key if known_as is None else known_as,
        feed_id=entry.feed_id,
        guid=None if guid is None else 2 * guid + ("g" not in found),
        address=found.get("u"),
        title=found.get("t"),
        text=found.get("x"),
        published=entry.published,
    )


def number(key: str) -> int:
    """Return the number by which a key is looked up."""
    return int(key[-_DIGITS:], 16)


def bare(guid: int | None) -> int | None:
    """Return the number of a guid without saying whether it is an address."""
    return guid and guid & ~1


def words_of(text: str) -> list[str]:
    """Return the words of a text, spelling aside."""
    return _spoken(text).decode("utf-8", "surrogatepass").split()


def _spoken(text: str) -> bytes:
    """Return the words of a text, spelling aside, with a blank between them."""
    if text.isascii():  # same result in a third of the time
        return _joined(text.encode().translate(_ASCII_WORDS))
    text = unicodedata.normalize("NFKC", text)
    with suppress(UnicodeEncodeError):
        words = _joined(text.encode("cp1251").translate(_CYRILLIC_WORDS))
        return words if words.isascii() else words.decode("cp1251").encode()
    text = text.casefold()
    for coding, table in _WORDS_IN:
        with suppress(UnicodeEncodeError):
            return _joined(text.encode(coding).translate(table)).decode(coding).encode()
    return " ".join(_WORDS.findall(text)).encode("utf-8", "surrogatepass")


def _joined(words: bytes) -> bytes:
    """Return words with one blank between them; to cut at each of the blanks takes twice as long."""
    return b" ".join(filter(None, map(bytes.strip, words.split(b"  "))))


def _key(kind: str, *parts: str) -> str:
    return _hashed(kind, "\0".join((kind, *parts)).encode("utf-8", "surrogatepass"))


def _hashed(kind: str, said: bytes) -> str:
    return kind + blake2b(said, digest_size=16).hexdigest()
