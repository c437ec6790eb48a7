"""Which feeds are polled, where did we leave off, and what did they say?"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum


class Ownership(Enum):
    """Who stands behind an outlet."""

    STATE = "state"
    PUBLIC = "public"
    INDEPENDENT = "independent"
    PARTY = "party"
    UNKNOWN = "unknown"


class FeedKind(Enum):
    """What a feed carries: reporting, official documents, or analysis."""

    NEWS = "news"
    PRIMARY = "primary"
    ANALYSIS = "analysis"


class Fulltext(Enum):
    """Whether the page behind an entry may be fetched."""

    AUTO = "auto"
    NEVER = "never"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A configured source that is polled."""

    id: str
    name: str
    url: str
    every: timedelta
    timeout: timedelta
    user_agent: str
    language: str | None = None  # ISO 639-1; None: detected for each entry
    country: str | None = None  # ISO 3166-1 alpha-2, upper case
    ownership: Ownership = Ownership.UNKNOWN
    kind: FeedKind = FeedKind.NEWS
    fulltext: Fulltext = Fulltext.AUTO
    note: str | None = None
    enabled: bool = True
    formerly: tuple[str, ...] = ()  # ids that it had before


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """Where we left off in a feed: committed together with the entries that it accounts for, never before them."""

    feed_id: str
    due: datetime  # poll again at this time
    etag: str | None = None  # byte-identical to what the server sent
    last_modified: str | None = None  # byte-identical to what the server sent
    body_hash: str | None = None
    url: str | None = None  # where a permanent redirect leads once it was seen often enough
    moved_to: str | None = None  # a permanent redirect under observation
    moved_seen: int = 0
    polled: datetime | None = None  # last poll that was answered, 304 included
    changed: datetime | None = None  # last poll that brought new entries
    failures: int = 0  # in a row
    failing_since: datetime | None = None
    error: str | None = None
    primed: bool = False  # the first, quiet poll is behind us
    stopped: bool = False  # gone for good (410): rechecked weekly
    asked: str | None = None  # hash of the configured URL to which all of this applies
    answered: str | None = None  # hash of the URL that gave etag, last_modified and body_hash
    hints: str | None = None  # what the feed said about its own pace, kept for polls without a body
    full: datetime | None = None  # last answer with a body
    items: str | None = None  # hashes by which the last document's items are recognised when they recur
    plain: datetime | None = None  # conditions are left out since then: they broke the feed, or got false answers


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """The items that were in the last document, letter for letter: what they still say about the other items."""

    size: int = 0
    guids: int = 0  # how many of them have one
    dates: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """An answer to one poll. ``body`` is None where the server said "not modified"."""

    body: bytes | None
    url: str  # final URL, after redirects
    content_type: str | None = None
    charset: str | None = None  # from the Content-Type header only
    fresh_for: float | None = None  # seconds, from Cache-Control or Expires
    cursor: Cursor  # what to commit together with the entries


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item that a feed contains, normalised: plain text, no markup, no control characters."""

    key: str  # a letter and 128 bits in hex, made from all that tells it from others
    keys: tuple[str, ...]  # the signs that it is recognised by, see ``bot.feeds.identity``
    feed_id: str
    url: str | None  # the link that is shown
    title: str
    text: str  # lead or full text as the feed gave it; "" where it gave only a headline
    language: str | None = None
    published: datetime | None = None  # as claimed by the feed; never later than ``seen``
    seen: datetime
