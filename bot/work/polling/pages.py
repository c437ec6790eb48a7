"""Which entries need the page behind them, and what does it say? Read before the transaction, on a small budget.

``fulltext: always`` asks for the page of each new entry that is kept. ``auto`` asks where it decides (a score just
below an alert, or anything kept of which the feed gave hardly more than a headline: the other side of the topic may
stand in the text) and where it improves (an alert without a text to summarise). What fails changes nothing: the entry
goes on with what its feed gave. The budget is all that pages may ever delay an alert.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from structlog.typing import FilteringBoundLogger

from bot.errors import FetchError, ParseError
from bot.feeds.pages.fulltext import FullText
from bot.model import Entry, Feed, Fulltext, Match
from bot.store.engine import Store
from bot.store.transaction import Transaction
from bot.topic.match import match
from bot.work.watch import Watch

MOST = 5  # pages of one poll
SECONDS = 10.0  # for all of them together
THIN = 200  # characters of a feed's text up to which it is no more than a headline
BAND = 0.10  # below an alert: as much as names and themes in the body of a text can add
_SAME = 60  # characters at its beginning by which a feed's text is found again in its page


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Reads the pages of new entries; without ``fulltext`` (its library is an extra) never any."""

    store: Store
    fulltext: FullText | None
    log: FilteringBoundLogger
    seconds: float = SECONDS

    async def read(self, watch: Watch, feed: Feed, entries: Sequence[Entry]) -> dict[str, str]:
        """Return by key the longer texts of those new entries whose pages were needed and could be read."""
        if self.fulltext is None or feed.fulltext is Fulltext.NEVER or not entries:
            return {}
        wanted = await self.store.read(lambda tx: _wanted(tx, watch, feed, entries))
        if not wanted:
            return {}
        found: dict[str, str] = {}
        try:
            async with asyncio.timeout(self.seconds):
                for entry in wanted:
                    await self._read_one(self.fulltext, feed, entry, found)
        except TimeoutError:
            self.log.info("no time for more pages", feed=feed.id, read=len(found), wanted=len(wanted))
        # In the thread where such decisions are made; matching a long text takes milliseconds.
        return await self.store.read(lambda _: _worth_it(watch, wanted, found))

    async def _read_one(self, fulltext: FullText, feed: Feed, entry: Entry, found: dict[str, str]) -> None:
        try:
            found[entry.key] = await fulltext.read(feed, entry)
        except (FetchError, ParseError) as error:
            self.log.info("page not taken", feed=feed.id, entry=entry.key, reason=str(error))


def needs_page(entry: Entry, found: Match, mode: Fulltext, *, alert_at: float) -> bool:
    """Whether the page behind an entry is worth a request."""
    if mode is Fulltext.NEVER or entry.url is None or not found.store:
        return False
    thin = len(entry.text) < THIN
    return mode is Fulltext.ALWAYS or thin or (not found.alert and alert_at - BAND <= found.score < alert_at)


def with_page(entry: Entry, text: str) -> Entry:
    """Return an entry with the text of its page; a lead that the page does not have is kept in front of it."""
    if entry.text and entry.text[:_SAME] not in text:
        text = f"{entry.text}\n{text}"
    return replace(entry, text=text)


def _wanted(tx: Transaction, watch: Watch, feed: Feed, entries: Sequence[Entry]) -> list[Entry]:
    """Return the new entries that need their page: first those that it decides, and the likeliest first."""
    alert_at = watch.config.match.alert_at
    fresh = [(entry, match(watch.topic, entry)) for entry in tx.identities.recognise(entries)[0]]
    needy = [each for each in fresh if needs_page(*each, feed.fulltext, alert_at=alert_at)]
    needy.sort(key=lambda each: (each[1].alert, -each[1].score, each[0].key))
    return [entry for entry, _ in needy[:MOST]]


def _worth_it(watch: Watch, entries: Sequence[Entry], found: Mapping[str, str]) -> dict[str, str]:
    """Return the texts that tell more than the feed did.

    A page never takes an alert away: what a feed says is about its entry, what is found in a page may not be.
    """
    kept = {}
    for entry in entries:
        text = found.get(entry.key, "")
        if len(text) <= len(entry.text):
            continue
        longer = with_page(entry, text)
        if match(watch.topic, longer).alert or not match(watch.topic, entry).alert:
            kept[entry.key] = longer.text
    return kept
