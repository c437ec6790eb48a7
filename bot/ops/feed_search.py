"""Which feed is meant by this address, be it a feed's or a page's, and what does it tell?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import version

from bot.clock import Clock
from bot.config import FetchSettings
from bot.config.findings.masking import without_secrets
from bot.errors import BotError, FetchError, ParseError
from bot.feeds.discovery import named_feeds, usual_feeds
from bot.feeds.fetching.fetch import Fetcher
from bot.feeds.formats.hints import Parsed
from bot.feeds.parse import Parser
from bot.model import Cursor, Feed

_TIMEOUT = timedelta(seconds=20)
_TRIES = 16  # addresses that are tried for one page


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFeed:
    """A feed that answers. ``others`` are further ones that the page names."""

    url: str
    parsed: Parsed
    others: tuple[str, ...] = ()


def asked(url: str, feed_id: str = "new") -> Feed:
    """Return a provisional feed for an address that is not configured yet."""
    agent = f"seedwatch/{version('seedwatch')}"
    return Feed(id=feed_id, name=url, url=url, every=timedelta(hours=1), timeout=_TIMEOUT, user_agent=agent)


async def find_feed(url: str, settings: FetchSettings, clock: Clock) -> FoundFeed:
    """Return the feed at ``url``, or the one of the page there.

    Raises ``BotError``, which says why there is none: nothing answers, or the page has no feed that does.
    """
    async with Fetcher(settings, clock) as fetcher, Parser(settings, workers=1) as parser:

        async def read(address: str) -> FoundFeed:
            feed = asked(address)
            fetched = await fetcher.fetch(feed, Cursor(feed_id=feed.id, due=clock.now()))
            # A permanent move is taken at once: nobody relies on the old address yet.
            return FoundFeed(url=fetched.url, parsed=await parser.parse(feed, fetched, clock.now()))

        try:
            return await read(url)
        except ParseError as error:
            why = error
        page = await fetcher.fetch_page(asked(url), url)
        named = named_feeds(page.body.decode(page.charset or "utf-8", "replace"), page.url)
        tried = 0
        for address in _candidates(named, page.url):
            tried += 1
            try:
                found = await read(address)
            except (FetchError, ParseError):
                if tried == _TRIES:
                    break
                continue
            others = tuple(each for each in named if each != address)
            return FoundFeed(url=found.url, parsed=found.parsed, others=others)
        raise BotError(
            f"{without_secrets(url)}: {why}; no feed was found at {tried} addresses that it names or that are usual"
        ) from why


def _candidates(named: tuple[str, ...], url: str) -> Iterator[str]:
    yield from named
    yield from (each for each in usual_feeds(url) if each not in named)
