"""Which message does an alert become? Reads the story as it is at this moment, so that nothing stale is sent."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b

from bot.chat.message import Message
from bot.chat.rendering import alerts, condensed, digests, lists, notices
from bot.chat.topics import of_topic, tagged
from bot.model import Alert, Reason, Send, Story, Subscription
from bot.store.transaction import Transaction
from bot.stories.filter import in_digest, verdict
from bot.stories.statistics.digest import digest
from bot.stories.wording.updates import News, latest, news, news_facts, shown_facts, told_by
from bot.work.delivery.desk import Desk, Kept
from bot.work.delivery.digest import background, report
from bot.work.delivery.notices import silent_owner
from bot.work.delivery.records import Parcel

LIST_FROM = 4  # from this many new stories waiting for one chat on, they go out as one list
FEW = 3  # alerts that one claim keeps when they go out one by one: their lease must outlast the chat's speed limit
MOST = 20  # alerts in one list
_BESIDE_DIGESTS = {Reason.DIGEST, Reason.EDIT, Reason.REPORT}  # sent also to chats that get no alerts
_NOTICES = {Reason.SILENCE, Reason.EDITED}
_BROUGHT_UP_TO_DATE = {Reason.EDIT, Reason.DETAILS}
_OF_ONE_STORY = {Reason.NEW, Reason.UPDATE, Reason.LOUD, Reason.DETAILS, *_NOTICES}

_WRITTEN: Kept[Message] = Kept()


def compose(tx: Transaction, claimed: Sequence[Alert], desk: Desk) -> tuple[list[Parcel], list[Alert]]:
    """Return what to send for the claimed alerts of one channel, in order, and which alerts to give back.

    What quiet hours held becomes one list. What a channel no longer wants at this moment is dropped. If there are
    several topics, each message names its own.
    """
    parcels, rest = _composed(tx, claimed, desk)
    return (parcels if desk.alone else [_of_topic(each, tx.topic, desk) for each in parcels]), rest


def _of_topic(parcel: Parcel, topic: str, desk: Desk) -> Parcel:
    message = parcel.message
    if message is None:
        return parcel
    if all(alert.reason not in _OF_MANY for alert in parcel.alerts):
        message = of_topic(message, desk.words.name(desk.topic))
    return replace(parcel, message=tagged(message, topic))


def _composed(tx: Transaction, claimed: Sequence[Alert], desk: Desk) -> tuple[list[Parcel], list[Alert]]:
    found = {story.id: story for story in tx.stories.by_id([each.story_id for each in claimed if each.story_id])}
    wanted, parcels = _wanted(tx, claimed, found, desk)
    stories = {story_id: desk.read(story) for story_id, story in found.items()}
    held = [
        alert
        for alert in wanted
        if alert.held and alert.reason not in _NOTICES and (alert.story_id in stories or alert.story_id is None)
    ]
    if len({alert.story_id for alert in held}) > 1:
        rest = [alert for alert in wanted if alert not in held]
        return [*parcels, _caught_up(tx, held, stories, desk)], rest
    new = [alert for alert in wanted if alert.reason is Reason.NEW and alert.story_id in stories]
    if len(new) >= LIST_FROM:
        told = [stories[alert.story_id] for alert in new if alert.story_id]
        silent = all(alert.silent for alert in new)
        message = lists.several(told, words=desk.words, silent=silent)
        rest = [alert for alert in wanted if alert not in new]
        first = {alert.story_id for alert in new}
        shown = [_needless(alert) for alert in rest if alert.story_id in first]
        rest = [alert for alert in rest if alert.story_id not in first]
        facts = {story.id: shown_facts(story, summary=False) for story in told}
        return [*parcels, Parcel(alerts=tuple(new), message=message, listed=True, facts=facts), *shown], rest
    rest = []
    first = set()
    sent = 0
    for alert in wanted:
        if alert.reason is not Reason.NEW and alert.story_id in first:
            parcels.append(_needless(alert))
        elif sent < FEW:
            sent += 1
            first |= {alert.story_id} if alert in new else set()
            parcels.append(_parcel(tx, alert, stories, desk))
        else:
            rest.append(alert)
    return parcels, rest


def _wanted(
    tx: Transaction, claimed: Sequence[Alert], stories: Mapping[str, Story], desk: Desk
) -> tuple[list[Alert], list[Parcel]]:
    """Separate what a channel still wants from what it no longer wants since it was queued."""
    wanted: list[Alert] = []
    dropped: list[Parcel] = []
    for alert in claimed:
        why = ""
        if alert.reason not in _BESIDE_DIGESTS and _only_in_digests(stories.get(alert.story_id or ""), desk):
            why = "this chat gets digests only now"
        elif alert.reason in _OF_ONE_STORY and tx.muted.has(desk.to.channel_id, alert.story_id or ""):
            why = "this chat wants nothing more of the story"
        if why:
            dropped.append(Parcel(alerts=(alert,), why=why))
        else:
            wanted.append(alert)
    return wanted, dropped


def _only_in_digests(story: Story | None, desk: Desk) -> bool:
    """Say whether a chat that gets digests in place of alerts has no named filter that tells of this one at once."""
    return desk.to.send is Send.DIGEST and (story is None or not verdict(story, desk.to).at_once)


def _needless(alert: Alert) -> Parcel:
    return Parcel(alerts=(alert,), why="its first message shows it already")


def _caught_up(tx: Transaction, held: Sequence[Alert], stories: Mapping[str, Story], desk: Desk) -> Parcel:
    """The one list of what quiet hours held: every story once, with what is new in those already told."""
    of_story: dict[str, list[Alert]] = {}
    notices = []
    for alert in held:
        if alert.story_id is None:
            notices.append(digests.spike_said(alert.new, desk.words))
        else:
            of_story.setdefault(alert.story_id, []).append(alert)
    missed, facts = [], {}
    for story_id, of_one in of_story.items():
        story = stories[story_id]
        keys = {key for alert in of_one if alert.reason is not Reason.NEW for key in alert.keys}
        told = shown_facts(story, summary=False) if any(alert.reason is Reason.NEW for alert in of_one) else None
        said = _news(tx, story, keys, desk, told)
        missed.append(lists.Missed(story=story, updated=bool(keys), news=tuple(said)))
        facts[story_id] = shown_facts(story, summary=False).union(*(news_facts(each) for each in said))
    message = lists.caught_up(missed, notices, words=desk.words, scope=desk.to.scope)
    return Parcel(alerts=tuple(held), message=message, listed=True, facts=facts)


def _news(
    tx: Transaction, story: Story, keys: Collection[str], desk: Desk, told: Collection[str] | None = None
) -> list[News]:
    """What these reports say that the chat has not been told yet, whatever was queued before."""
    told = tx.told.of(desk.to.channel_id, story.id) if told is None else told
    known = told_by(story, keys) if told is None else told
    return news(story, keys, known, language=desk.to.language or desk.language)


def _parcel(tx: Transaction, alert: Alert, stories: Mapping[str, Story], desk: Desk) -> Parcel:
    words, to = desk.words, desk.to
    if alert.reason in _OF_MANY:
        return Parcel(alerts=(alert,), message=_OF_MANY[alert.reason](tx, alert, desk))
    story = stories.get(alert.story_id or "")
    if story is None and alert.story_id and alert.reason is Reason.EDIT:
        return _part_of_another(tx, alert, alert.story_id, desk)
    if story is None:
        return Parcel(alerts=(alert,), why="the story is not there any more")
    if alert.reason is Reason.NEW:
        late = [] if to.condensed else latest(story, language=to.language or desk.language)
        message = _first(story, desk, silent=alert.silent, late=late)
        then = _details_of(story, desk)
        told = _facts(story, to).union(*map(news_facts, late))
        return Parcel(alerts=(alert,), message=message, then=then, facts={story.id: told})
    first = tx.alerts.first_message(alert.channel_id, story.id)
    if alert.reason in _NOTICES:
        notice = _notice(alert, story, desk, first[0] if first else None)
        return Parcel(alerts=(alert,), message=notice, why="" if notice else "it is no longer so")
    if alert.reason in _BROUGHT_UP_TO_DATE:
        return _edited(tx, alert, story, desk, first)
    said = _news(tx, story, alert.keys, desk)
    if not said and (alert.reason is Reason.UPDATE or not alerts.has_document(story, alert)):
        return Parcel(alerts=(alert,), why="this chat was told of it already")
    message = alerts.update(
        story,
        alert,
        said,
        words=words,
        scope=to.scope,
        reply_to=first[0] if first else None,
        broadcast=to.broadcast,
        preview=to.preview,
    )
    facts = {story.id: frozenset[str]().union(*(news_facts(each) for each in said))}
    return Parcel(alerts=(alert,), message=message, facts=facts)


def _edited(tx: Transaction, alert: Alert, story: Story, desk: Desk, first: tuple[str, bool] | None) -> Parcel:
    """Bring a story's first message up to date, or write below it what it left out."""
    if first is None or first[1]:
        return Parcel(alerts=(alert,), why="its first message is a line of a list" if first else "never told here")
    if alert.reason is Reason.EDIT:
        message = _first(story, desk, silent=True, edited=True)
        then = _details_of(story, desk)
        return Parcel(
            alerts=(alert,), message=message, edits=first[0], then=then, facts={story.id: _facts(story, desk.to)}
        )
    before = tx.alerts.first_message(alert.channel_id, story.id, Reason.DETAILS)
    message = condensed.details(_whole(story, desk, silent=True), first[0])
    facts = {story.id: shown_facts(story)}
    return Parcel(alerts=(alert,), message=message, edits=before[0] if before else None, facts=facts)


