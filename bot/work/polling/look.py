"""What did one look at a feed find, and what did it bring?"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from bot.model import Cursor, Entry, Hit, Unchanged
from bot.work.watch import Watch

if TYPE_CHECKING:
    from bot.work.polling.plan import Plan  # slow to import, and a look without anything on topic needs none


class Judgement(NamedTuple):
    """What one topic says of a document's entries, by key."""

    watch: Watch
    hits: Mapping[str, Hit]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one look at a feed found, to be taken as a whole.

    ``entries`` are those of the document, ``hits`` says by key what the first topic says of them, with the longer texts
    of the pages that were read (their keys are ``full``), and ``others`` what other topics that read the feed say.
    ``unchanged`` says what else was in the document. ``quiet``: a feed's first poll tells nobody. ``plans`` holds by
    topic what was worked out before the transaction.
    """

    watch: Watch
    cursor: Cursor
    entries: Sequence[Entry] = ()
    hits: Mapping[str, Hit] = field(default_factory=dict)
    others: tuple[Judgement, ...] = ()
    full: frozenset[str] = frozenset()
    unchanged: Unchanged | None = None
    quiet: bool = False
    plans: Mapping[str, "Plan"] = field(default_factory=dict)
    now: datetime

    @property
    def judgements(self) -> tuple[Judgement, ...]:
        """What each topic says, the first one first."""
        return (Judgement(self.watch, self.hits), *self.others)

    @property
    def on_topic(self) -> int:
        """How many verdicts would group an entry into stories if it is new."""
        return sum(hit.match.store for _, hits in self.judgements for hit in hits.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What one poll brought."""

    entries: int = 0
    matched: tuple[Hit, ...] = ()  # those worth a message or worth keeping
    opened: Counter[str] = field(default_factory=Counter)  # stories, by topic
    updated: Counter[str] = field(default_factory=Counter)  # stories, by topic
    alerts: int = 0
    stories: tuple[str, ...] = ()  # ids of those that somebody is told of
    channels: frozenset[int] = field(default_factory=frozenset)  # that have something to send now


def judged(watch: Watch, entry: Entry, *, quiet: bool) -> Hit:
    """Return what a topic says of an entry."""
    return Hit(entry=entry, match=watch.judge(entry), quiet=quiet, topic=watch.config.key)


def together(*portions: Taken) -> Taken:
    """Return what several transactions of one poll brought, as one."""
    return Taken(
        entries=sum(each.entries for each in portions),
        matched=tuple(hit for each in portions for hit in each.matched),
        opened=sum((each.opened for each in portions), Counter()),
        updated=sum((each.updated for each in portions), Counter()),
        alerts=sum(each.alerts for each in portions),
        stories=tuple(dict.fromkeys(story for each in portions for story in each.stories)),
        channels=frozenset(channel for each in portions for channel in each.channels),
    )
