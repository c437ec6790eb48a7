"""Whose weekly report is due, and what is in it? The seven whole days before the day on which it comes."""

from datetime import date, datetime, timedelta
from hashlib import blake2b
from zoneinfo import ZoneInfo

from bot.chat.message import Message
from bot.chat.rendering import reports
from bot.chat.settings.times import next_digest, parse_digest
from bot.model import Alert, Reason, Subscription
from bot.store.transaction import Transaction
from bot.stories.filter import verdict
from bot.stories.statistics.week import week, week_until
from bot.work.delivery.desk import Desk

_WEEK = timedelta(days=7)


def queue_reports(tx: Transaction, zone: str, now: datetime) -> set[int]:
    """Queue the weekly reports that are due, plan the next ones, and return the channels.

    ``zone`` is that of channels that chose none. However late it is, a report tells of the week that it was due for;
    of several weeks that were missed, of the last one.
    """
    touched: set[int] = set()
    for subscription in tx.channels.reports_due(now):
        of = subscription.zone or zone
        due = next_digest(parse_digest(subscription.report or ""), of, now)
        tx.channels.set_report(subscription.channel_id, due)
        if subscription.muted_until is None or subscription.muted_until <= now:
            day = due.astimezone(ZoneInfo(of)).date() - _WEEK
            touched |= tx.alerts.queue([_alert(subscription, day, now)])
    return touched


def report(tx: Transaction, alert: Alert, desk: Desk) -> Message:
    """Return the report of the week before the day that an alert names."""
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


def _alert(subscription: Subscription, day: date, now: datetime) -> Alert:
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
