"""Who is told of a change in a story, how loudly, and why?

Nothing at all is decided for a channel that is paused, inactive, muted or fed by digests: what happens while a channel
is muted is not kept for later. A story it missed that way is NEW for it with the story's next change.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from hashlib import blake2b

from bot.model import Alert, Change, Reason, Report, Send, Story, StoryChange, Subscription
from bot.stories.filter import wanted
from bot.stories.wording.summary import new_line

STALE = timedelta(days=3)  # what was published before that is no news, however late we found it
LAG = timedelta(hours=6)  # feeds list an entry up to hours after the time they claim for it
IMPORTANT_SCORE = 0.80  # "important only": this score, ...
IMPORTANT_SOURCES = 3  # ... or so many outlets, an official text, a denial or a correction

_TELLING = {Change.OFFICIAL: "official text or denial", Change.CORRECTED: "correction"}
_TOLD = {
    Change.GREW: Reason.EDIT,
    Change.NEW_FACTS: Reason.UPDATE,
    Change.OFFICIAL: Reason.LOUD,
    Change.CORRECTED: Reason.LOUD,
}


def route(
    change: StoryChange,
    subscriptions: Sequence[Subscription],
    told: Collection[int],
    *,
    muted: Collection[int] = (),
    language: str | None = None,
    now: datetime,
) -> list[Alert]:
    """Return the alerts that a change is worth, in the order of the subscriptions.

    ``told`` holds the ids of the channels that already have a NEW alert for this story: they get their first message
    edited, and a reply where there is more to say than a new count. The others get the story as new. ``muted`` holds
    those that want to hear nothing more of this story: what they have of it is still edited. ``language`` is that of
    channels that did not choose one: news is quoted in it where a report has it.
    """
    story = change.story
    newest = max((report.at for report in story.reports if report.key in change.keys), default=story.updated)
    if not story.alert or change.quiet or newest < now - STALE:
        return []
    alerts: list[Alert] = []
    for subscription in subscriptions:
        if not _listens(subscription, now):
            continue
        silenced = subscription.channel_id in muted
        if subscription.channel_id in told:
            language_here = subscription.language or language
            alerts += _follow_up(change, subscription, language_here, now, muted=silenced)
        elif not silenced:
            alerts += _first(change, subscription, newest, now)
    return alerts


def edit(story: Story, channel_id: int, *, why: str, now: datetime) -> Alert:
    """Return the alert that brings a channel's first message of a story up to date."""
    return Alert(
        id=_identity(story, channel_id, Reason.EDIT),
        channel_id=channel_id,
        story_id=story.id,
        reason=Reason.EDIT,
        revision=story.revision,
        created=now,
        silent=True,
        why=why,
    )


def _listens(subscription: Subscription, now: datetime) -> bool:
    muted = subscription.muted_until is not None and subscription.muted_until > now
    return subscription.active and subscription.paused is None and not muted and subscription.send is not Send.DIGEST


def _first(change: StoryChange, subscription: Subscription, newest: datetime, now: datetime) -> list[Alert]:
    """A channel that was not told yet gets the story as new, unless it is older than the subscription."""
    story = change.story
    since = subscription.since - LAG
    if newest < since or (change.change is Change.GREW and story.opened < since):
        return []
    important = why_important(story, change.change)
    if subscription.send is Send.IMPORTANT and important is None:
        return []
    fits = wanted(story, subscription)
    if fits is None:
        return []
    parts = [f"new story, score {story.score:.2f}", fits]
    if subscription.send is Send.IMPORTANT and important is not None:
        parts.append(f"important: {important}")
    return [_alert(change, subscription, Reason.NEW, now, why=_sentence(parts))]


def _follow_up(
    change: StoryChange, subscription: Subscription, language: str | None, now: datetime, *, muted: bool
) -> list[Alert]:
    """A channel that was told keeps a true first message; it gets a reply where the change is worth one.

    New facts that no sentence says are worth none: a bare name or number tells a reader nothing.
    """
    reason = _TOLD.get(change.change, Reason.EDIT)
    alerts = [_alert(change, subscription, Reason.EDIT, now, why=_sentence([change.why]))]
    if reason is Reason.EDIT or muted:
        return alerts
    fits = wanted(change.story, subscription)
    if fits is None:
        return alerts
    said = _said(change, language)
    if said or reason is Reason.LOUD:
        why = _sentence([change.why, fits])
        alerts.append(_alert(change, subscription, reason, now, new=said, why=why))
    return alerts


def why_important(story: Story, change: Change) -> str | None:
    """Return why a story passes "important only"; None where it does not."""
    sources = len({report.source for report in story.reports})
    if story.score >= IMPORTANT_SCORE:
        return f"score {story.score:.2f}"
    if change in _TELLING:
        return _TELLING[change]
    if sources >= IMPORTANT_SOURCES:
        return f"{sources} sources"
    return None


def _alert(
    change: StoryChange,
    subscription: Subscription,
    reason: Reason,
    now: datetime,
    *,
    new: tuple[str, ...] = (),
    why: str,
) -> Alert:
    story = change.story
    return Alert(
        id=_identity(story, subscription.channel_id, reason),
        channel_id=subscription.channel_id,
        story_id=story.id,
        reason=reason,
        revision=story.revision,
        created=now,
        silent=reason in {Reason.EDIT, Reason.UPDATE},
        new=new,
        keys=change.keys,
        why=why,
    )


def _identity(story: Story, channel_id: int, reason: Reason) -> str:
    identity = f"{story.id}|{channel_id}|{reason.value}|{story.revision}"
    return blake2b(identity.encode(), digest_size=16).hexdigest()


def _said(change: StoryChange, language: str | None) -> tuple[str, ...]:
    """What an update says: a sentence of the reports that brought the news, if one has it."""
    brought: list[Report] = [report for report in change.story.reports if report.key in change.keys]
    before = [report for report in change.story.reports if report.key not in change.keys]
    line = new_line(brought, before, new=change.forms or change.new, language=language)
    return (line,) if line else ()


def _sentence(parts: Sequence[str]) -> str:
    return "; ".join(part for part in parts if part)
