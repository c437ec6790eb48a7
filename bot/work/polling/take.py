"""What becomes of the entries of some polls? Everything up to the alerts, in the one transaction that must be whole."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from bot.failpoint import failpoint
from bot.feeds.identity import Marks, said
from bot.feeds.recognition import Known, Recognised
from bot.model import FIRST_TOPIC, Bond, Change, Cursor, Entry, Hit, Story, Unchanged
from bot.store.identities import Recogniser
from bot.store.transaction import Transaction
from bot.stories.decide import Decision, decide
from bot.stories.filter import with_names
from bot.stories.grouping.baseline import REMEMBERED, facts, without
from bot.stories.grouping.regroup import farewell
from bot.stories.grouping.shelf import candidates, index_terms, story_features, stream
from bot.stories.importance import MEASURED, bar
from bot.stories.route import route
from bot.stories.search.index import search_words
from bot.work.delivery.notices import queue_edits
from bot.work.polling.revise import Revised, found_late, revise_known
from bot.work.watch import Watch


class Judgement(NamedTuple):
    """What one topic says of the entries of a document, by key."""

    watch: Watch
    hits: Mapping[str, Hit]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one look at a feed found, to be taken as a whole.

    ``entries`` are those of the document, ``hits`` has by key what the first topic says of them, with the longer texts
    of the pages that were read (their keys are ``full``), and ``others`` what the other topics say that read the feed.
    ``unchanged`` says what else stood in the document. ``quiet``: the first poll of a feed tells nobody.
    """

    watch: Watch
    cursor: Cursor
    entries: Sequence[Entry] = ()
    hits: Mapping[str, Hit] = field(default_factory=dict)
    others: tuple[Judgement, ...] = ()
    full: frozenset[str] = frozenset()
    unchanged: Unchanged | None = None
    quiet: bool = False
    now: datetime

    @property
    def judgements(self) -> tuple[Judgement, ...]:
        """What each topic says, the first one first."""
        return (Judgement(self.watch, self.hits), *self.others)


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


@dataclass(slots=True, kw_only=True)
class _Outcome:
    """What the decisions of one poll came to so far."""

    story_of: dict[str, str] = field(default_factory=dict)  # by entry key
    grouped: dict[str, Bond | str] = field(default_factory=dict)  # by entry key, why
    opened: int = 0
    updated: int = 0
    alerts: int = 0
    told: list[str] = field(default_factory=list)  # ids of stories
    channels: set[int] = field(default_factory=set)


@dataclass(slots=True, kw_only=True)
class _Rows:
    """What is to be written of several polls in one statement for each table."""

    hits: list[Hit] = field(default_factory=list)
    story_of: dict[str, str] = field(default_factory=dict)  # by entry key
    grouped: dict[str, Bond | str] = field(default_factory=dict)  # by entry key, why
    said: dict[str, str] = field(default_factory=dict)  # by entry key, hash of what the feed said
    full: set[str] = field(default_factory=set)  # keys of entries with the text of their page
    marks: list[Marks] = field(default_factory=list)
    verdicts: list[tuple[str, Sequence[Hit], _Outcome]] = field(default_factory=list)  # of topics beside the first

    def write(self, tx: Transaction) -> None:
        """Write it all down; what comes later finds it."""
        tx.entries.save(self.hits, self.story_of, self.grouped, said=self.said, full=self.full)
        for topic, hits, outcome in self.verdicts:
            tx.about(topic).entries.judge(hits, outcome.story_of, outcome.grouped)
        tx.identities.remember(self.marks)
        for each in (self.hits, self.story_of, self.grouped, self.said, self.full, self.marks, self.verdicts):
            each.clear()


def judged(watch: Watch, entry: Entry, *, quiet: bool) -> Hit:
    """Return what a topic says of an entry."""
    return Hit(entry=entry, match=watch.judge(entry), quiet=quiet, topic=watch.config.key)


def take(tx: Transaction, looks: Sequence[Look]) -> list[Taken]:
    """Save what is new in these polls of as many feeds, tell who is to be told, and advance the cursors.

    All or nothing: one look-up recognises the entries of all, and what one brings is known to the next.
    """
    recogniser = Recogniser(tx.identities, [entry for look in looks for entry in look.entries])
    rows = _Rows()
    taken = [_take(tx, look, recogniser, rows) if look.entries else Taken() for look in looks]
    rows.write(tx)
    for _ in filter(None, (look.entries for look in looks)):
        failpoint("stored")
    tx.feeds.advance(*(look.cursor for look in looks))
    return taken


def _take(tx: Transaction, look: Look, recogniser: Recogniser, rows: _Rows) -> Taken:
    """Group, route and save the new ones of a document's entries, topic by topic.

    Known ones that were edited become revisions; one that is on topic only now is grouped like a new one.
    """
    new, known = recogniser.recognise(look.entries, look.unchanged, quiet=look.quiet)
    judgements = look.judgements
    on_topic = any(each.hits[entry.key].match.store for each in judgements for entry in new)
    watches = [each.watch for each in judgements]
    revised = revise_known(tx, watches, look.cursor.feed_id, known, quiet=look.quiet, now=look.now)
    late = [found_late(tx, *each, known) for each in judgements]
    if on_topic or any(late) or any(each.changes or each.hits for each in revised) or any(each.marks for each in known):
        rows.write(tx)  # what the polls before this one brought may be changed now
    parts = [
        _of_topic(tx.about(each.watch.config.key), each, new, (edits, also), look=look, rows=rows)
        for each, edits, also in zip(judgements, revised, late, strict=True)
    ]
    rows.said |= {entry.key: said(entry.title, entry.text) for entry in new}
    rows.full |= look.full & {entry.key for entry in new}
    rows.marks += map(recogniser.signs_of, new)
    _learn(tx, known, look.now)
    return replace(together(*parts), entries=len(new))


