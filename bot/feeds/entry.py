"""Which entries does a document hold? Items normalised and given their keys, oldest first. Pure."""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.feeds.address import canonical
from bot.feeds.formats.dates import plausible
from bot.feeds.formats.document import Item
from bot.feeds.identity import entry_key, guid_key, text_key, title_key, url_key
from bot.feeds.links import meant
from bot.feeds.recognition import alike
from bot.model import Entry
from bot.text.plain import one_line, to_plain, without_tags

MAX_TEXT = 20_000  # characters of one entry
_MAX_ALL_TEXT = 2_000_000  # characters of a document's entries together: they travel between processes
_MAX_MARKUP = 200_000  # characters that are looked at to find them
_MAX_TITLE = 500
_TITLE_WORDS = 12  # in a title that is made from the text
_MAX_GUID = 2000
_LANGUAGE = re.compile(r"([a-zA-Z]{2,3})(?:[-_]|$)")
_NUMBER = re.compile(r"\d+")


def newest(items: Sequence[Item], seen: datetime, limit: int) -> list[Item]:
    """Return the items of a document, oldest first; if there are more than ``limit``, only the newest.

    They come in document order, which counts as newest first where dates do not say otherwise.
    """
    dated = [(plausible(item.published, seen) or seen, -place, item) for place, item in enumerate(items)]
    dated.sort(key=lambda one: one[:2])
    return [item for _when, _place, item in dated[-limit:]]


def as_entries(
    items: Sequence[Item],
    *,
    feed_id: str,
    url: str,
    language: str | None,
    seen: datetime,
    size: int,
    parse: Callable[[str], str] = without_tags,
) -> tuple[Entry, ...]:
    """Return the entries that these ``items`` of a document of ``size`` are, in their order.

    Items with neither title nor text are left out. ``url`` is the feed's; ``language`` is the configured one and wins.
    ``parse`` is asked about markup that is not simple, see ``to_plain``.
    """
    longest = min(MAX_TEXT, _MAX_ALL_TEXT // max(1, size))
    read = partial(_entry, feed_id=feed_id, base=url, language=language, seen=seen, longest=longest, parse=parse)
    entries = [entry for item in items if (entry := read(item))]
    keys = [key for entry in entries for key in entry.keys]
    if len(set(keys)) == len(keys):  # no two entries share a key, so every key tells them apart
        return tuple(entries)
    return _with_telling_keys(entries)


def _entry(
    item: Item,
    *,
    feed_id: str,
    base: str,
    language: str | None,
    seen: datetime,
    longest: int,
    parse: Callable[[str], str],
) -> Entry | None:
    title = one_line(to_plain(item.title[:_MAX_MARKUP], parse))[:_MAX_TITLE].rstrip()
    text = _longest([text[:_MAX_MARKUP] for text in item.texts], parse)[:longest].rstrip()
    if not title:
        title = _first_words(text)
    if not title:
        return None
    url = canonical(meant(item.url, base) or "", base) if item.url and not _is_number(item) else None
    found = (
        url_key(url) if url else None,
        guid_key(feed_id, item.guid[:_MAX_GUID], permalink=_is_address(item.guid, url)) if item.guid else None,
        title_key(feed_id, title),
        text_key(text),
    )
    keys = tuple(key for key in found if key)
    published = plausible(item.published, seen)
    said = _LANGUAGE.match(item.language or "")
    return Entry(
        key=entry_key(feed_id, published, keys),
        keys=keys,
        feed_id=feed_id,
        url=url,
        title=title,
        text="" if text == title else text,
        language=language or (said[1].lower() if said else None),
        published=published,
        seen=seen,
    )


def _longest(texts: Sequence[str], parse: Callable[[str], str]) -> str:
    """Return the longest of an item's texts; what is shorter even with its markup is not looked at."""
    markup = max(texts, key=len, default="")
    plain = to_plain(markup, parse)
    found = [plain if text is markup else to_plain(text, parse) for text in texts if len(text) >= len(plain)]
    return max(found, key=len, default=plain)


def _is_address(guid: str, url: str | None) -> bool:
    return url is not None and "://" in guid and canonical(guid) == url


def _is_number(item: Item) -> bool:
    """Whether a link is only a guid taken for one: in RSS every guid is an address unless it says otherwise."""
    return item.url == item.guid and "://" not in (item.url or "")


def _first_words(text: str) -> str:
    words = text.split()
    return " ".join(words[:_TITLE_WORDS])[:_MAX_TITLE] + (" …" if len(words) > _TITLE_WORDS else "")


def _with_telling_keys(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Drop the keys that this document itself proves meaningless, and name each entry by those that are left.

    These are: a guid on several items, an address under unlike titles or titles with other numbers or dates (a page of
    notices, a live page), a text under several titles (a caption, a slogan).
    """
    holders: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        for key in entry.keys:
            holders[key].append(entry)
    telling = {key for key, those in holders.items() if len(those) == 1 or _tells(key[0], those)}
    return tuple(_with_keys(entry, tuple(key for key in entry.keys if key in telling)) for entry in entries)


def _with_keys(entry: Entry, keys: tuple[str, ...]) -> Entry:
    if keys == entry.keys:
        return entry
    return replace(entry, keys=keys, key=entry_key(entry.feed_id, entry.published, keys))


def _tells(kind: str, holders: Sequence[Entry]) -> bool:
    if kind in "gp":
        return len({holder.keys for holder in holders}) == 1  # the item is there twice
    first = holders[0]
    if kind == "u":
        return all(_is_article(first, holder) for holder in holders)
    return kind == "t" or all(holder.title == first.title for holder in holders)


def _is_article(one: Entry, other: Entry) -> bool:
    """Whether two items at one address are an article that is there twice, and not two notices of one pattern."""
    if one.title == other.title:
        return True
    numbers = [sorted(_NUMBER.findall(entry.title)) for entry in (one, other)]
    dated = one.published is not None and other.published is not None and one.published != other.published
    return alike(one.title, other.title) and numbers[0] == numbers[1] and not dated
