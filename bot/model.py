"""What are the nouns of Seedwatch? Frozen values that travel between the stages, in the order of the flow.

Every time is an aware ``datetime`` in UTC. Every id is made from content, so that doing a step twice is harmless.
"""

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
    language: str | None = None  # ISO 639-1; None: found out for each entry
    country: str | None = None  # ISO 3166-1 alpha-2, upper case
    ownership: Ownership = Ownership.UNKNOWN
    kind: FeedKind = FeedKind.NEWS
    fulltext: Fulltext = Fulltext.AUTO
    note: str | None = None
    enabled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """Where we left off in a feed: committed together with the entries it stands for, never before them."""

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
    asked: str | None = None  # hash of the configured URL that all of this is about
    answered: str | None = None  # hash of the URL that gave etag, last_modified and body_hash
    hints: str | None = None  # what the feed said about its own pace, kept for polls without a body


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

    key: str  # 128 bits in hex; the first of ``keys``
    keys: tuple[str, ...]  # all its identities: canonical URL, guid in this feed, title in this feed and day
    feed_id: str
    url: str | None
    title: str
    text: str  # lead or full text as the feed gave it; "" where it gave only a headline
    language: str | None = None
    published: datetime | None = None  # as claimed by the feed; never later than ``seen``
    seen: datetime


class Where(Enum):
    """Where in an entry something stands; earlier counts more."""

    TITLE = "title"
    LEAD = "lead"
    BODY = "body"


@dataclass(frozen=True, slots=True, kw_only=True)
class NameHit:
    """An entity found in an entry."""

    entity: str  # id in names.yaml
    name: str  # its name as shown to people
    kind: str  # person, place, body, ...
    side: str | None  # which side of the topic it stands for, e.g. "belarus", "russia"
    role: str | None  # its role in the topic beside the sides, e.g. "joint"
    form: str  # as written in the text
    where: Where
    context: str  # the words around it, for /why


@dataclass(frozen=True, slots=True, kw_only=True)
class WordHit:
    """A keyword of the topic found in an entry."""

    word: str  # as the topic lists it
    form: str  # as written in the text
    where: Where
    weight: float
    context: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a score: what it is for and how much it gave (negative: spoke against)."""

    label: str
    points: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """The seed most like an entry, ``similarity`` in 0..1."""

    seed: str
    similarity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Why an entry is on topic, or why not."""

    score: float  # 0..1
    alert: bool  # worth a message
    store: bool  # worth keeping for search and charts
    names: tuple[NameHit, ...] = ()
    words: tuple[WordHit, ...] = ()
    parts: tuple[Part, ...] = ()
    against: tuple[Part, ...] = ()
    nearest: Nearest | None = None
    known: str | None = None  # slug of the seed that this is a copy of
    new: tuple[str, ...] = ()  # names, pairings, numbers and dates that the baseline does not have
    language: str | None = None  # found out where the feed did not say
    why: str = ""  # the decision in one sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An entry with its match. ``quiet``: from the first poll of a feed, stored and grouped but not told."""

    entry: Entry
    match: Match
    quiet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """What grouping remembers of one entry, small enough to keep beside it."""

    key: str  # of the entry
    at: datetime
    feed_id: str
    language: str | None
    title: str
    entities: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()  # folded, romanised word stems of title and lead, rarest first
    shingles: tuple[int, ...] = ()  # signature by which copies are recognised


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One outlet's entry as a part of a story, with what a reader needs to know of the outlet."""

    key: str
    feed_id: str
    source: str
    ownership: Ownership
    kind: FeedKind
    country: str | None
    language: str | None
    url: str | None
    title: str
    text: str
    at: datetime  # published, or seen where the feed did not say
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Entries that report one event. ``reports`` are oldest first; ``revision`` grows with every change."""

    id: str  # key of the entry that opened it
    short: str = ""  # 4 to 6 letters and digits that people type; given by the store
    title: str
    summary: str
    language: str | None
    opened: datetime
    updated: datetime
    revision: int = 1
    score: float  # the best of its entries
    alert: bool  # at least one of its entries is worth a message
    quiet: bool = False  # opened by the first poll of a feed
    names: tuple[str, ...] = ()  # shown names, most telling first
    words: tuple[str, ...] = ()
    nearest: Nearest | None = None
    new: tuple[str, ...] = ()  # what its latest change brought
    reports: tuple[Report, ...] = ()
    sketches: tuple[Sketch, ...] = ()
    grouped: str = ""  # the last grouping decision in one sentence


class Change(Enum):
    """What happened to a story; the kind decides what is sent."""

    OPENED = "opened"
    GREW = "grew"  # one more source, same facts
    NEW_FACTS = "new_facts"
    OFFICIAL = "official"  # an official document, a denial, or rapid growth
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryChange:
    """A story as it now is, and what is new in it."""

    story: Story
    change: Change
    keys: tuple[str, ...]  # the entries that brought the change
    new: tuple[str, ...] = ()
    quiet: bool = False  # brought only by first polls: nobody is told
    why: str = ""


class Send(Enum):
    """What a subscription asks for."""

    IMPORTANT = "important"
    EVERY = "every"
    DIGEST = "digest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a platform delivers to: its chat id and, in forums, the thread."""

    platform: str  # "telegram", "slack", "console"
    chat: str
    thread: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """What a channel asked for. A paused one keeps its settings."""

    channel_id: int
    target: Target
    title: str
    send: Send = Send.EVERY
    include: tuple[str, ...] = ()  # only stories with one of these words
    exclude: tuple[str, ...] = ()  # no stories with one of these words
    since: datetime  # nothing older is sent
    muted_until: datetime | None = None
    digest: str | None = None  # "daily 08:00", "weekly mon 08:00"
    zone: str | None = None  # IANA name
    language: str | None = None
    paused: str | None = None  # why nothing is sent, e.g. "blocked by the user"
    active: bool = True


class Reason(Enum):
    """Why a channel is told."""

    NEW = "new"
    EDIT = "edit"  # bring the first message up to date
    UPDATE = "update"  # new facts: a reply, silently
    LOUD = "loud"  # official text, denial, correction, rapid growth: a reply with sound
    DIGEST = "digest"


class Vote(Enum):
    """What somebody said of a story: worth their time, or not."""

    UP = "up"
    DOWN = "down"


class AlertState(Enum):
    """pending -> sending -> sent | pending | failed | unknown; ``dropped``: a newer alert says it all."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """The decision to tell one channel about one story, or about several in a digest."""

    id: str  # story + channel + reason + revision
    channel_id: int
    story_id: str | None  # None for a digest
    reason: Reason
    revision: int
    created: datetime
    silent: bool = False
    new: tuple[str, ...] = ()  # what an update says
    keys: tuple[str, ...] = ()  # the entries that brought it
    stories: tuple[str, ...] = ()  # the stories of a digest
    since: datetime | None = None  # from when on a digest tells
    why: str = ""
    state: AlertState = AlertState.PENDING
    attempt: int = 0
    sent_id: str | None = None
