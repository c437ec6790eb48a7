"""What becomes of the entries of one poll? Everything up to the alerts, in the one transaction that must be whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.feeds.identity import is_known, said
from bot.model import Bond, Change, Cursor, Entry, Hit, Story
from bot.store.transaction import Transaction
from bot.stories.decide import decide
from bot.stories.grouping.baseline import REMEMBERED, facts, without
from bot.stories.grouping.regroup import farewell
from bot.stories.grouping.shelf import candidates, index_terms
from bot.stories.route import route
from bot.stories.search.index import search_words
from bot.topic.match import match
from bot.work.revise import revise_known
from bot.work.watch import Watch


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What one poll brought."""

    entries: int = 0
    matched: tuple[Hit, ...] = ()  # those worth a message or worth keeping
    opened: int = 0  # stories
    updated: int = 0  # stories
    alerts: int = 0
    stories: tuple[str, ...] = ()  # ids of those that somebody is told of
    channels: frozenset[int] = field(default_factory=frozenset)  # that have something to send now


def take(
    tx: Transaction,
    watch: Watch,
    entries: Sequence[Entry],
    cursor: Cursor,
    *,
    texts: Mapping[str, str] | None = None,
    quiet: bool,
    now: datetime,
) -> Taken:
    """Match, group, route and save the new ones of ``entries`` and advance the feed's cursor, all or nothing.

    Known ones that were edited become revisions; one that is on topic only now is grouped like a new one.
    ``texts`` has by key the longer texts that were found in pages. ``quiet``: the first poll of a feed tells nobody.
    """
    texts = texts or {}
    unseen = tx.entries.unseen(entries, is_known)
    new = {entry.key for entry in unseen}
    edited = revise_known(
        tx, watch, cursor.feed_id, [entry for entry in entries if entry.key not in new], quiet=quiet, now=now
    )
    fresh = [replace(entry, text=texts.get(entry.key, entry.text)) for entry in unseen]
    hits = [Hit(entry=entry, match=match(watch.topic, entry), quiet=quiet) for entry in fresh]
    brought = facts(hit for hit in hits if hit.match.store)
    known = tx.facts.known(brought, now - REMEMBERED)
    hits = [without(hit, known) for hit in hits]
    stored = [*(hit for hit in hits if hit.match.store), *edited.hits]
    story_of: dict[str, str] = {}
    grouped: dict[str, Bond | str] = {}
    opened = updated = alerts = 0
    channels: set[int] = set()
    language = watch.config.topic.language
    told: list[str] = []
    for change in edited.changes:
        story = save(tx, change.story)
        queued = route(
            change,
            tx.channels.active(),
            tx.alerts.told(story.id),
            muted=tx.muted.channels_of(story.id),
            language=language,
            now=now,
        )
        updated += 1
        alerts += len(queued)
        told += [story.id] if queued else []
        channels |= tx.alerts.queue(queued)
    if stored:
        near = candidates(tx.stories, stored, now)
        subscriptions = tx.channels.active()
        for decided in decide(
            stored,
            near,
            watch.known,
            subscriptions,
            tx.alerts.told,
            muted=tx.muted.channels_of,
            apart=tx.regroups.apart([each.id for each in near]),
            language=language,
            now=now,
        ):
            story = save(tx, decided.change.story)
            for part in decided.change.joined:
                twice = tx.put_into(part, story, now)
                channels |= tx.alerts.queue(farewell(part, story, twice, now=now))
            story_of |= dict.fromkeys(decided.change.keys, story.id)
            grouped |= dict.fromkeys(decided.change.keys, story.grouped)
            opened += decided.change.change is Change.OPENED
            updated += decided.change.change is not Change.OPENED
            alerts += len(decided.alerts)
            told += [story.id] if decided.alerts else []
            channels |= tx.alerts.queue(decided.alerts)
        tx.facts.remember(brought, now)
    tx.entries.save(
        hits,
        story_of,
        grouped,
        said={entry.key: said(entry.title, entry.text) for entry in unseen},
        full=texts.keys() & new,
    )
    for key in story_of.keys() & {hit.entry.key for hit in edited.hits}:
        tx.entries.move([key], story_of[key])
    tx.feeds.advance(cursor)
    return Taken(
        entries=len(fresh),
        matched=tuple(stored),
        opened=opened,
        updated=updated,
        alerts=alerts,
        stories=tuple(dict.fromkeys(told)),
        channels=frozenset(channels),
    )


def save(tx: Transaction, story: Story) -> Story:
    """Save a story with what search and grouping find it by, and return it with its short id."""
    return tx.stories.save(story, words=search_words(story), terms=index_terms(story))
