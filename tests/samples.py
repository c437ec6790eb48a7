"""Which values do tests need again and again? Small ones with sensible fields; give what matters to the test."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.feeds.entry import as_entries, newest
from bot.feeds.formats.document import Item
from bot.model import (
    Alert,
    Entry,
    FeedKind,
    Match,
    Nearest,
    Ownership,
    Reason,
    Report,
    Story,
    Subscription,
    Target,
)

NOW = datetime(2026, 9, 21, 14, 13, tzinfo=UTC)
HERE = Target(platform="telegram", chat="1001")


def a_report(number: int = 1, **fields: Any) -> Report:
    given: dict[str, Any] = {
        "key": f"u{number:032x}",
        "feed_id": f"feed{number}",
        "source": f"Outlet {number}",
        "ownership": Ownership.STATE if number % 2 else Ownership.INDEPENDENT,
        "kind": FeedKind.NEWS,
        "country": "BY",
        "language": "en",
        "url": f"https://outlet{number}.example.org/a",
        "title": "Presidents sign decree",
        "text": "The presidents signed a decree in Minsk.",
        "at": NOW + timedelta(minutes=number),
        "score": 0.86,
    }
    return Report(**(given | fields))


def a_story(number: int = 1, *, sources: int = 1, **fields: Any) -> Story:
    given: dict[str, Any] = {
        "id": f"u{number:032x}",
        "title": "Presidents sign decree",
        "summary": "The presidents signed a decree in Minsk.",
        "language": "en",
        "opened": NOW,
        "updated": NOW,
        "score": 0.86,
        "alert": True,
        "names": ("Lukashenko", "Putin"),
        "words": ("decree",),
        "nearest": Nearest(seed="union-state", similarity=0.4),
        "reports": tuple(a_report(each) for each in range(1, sources + 1)),
    }
    return Story(**(given | fields))


def an_alert(number: int = 1, **fields: Any) -> Alert:
    given: dict[str, Any] = {
        "id": f"{number:032x}",
        "channel_id": 1,
        "story_id": f"u{1:032x}",
        "reason": Reason.NEW,
        "revision": 1,
        "created": NOW,
    }
    return Alert(**(given | fields))


def an_entry(number: int = 1, **fields: Any) -> Entry:
    key = f"u{number:032x}"
    given: dict[str, Any] = {
        "key": key,
        "keys": (key, f"t{number:032x}"),
        "feed_id": "one",
        "url": f"https://one.example.org/{number}",
        "title": f"Entry {number}",
        "text": "",
        "language": "en",
        "published": NOW,
        "seen": NOW,
    }
    return Entry(**(given | fields))


def a_subscription(**fields: Any) -> Subscription:
    given: dict[str, Any] = {"channel_id": 0, "target": HERE, "title": "Ana", "since": NOW}
    return Subscription(**(given | fields))


NO_MATCH = Match(score=0.0, alert=False, store=False)


def to_entries(
    items: Sequence[Item], *, feed_id: str, url: str, language: str | None, seen: datetime, limit: int
) -> tuple[Entry, ...]:
    """Return the entries of a document, as the service reads them."""
    kept = newest(items, seen, limit)
    return as_entries(kept, feed_id=feed_id, url=url, language=language, seen=seen, size=len(kept))
