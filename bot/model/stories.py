"""Which entries report one event, and what happened to it?"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from hashlib import blake2b

from bot.model.feeds import FeedKind, Ownership
from bot.model.matches import FIRST_TOPIC, Hit, Nearest


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
    weights: tuple[float, ...] = ()  # how telling each of entities, numbers and stems was when the entry came
    shingles: tuple[int, ...] = ()  # the signature by which copies are recognised
    site: str = ""  # to which the entry's link leads, "" if unknown: a feed may carry many outlets

    def __hash__(self) -> int:
        """Hash the key alone: results for a sketch are looked up by it many times for each new entry."""
        return hash(self.key)


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
    names: tuple[tuple[str, str], ...] = ()  # known names, as written and as ``bot.stories.wording.facts`` spells them

    def __hash__(self) -> int:
        """Hash the key alone, as of a sketch."""
        return hash(self.key)


class Status(Enum):
    """How a story stands according to its reports."""

    ANNOUNCED = "announced"
    HAPPENED = "happened"
    DENIED = "denied"
    CORRECTED = "corrected"
    DIFFERS = "differs"  # outlets give other numbers
    CALLED_OFF = "called_off"


class BondKind(Enum):
    """What put an entry where it is."""

    ALONE = "alone"  # nothing was similar
    ALIKE = "alike"
    COPY = "copy"
    TAKEN_OUT = "taken_out"  # an operator took a report out of this story
    APART = "apart"  # an operator took it out of another story
    PUT_IN = "put_in"  # an operator put another story in
    PARTED = "parted"  # reports of another story that tell of another event, as later ones showed


@dataclass(frozen=True, slots=True, kw_only=True)
class Bond:
    """Why reports are one story, or are not. Which fields mean something depends on the kind."""

    kind: BondKind
    likeness: float = 0.0  # 0..1, of the two reports that are most alike; of a copy, the share of the text
    languages: tuple[str, ...] = ()  # of these two, if they differ
    minutes: int = 0  # between these two
    shared: tuple[str, ...] = ()  # what both have but few others do, as one of them writes it
    parts: tuple[str, ...] = ()  # short ids of stories that it showed to be one with this story
    source: str = ""  # outlet of a report that was taken out
    story: str = ""  # short id of the other story: that an operator meant, or that parted


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Entries that report one event. ``reports`` are oldest first; ``revision`` grows with every change."""

    id: str  # made of the key of the entry that opened it, see ``opened_by``
    short: str = ""  # 4 to 6 letters and digits that people type; given by the store
    title: str
    summary: str  # sentences of its reports
    written: str = ""  # a language model's version, where one is set up; "" once the story says more
    translated: tuple[tuple[str, str, str], ...] = ()  # (language, headline, an endpoint's translation of it)
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
    grouped: Bond | str = ""  # the last grouping decision; a sentence where an earlier version made it
    changed: datetime | None = None  # when it last said something more; None: not since it was opened
    corrected: bool = False  # its latest change took something back
    status: Status | None = None
    novel: int = 0  # names, pairings and figures new to the topic when the story was opened
    importance: float = 0.0  # see ``bot.stories.importance``
    whole: bool = False  # another story became part of it: it never parts by itself
    parted: str = ""  # short id of the story that its reports were part of, until it parted
    left: tuple[str, ...] = ()  # short ids of the stories that its former reports are now
    topic: str = FIRST_TOPIC

    @property
    def happened(self) -> datetime:
        """When it was last news: opened, or said more than before; not when one more source repeated it."""
        return min(self.changed or self.opened, self.updated)


def opened_by(hit: Hit) -> str:
    """Return the id of the story that an entry opens: its key, plus six digits in topics other than the first.

    Ids sort like keys in every topic, so that a topic groups as it would alone.
    """
    if hit.topic == FIRST_TOPIC:
        return hit.entry.key
    return f"{hit.entry.key}.{blake2b(hit.topic.encode(), digest_size=3).hexdigest()}"


class Change(Enum):
    """What happened to a story; this decides what is sent."""

    OPENED = "opened"
    GREW = "grew"  # one more source, same facts
    NEW_FACTS = "new_facts"
    OFFICIAL = "official"  # an official document, a denial, or rapid growth
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryChange:
    """A story as it is now, and what is new in it."""

    story: Story
    change: Change
    keys: tuple[str, ...]  # the entries that brought the change
    new: tuple[str, ...] = ()
    quiet: bool = False  # brought only by first polls: nobody is told
    why: str = ""
    joined: tuple[Story, ...] = ()  # stories that became part of this one, as they were
    leaving: frozenset[str] = frozenset()  # keys of its reports that tell of another event, as this change shows
    parted: str = ""  # id of the story that its reports were part of
