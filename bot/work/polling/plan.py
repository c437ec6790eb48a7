"""What becomes of new entries? Grouped and summed up before the transaction that writes it down.

Grouping and summaries take many times as long as writing down their results, and everything else waits for the writer.
So they are worked out on a snapshot; the transaction adopts them if it finds the same entries new and the stories
unchanged, and otherwise works them out again in the same way.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from bot.model import Hit, Story, StoryChange
from bot.store.transaction import Transaction
from bot.stories.grouping.baseline import REMEMBERED, facts, without
from bot.stories.grouping.cluster import cluster
from bot.stories.grouping.regroup import parted
from bot.stories.grouping.shelf import candidates, index_terms, stream
from bot.stories.importance import MEASURED, bar
from bot.stories.search.index import search_words
from bot.work.polling.look import Look
from bot.work.watch import Watch


class Step(NamedTuple):
    """A change of a story, with the terms by which the changed story is found."""

    change: StoryChange
    words: str
    terms: AbstractSet[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What becomes of the entries that are new to a topic.

    ``hits`` and ``edited`` are what it was made from, ``stamp`` says from which stories; ``fresh`` are the hits without
    what is no longer news, ``facts`` what they bring, ``bar`` is the importance that counts as important now.
    """

    stamp: str
    hits: tuple[Hit, ...]
    edited: tuple[Hit, ...]
    fresh: tuple[Hit, ...]
    facts: AbstractSet[str]
    bar: float
    steps: tuple[Step, ...]


def with_plans(tx: Transaction, look: Look) -> Look:
    """Return a look with what becomes of its new entries, as far as a snapshot can say."""
    new, _ = tx.identities.recognise(look.entries, look.unchanged)
    plans = {}
    for watch, hits in look.judgements:
        mine = [hits[entry.key] for entry in new]
        if any(hit.match.store for hit in mine):
            about = tx.about(watch.config.key)
            plans[about.topic] = plan(about, watch, mine, (), look.now)
    return replace(look, plans=plans)


def settled(tx: Transaction, watch: Watch, hits: Sequence[Hit], edited: Sequence[Hit], look: Look) -> Plan:
    """Return the plan that was made for these hits if it still holds, else one that does. Part of the transaction."""
    made = look.plans.get(tx.topic)
    if made and (made.hits, made.edited) == (tuple(hits), tuple(edited)) and made.stamp == tx.stories.stamp():
        return made
    return plan(tx, watch, hits, edited, look.now)


def plan(tx: Transaction, watch: Watch, hits: Sequence[Hit], edited: Sequence[Hit], now: datetime) -> Plan:
    """Return what becomes of ``hits``, and of ``edited`` entries that are on topic only now."""
    brought = facts(hit for hit in hits if hit.match.store)
    known = tx.facts.known(brought, now - REMEMBERED)
    fresh = [without(hit, known) for hit in hits]
    stored = [*(hit for hit in fresh if hit.match.store), *edited]
    near = candidates(tx.stories, stored, now)
    changes = cluster(
        stored,
        near,
        watch.known,
        apart=tx.regroups.apart([each.id for each in near]),
        stream=stream(tx.stories, tx.frequencies, stored, watch.seeds, now),
        now=now,
    )
    return Plan(
        stamp=tx.stories.stamp(),
        hits=tuple(hits),
        edited=tuple(edited),
        fresh=tuple(fresh),
        facts=brought,
        bar=bar(tx.stories.importances(now - MEASURED)),
        steps=tuple(step(part) for each in changes for part in parted(each, tx.entries.by_key, stored, now=now)),
    )


def step(change: StoryChange) -> Step:
    """Return a change with what is to be written for it."""
    story = change.story
    return Step(change, search_words(story), index_terms(story))


def save(tx: Transaction, story: Story) -> Story:
    """Save a story with the terms by which search and grouping find it; return it with its short id."""
    return tx.stories.save(story, words=search_words(story), terms=index_terms(story))
