"""Why was the entry with this address sent, or not? ``seedwatch explain URL`` looks it up; nothing is fetched."""

import asyncio
import os
from pathlib import Path

from bot.chat.language import ENGLISH
from bot.chat.message import plain
from bot.chat.rendering.reasons import bond_words, reason_lines, why_line
from bot.chat.rendering.trace import Trace, dropped_lines, story_lines, trace, verdict
from bot.cli.score import judged
from bot.config.environment import read_settings
from bot.errors import BotError
from bot.model import Match
from bot.store.database.connection import exists
from bot.store.engine import Store
from bot.topic.match import match
from bot.topic.topic import Topic


def find(config_path: Path, url: str, topic: str) -> Trace:
    """Return what became of an address in a topic. Raises ``BotError``: it was in no feed that was polled."""
    settings = read_settings(os.environ, config_path.parent / ".env")
    found = None
    if exists(settings.database_url):
        with Store(settings.database_url, looking=True) as store:
            found = asyncio.run(store.read(lambda tx: trace(tx.about(topic), url)))
    if found is None:
        raise BotError(
            f"{url} is not among the stored entries: it was in no feed that was polled, or under another address."
            ' explain does not fetch. To score its text:  seedwatch explain "Headline. And what follows."'
        )
    return found


def lines(traced: Trace, topic: Topic) -> list[str]:
    """Return what /why says of an address, and what the configuration in force says where that differs by now."""
    settings = topic.settings
    entry, then = traced.hit.entry, traced.hit.match
    said = [
        entry.title,
        verdict(traced, settings.alert_at),
        *judgement(then, topic),
        *map(plain, story_lines(traced)),
        *map(plain, dropped_lines(traced)),
        f"Seen      {entry.seen:%Y-%m-%d %H:%M} UTC in {entry.feed_id}",
    ]
    now = match(topic, entry)
    if _differs(then, now):
        said.append(f"Now       {why_line(now, alert_at=settings.alert_at)}")
    return said


def judgement(found: Match, topic: Topic) -> list[str]:
    """Return the score, what was decided, and why, as /why says it."""
    limits = topic.settings
    decided = "an alert" if found.alert else "stored without an alert" if found.store else "left out"
    score = f"Score {found.score:.2f}: {decided}"
    return [
        f"{score} (alerts start at {limits.alert_at:.2f}, entries are stored from {limits.store_at:.2f})",
        *map(plain, reason_lines(found, ENGLISH)),
        f"Why       {why_line(found, alert_at=limits.alert_at)}",
    ]


def to_json(traced: Trace, topic: Topic) -> dict[str, object]:
    """Return the same for a program: the match as it was, where the entry went, and the match as it would be now."""
    entry, story = traced.hit.entry, traced.story
    return {
        "title": entry.title,
        "url": entry.url,
        "feed": entry.feed_id,
        "seen": entry.seen.isoformat(),
        "verdict": verdict(traced, topic.settings.alert_at),
        **judged(traced.hit.match, topic.settings.alert_at),
        "quiet": traced.hit.quiet,
        "story": story.short if story else None,
        "story_title": story.title if story else None,
        "grouped": bond_words(traced.grouped, ENGLISH) or None,
        "told": traced.told,
        "fate": traced.fate.value,
        "dropped": [{"feed": each.feed_id, "why": each.why.value, "as": title} for each, title in traced.dropped],
        "now": judged(match(topic, entry), topic.settings.alert_at),
    }


def _differs(then: Match, now: Match) -> bool:
    return (round(then.score, 2), then.alert, then.known) != (round(now.score, 2), now.alert, now.known)
