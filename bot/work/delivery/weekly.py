"""What does a weekly report tell a chat? It covers the seven whole days before the day on which it was due."""

from datetime import date

from bot.chat.message import Message
from bot.chat.rendering import reports
from bot.model import Alert
from bot.store.transaction import Transaction
from bot.stories.filter import verdict
from bot.stories.statistics.week import week, week_until
from bot.work.delivery.desk import Desk


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
