"""Which entries does a document hold? Items normalised, given their keys, told apart, oldest first. Pure."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.feeds.address import canonical, page
from bot.feeds.formats.dates import plausible
from bot.feeds.formats.document import Item
from bot.feeds.identity import guid_key, title_key, url_key
from bot.model import Entry
from bot.text.plain import one_line, to_plain

MAX_TEXT = 20_000  # characters of one entry
_MAX_ALL_TEXT = 2_000_000  # characters of a document's entries together: they travel between processes
_MAX_MARKUP = 200_000  # characters that are looked at to find them
_MAX_TITLE = 500
_TITLE_WORDS = 12  # of a title that is made of the text
_MAX_GUID = 2000
_LANGUAGE = re.compile(r"([a-zA-Z]{2,3})(?:[-_]|$)")
_LIVE_PAGE = 3  # so many titles at one URL: a page about more than one thing


def to_entries(
    items: Sequence[Item], *, feed_id: str, url: str, language: str | None, seen: datetime, limit: int
) -> tuple[Entry, ...]:
    """Return the entries of a document, oldest first; of more than ``limit`` the newest.

    ``items`` are in document order, which counts as newest first where dates do not say otherwise. Items with neither
    title nor text are left out. ``url`` is the feed's; ``language`` is the configured one and wins.
    """
    dated = [(plausible(item.published, seen) or seen, -place, item) for place, item in enumerate(items)]
    dated.sort(key=lambda one: one[:2])
    newest = [item for _when, _place, item in dated[-limit:]]
    longest = min(MAX_TEXT, _MAX_ALL_TEXT // max(1, len(newest)))
    entries = [
        entry
        for item in newest
        if (entry := _entry(item, feed_id=feed_id, base=url, language=language, seen=seen, longest=longest))
    ]
    return _merged(_with_telling_keys(entries))


def _entry(item: Item, *, feed_id: str, base: str, language: str | None, seen: datetime, longest: int) -> Entry | None:
    title = one_line(to_plain(item.title[:_MAX_MARKUP]))[:_MAX_TITLE].rstrip()
    texts = [to_plain(text[:_MAX_MARKUP]) for text in item.texts]
    text = max(texts, key=len, default="")[:longest].rstrip()
    if not title:
        title = _first_words(text)
    if not title:
        return None
    url = canonical(item.url, base) if item.url else None
    keys = (
        url_key(url) if url else None,
        guid_key(feed_id, item.guid[:_MAX_GUID]) if item.guid else None,
        title_key(feed_id, title, item.published),
    )
    said = _LANGUAGE.match(item.language or "")
    return Entry(
        key="",
        keys=tuple(key for key in keys if key),
        feed_id=feed_id,
        url=url,
        title=title,
        text="" if text == title else text,
        language=language or (said[1].lower() if said else None),
        published=plausible(item.published, seen),
        seen=seen,
    )


def _first_words(text: str) -> str:
    words = text.split()
    return " ".join(words[:_TITLE_WORDS])[:_MAX_TITLE] + (" …" if len(words) > _TITLE_WORDS else "")


def _with_telling_keys(entries: Sequence[Entry]) -> list[Entry]:
    """Drop the keys that this document itself shows to tell nothing.

    A guid on several items, a URL under three titles (a live page), a title at several URLs ("Weather"). An entry
    that is left with no key gets one of title and text.
    """
    holders: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        for key in entry.keys:
            holders[key].append(entry)
    telling = {key for key, those in holders.items() if _tells(key[0], those)}
    return [_with_keys(entry, [key for key in entry.keys if key in telling]) for entry in entries]


def _tells(kind: str, holders: Sequence[Entry]) -> bool:
    if kind == "g":
        return len(holders) == 1
    if kind == "u":
        return len({holder.title.casefold() for holder in holders}) < _LIVE_PAGE
    return len({page(holder.url) for holder in holders if holder.url}) <= 1


def _with_keys(entry: Entry, keys: list[str]) -> Entry:
    keys = keys or [title_key(entry.feed_id, f"{entry.title} {entry.text[:500]}", entry.published)]
    return replace(entry, key=keys[0], keys=tuple(keys))


def _merged(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the entries with those that share a key made one: the newest, known by the keys of all."""
    kept: dict[str, Entry] = {}  # by key of the entry, newest first
    owner: dict[str, str] = {}  # key of any kind -> key of the entry that has it
    for entry in reversed(entries):
        mine = next((owner[key] for key in entry.keys if key in owner), None)
        if mine is None:
            mine = entry.key
            kept[mine] = entry
        else:
            kept[mine] = replace(kept[mine], keys=tuple(dict.fromkeys((*kept[mine].keys, *entry.keys))))
        owner.update(dict.fromkeys(entry.keys, mine))
    return tuple(reversed(kept.values()))
