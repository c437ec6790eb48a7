"""What becomes of the entries of some polls? Everything up to the alerts, in one transaction that must be whole."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.failpoint import failpoint
from bot.feeds.identity import Marks, said
from bot.feeds.recognition import Known, Recognised
from bot.model import FIRST_TOPIC, Bond, Change, Entry, Hit, Story, StoryChange
from bot.store.identities import Recogniser
from bot.store.transaction import Transaction
from bot.stories.filter import with_names
from bot.stories.grouping.regroup import farewell, left
from bot.stories.grouping.shelf import story_features
from bot.stories.importance import MEASURED, bar
from bot.stories.route import Decision, decide
from bot.work.delivery.notices import queue_edits
from bot.work.polling.look import Judgement, Look, Taken, together
from bot.work.polling.plan import Step, settled, step
from bot.work.polling.revise import Revised, found_late, revise_known
from bot.work.watch import Watch


@dataclass(slots=True, kw_only=True)
class _Outcome:
    """What one poll's decisions have come to so far."""

    story_of: dict[str, str] = field(default_factory=dict)  # by entry key
    grouped: dict[str, Bond | str] = field(default_factory=dict)  # by entry key, why
    opened: int = 0
    updated: int = 0
    alerts: int = 0
    told: list[str] = field(default_factory=list)  # ids of stories
    channels: set[int] = field(default_factory=set)

    def note(self, decided: Decision, story: Story) -> None:
        """Count a change of a story, given as it was saved."""
        change = decided.change
        self.story_of |= dict.fromkeys(change.keys, story.id)
        self.grouped |= dict.fromkeys(change.keys, story.grouped)
        self.opened += change.change is Change.OPENED
        self.updated += change.change is not Change.OPENED
        self.alerts += len(decided.alerts)
        self.told += [story.id] if decided.alerts else []


@dataclass(slots=True, kw_only=True)
class _Rows:
    """What is to be written for several polls, in one statement per table."""

    hits: list[Hit] = field(default_factory=list)
    story_of: dict[str, str] = field(default_factory=dict)  # by entry key
    grouped: dict[str, Bond | str] = field(default_factory=dict)  # by entry key, why
    said: dict[str, str] = field(default_factory=dict)  # by entry key, hash of what the feed said
    full: set[str] = field(default_factory=set)  # keys of entries with the text of their page
    marks: list[Marks] = field(default_factory=list)
    verdicts: list[tuple[str, Sequence[Hit], _Outcome]] = field(default_factory=list)  # of topics beside the first

    def write(self, tx: Transaction) -> None:
        """Write it all down, so that later polls find it."""
        tx.entries.save(self.hits, self.story_of, self.grouped, said=self.said, full=self.full)
        for topic, hits, outcome in self.verdicts:
            tx.about(topic).entries.judge(hits, outcome.story_of, outcome.grouped)
        tx.identities.remember(self.marks)
        for each in (self.hits, self.story_of, self.grouped, self.said, self.full, self.marks, self.verdicts):
            each.clear()


def take(tx: Transaction, looks: Sequence[Look]) -> list[Taken]:
    """Save what is new in these polls, each of another feed, queue the alerts, and advance the cursors.

    All or nothing: one look-up recognises the entries of all polls, and what one brings is known to the next.
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

    Edits of known ones become revisions; a known one that is on topic only now is grouped like a new one.
    """
    new, known = recogniser.recognise(look.entries, look.unchanged, quiet=look.quiet)
    judgements = look.judgements
    on_topic = any(each.hits[entry.key].match.store for each in judgements for entry in new)
    watches = [each.watch for each in judgements]
    revised = revise_known(tx, watches, look.cursor.feed_id, known, quiet=look.quiet, now=look.now)
    late = [found_late(tx, *each, known) for each in judgements]
    if on_topic or any(late) or any(each.changes or each.hits for each in revised) or any(each.marks for each in known):
        rows.write(tx)  # what earlier polls brought may be changed now
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
    """Group and route what is new to one topic: ``new`` entries, and ``known`` ones by an edit or another feed.

    Edits come first: the stories that they change are saved before the new entries are grouped.
    """
    watch, (revised, late) = judgement.watch, known
    hits, stored = [judgement.hits[entry.key] for entry in new], list(revised.hits)
    outcome = _Outcome()
    _carry_out(tx, watch, map(step, revised.changes), outcome, look.now)
    if stored or late or any(hit.match.store for hit in hits):
        made = settled(tx, watch, [*hits, *late], stored, look)
        hits, late = list(made.fresh[: len(hits)]), made.fresh[len(hits) :]
        stored = [*(hit for hit in hits if hit.match.store), *late, *stored]
        tx.facts.remember(made.facts, look.now)
        _carry_out(tx, watch, made.steps, outcome, look.now, limit=made.bar)
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


def _carry_out(
    tx: Transaction,
    watch: Watch,
    steps: Iterable[Step],
    outcome: _Outcome,
    now: datetime,
    *,
    limit: float | None = None,
) -> None:
    """Save changed stories and queue their alerts, one story at a time; ``limit`` is what counts as important.

    A story that became part of another one gets farewell messages; one that parted from another stays apart from it.
    """
    steps = list(steps)
    if not steps:
        return
    subscriptions = [with_names(each, watch.names) for each in tx.channels.active()]
    decisions = decide(
        [each.change for each in steps],
        subscriptions,
        tx.alerts.told,
        muted=tx.muted.channels_of,
        facts=tx.told.by_channel,
        bar=bar(tx.stories.importances(now - MEASURED)) if limit is None else limit,
        language=watch.config.topic.language,
        now=now,
    )
    taken: Story | None = None  # out of the story that comes next
    for each, decided in zip(steps, decisions, strict=True):
        change = decided.change
        if change.leaving and taken is not None:
            change = replace(change, story=left(change.story, taken))
        story = _saved(tx, each, change, now)
        taken = story if change.parted else None
        for part in decided.change.joined:
            twice = tx.put_into(part, story, now)
            outcome.channels |= tx.alerts.queue(farewell(part, story, twice, now=now))
        outcome.channels |= tx.alerts.queue(decided.alerts)
        outcome.note(decided, story)


def _saved(tx: Transaction, step: Step, change: StoryChange, now: datetime) -> Story:
    """Save a changed story with what it is found by, and return it as it is stored."""
    if change.leaving:
        tx.stories.drop_terms(change.story)
    story = tx.stories.save(change.story, words=step.words, terms=step.terms)
    if change.change is Change.OPENED:
        tx.frequencies.count(story_features(story), now)
    if change.parted:
        tx.entries.move(change.keys, story.id, why=story.grouped)
        tx.take_out(story, change.parted, now)
    return story


def _learn(tx: Transaction, known: Sequence[Recognised], now: datetime) -> None:
    """Keep the new signs of known items, with why they are known.

    An edit needs no row of its own: its versions are kept with the entry.
    """
    fresh = [each for each in known if each.marks is not None]
    tx.identities.relearn([each.marks for each in fresh if each.marks is not None])
    tx.identities.drop([each for each in fresh if each.why is not Known.SAME], now)
