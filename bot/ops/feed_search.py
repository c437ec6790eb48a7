"""Which feed does this web page have? First those that it names, then the usual addresses, each of which is tried."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from html.parser import HTMLParser
from importlib.metadata import version
from urllib.parse import urljoin, urlsplit

from bot.clock import Clock
from bot.config import FetchSettings
from bot.config.findings.masking import without_secrets
from bot.errors import BotError, FetchError, ParseError
from bot.feeds.fetching.fetch import Fetcher
from bot.feeds.formats.hints import Parsed
from bot.feeds.parse import Parser
from bot.model import Cursor, Feed
from bot.text.plain import one_line

_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"})
_READ = 300_000  # characters of a page: its head is at the beginning
_MOST = 8  # feeds of one page that are tried
# Where content systems put their feeds: WordPress, Drupal, Jekyll, Hugo, Ghost, Django and hand-made sites.
_USUAL = ("feed", "rss", "rss.xml", "feed.xml", "atom.xml", "index.xml", "feed.json", "feeds/rss.xml")
_RARELY_MEANT = ("comment", "kommentar", "komentarz")  # a page's comments have a feed, too
_TIMEOUT = timedelta(seconds=20)
_TRIES = 16  # addresses that are tried for one page


def named_feeds(markup: str, url: str) -> tuple[str, ...]:
    """Return the addresses of feeds that a page names in its head, as absolute addresses, comments last."""
    reader = _Links()
    reader.feed(markup[:_READ])
    base = urljoin(url, reader.base)
    found = dict.fromkeys(urljoin(base, address) for address, _ in sorted(reader.found, key=lambda each: each[1]))
    return tuple(address for address in found if urlsplit(address).scheme in {"http", "https"})[:_MOST]


def usual_feeds(url: str) -> Iterator[str]:
    """Yield the addresses where a page's feed often is: below the page, and at the top of its host."""
    parts = urlsplit(url)
    top = f"{parts.scheme}://{parts.netloc}/"
    here = top + parts.path.lstrip("/").rstrip("/") + "/" if parts.path.strip("/") else top
    yield from dict.fromkeys(base + path for path in _USUAL for base in (here, top))


class _Links(HTMLParser):
    """Collects ``<link rel=alternate>`` and ``<base>``."""

    def __init__(self) -> None:
        super().__init__()
        self.base = ""
        self.found: list[tuple[str, bool]] = []  # address, and whether it is rarely meant

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "base" and not self.base:
            self.base = said.get("href", "").strip()
        kind = said.get("type", "").partition(";")[0].strip().lower()
        if tag != "link" or "alternate" not in said.get("rel", "").lower().split() or kind not in _TYPES:
            return
        address = one_line(said.get("href", ""))
        if address:
            about = f"{said.get('title', '')} {address}".lower()
            self.found.append((address, any(word in about for word in _RARELY_MEANT)))


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
