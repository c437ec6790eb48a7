"""Which feeds are due, whatever the machine's clock has done in the meantime?

A due time is believed only within the longest wait of its feed: if it lies farther away, the clock was wrong then or is
wrong now, and the feed is polled. While we run, a step of the clock moves the times that we wrote ourselves; those of
an earlier process stay, since we cannot know which clock it had. A single pass for which nothing is due ends before it
imports what it would need.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.chat.settings.times import next_digest, parse_digest, zone_of
from bot.feeds.cadence import SHORTEST_LIMIT, longest_wait
from bot.model import Feed, Hit
from bot.store.transaction import Transaction

BEHIND = timedelta(minutes=5)  # a feed whose last poll failed comes after others that became due up to so much later
_NEW = datetime.min.replace(tzinfo=UTC)
LONGEST_RETRY = timedelta(days=1)  # between two tries to send
LONGEST_PLAN = timedelta(days=8)  # no digest is planned farther ahead: a week, and a day for time zones


def due_feeds(tx: Transaction, feeds: Mapping[str, Feed], now: datetime) -> list[str]:
    """Return the ids of the feeds to poll now, new ones first, then those that have waited longest.

    However little a process gets done before it ends, the next one continues where it stopped.
    """
    waiting = set(tx.feeds.not_due(now))
    for cursor in tx.feeds.due_after(now + SHORTEST_LIMIT):
        feed = feeds.get(cursor.feed_id)
        if feed is not None and cursor.due > now + longest_wait(feed, cursor):
            waiting.discard(cursor.feed_id)
    overdue = tx.feeds.overdue(now)

    def place(feed_id: str) -> tuple[datetime, str]:
        due, failing = overdue.get(feed_id, (_NEW, False))
        return due + (BEHIND if failing else timedelta()), feed_id

    return sorted(feeds.keys() - waiting, key=place)


def settle(tx: Transaction, zones: Mapping[str, str], now: datetime, *, alone: bool) -> int:
    """Tidy up at startup what the previous process left; return how many alerts it was sending when it ended.

    ``alone``: we hold the database's lock, so whoever leased an alert is dead. On a server it may be alive: its leases
    expire. ``zones``, by topic, apply to channels that chose none.
    """
    _believe_no_later_than(tx, zones, now)
    return tx.outbox.release_all(now) if alone else 0


def clock_moved(
    tx: Transaction,
    due: Mapping[str, datetime],
    zones: Mapping[str, str],
    by: timedelta,
    now: datetime,
    *,
    alerts: bool,
) -> None:
    """Move the due times of feeds that this process wrote with the machine's clock.

    ``alerts``: and the next tries to send, since it was this process that planned them.
    """
    tx.feeds.shift(by, due)
    if alerts:
        tx.alerts.shift(by, before=now - by, most=LONGEST_RETRY)
    _believe_no_later_than(tx, zones, now)


def _believe_no_later_than(tx: Transaction, zones: Mapping[str, str], now: datetime) -> None:
    """Treat as due whatever would wait longer than anything may."""
    tx.alerts.bound(now, most=LONGEST_RETRY)
    tx.channels.begun_by(now)
    for subscription in tx.channels.digests_after(now + LONGEST_PLAN):
        plan = parse_digest(subscription.digest or "")
        due = next_digest(plan, zone_of(subscription, zones), now)
        tx.channels.set_digest(subscription.channel_id, due=due, start=now)
    for subscription in tx.channels.reports_after(now + LONGEST_PLAN):
        plan = parse_digest(subscription.report or "")
        tx.channels.set_report(subscription.channel_id, next_digest(plan, zone_of(subscription, zones), now))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """What a single pass did; ``hits`` are the entries that matched, best first."""

    feeds: int = 0
    not_modified: int = 0
    failed: int = 0
    entries_new: int = 0
    matched: int = 0
    stories_new: int = 0
    alerts: int = 0  # messages that reached a chat
    hits: tuple[Hit, ...] = ()
    errors: tuple[tuple[str, str], ...] = ()  # (feed id, what went wrong)


def nothing_due(tx: Transaction, feeds: Mapping[str, Feed], platforms: Collection[str], now: datetime) -> bool:
    """Whether no feed is due, no digest, and no message for chats on these platforms."""
    return not (due_feeds(tx, feeds, now) or tx.channels.digests_due(now) or tx.outbox.due(now, platforms))
