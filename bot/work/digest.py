"""Whose digest is due? Turns stored stories into one alert per channel and sets the next time."""

from datetime import datetime, timedelta
from hashlib import blake2b

from bot.chat.timetable import next_digest, parse_digest
from bot.model import Alert, Reason, Subscription
from bot.store.transaction import Transaction
from bot.stories.digest import digest

FIRST = timedelta(days=1)  # what a first digest covers where nothing says otherwise


def queue_due(tx: Transaction, zone: str, now: datetime) -> set[int]:
    """Queue the digests that are due, plan the next ones, and return the channels. ``zone`` for channels without."""
    touched: set[int] = set()
    for subscription, start in tx.channels.digests_due(now):
        touched |= queue_now(tx, subscription, start or now - FIRST, now)
        plan = parse_digest(subscription.digest or "")
        due = next_digest(plan, subscription.zone or zone, now)
        tx.channels.set_digest(subscription.channel_id, due=due, start=now)
    return touched


def queue_now(tx: Transaction, subscription: Subscription, start: datetime, now: datetime) -> set[int]:
    """Queue one digest of everything since ``start`` for a channel that is not muted."""
    if subscription.muted_until is not None and subscription.muted_until > now:
        return set()
    stories = tx.stories.changed_since(start)
    content = digest(stories, since=start, now=now)
    told = [*(story.id for story in content.new), *(moving.story.id for moving in content.moving)]
    identity = f"digest|{subscription.channel_id}|{now.isoformat()}"
    return tx.alerts.queue(
        [
            Alert(
                id=blake2b(identity.encode(), digest_size=16).hexdigest(),
                channel_id=subscription.channel_id,
                story_id=None,
                reason=Reason.DIGEST,
                revision=0,
                created=now,
                stories=tuple(told),
                since=start,
                why=f"digest: {subscription.digest or 'asked for'}",
            )
        ]
    )
