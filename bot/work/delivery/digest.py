"""Whose digest or report is due, and is there a spike to tell of? Stored stories become one alert per channel."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from hashlib import blake2b
from zoneinfo import ZoneInfo

from bot.chat.message import Message
from bot.chat.rendering import reports
from bot.chat.settings.times import next_digest, parse_digest, zone_of
from bot.model import FIRST_TOPIC, Alert, Feed, Reason, Story, Subscription
from bot.store.transaction import Transaction
from bot.stories.filter import verdict
from bot.stories.statistics.digest import Background
from bot.stories.statistics.norm import PAST, windows
from bot.stories.statistics.silence import LEAST_SILENCE, Pace, quiet_feeds
from bot.stories.statistics.spike import AGAIN, HOURS, LEAST, Spike, notices, spike
from bot.stories.statistics.week import week, week_until
from bot.work.delivery.desk import Desk

_NOTE = "spike"  # when the last spike was told


def queue_spikes(tx: Transaction, topics: Iterable[str], now: datetime) -> set[int]:
    """Queue notices for topics in which an unusual amount is happening; return the channels that get one."""
    return {channel for topic in topics for channel in queue_spike(tx.about(topic), now)}


def queue_spike(tx: Transaction, now: datetime) -> set[int]:
    """Queue a notice if an unusual amount is happening; return the channels that get it.

    Stories that only first polls found are not news and do not count as happening now.
    """
    found = _unusual(tx, now)
    if not found:
        return set()
    tx.notes.put(_note(tx), now.isoformat(), now)
    return tx.alerts.queue(notices(*found, tx.channels.active(), now=now))


def any_spike(tx: Transaction, topics: Iterable[str], now: datetime) -> bool:
    """Say whether there is a notice to queue; finding out takes longer than writers should wait."""
    return any(_unusual(tx.about(topic), now) for topic in topics)


def _unusual(tx: Transaction, now: datetime) -> tuple[Spike, Sequence[Story]] | None:
    """Return a spike that is not told yet, with its stories."""
    last, begun = tx.notes.get(_note(tx)), tx.past.begun()
    if begun is None or (last is not None and abs(now - datetime.fromisoformat(last)) < AGAIN):
        return None
    since = now - HOURS
    most = len(tx.past.opened(since, now))
    if most < LEAST:
        return None
    before = tx.past.opened(since - PAST, since)
    if spike(most, before, begun=begun, now=now) is None:
        return None  # spares reading the stories
    stories = [each for each in tx.stories.changed_since(since) if each.opened > since and not each.quiet]
    found = spike(len(stories), before, begun=begun, now=now)
    return (found, stories) if found else None


def _note(tx: Transaction) -> str:
    return _NOTE if tx.topic == FIRST_TOPIC else f"{_NOTE}:{tx.topic}"


_WEEK = timedelta(days=7)
FIRST = timedelta(days=1)  # what a first digest covers by default


def queue_due(tx: Transaction, zones: Mapping[str, str], now: datetime) -> set[int]:
    """Queue the digests and reports that are due, plan the next ones, and return the channels.

    ``zones``, by topic, apply to channels that chose none.
    """
    touched = queue_reports(tx, zones, now)
    for subscription, start in tx.channels.digests_due(now):
        touched |= queue_now(tx, subscription, start or now - FIRST, now)
        plan = parse_digest(subscription.digest or "")
        due = next_digest(plan, zone_of(subscription, zones), now)
        tx.channels.set_digest(subscription.channel_id, due=due, start=now)
    return touched


def queue_now(tx: Transaction, subscription: Subscription, start: datetime, now: datetime) -> set[int]:
    """Queue one digest of everything since ``start`` for a channel that is not muted."""
    if subscription.muted_until is not None and subscription.muted_until > now:
        return set()
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
                since=start,
                why=f"digest: {subscription.digest or 'asked for'}",
            )
        ]
    )


def queue_reports(tx: Transaction, zones: Mapping[str, str], now: datetime) -> set[int]:
    """Queue the weekly reports that are due, plan the next ones, and return the channels.

    ``zones``, by topic, apply to channels that chose none. However late it is, a report covers the week that it was due
    for; if several weeks were missed, the last one.
    """
    touched: set[int] = set()
    for subscription in tx.channels.reports_due(now):
        of = zone_of(subscription, zones)
        due = next_digest(parse_digest(subscription.report or ""), of, now)
        tx.channels.set_report(subscription.channel_id, due)
        if subscription.muted_until is None or subscription.muted_until <= now:
            day = due.astimezone(ZoneInfo(of)).date() - _WEEK
            touched |= tx.alerts.queue([_report(subscription, day, now)])
    return touched


def _report(subscription: Subscription, day: date, now: datetime) -> Alert:
    identity = f"report|{subscription.channel_id}|{day}"
    return Alert(
        id=blake2b(identity.encode(), digest_size=16).hexdigest(),
        channel_id=subscription.channel_id,
        story_id=None,
        reason=Reason.REPORT,
        revision=0,
        created=now,
        new=(day.isoformat(),),
        why=f"report: {subscription.report}",
    )


def background(
    tx: Transaction, stories: Sequence[Story], feeds: Mapping[str, Feed], *, since: datetime, now: datetime
) -> Background:
    """Return what a digest of these stories compares with, and which of the ``feeds`` are quiet."""
    begun, length = tx.past.begun() or now, now - since
    names = {name for story in stories for name in story.names}
    mentioned = tx.past.mentioned(names, since - PAST, since)
    counts = {name: windows(times, until=since, length=length, begun=begun) for name, times in mentioned.items()}
    paces = {
        feed: Pace(entries=entries, first=first, last=last)
        for feed, (entries, first, last) in tx.past.paces(now - PAST, now - LEAST_SILENCE).items()
    }
    return Background(
        stories=windows(tx.past.opened(since - PAST, since), until=since, length=length, begun=begun),
        names={name: counted for name, counted in counts.items() if counted is not None},
        quiet=quiet_feeds(feeds, tx.feeds.all(), paces, now=now),
        feeds=len(feeds),
    )


def report(tx: Transaction, alert: Alert, desk: Desk) -> Message:
    """Return the report on the week before the day that an alert names."""
    zone = desk.to.zone or desk.zone
    asked = week_until(date.fromisoformat(alert.new[0]), zone)
    wanted = [
        desk.read(story)
        for story in tx.stories.changed_since(asked.before)
        if story.opened <= asked.end and verdict(story, desk.to).wanted
    ]
    found = week(wanted, asked, zone, own_names={*desk.own_names, desk.topic}, begun=tx.past.begun())
    told = tx.alerts.told_between(desk.to.channel_id, asked.start, asked.end)
    return reports.report(desk.topic, found, told=told, words=desk.words, scope=desk.to.scope)
