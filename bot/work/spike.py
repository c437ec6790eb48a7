"""Is a spike to be told now? Asked after each poll that opened stories; one notice in half a day."""

from datetime import datetime

from bot.store.transaction import Transaction
from bot.stories.statistics.norm import PAST
from bot.stories.statistics.spike import AGAIN, HOURS, LEAST, notices, spike

_NOTE = "spike"  # when the last one was told


def queue_spike(tx: Transaction, now: datetime) -> set[int]:
    """Queue a notice if unusually much is happening; return the channels that get it.

    Stories that only first polls found are no news and do not count as happening now.
    """
    last, begun = tx.notes.get(_NOTE), tx.past.begun()
    if begun is None or (last is not None and now - datetime.fromisoformat(last) < AGAIN):
        return set()
    since = now - HOURS
    if len(tx.past.opened(since, now)) < LEAST:
        return set()
    stories = [each for each in tx.stories.changed_since(since) if each.opened > since and not each.quiet]
    found = spike(len(stories), tx.past.opened(since - PAST, since), begun=begun, now=now)
    if found is None:
        return set()
    tx.notes.put(_NOTE, now.isoformat(), now)
    return tx.alerts.queue(notices(found, stories, tx.channels.active(), now=now))
