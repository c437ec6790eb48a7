"""Does a poll, or a digest, cost more the more is stored? Polls before databases of several sizes.

    python bench/growth.py [--entries 30000 1000000] [--feeds 1000] [--polls 200]

Each database has invented entries of as many feeds over four months. A poll brings a document of 20 items, 2 of them
new and 1 edited; polls of the sizes take turns, so that a busy machine weighs on all of them. Printed are the medians
of the computing in the write transaction, its commit included, and in what a digest asks of the past. Exits with 1
where the largest database costs more than a fifth more than the smallest, or the digest takes more than 50 ms.
"""

import argparse
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

from bot.config.sources.file import load
from bot.feeds.formats.document import Item
from bot.model import Cursor, Entry
from bot.store.engine import Store
from bot.stories.statistics.norm import PAST
from bot.stories.statistics.silence import LEAST_SILENCE
from bot.work.polling.look import Look, judged
from bot.work.polling.take import take
from bot.work.watch import Watch, watch
from tests.samples import to_entries
from tests.small_topic import write_config

MONTHS = timedelta(days=120)
SHOWN, NEW = 20, 2  # items of a document, and those that are new at the next look
MORE, DIGEST = 1.2, 0.050  # what we promise: the factor to the smallest database, and seconds of a digest
_NUMBERS = "WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < :count) "
_TIME = "strftime('%Y-%m-%d %H:%M:%S.000000', :start + n * :step, 'unixepoch')"
_ENTRIES = (
    "INSERT INTO entries (key, feed_id, url, title, text, published, seen, score, alert, stored, quiet, said, full) "
    f"SELECT 'e' || lower(hex(randomblob(16))), 'feed-' || (n % :feeds), 'https://example.org/' || n, 'Matter ' || n, "
    f":text, {_TIME}, {_TIME}, 0, 0, 0, 0, lower(hex(randomblob(8))), 0 FROM numbers"
)
_IDENTITIES = (
    "INSERT INTO identities (entry, feed_id, guid, address, title, text, published) SELECT key, feed_id, "
    "random() >> 3 & ~1, random() >> 4, random() >> 4, random() >> 4, published FROM entries"
)
_CURSORS = (
    "INSERT INTO feeds (feed_id, due, moved_seen, failures, primed, stopped) "
    f"SELECT 'feed-' || n, {_TIME}, 0, 0, 1, 0 FROM numbers"
)


def document(feed: int, first: int, count: int, now: datetime, *, edited: bool = False) -> tuple[Entry, ...]:
    """Return the entries that a feed shows: ``count`` items from the ``first`` one it ever had."""
    items = [
        Item(
            url=f"https://outlet{feed}.example.org/news/{number}",
            guid=f"{feed}-{number}",
            title=f"The council of ward {feed} met for the {number}. time" + (" again" if edited and not place else ""),
            texts=(f"Matter {number} was put off until the members of ward {feed} have read what it is about. " * 6,),
            published=now - timedelta(minutes=count - place),
        )
        for place, number in enumerate(range(first, first + count))
    ]
    address = f"https://outlet{feed}.example.org/feed"
    return to_entries(items, feed_id=f"feed-{feed}", url=address, language="en", seen=now, limit=1000)


def fill(path: Path, entries: int, feeds: int, now: datetime) -> None:
    """Write as many entries into an empty database, those of all feeds mixed as they would have come."""
    values = {"count": entries, "feeds": feeds, "text": "What was put off, and why. " * 20}
    values |= {"start": (now - MONTHS).timestamp(), "step": MONTHS.total_seconds() / entries}
    with sqlite3.connect(path) as store:
        store.execute("PRAGMA synchronous=OFF")
        store.execute("PRAGMA cache_size=-400000")
        indexes = store.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL "
            "AND tbl_name IN ('entries', 'identities')"
        ).fetchall()
        for name, _ in indexes:  # faster built at the end
            store.execute(f"DROP INDEX {name}")
        store.execute(_NUMBERS + _ENTRIES, values)
        store.execute(_IDENTITIES)
        store.execute(_NUMBERS + _CURSORS, values | {"count": feeds})
        for _, made in indexes:
            store.execute(made)
    store.close()


def polls(store: Store, current: Watch, feeds: int, now: datetime) -> Iterator[float]:
    """Poll one feed after the other; give what the transaction of each second look took, in seconds."""
    for feed in range(feeds):
        before = look(current, feed, document(feed, 0, SHOWN, now), now)
        after = look(current, feed, document(feed, NEW, SHOWN, now, edited=True), now)
        with store.begin() as tx:
            take(tx, [before])
        yield timed(lambda: _take(store, after))  # noqa: B023 - called at once


def look(current: Watch, feed: int, found: tuple[Entry, ...], now: datetime) -> Look:
    return Look(
        watch=current,
        cursor=Cursor(feed_id=f"feed-{feed}", due=now, primed=True),
        entries=found,
        hits={entry.key: judged(current, entry, quiet=False) for entry in found},
        now=now,
    )


def _take(store: Store, look: Look) -> None:
    with store.begin() as tx:
        taken = take(tx, [look])[0]
    if taken.entries != NEW:
        raise RuntimeError(f"{taken.entries} entries of a document were new, not {NEW}")


def timed(do: Callable[[], object]) -> float:
    started = time.thread_time()
    do()
    return time.thread_time() - started


def digest(store: Store, now: datetime) -> None:
    """Ask what a digest asks of the past."""
    with store.begin() as tx:
        tx.past.begun()
        tx.past.paces(now - PAST, now - LEAST_SILENCE)
        tx.past.opened(now - PAST, now)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, nargs="+", default=[30_000, 1_000_000])
    parser.add_argument("--feeds", type=int, default=1000)
    parser.add_argument("--polls", type=int, default=200)
    given = parser.parse_args()
    now = datetime.now(UTC)
    with tempfile.TemporaryDirectory(prefix="growth-") as name, ExitStack() as stack:
        home = Path(name)
        current = watch(load(write_config(home)), now)
        stores, runs = [], []
        for entries in given.entries:
            path = home / f"{entries}.db"
            Store(f"sqlite:///{path}").close()
            fill(path, entries, given.feeds, now)
            stores.append(stack.enter_context(Store(f"sqlite:///{path}")))
            runs.append(polls(stores[-1], current, min(given.polls, given.feeds), now))
        found = list(zip(*runs, strict=True))
        costs = [median(times) for times in zip(*found, strict=True)]
        digests = [median(timed(lambda: digest(store, now)) for _ in range(5)) for store in stores]  # noqa: B023
    print(f"{'entries':>10} {'poll, ms':>9} {'digest, ms':>11}")
    for entries, cost, asked in zip(given.entries, costs, digests, strict=True):
        print(f"{entries:>10,} {1000 * cost:>9.2f} {1000 * asked:>11.1f}")
    print(f"a poll at {given.entries[-1]:,} costs {costs[-1] / costs[0]:.2f} of one at {given.entries[0]:,}")
    sys.exit(0 if costs[-1] <= MORE * costs[0] and max(digests) <= DIGEST else 1)


if __name__ == "__main__":
    main()
