"""Why is an entry on topic?"""

from dataclasses import dataclass
from enum import Enum

from bot.model.feeds import Entry


class Where(Enum):
    """Where in an entry something stands; earlier counts more."""

    TITLE = "title"
    LEAD = "lead"
    BODY = "body"

    @property
    def rank(self) -> int:
        """The place in the entry, counted from the top."""
        return list(Where).index(self)


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
