"""Which entries need the page behind them, and what does it say? Read before the transaction, on a small budget.

``fulltext: always`` fetches the page of each new entry that is kept. ``auto`` fetches it where it may decide (a score
just below an alert, or a kept entry with hardly more than a headline: the other side of the topic may be in the text)
and where it improves the message (an alert without a text to summarise). Failures change nothing: the entry goes on
with what its feed gave. Pages never delay an alert by more than the budget.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from structlog.typing import FilteringBoundLogger

from bot.errors import FetchError, ParseError
from bot.feeds.fulltext import FullText
from bot.model import Entry, Feed, Fulltext, Hit, Match
from bot.store.engine import Store
from bot.store.transaction import Transaction
from bot.work.watch import Watch

MOST = 5  # pages of one poll
SECONDS = 10.0  # for all of them together
THIN = 200  # characters up to which a feed's text is no more than a headline
BAND = 0.10  # below an alert: as much as names and themes in the body of a text can add
_SAME = 60  # leading characters by which a feed's text is found again in the page


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Reads the pages of new entries; none without ``fulltext``, whose library is an extra."""

    store: Store
    fulltext: FullText | None
    log: FilteringBoundLogger
    seconds: float = SECONDS

    async def read(
        self, watch: Watch, feed: Feed, hits: Sequence[Hit], others: Sequence[tuple[Watch, Mapping[str, Hit]]] = ()
    ) -> dict[str, Hit]:
        """Return by key those new ``hits`` of a poll whose pages were needed, could be read and tell more.

        ``others`` are what other topics say of the same entries: a page that one of them needs is read, too.
        """
        if self.fulltext is None or feed.fulltext is Fulltext.NEVER:
            return {}
        said = [(watch, hits), *((each, list(by_key.values())) for each, by_key in others)]
        needy = [
            hit
            for each, found_in in said
            for hit in found_in
            if needs_page(hit.entry, hit.match, feed.fulltext, alert_at=each.config.match.alert_at)
        ]
        if not needy:
            return {}
        wanted = await self.store.read(lambda tx: _wanted(tx, [hit.entry for hit in hits], needy))
        found: dict[str, str] = {}
        try:
            async with asyncio.timeout(self.seconds):
                for hit in wanted:
                    await self._read_one(self.fulltext, feed, hit.entry, found)
        except TimeoutError:
            self.log.info("no time for more pages", feed=feed.id, read=len(found), wanted=len(wanted))
        if not found:
            return {}
        # In a thread: matching a long text takes milliseconds.
        return await asyncio.to_thread(_worth_it, said, found)

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
    """Return an entry with the text of its page; a lead that is not in the page is put before it."""
    if entry.text and entry.text[:_SAME] not in text:
        text = f"{entry.text}\n{text}"
    return replace(entry, text=text)


def _wanted(tx: Transaction, entries: Sequence[Entry], needy: Sequence[Hit]) -> list[Hit]:
    """Return the new hits that need their page: first those whose alert depends on it, the likeliest first."""
    new = {entry.key for entry in tx.identities.recognise(entries)[0]}
    fresh = [hit for hit in needy if hit.entry.key in new]
    likeliest: dict[str, Hit] = {}
    for hit in sorted(fresh, key=lambda hit: (hit.match.alert, -hit.match.score, hit.entry.key)):
        likeliest.setdefault(hit.entry.key, hit)
    return list(likeliest.values())[:MOST]


def _worth_it(said: Sequence[tuple[Watch, Sequence[Hit]]], found: Mapping[str, str]) -> dict[str, Hit]:
    """Return by key the first topic's hits for which the pages tell more than the feed did.

    A page never takes an alert away from any topic: what a feed says is about its entry, while what is in a page may
    not be.
    """
    kept: dict[str, Hit] = {}
    lost = set()
    for watch, hits in said:
        for hit in hits:
            text = found.get(hit.entry.key, "")
            if len(text) <= len(hit.entry.text):
                continue
            longer = with_page(hit.entry, text)
            again = watch.judge(longer)
            kept.setdefault(hit.entry.key, replace(hit, entry=longer, match=again))
            lost |= {hit.entry.key} if hit.match.alert and not again.alert else set()
    return {key: hit for key, hit in kept.items() if key not in lost}
