"""By which signs is an entry recognised, and is it known already?

A key is a letter for its kind and 128 bits in hex: ``u`` canonical URL (the same for all feeds), ``g`` guid in its
feed, ``t`` title in its feed on its day.
"""

import re
import unicodedata
from collections.abc import Container, Sequence
from datetime import datetime
from hashlib import blake2b

from bot.feeds.address import page

_WORDS = re.compile(r"\w+")


def url_key(url: str) -> str | None:
    """Return the key of a canonical URL; None for a front page, which identifies nothing."""
    known_as = page(url)
    return None if known_as is None else _key("u", known_as)


def guid_key(feed_id: str, guid: str) -> str:
    """Return the key of a guid: what one feed calls "12" is not what another does."""
    return _key("g", feed_id, guid)


def title_key(feed_id: str, title: str, published: datetime | None) -> str:
    """Return the key of a title, spelling aside, on the day that the feed claims."""
    words = " ".join(_WORDS.findall(unicodedata.normalize("NFKC", title).casefold())) or title
    day = "" if published is None else published.date().isoformat()
    return _key("t", feed_id, day, words)


def said(title: str, text: str) -> str:
    """Return a hash of what a feed says in an entry: another one means that the entry was edited."""
    return blake2b(f"{title}\0{text}".encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def is_known(entry_keys: Sequence[str], known: Container[str]) -> bool:
    """Tell whether an entry with these keys has been seen, given the keys that have.

    A known URL or title is enough. A known guid is not, where both URL and title are there and new: then the feed
    gave an old guid to a new entry.
    """
    seen = {key[0] for key in entry_keys if key in known}
    if "u" in seen or "t" in seen:
        return True
    if "g" not in seen:
        return False
    kinds = {key[0] for key in entry_keys}
    return not {"u", "t"} <= kinds


def _key(kind: str, *parts: str) -> str:
    text = "\x00".join((kind, *parts))
    return kind + blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