def _details_of(story: Story, desk: Desk) -> Alert | None:
    """Return the alert that adds in the thread what a one-line message leaves out, where there are threads."""
    if not desk.to.condensed or not desk.threads:
        return None
    identity = f"{story.id}|{desk.to.channel_id}|{Reason.DETAILS.value}|{story.revision}"
    return Alert(
        id=blake2b(identity.encode(), digest_size=16).hexdigest(),
        channel_id=desk.to.channel_id,
        story_id=story.id,
        reason=Reason.DETAILS,
        revision=story.revision,
        created=desk.now,
        silent=True,
        why="the first message is one line",
    )


def _first(story: Story, desk: Desk, *, silent: bool, edited: bool = False, late: Sequence[News] = ()) -> Message:
    """Return a story's first message, as the channel wants such messages."""
    message = _whole(story, desk, silent=silent, edited=edited, late=late)
    return condensed.in_one_line(message, story, desk.words) if desk.to.condensed else message


def _whole(story: Story, desk: Desk, *, silent: bool, edited: bool = False, late: Sequence[News] = ()) -> Message:
    """Return a story's full first message; chats with the same language and settings share it."""
    to = desk.to

    def write() -> Message:
        return alerts.alert(
            story,
            late=late,
            words=desk.words,
            scope=to.scope,
            silent=silent,
            edited=edited,
            preview=to.preview,
            translate=to.translate,
        )

    said = tuple(each.text for each in late)
    how = (to.language or desk.language, to.scope, silent, edited, said, to.preview, to.translate)
    return _WRITTEN.of((story, desk.spelled), how, write)


