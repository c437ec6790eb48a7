"""What does one look at one feed do? Fetch, parse and read pages with no transaction open, then take it all in one."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from time import monotonic

from structlog.typing import FilteringBoundLogger

from bot.clock import Clock
from bot.errors import FetchError, ParseError
from bot.failpoint import failpoint
from bot.feeds.cadence import after_failure, after_success
from bot.feeds.fetching.fetch import Fetcher
from bot.feeds.formats.hints import Parsed
from bot.feeds.parse import Parser
from bot.model import Cursor, Entry, Feed, Hit
from bot.ops import metrics
from bot.store.engine import Store
from bot.work.polling.ledger import Cursors, Ledger
from bot.work.polling.look import Judgement, Look, Taken, judged, together
from bot.work.polling.pages import Pages
from bot.work.watch import Watch

PORTION = 40  # new entries taken in one transaction: less than half a second, even if all are on topic
OVERRUN = 5  # if a document has at least this many entries, all new, some may have been missed
TURN = 0.01  # seconds of matching after which other work gets its turn
LOUD_AFTER = timedelta(hours=6)  # a feed that fails for this long is worth a warning in the log


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """What one poll did."""

    feed_id: str
    not_modified: bool = False
    error: str | None = None
    taken: Taken = field(default_factory=Taken)


@dataclass(frozen=True, slots=True, kw_only=True)
class Poller:
    """Polls feeds of the watch in force; a feed that has left the configuration is passed over."""

    store: Store
    cursors: Cursors
    ledger: Ledger
    fetcher: Fetcher
    parser: Parser
    pages: Pages
    clock: Clock
    watch: Callable[[], Watch]
    log: FilteringBoundLogger
    due: dict[str, datetime] = field(default_factory=dict)  # what this process wrote or is about to, by feed id
    overrun: dict[str, datetime | None] = field(default_factory=dict)  # when a feed showed nothing known; None: it does

    async def poll(self, feed_id: str) -> Polled | None:
        """Look at one feed and commit what it says, or why it could not be read."""
        watch = self.watch()
        feed = watch.polled.get(feed_id)
        if feed is None:
            return None
        before = await self.cursors.of(feed_id)
        cursor = before or Cursor(feed_id=feed_id, due=self.clock.now())
        with self.ledger.expecting():
            try:
                advanced, parsed = await self._look(feed, cursor)
            except (FetchError, ParseError) as error:
                return await self._failed(watch, feed, cursor, error)
            failpoint("fetched")
            return await self._take(watch, feed, cursor, advanced, parsed)

    async def _take(self, watch: Watch, feed: Feed, cursor: Cursor, advanced: Cursor, parsed: Parsed | None) -> Polled:
        """Commit what an answer says, and the cursor after it."""
        now = self.clock.now()
        # Quiet again if the configured address changed: what the new one holds is not today's news either.
        quiet = not cursor.primed or cursor.asked != advanced.asked
        if parsed is None:
            cursor = advanced if advanced.primed else replace(advanced, primed=True)
            await self._commit(Look(watch=watch, cursor=cursor, now=now))
            failpoint("taken")
            metrics.fetched(feed.id, "not_modified", now)
            return Polled(feed_id=feed.id, not_modified=True)
        entries = parsed.entries
        look = Look(
            watch=watch,
            cursor=replace(advanced, primed=True, changed=now if entries else cursor.changed, items=parsed.items),
            entries=entries,
            hits=await by_key(watch, entries, quiet=quiet),
            others=await by_topic(watch, feed, entries, quiet=quiet),
            unchanged=parsed.unchanged,
            quiet=quiet,
            now=now,
        )
        if not quiet:
            look = await self._with_pages(feed, look)
        # A feed that answered has not failed, even if we die before all of it is taken.
        answered = replace(cursor, failures=0, failing_since=None, error=None)
        portions = [
            await self.ledger.take(replace(look, cursor=answered, entries=part, unchanged=None))
            for part in await self._portions(entries)
        ]
        taken = together(*portions, await self._commit(look))
        failpoint("taken")
        self._note_overrun(feed.id, cursor, len(entries) + parsed.unchanged.size, taken.entries, now)
        self._tell(feed.id, taken, quiet=quiet, now=now)
        return Polled(feed_id=feed.id, taken=taken)

    async def _commit(self, look: Look) -> Taken:
        """Commit a look with its cursor; if the clock was set since that was made, its due time moves after it."""
        feed_id, due = look.cursor.feed_id, look.cursor.due
        taken = await self.ledger.take(look)
        if step := self.due[feed_id] - due:
            await self.store.write(lambda tx: tx.feeds.shift(step, {feed_id: due}))
        return taken

    async def _with_pages(self, feed: Feed, look: Look) -> Look:
        """Return a look with the longer texts of the pages that were read, as each topic judges them."""
        longer = await self.pages.read(look.watch, feed, list(look.hits.values()), look.others)
        if not longer:
            return look
        others = [
            Judgement(each, {**hits, **{key: judged(each, hit.entry, quiet=False) for key, hit in longer.items()}})
            for each, hits in look.others
        ]
        return replace(look, hits={**look.hits, **longer}, others=tuple(others), full=frozenset(longer))

    def _tell(self, feed_id: str, taken: Taken, *, quiet: bool, now: datetime) -> None:
        """Count what a document brought, and log it."""
        metrics.fetched(feed_id, "ok", now)
        if not taken.entries:
            return
        told = len({hit.entry.key for hit in taken.matched if hit.match.alert})
        kept = len({hit.entry.key for hit in taken.matched})
        metrics.taken(feed_id, alert=told, store=kept - told, drop=taken.entries - kept)
        watch = self.watch()
        for topic in taken.opened | taken.updated:
            metrics.changed(taken.opened[topic], taken.updated[topic], topic=watch.label(topic))
        self.log.info("feed polled", feed=feed_id, new=taken.entries, matched=kept, alerts=taken.alerts, quiet=quiet)

    async def _portions(self, entries: Sequence[Entry]) -> list[Sequence[Entry]]:
        """Return the parts to be taken one by one, so that messages and commands need not wait long for the writer.

        The feed's validators stay as they were until all is taken: if we die in between, the next look finds the rest.
        """
        if len(entries) <= PORTION:
            return []
        new, _ = await self.store.read(lambda tx: tx.identities.recognise(entries))
        return [new[start : start + PORTION] for start in range(0, len(new) - PORTION, PORTION)]

    def _note_overrun(self, feed_id: str, before: Cursor, shown: int, new: int, now: datetime) -> None:
        """Note a feed that shows nothing of what it showed at the last look: what came in between is lost."""
        if before.primed and before.changed is not None and new == shown >= OVERRUN:
            self.overrun[feed_id] = now
        elif shown > new:
            self.overrun[feed_id] = None

    async def _look(self, feed: Feed, cursor: Cursor) -> tuple[Cursor, Parsed | None]:
        """Return the cursor after an answer and what is new in it. The answer itself is let go: many looks may wait."""
        started = self.clock.monotonic()
        fetched = await self.fetcher.fetch(feed, cursor, self.ledger.room)
        metrics.answered(self.clock.monotonic() - started)
        parsed = None
        if fetched.body is not None:
            parsed = await self.parser.parse(feed, fetched, self.clock.now(), cursor.items if cursor.primed else None)
        after = after_success(feed, fetched, parsed, self.clock.now())
        self.due[feed.id] = after.due
        return after, parsed

    async def _failed(self, watch: Watch, feed: Feed, cursor: Cursor, error: FetchError | ParseError) -> Polled:
        now = self.clock.now()
        after = after_failure(feed, cursor, error, now)
        self.due[feed.id] = after.due
        await self._commit(Look(watch=watch, cursor=after, now=now))
        metrics.fetched(feed.id, "failed", now)
        since = after.failing_since or now
        report = self.log.warning if now - since >= LOUD_AFTER else self.log.info
        report("feed failed", feed=feed.id, error=str(error), failures=after.failures, next_try=after.due.isoformat())
        return Polled(feed_id=feed.id, error=str(error))


async def by_topic(watch: Watch, feed: Feed, entries: Sequence[Entry], *, quiet: bool) -> tuple[Judgement, ...]:
    """Return what each other topic that reads the feed says of these entries."""
    asked = [each for each in watch.others if each.config.reads(feed.id)]
    return tuple([Judgement(each, await by_key(each, entries, quiet=quiet)) for each in asked])


async def by_key(watch: Watch, entries: Sequence[Entry], *, quiet: bool) -> dict[str, Hit]:
    """Return by key what the topic says of these entries, letting other work take its turn every few milliseconds."""
    hits: dict[str, Hit] = {}
    turn = monotonic() + TURN
    for entry in entries:
        hits[entry.key] = judged(watch, entry, quiet=quiet)
        if monotonic() > turn:
            await asyncio.sleep(0)
            turn = monotonic() + TURN
    return hits
