"""What became of an address? Whether it was sent, which story it is in, and why, for /why and ``seedwatch explain``."""

from dataclasses import dataclass

from bot.chat.language import ENGLISH, Words, mark
from bot.chat.message import Line, Text
from bot.chat.rendering.alerts import outlets, sources
from bot.chat.rendering.headlines import titled
from bot.chat.rendering.reasons import bond_words, row
from bot.feeds.address import canonical
from bot.feeds.identity import url_key
from bot.model import Bond, Hit, Story
from bot.store.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """An entry with what was decided of it. ``told`` counts the chats that were told of its story."""

    hit: Hit
    story: Story | None = None
    grouped: Bond | str = ""  # why it is in that story
    told: int = 0


def trace(tx: Transaction, address: str) -> Trace | None:
    """Return what became of the entry with this address; None: it was in no feed that was polled."""
    url = canonical(address)
    page = url_key(url) if url else None
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
    return Trace(hit=hit, story=story, grouped=grouped, told=len(tx.alerts.told(story.id)) if story else 0)


def verdict(traced: Trace, alert_at: float, words: Words = ENGLISH) -> str:
    """Return whether the entry was sent, in one line."""
    match = traced.hit.match
    score = words("score {score}; alerts start at {limit}", score=f"{match.score:.2f}", limit=f"{alert_at:.2f}")
    if match.alert and traced.told:
        return words("Why this was sent ({score})", score=score)
    if match.alert and traced.hit.quiet:
        return words("Why this was not sent: it was in the feed before I first looked ({score})", score=score)
    if match.alert:
        return words(
            "Why this was not sent: no chat asked for it then, or it was older than 3 days ({score})", score=score
        )
    return words("Why this was not sent ({score})", score=score)


def story_lines(traced: Trace, words: Words = ENGLISH) -> list[Line]:
    """Return the story that the entry was grouped into, why, and whether chats were told of that story."""
    story = traced.story
    grouped = words("Grouped")
    if story is None:
        stored = traced.hit.match.store
        return [row(grouped, Text(words("no: it is in no story") if stored else words("no: it was not stored")))]
    opened = story.id == traced.hit.entry.key
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
