"""What became of an address? Whether it was sent, which story it is in, and why, for /why and ``seedwatch explain``."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from bot.chat.language import ENGLISH, Words, mark
from bot.chat.message import Line, Text
from bot.chat.rendering.headlines import titled
from bot.chat.rendering.owners import outlets, sources
from bot.chat.rendering.reasons import bond_words, row
from bot.feeds.address import canonical
from bot.feeds.identity import number, url_key
from bot.feeds.recognition import Known
from bot.model import Alert, AlertState, Bond, Hit, Reason, Send, Story, opened_by
from bot.store.identities import Dropped
from bot.store.transaction import Transaction
from bot.stories.filter import verdict as wanted
from bot.stories.importance import MEASURED, bar
from bot.stories.route import why_important


class Fate(Enum):
    """What an entry was for a chat, or for any where none is meant."""

    TOLD = "told"
    HELD = "held"  # by quiet hours
    WAITING = "waiting"
    SILENT = "silent"  # one more source in a message that was there already
    QUIET = "quiet"  # its feed was new
    MUTED = "muted"  # the chat wants nothing more of the story
    UNIMPORTANT = "unimportant"  # the chat wants important stories only
    FILTERED = "filtered"  # the chat's words or sources leave it out
    DIGEST = "digest"  # the chat gets digests in place of alerts
    UNTOLD = "untold"
    OFF_TOPIC = "off_topic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """An entry with what was decided of it. ``told`` counts the chats that were told of its story.

    ``dropped`` are items at its address that were known as it, or as another entry.
    """

    hit: Hit
    story: Story | None = None
    grouped: Bond | str = ""  # why it is in that story
    told: int = 0
    fate: Fate = Fate.OFF_TOPIC
    dropped: tuple[tuple[Dropped, str], ...] = ()  # each with the title of the entry that it was known as


def trace(tx: Transaction, address: str, channel_id: int | None = None) -> Trace | None:
    """Return what became of the entry with this address in a channel; None: it was in no feed that was polled."""
    url = canonical(address)
    key = url_key(url) if url else None
    page = number(key) if key else None
    keys = tx.identities.at(page) if page else []
    found = tx.entries.by_key(keys)
    # Of several feeds with this page, the one whose entry is in a story says most.
    hits = sorted(
        (found[key] for key in keys if key in found), key=lambda hit: (not hit.match.alert, not hit.match.store)
    )
    if not hits:
        return None
    hit = hits[0]
    story_id, grouped = tx.entries.story_of(hit.entry.key)
    story = next(iter(tx.stories.by_id([story_id])), None) if story_id else None
    dropped = tx.identities.dropped_at(page) if page else []
    known_as = tx.entries.by_key([each.entry for each in dropped])
    return Trace(
        hit=hit,
        story=story,
        grouped=grouped,
        told=len(tx.alerts.told(story.id)) if story else 0,
        fate=_fate(hit, *_decided(tx, story, channel_id), _unwanted(tx, story, channel_id)),
        dropped=tuple((each, known_as[each.entry].entry.title) for each in dropped if each.entry in known_as),
    )


def _decided(tx: Transaction, story: Story | None, channel_id: int | None) -> tuple[list[Alert], list[Alert]]:
    """Return what was decided about a story and those that became part of it, and about the one that it parted from."""
    if story is None:
        return [], []
    whole = tx.stories.by_short(story.parted) if story.parted else None
    ids = [story.id, *tx.regroups.parts(story.id)]
    return (
        [alert for each in ids for alert in tx.alerts.of_story(each, channel_id)],
        tx.alerts.of_story(whole.id, channel_id) if whole is not None else [],
    )


def _unwanted(tx: Transaction, story: Story | None, channel_id: int | None) -> Fate:
    """Return why a channel, as it is set now, would not be told of a story."""
    channel = tx.channels.by_id(channel_id) if channel_id is not None else None
    if story is None or channel is None:
        return Fate.UNTOLD
    if tx.muted.has(channel.channel_id, story.id):
        return Fate.MUTED
    found = wanted(story, channel)
    if not found.at_once:
        return Fate.DIGEST if found.wanted else Fate.FILTERED
    if channel.send is Send.IMPORTANT and found.rule is None:
        least = bar(tx.stories.importances(story.updated - MEASURED))
        return Fate.UNIMPORTANT if why_important(story, least) is None else Fate.UNTOLD
    return Fate.UNTOLD


def _fate(hit: Hit, decided: Sequence[Alert], before: Sequence[Alert], unwanted: Fate) -> Fate:
    """Read from the alerts about an entry's story what became of the entry itself.

    ``before`` are those of the story that its reports were part of, ``unwanted`` says why nothing was sent if so.
    """
    own = [alert for alert in (*decided, *before) if hit.entry.key in alert.keys and alert.reason is not Reason.EDIT]
    if any(alert.state is AlertState.SENT for alert in own):
        return Fate.TOLD
    first = [alert for alert in decided if alert.reason is Reason.NEW]
    # A first message that has not gone out yet will name this entry, too: it is rendered when it is sent.
    open_ = [alert for alert in (*own, *first) if alert.state in {AlertState.PENDING, AlertState.SENDING}]
    if open_:
        return Fate.HELD if any(alert.held for alert in open_) else Fate.WAITING
    if any(alert.state is AlertState.SENT for alert in first):
        return Fate.SILENT
    if not hit.match.alert:  # below the mark an entry can still be a source of a story that is told, or news in it
        return Fate.OFF_TOPIC
    return Fate.QUIET if hit.quiet else unwanted


_VERDICTS = {
    Fate.TOLD: mark("Why this was sent ({score})"),
    Fate.HELD: mark("Held until quiet hours are over ({score})"),
    Fate.WAITING: mark("About to be sent ({score})"),
    Fate.SILENT: mark("Why this was not sent by itself: it is one more source of a story that was told ({score})"),
    Fate.QUIET: mark("Why this was not sent: it was in the feed before I first looked ({score})"),
    Fate.MUTED: mark("Why this was not sent: this chat muted the story ({score})"),
    Fate.UNIMPORTANT: mark("Why this was not sent: this chat gets important stories only ({score})"),
    Fate.FILTERED: mark("Why this was not sent: the filters of this chat leave it out ({score})"),
    Fate.DIGEST: mark("Why this was not sent: this chat gets digests in place of alerts ({score})"),
    Fate.UNTOLD: mark("Why this was not sent: no chat asked for it then, or it was older than 3 days ({score})"),
    Fate.OFF_TOPIC: mark("Why this was not sent ({score})"),
}
_DROPPED = {
    Known.SHARED: mark("known as {title}: the same words at the same address"),
    Known.REPEATED: mark("known as {title}: the same item again"),
    Known.REGENERATED: mark("known as {title}: the feed was made anew"),
}


def verdict(traced: Trace, alert_at: float, words: Words = ENGLISH) -> str:
    """Return whether the entry was sent, in one line."""
    score = f"{traced.hit.match.score:.2f}"
    limits = words("score {score}; alerts start at {limit}", score=score, limit=f"{alert_at:.2f}")
    return words(_VERDICTS[traced.fate], score=limits)


def dropped_lines(traced: Trace, words: Words = ENGLISH) -> list[Line]:
    """Return which other items at this address made no entry of their own, and as what they were known."""
    return [
        row(
            words("Dropped"),
            Text(f"{each.feed_id}: "),
            Text(words(_DROPPED[each.why], title=words.quoted(title)), foreign=True),
        )
        for each, title in traced.dropped
        if each.why in _DROPPED
    ]


def story_lines(traced: Trace, words: Words = ENGLISH) -> list[Line]:
    """Return the story that the entry was grouped into, why, and whether chats were told of that story."""
    story = traced.story
    grouped = words("Grouped")
    if story is None:
        stored = traced.hit.match.store
        return [row(grouped, Text(words("no: it is in no story") if stored else words("no: it was not stored")))]
    opened = story.id == opened_by(traced.hit)
    said = (mark("opened story {id}"), mark("into story {id}"))[not opened]
    told = (
        words.counted(traced.told, "told to {n} chat", "told to {n} chats") if traced.told else words("told to no chat")
    )
    lines = [
        row(
            grouped,
            Text(words(said, id=story.short)),
            Text(" "),
            Text(words.quoted(titled(story, words)), foreign=True),
            Text(f", {sources(len(outlets(story)), words)}, {told}"),
        )
    ]
    if traced.grouped:
        lines.append(row(words("Because"), Text(bond_words(traced.grouped, words))))
    return lines