def _of_topic(
    tx: Transaction,
    judgement: Judgement,
    new: Sequence[Entry],
    known: tuple[Revised, Sequence[Hit]],
    *,
    look: Look,
    rows: _Rows,
) -> Taken:
    """Group and route what is new to one topic: ``new`` entries, and ``known`` ones by an edit or another feed."""
    watch, (revised, late) = judgement.watch, known
    hits = [judgement.hits[entry.key] for entry in new]
    if late or any(hit.match.store for hit in hits):
        fresh = _with_news(tx, [*hits, *late], look.now)
        hits, late = fresh[: len(hits)], fresh[len(hits) :]
    stored = [*(hit for hit in hits if hit.match.store), *late, *revised.hits]
    outcome = _Outcome()
    for decision in _decisions(tx, watch, revised, stored, look.now):
        _carry_out(tx, decision, outcome, look.now)
    outcome.channels |= queue_edits(tx, revised.edited, watch.names, look.now)
    if tx.topic == FIRST_TOPIC:
        rows.hits += hits
        rows.story_of |= outcome.story_of
        rows.grouped |= outcome.grouped
    else:
        rows.verdicts.append((tx.topic, [hit for hit in hits if hit.match.score > 0], outcome))
    tx.entries.judge([*late, *revised.hits], outcome.story_of, outcome.grouped)
    return Taken(
        matched=tuple(stored),
        opened=+Counter({tx.topic: outcome.opened}),
        updated=+Counter({tx.topic: outcome.updated}),
        alerts=outcome.alerts,
        stories=tuple(dict.fromkeys(outcome.told)),
        channels=frozenset(outcome.channels),
    )


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


def save(tx: Transaction, story: Story) -> Story:
    """Save a story with what search and grouping find it by, and return it with its short id."""
    return tx.stories.save(story, words=search_words(story), terms=index_terms(story))


def _with_news(tx: Transaction, hits: Sequence[Hit], now: datetime) -> list[Hit]:
    """Return new hits; what was stored lately is no longer new in them."""
    brought = facts(hit for hit in hits if hit.match.store)
    known = tx.facts.known(brought, now - REMEMBERED)
    tx.facts.remember(brought, now)
    return [without(hit, known) for hit in hits]


def _decisions(
    tx: Transaction, watch: Watch, revised: Revised, stored: Sequence[Hit], now: datetime
) -> Iterator[Decision]:
    """Give what becomes of each story that edits and new entries change: first the edits, and one after the other.

    Each is saved before the next is decided, so that the next sees it.
    """
    if not (revised.changes or stored):
        return
    language = watch.config.topic.language
    subscriptions = [with_names(each, watch.names) for each in tx.channels.active()]
    limit = bar(tx.stories.importances(now - MEASURED))
    for change in revised.changes:
        told, muted = tx.alerts.told(change.story.id), tx.muted.channels_of(change.story.id)
        facts = tx.told.by_channel([change.story.id])
        alerts = route(change, subscriptions, told, muted=muted, facts=facts, bar=limit, language=language, now=now)
        yield Decision(change=change, alerts=tuple(alerts))
    if not stored:
        return
    near = candidates(tx.stories, stored, now)
    known = stream(tx.stories, tx.frequencies, stored, watch.seeds, now)
    yield from decide(
        stored,
        near,
        watch.known,
        subscriptions,
        tx.alerts.told,
        muted=tx.muted.channels_of,
        apart=tx.regroups.apart([each.id for each in near]),
        facts=tx.told.by_channel,
        bar=limit,
        stream=known,
        language=language,
        now=now,
    )


def _carry_out(tx: Transaction, decided: Decision, outcome: _Outcome, now: datetime) -> None:
    """Save a story as it now is and queue who is told; what became part of it says farewell."""
    change = decided.change
    story = save(tx, change.story)
    if change.change is Change.OPENED:
        tx.frequencies.count(story_features(story), now)
    for part in change.joined:
        twice = tx.put_into(part, story, now)
        outcome.channels |= tx.alerts.queue(farewell(part, story, twice, now=now))
    outcome.story_of |= dict.fromkeys(change.keys, story.id)
    outcome.grouped |= dict.fromkeys(change.keys, story.grouped)
    outcome.opened += change.change is Change.OPENED
    outcome.updated += change.change is not Change.OPENED
    outcome.alerts += len(decided.alerts)
    outcome.told += [story.id] if decided.alerts else []
    outcome.channels |= tx.alerts.queue(decided.alerts)


def _learn(tx: Transaction, known: Sequence[Recognised], now: datetime) -> None:
    """Keep the signs of known items that they did not have before, with why they are known.

    An edit needs no row of its own: its versions are kept with the entry.
    """
    fresh = [each for each in known if each.marks is not None]
    tx.identities.relearn([each.marks for each in fresh if each.marks is not None])
    tx.identities.drop([each for each in fresh if each.why is not Known.SAME], now)
