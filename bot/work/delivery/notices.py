"""What else is a chat told about a story that it has? That one side is silent on it, or that an outlet changed it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from bot.model import Alert, Feed, Ownership, Reason, Story, Subscription
from bot.store.transaction import Transaction
from bot.stories.filter import verdict, with_names
from bot.stories.wording.edits import Edit
from bot.stories.wording.sides import OWNERS, SILENT_UNTIL, silent_side

_READ_LEAST = 3  # outlets of a side that we must be reading for its silence to mean anything


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """An edit of a story's report: which entry, when its old words date from, and what it changed."""

    story: Story
    key: str
    since: datetime
    edit: Edit


def queue_silences(tx: Transaction, feeds: Mapping[str, Feed], names: Mapping[str, str], now: datetime) -> set[int]:
    """Queue one notice for each story that only one side has; return the channels that get one.

    Nothing is said about a side of which we read few outlets, or many of whose outlets cannot be read now.
    """
    failing = {feed_id for feed_id, cursor in tx.feeds.all().items() if cursor.failing_since is not None}
    read = Counter(feed.ownership for feed in feeds.values())
    well = Counter(feed.ownership for feed in feeds.values() if feed.id not in failing)
    heard = {owner for owner in OWNERS if well[owner] >= max(_READ_LEAST, read[owner] / 2)}
    alerts: list[Alert] = []
    for story in tx.stories.changed_since(now - SILENT_UNTIL):
        side = None if story.quiet else silent_side(story, now)
        if side is None or not heard.issuperset(OWNERS):
            continue
        other = next(owner for owner in OWNERS if owner is not side.owner)
        for channel in _listening(tx, story, names, now):
            if channel.silences:
                new = (other.value, str(well[other]))
                alerts.append(_notice(story, channel, Reason.SILENCE, "", now, new=new, why=f"{other.value} is silent"))
    return tx.alerts.queue(alerts)


def queue_edits(tx: Transaction, edits: Iterable[Edited], names: Mapping[str, str], now: datetime) -> set[int]:
    """Queue a notice for each edit, for the channels that asked for them; return those that get one."""
    alerts = [
        _notice(
            each.story,
            channel,
            Reason.EDITED,
            f"{each.key}|{each.edit.after}",
            now,
            new=(each.edit.before, each.edit.after),
            keys=(each.key,),
            since=each.since,
            why="an outlet changed its report",
        )
        for each in edits
        for channel in _listening(tx, each.story, names, now)
        if channel.edits
    ]
    return tx.alerts.queue(alerts)


def silent_owner(alert: Alert) -> Ownership:
    """Return the side whose silence a notice is about."""
    return Ownership(alert.new[0])


def _listening(tx: Transaction, story: Story, names: Mapping[str, str], now: datetime) -> Sequence[Subscription]:
    """Return the channels that were told of a story and want to hear more of it."""
    told, muted = tx.alerts.told(story.id), tx.muted.channels_of(story.id)
    return [
        each
        for each in tx.channels.active()
        if each.channel_id in told - muted
        and (each.muted_until is None or each.muted_until <= now)
        and verdict(story, with_names(each, names)).at_once
    ]


def _notice(
    story: Story,
    channel: Subscription,
    reason: Reason,
    what: str,
    now: datetime,
    *,
    new: tuple[str, ...],
    keys: tuple[str, ...] = (),
    since: datetime | None = None,
    why: str,
) -> Alert:
    identity = f"{story.id}|{channel.channel_id}|{reason.value}|{what}"
    return Alert(
        id=blake2b(identity.encode(), digest_size=16).hexdigest(),
        channel_id=channel.channel_id,
        story_id=story.id,
        reason=reason,
        revision=story.revision,
        created=now,
        silent=True,
        new=new,
        keys=keys,
        since=since,
        why=why,
    )
