"""Which known entries does their feed word differently now, and what follows? Part of a poll's transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.feeds.identity import said
from bot.feeds.recognition import Known, Recognised
from bot.model import Change, Hit, Story, StoryChange
from bot.store.transaction import Transaction
from bot.stories.grouping.revision import LIVING, revise
from bot.stories.wording.edits import unannounced
from bot.topic.match import match
from bot.work.delivery.notices import Edited
from bot.work.watch import Watch


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised:
    """What edits brought: changes of stories, and entries that are on topic only now and in no story yet."""

    changes: tuple[StoryChange, ...] = ()
    hits: tuple[Hit, ...] = ()
    edited: tuple[Edited, ...] = ()  # what was changed without a word


def revise_known(
    tx: Transaction, watch: Watch, feed_id: str, known: Sequence[Recognised], *, quiet: bool, now: datetime
) -> Revised:
    """Save what a feed changed in entries that are known, matched anew; one look-up where nothing changed.

    Earlier versions are kept of what is on topic, before or after. A text that came from the entry's page stays. Of
    items that are one entry the first counts, which is the newest. Another feed's copy of an entry edits nothing.
    """
    mine = {each.known_as: each.entry for each in reversed(known) if each.why is not Known.SHARED}
    remembered = tx.revisions.said(feed_id, mine)
    stored = [(key, entry) for key, entry in mine.items() if key in remembered]
    words = {key: said(entry.title, entry.text) for key, entry in stored}
    tx.revisions.note({key: each for key, each in words.items() if each != remembered[key].hash})
    changes: list[StoryChange] = []
    hits: list[Hit] = []
    unsaid: list[Edited] = []
    stories: dict[str, Story] = {}  # as they are after the changes so far
    for key, entry in stored:
        last = remembered[key]
        before = tx.entries.find(key=key) if last.hash not in {None, words[key]} else None
        if before is None:
            continue
        text = before.entry.text if last.full else entry.text
        edited = replace(before.entry, title=entry.title, text=text)
        after = replace(before, entry=edited, match=match(watch.topic, edited))
        worth = before.match.store or after.match.store
        # Two caches of one outlet take turns: what was said before and is said again is no news.
        back = any(each.title == entry.title for each in tx.revisions.of(key)) and entry.title != before.entry.title
        versions = tx.revisions.replace(before, after, now, keep=worth)
        story_id, _ = tx.entries.story_of(key)
        if story_id is None:
            hits += [after] if after.match.store else []
            continue
        for story in [stories[story_id]] if story_id in stories else tx.stories.by_id([story_id]):
            quietly = quiet or before.quiet or back
            change = revise(
                story, after, before=before.entry.title, living=back or versions > LIVING, quiet=quietly, now=now
            )
            if change is not None:
                stories[story_id] = change.story
                changes.append(change)
                if not (quietly or versions > LIVING or change.change is Change.CORRECTED):
                    unsaid += _edited(change.story, before, after)
    return Revised(changes=tuple(changes), hits=tuple(hits), edited=tuple(unsaid))


def _edited(story: Story, before: Hit, after: Hit) -> list[Edited]:
    old, new = before.entry, after.entry
    found = unannounced((old.title, old.text), (new.title, new.text), new.language)
    if found is None:
        return []
    return [Edited(story=story, key=old.key, since=old.published or old.seen, edit=found)]
