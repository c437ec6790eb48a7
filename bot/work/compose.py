"""Which message does an alert become, now? Reads the story as it is at this moment, so that nothing stale is sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.chat import render, roundup
from bot.chat.message import Message
from bot.model import Alert, Feed, Reason, Story
from bot.store.transaction import Transaction
from bot.stories.digest import digest
from bot.stories.view import in_language
from bot.work.digest import background

LIST_FROM = 4  # so many new stories waiting for one chat go out as one list
FEW = 3  # alerts that one claim keeps when they go out one by one: their lease must outlast the chat's speed limit
MOST = 20  # alerts in one list


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One call to a platform and the alerts that it settles.

    ``edits`` is the id of the message to bring up to date; without ``message`` there is nothing to send (``why``).
    """

    alerts: tuple[Alert, ...]
    message: Message | None = None
    edits: str | None = None
    listed: bool = False
    why: str = ""


def compose(
    tx: Transaction,
    claimed: Sequence[Alert],
    *,
    topic: str,
    language: str | None,
    feeds: Mapping[str, Feed],
    now: datetime,
) -> tuple[list[Parcel], list[Alert]]:
    """Return what to send for the claimed alerts of one channel, in order, and which of them to give back.

    Stories come in the channel's ``language`` where they have one of their reports in it; a digest tells
    which of the ``feeds`` are quiet.
    """
    found = tx.stories.by_id([each.story_id for each in claimed if each.story_id])
    stories = {story.id: in_language(story, language) for story in found}
    new = [alert for alert in claimed if alert.reason is Reason.NEW and alert.story_id in stories]
    if len(new) >= LIST_FROM:
        told = [stories[alert.story_id] for alert in new if alert.story_id]
        silent = all(alert.silent for alert in new)
        rest = [alert for alert in claimed if alert not in new]
        return [Parcel(alerts=tuple(new), message=render.several(told, silent=silent), listed=True)], rest
    first = {alert.story_id for alert in new}
    kept, rest = list(claimed[:FEW]), list(claimed[FEW:])
    return [
        Parcel(alerts=(alert,), why="its first message shows it already")
        if alert.story_id in first and alert not in new
        else _parcel(tx, alert, stories, topic=topic, language=language, feeds=feeds, now=now)
        for alert in kept
    ], rest


def _parcel(
    tx: Transaction,
    alert: Alert,
    stories: dict[str, Story],
    *,
    topic: str,
    language: str | None,
    feeds: Mapping[str, Feed],
    now: datetime,
) -> Parcel:
    if alert.reason is Reason.DIGEST:
        since = alert.since or alert.created
        changed = [in_language(story, language) for story in tx.stories.changed_since(since)]
        past = background(tx, changed, feeds, since=since, now=now)
        content = digest(changed, since=since, now=now, past=past)
        return Parcel(alerts=(alert,), message=roundup.digest(topic, content))
    if alert.reason is Reason.SPIKE:
        told = [in_language(story, language) for story in tx.stories.by_id(alert.stories)]
        return Parcel(alerts=(alert,), message=roundup.spike(topic, " ".join(alert.new), told))
    story = stories.get(alert.story_id or "")
    if story is None and alert.story_id and alert.reason is Reason.EDIT:
        return _part_of_another(tx, alert, alert.story_id, language)
    if story is None:
        return Parcel(alerts=(alert,), why="the story is not there any more")
    if alert.reason is Reason.NEW:
        return Parcel(alerts=(alert,), message=render.alert(story, silent=alert.silent))
    first = tx.alerts.first_message(alert.channel_id, story.id)
    if alert.reason is Reason.EDIT:
        if first is None or first[1]:
            return Parcel(alerts=(alert,), why="its first message is a line of a list" if first else "never told here")
        return Parcel(alerts=(alert,), message=render.alert(story, silent=True, updated=now), edits=first[0])
    return Parcel(alerts=(alert,), message=render.update(story, alert, reply_to=first[0] if first else None))


def _part_of_another(tx: Transaction, alert: Alert, story_id: str, language: str | None) -> Parcel:
    """The second message of a channel that was told of two stories which are one now."""
    first = tx.alerts.first_message(alert.channel_id, story_id)
    into = next(iter(tx.stories.by_id([tx.regroups.heir(story_id)])), None)
    if into is None or first is None or first[1]:
        return Parcel(alerts=(alert,), why="there is no message of its own to edit")
    return Parcel(alerts=(alert,), message=render.joined(in_language(into, language)), edits=first[0])
