"""Why is an entry on topic?"""

from dataclasses import dataclass
from enum import Enum, StrEnum

from bot.model.feeds import Entry

FIRST_TOPIC = "main"
"""What a configuration's first topic is called in rows; every other topic goes by its id."""


class Where(StrEnum):
    """Where in an entry something occurs; earlier counts more."""

    TITLE = "title"
    LEAD = "lead"
    BODY = "body"

    __hash__ = str.__hash__  # looked up for each name and word of an entry; the hash of an Enum is slow

    @property
    def rank(self) -> int:
        """The place in the entry, counted from the top."""
        return _RANKS[self]


_RANKS = {where: number for number, where in enumerate(Where)}  # looked up for each name and word of an entry


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


class PartKind(Enum):
    """What a part of a score is for. The comments say what ``Part.names`` holds in each case."""

    NAME = "name"  # the name
    MEETING = "meeting"  # the names of all sides, in order
    JOINT = "joint"  # the name that stands for every side
    SENTENCE = "sentence"  # nothing: the sides occur in one sentence
    LEADERS = "leaders"  # nothing: the leaders of all sides are in the title
    IMPLIED = "implied"  # the words as written, the side that they stand for
    THEME = "theme"  # the words as written, the theme's id
    KEYWORD = "keyword"  # the word as written
    NARROWER = "narrower"  # the word as written, the concept that it names a kind of
    LIKENESS = "likeness"  # the nearest seed, where there is one
    FORBIDDEN = "forbidden"  # the word of must_not
    WANTING = "wanting"  # nothing: none of the must_any words occurs
    COPY = "copy"  # the seed that this is a copy of
    MISSING = "missing"  # the id of the need that is absent
    OLD = "old"  # nothing: stored before parts had a kind, with its label

    __hash__ = object.__hash__  # as above


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a score: what it is for and how much it gave (negative: it spoke against)."""

    kind: PartKind = PartKind.OLD
    names: tuple[str, ...] = ()
    points: float
    label: str = ""  # of old parts only, in English


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
    new: tuple[str, ...] = ()  # names, pairings, numbers and dates that the baseline lacks
    language: str | None = None  # detected where the feed did not say


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An entry with its match. ``quiet``: from a feed's first poll: stored and grouped, but not told."""

    entry: Entry
    match: Match
    quiet: bool = False
    topic: str = FIRST_TOPIC  # whose match it is
