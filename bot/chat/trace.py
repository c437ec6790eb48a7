"""What became of an address? Whether it was sent, which story it is in, and why, for /why and ``seedwatch explain``."""

from dataclasses import dataclass

from bot.chat.render import counted, outlets, sources
from bot.feeds.address import canonical
from bot.feeds.identity import url_key
from bot.model import Hit, Story
from bot.store.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """An entry with what was decided of it. ``told`` counts the chats that were told of its story."""

    hit: Hit
    story: Story | None = None
    grouped: str = ""  # why it is in that story
    told: int = 0


def trace(tx: Transaction, address: str) -> Trace | None:
    """Return what became of the entry with this address; None: it was in no feed that was polled."""
    url = canonical(address)
    hit = tx.entries.find(key=url_key(url) or "", url=url) if url else None
    if hit is None:
        return None
    story_id, grouped = tx.entries.story_of(hit.entry.key)
    story = next(iter(tx.stories.by_id([story_id])), None) if story_id else None
    return Trace(hit=hit, story=story, grouped=grouped, told=len(tx.alerts.told(story.id)) if story else 0)


def verdict(traced: Trace, alert_at: float) -> str:
    """Return whether the entry was sent, in one line."""
    match = traced.hit.match
    score = f"score {match.score:.2f}; alerts start at {alert_at:.2f}"
    if match.alert and traced.told:
        return f"Why this was sent ({score})"
    if match.alert and traced.hit.quiet:
        return f"Why this was not sent: it was in the feed before I first looked ({score})"
    if match.alert:
        return f"Why this was not sent: no chat asked for it then, or it was older than 3 days ({score})"
    return f"Why this was not sent ({score})"


def story_lines(traced: Trace) -> list[str]:
    """Return the story that the entry was grouped into, why, and whether chats were told of that story."""
    story = traced.story
    if story is None:
        kept = "it was not stored" if not traced.hit.match.store else "it is in no story"
        return [f"Grouped   no: {kept}"]
    opened = story.id == traced.hit.entry.key
    how = "opened story" if opened else "into story"
    told = f"told to {counted(traced.told, 'chat', 'chats')}" if traced.told else "told to no chat"
    lines = [f"Grouped   {how} {story.short} “{story.title}”, {sources(len(outlets(story)))}, {told}"]
    if traced.grouped:
        lines.append(f"Because   {traced.grouped}")
    return lines
