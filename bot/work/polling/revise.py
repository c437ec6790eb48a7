"""Which known entries has their feed reworded, and what follows? Part of a poll's transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from bot.feeds.identity import said
from bot.feeds.recognition import Known, Recognised
from bot.model import FIRST_TOPIC, Change, Hit, Story, StoryChange
from bot.store.transaction import Transaction
from bot.stories.grouping.revision import LIVING, revise
from bot.stories.wording.edits import unannounced
from bot.work.delivery.notices import Edited
from bot.work.watch import Watch


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised:
    """What edits brought: changes of stories, and entries that are on topic only now and in no story yet."""

    changes: tuple[StoryChange, ...] = ()
    hits: tuple[Hit, ...] = ()
    edited: tuple[Edited, ...] = ()  # what was changed without notice


def revise_known(
    tx: Transaction,
    watches: Sequence[Watch],
    feed_id: str,
    known: Sequence[Recognised],
    *,
    quiet: bool,
    now: datetime,
) -> list[Revised]:
    """Save what a feed changed in known entries, and return what follows for each topic, the first one first.

    Earlier versions are kept of what is on topic, before or after. A text that came from the entry's page stays. If
    several items are one entry, the first counts, which is the newest. Another feed's copy of an entry edits nothing.
    If nothing changed, this costs one look-up.
    """
    mine = {each.known_as: each.entry for each in reversed(known) if each.why is not Known.SHARED}
    remembered = tx.revisions.said(feed_id, mine)
    stored = [(key, entry) for key, entry in mine.items() if key in remembered]
    words = {key: said(entry.title, entry.text) for key, entry in stored}
    tx.revisions.note({key: each for key, each in words.items() if each != remembered[key].hash})
    topics = [_Topic(tx.about(each.config.key), each) for each in watches]
    for key, entry in stored:
        last = remembered[key]
        if last.hash in {None, words[key]}:
            continue
        before = [each.tx.entries.by_key([key])[key] for each in topics]
        text = before[0].entry.text if last.full else entry.text
        edited = replace(before[0].entry, title=entry.title, text=text)
        after = [
            replace(was, entry=edited, match=each.watch.judge(edited)) for each, was in zip(topics, before, strict=True)
        ]
        worth = any(hit.match.store for hit in (*before, *after))
        # Two caches of one outlet may alternate: what was said before and is said again is not news.
        back = any(each.title == entry.title for each in tx.revisions.of(key)) and entry.title != before[0].entry.title
        versions = tx.revisions.replace(before[0], after[0], now, keep=worth)
        for each, was, hit in zip(topics, before, after, strict=True):
            each.revise(was, hit, _Edition(versions=versions, back=back, quiet=quiet or was.quiet or back), now)
    return [each.revised() for each in topics]


class _Edition(NamedTuple):
    """How many earlier versions there are, whether the newest is one of them, and whether nobody is told."""

    versions: int
    back: bool
    quiet: bool


class _Topic:
    """The consequences of edits for one topic."""

    def __init__(self, tx: Transaction, watch: Watch) -> None:
        self.tx, self.watch = tx, watch
        self._changes: list[StoryChange] = []
        self._hits: list[Hit] = []
        self._unsaid: list[Edited] = []
        self._stories: dict[str, Story] = {}  # as they are after the changes so far

    def revise(self, before: Hit, after: Hit, edition: _Edition, now: datetime) -> None:
        """Note the consequences of one edited entry."""
        key, living = after.entry.key, edition.versions > LIVING
        if self.tx.topic != FIRST_TOPIC and (before.match.score > 0 or after.match.score > 0):
            self.tx.entries.judge([after])
        story_id, _ = self.tx.entries.story_of(key)
        if story_id is None:
            self._hits += [after] if after.match.store else []
            return
        for story in [self._stories[story_id]] if story_id in self._stories else self.tx.stories.by_id([story_id]):
            title, unsettled = before.entry.title, edition.back or living
            change = revise(story, after, before=title, living=unsettled, quiet=edition.quiet, now=now)
            if change is not None:
                self._stories[story_id] = change.story
                self._changes.append(change)
                if not (edition.quiet or living or change.change is Change.CORRECTED):
                    self._unsaid += _edited(change.story, before, after)

    def revised(self) -> Revised:
        """Return the consequences of all of them."""
        return Revised(changes=tuple(self._changes), hits=tuple(self._hits), edited=tuple(self._unsaid))


def found_late(tx: Transaction, watch: Watch, hits: Mapping[str, Hit], known: Sequence[Recognised]) -> list[Hit]:
    """Return known entries that are new to a topic because they first came in a feed that it does not read.

    ``hits`` has by key what the topic says of the items as they stand here.
    """
    if watch.config.chosen is None:
        return []
    own = {each.known_as: hits[each.entry.key] for each in known if each.known_as and hits[each.entry.key].match.store}
    stored = tx.about(watch.config.key).entries.by_key(list(own)) if own else {}
    return [
        replace(hit, entry=replace(hit.entry, key=key))
        for key, hit in own.items()
        if key in stored and not watch.config.reads(stored[key].entry.feed_id) and not stored[key].match.score
    ]


def _edited(story: Story, before: Hit, after: Hit) -> list[Edited]:
    old, new = before.entry, after.entry
    found = unannounced((old.title, old.text), (new.title, new.text), new.language)
    if found is None:
        return []
    return [Edited(story=story, key=old.key, since=old.published or old.seen, edit=found)]
