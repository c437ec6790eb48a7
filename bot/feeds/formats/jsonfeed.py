"""What does this JSON Feed say? Versions 1.0 and 1.1, by hand: the format is smaller than any library for it."""

import json
from typing import Any
from urllib.parse import urljoin

from bot.errors import ParseError
from bot.feeds.formats.dates import from_text
from bot.feeds.formats.document import Document, Item, not_a_feed
from bot.feeds.formats.hints import Hints


def read_json_feed(text: str) -> Document:
    """Return the document; raises ParseError. Fields of the wrong type count as absent."""
    try:
        data = json.loads(text, strict=False)  # allows line breaks within texts
    except (ValueError, RecursionError) as error:
        raise ParseError("the answer looks like a JSON Feed, but is damaged") from error
    if not isinstance(data, dict) or "jsonfeed.org/version" not in _text(data, "version"):
        raise not_a_feed(text)
    items = data.get("items")
    language, home = _text(data, "language"), _text(data, "home_page_url")
    return Document(
        title=_text(data, "title"),
        items=tuple(_item(item, language, home) for item in items if isinstance(item, dict))
        if isinstance(items, list)
        else (),
        hints=Hints(),
    )


def _item(item: dict[str, Any], language: str, home: str) -> Item:
    guid = _text(item, "id")
    url = _text(item, "url") or _text(item, "external_url") or _attached(item) or (guid if "://" in guid else "")
    return Item(
        url=_absolute(url, home) or None,
        guid=guid or None,
        title=_text(item, "title"),
        texts=tuple(filter(None, (_text(item, name) for name in ("summary", "content_html", "content_text")))),
        language=_text(item, "language") or language or None,
        published=from_text(_text(item, "date_published")) or from_text(_text(item, "date_modified")),
    )


def _absolute(url: str, home: str) -> str:
    """Return an address resolved against the feed's site, which may not be where the feed is."""
    try:
        return urljoin(home, url) if url and "://" in home else url
    except ValueError:
        return url


def _attached(item: dict[str, Any]) -> str:
    attachments = item.get("attachments")
    each = attachments if isinstance(attachments, list) else []
    return next((url for one in each if isinstance(one, dict) and (url := _text(one, "url"))), "")


def _text(data: dict[str, Any], name: str) -> str:
    value = data.get(name)
    # Version 1.0 allowed numbers as ids.
    return value.strip() if isinstance(value, str) else str(value) if type(value) is int else ""