def _facts(story: Story, to: Subscription) -> frozenset[str]:
    """Return the facts in a first message: a one-line message has no summary."""
    return shown_facts(story, summary=not to.condensed)


def _notice(alert: Alert, story: Story, desk: Desk, reply_to: str | None) -> Message | None:
    """Return a notice about a story; None if it is no longer true."""
    if alert.reason is Reason.SILENCE:
        owner, read = silent_owner(alert), int(alert.new[1])
        if any(report.ownership is owner for report in story.reports):
            return None
        return notices.silence(story, owner, read, words=desk.words, reply_to=reply_to)
    report = next((each for each in story.reports if each.key in alert.keys), None)
    if report is None:
        return None
    before, after = alert.new
    times = (alert.since or alert.created, alert.created)
    return notices.edited(story, report, (before, after), times, words=desk.words, reply_to=reply_to)


def _digest(tx: Transaction, alert: Alert, desk: Desk) -> Message:
    since = alert.since or alert.created
    of_all = tx.stories.changed_since(since)
    changed = [desk.read(story) for story in of_all if in_digest(story, desk.to)]
    # The list of all its stories ignores filters.
    question = tx.questions.ask("latest", f"20 new.{since.timestamp():.0f}", desk.now)
    past = background(tx, changed, desk.feeds, since=since, now=desk.now)
    if desk.to.include or desk.to.exclude or desk.to.rules:
        past = replace(past, stories=None, names={})  # what is usual is known only for all stories, not for these
    return digests.digest(
        desk.topic,
        digest(changed, since=since, now=desk.now, past=past),
        zone=desk.to.zone or desk.zone,
        words=desk.words,
        scope=desk.to.scope,
        own_names=desk.own_names,
        question=question if len(changed) == len(of_all) else None,
    )


def _spike(tx: Transaction, alert: Alert, desk: Desk) -> Message:
    told = [desk.read(story) for story in tx.stories.by_id(alert.stories)]
    return digests.spike(desk.topic, alert.new, told, words=desk.words, scope=desk.to.scope)


_OF_MANY = {Reason.DIGEST: _digest, Reason.REPORT: report, Reason.SPIKE: _spike}


def _part_of_another(tx: Transaction, alert: Alert, story_id: str, desk: Desk) -> Parcel:
    """Tell a channel that got messages of two stories that they are one now."""
    first = tx.alerts.first_message(alert.channel_id, story_id)
    into = next(iter(tx.stories.by_id([tx.regroups.heir(story_id)])), None)
    if into is None or first is None or first[1]:
        return Parcel(alerts=(alert,), why="there is no message of its own to edit")
    return Parcel(alerts=(alert,), message=alerts.joined(desk.read(into), words=desk.words), edits=first[0])
