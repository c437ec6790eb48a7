"""Does every feed answer, and does it still bring anything new? Each is fetched and read once; nothing is stored."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.config import FetchSettings
from bot.config.findings.masking import without_secrets
from bot.errors import BotError, FetchError, ParseError
from bot.feeds.fetching.fetch import Fetcher
from bot.feeds.formats.hints import Parsed
from bot.feeds.parse import Parser
from bot.model import Cursor, Feed, Fetched
from bot.ops.checks import Finding, Level
from bot.ops.feed_search import find_feed

SILENT = timedelta(days=7)  # without a new entry: the outlet may have moved its feed elsewhere


async def check_feeds(
    feeds: Sequence[Feed], settings: FetchSettings, clock: Clock, step: Callable[[str], None]
) -> list[Finding]:
    """Fetch and parse the feeds as a first poll would; one finding each, in order. ``step`` is called after each."""
    places = asyncio.Semaphore(settings.concurrency)
    async with Fetcher(settings, clock) as fetcher, Parser(settings) as parser:

        async def check(feed: Feed) -> Finding:
            async with places:
                found = await _check(feed, fetcher, parser, settings, clock)
            step(feed.id)
            return found

        return await asyncio.gather(*map(check, feeds))


async def _behind(feed: Feed, settings: FetchSettings, clock: Clock) -> str:
    """Say which feed the page at a feed's address names, if any."""
    try:
        found = await find_feed(feed.url, settings, clock)
    except BotError:
        return ""
    return f"; write its feed in sources.yaml: {without_secrets(found.url)}"


async def _check(feed: Feed, fetcher: Fetcher, parser: Parser, settings: FetchSettings, clock: Clock) -> Finding:
    started = clock.monotonic()
    try:
        fetched = await fetcher.fetch(feed, Cursor(feed_id=feed.id, due=clock.now()))
        parsed = await parser.parse(feed, fetched, clock.now())
    except FetchError as error:
        return Finding(about=feed.id, level=Level.ERROR, text=str(error), facts={"status": error.status})
    except ParseError as error:
        text = f"{error}{await _behind(feed, settings, clock)}"
        return Finding(about=feed.id, level=Level.ERROR, text=text, facts={"status": 200})
    newest = max((entry.published for entry in parsed.entries if entry.published), default=None)
    wrong = _wrong(fetched, parsed, newest, clock.now())
    entries = f"{len(parsed.entries)} {'entry' if len(parsed.entries) == 1 else 'entries'}"
    told = f"{entries}, newest {f'{newest:%Y-%m-%d %H:%M} UTC' if newest else 'without a date'}"
    return Finding(
        about=feed.id,
        level=Level.WARNING if wrong else Level.FINE,
        text="; ".join([told, *wrong]),
        facts={
            "status": 200,
            "entries": len(parsed.entries),
            "newest": newest.isoformat() if newest else None,
            "seconds": round(clock.monotonic() - started, 2),
        },
    )


def _wrong(fetched: Fetched, parsed: Parsed, newest: datetime | None, now: datetime) -> list[str]:
    found = list(parsed.problems)
    if not parsed.entries:
        found.append("the feed is empty")
    if newest is not None and now - newest > SILENT:
        found.append(f"silent for {(now - newest).days} days")
    if not parsed.complete:
        found.append("the document breaks off before its end")
    if fetched.cursor.moved_to:
        found.append(f"it says that it moved for good: write {without_secrets(fetched.url)} in sources.yaml")
    return found
