"""Who is told of a change in a story, how loudly, and why?

Nothing at all is decided for a channel that is paused, inactive, muted or fed by digests: what happens while a channel
is muted is not kept for later. A story missed that way is NEW for the channel with the story's next change.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

from bot.model import Alert, Change, Handling, Reason, Send, Story, StoryChange, Subscription
from bot.stories.filter import verdict
from bot.stories.importance import BAR, Ground, grounds
from bot.stories.wording.updates import news, told_by

STALE = timedelta(days=3)  # what was published earlier is not news, however late we found it
LAG = timedelta(hours=6)  # feeds list an entry up to hours after the time they claim for it
_TOLD = {
    Change.OPENED: Reason.EDIT,
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
    facts: Mapping[int, Collection[str]] | None = None,
    bar: float = BAR,
    language: str | None = None,
    now: datetime,
) -> list[Alert]:
    """Return the alerts that a change is worth, in the order of the subscriptions.

    ``told`` holds the ids of the channels that already have a NEW alert for this story: they get their first message
    edited, and a reply if there is more to say than a new count. The others get the story as new. ``muted`` holds
    those that want to hear nothing more of this story: what they have of it is still edited. ``facts`` has by channel
    what its sentences about the story said; only what is not among that is news there. ``bar`` is the importance from
    which a story passes "important only": it is checked with each report, so a story may be told late.
    ``language`` is that of channels that did not choose one: news is quoted in it where a report has it.
    """
    newest = _newest(change)
    if not is_news(change, now):
        return []
    alerts: list[Alert] = []
    for subscription in subscriptions:
        if not _listens(subscription, now):
            continue
        if subscription.send is Send.DIGEST and verdict(change.story, subscription).rule is None:
            continue
        silenced = subscription.channel_id in muted
        if subscription.channel_id in told:
            known = (facts or {}).get(subscription.channel_id)
            line = _said(change, subscription.language or language, known)
            alerts += _follow_up(change, subscription, line, now, muted=silenced)
        elif not silenced:
            alerts += _first(change, subscription, newest, bar, now)
    return alerts


def is_news(change: StoryChange, now: datetime) -> bool:
    """Whether anybody at all may be told of a change."""
    return change.story.alert and not change.quiet and _newest(change) >= now - STALE


def _newest(change: StoryChange) -> datetime:
    story = change.story
    return max((report.at for report in story.reports if report.key in change.keys), default=story.updated)


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
    asks = subscription.send is not Send.DIGEST or bool(subscription.rules)
    return subscription.active and subscription.paused is None and not muted and asks


def _first(change: StoryChange, subscription: Subscription, newest: datetime, bar: float, now: datetime) -> list[Alert]:
    """A channel that was not told yet gets the story as new, unless it is older than the subscription.

    What a named filter finds need not be important, too.
    """
    story = change.story
    since = subscription.since - LAG
    if newest < since or (change.change is Change.GREW and story.opened < since):
        return []
    found = verdict(story, subscription)
    if not found.at_once:
        return []
    parts = [f"new story, score {story.score:.2f}", found.why]
    if subscription.send is Send.IMPORTANT and found.rule is None:
        important = why_important(story, bar)
        if important is None:
            return []
        parts.append(f"important: {important}")
    silent = found.how is Handling.SILENT
    return [_alert(change, subscription, Reason.NEW, now, silent=silent, why=_sentence(parts))]


def _follow_up(
    change: StoryChange,
    subscription: Subscription,
    said: tuple[str, ...],
    now: datetime,
    *,
    muted: bool,
) -> list[Alert]:
    """A channel that was told keeps a true first message; it gets a reply if the change is worth one.

    ``said`` are the sentences with what it was not told. A bare name or number without a sentence is worth none.
    """
    reason = _TOLD[change.change]
    if reason is Reason.EDIT and said:
        reason = Reason.UPDATE
    alerts = [_alert(change, subscription, Reason.EDIT, now, why=_sentence([change.why]))]
    if reason is Reason.EDIT or muted:
        return alerts
    found = verdict(change.story, subscription)
    if not found.at_once:
        return alerts
    if said or reason is Reason.LOUD:
        why = _sentence([change.why, found.why])
        silent = found.how is Handling.SILENT
        alerts.append(_alert(change, subscription, reason, now, new=said, silent=silent, why=why))
    return alerts


def why_important(story: Story, bar: float) -> str | None:
    """Return why a story passes "important only"; None if it does not."""
    if story.importance < bar:
        return None
    why = ", ".join(each.ground.value for each in grounds(story) if each.ground is not Ground.RELEVANT)
    return f"{story.importance:.2f} of {bar:.2f}" + (f" ({why})" if why else "")


def _alert(
    change: StoryChange,
    subscription: Subscription,
    reason: Reason,
    now: datetime,
    *,
    new: tuple[str, ...] = (),
    silent: bool = False,
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
        silent=silent or reason in {Reason.EDIT, Reason.UPDATE},
        new=new,
        keys=change.keys,
        why=why,
    )


def _identity(story: Story, channel_id: int, reason: Reason) -> str:
    identity = f"{story.id}|{channel_id}|{reason.value}|{story.revision}"
    return blake2b(identity.encode(), digest_size=16).hexdigest()


def _said(change: StoryChange, language: str | None, known: Collection[str] | None) -> tuple[str, ...]:
    """What an update says: sentences of the reports that brought something this channel was not told."""
    told = told_by(change.story, change.keys) if known is None else known
    return tuple(each.text for each in news(change.story, change.keys, told, language=language))


def _sentence(parts: Sequence[str]) -> str:
    return "; ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A story as it is now, and who is told."""

    change: StoryChange
    alerts: tuple[Alert, ...]


def decide(
    changes: Iterable[StoryChange],
    subscriptions: Sequence[Subscription],
    told: Callable[[str], Collection[int]],
    *,
    muted: Callable[[str], Collection[int]] = lambda _: (),
    facts: Callable[[Sequence[str]], Mapping[int, Collection[str]]] = lambda _: {},
    bar: float = BAR,
    language: str | None = None,
    now: datetime,
) -> Iterator[Decision]:
    """Yield one decision for each change in turn; the service and ``seedwatch replay`` share this.

    ``told`` returns the ids of the channels that have a story already, ``muted`` those of channels that want no more of
    it; a story that becomes part of another one, or parts from it, brings its own along. ``facts`` returns by channel
    what it was told of some stories, ``bar`` is what counts as important now. ``language`` applies to channels that
    chose none.
    """
    for change in changes:
        if not is_news(change, now):
            yield Decision(change=change, alerts=())
            continue
        stories = [change.story.id, *(part.id for part in change.joined)]
        alerts = route(
            change,
            subscriptions,
            {channel for story in stories for channel in told(story)},
            muted={channel for story in (*stories, *filter(None, [change.parted])) for channel in muted(story)},
            facts=facts(stories),
            bar=bar,
            language=language,
            now=now,
        )
        yield Decision(change=change, alerts=tuple(alerts))
