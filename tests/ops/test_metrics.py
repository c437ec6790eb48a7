"""Is what happened to each feed counted, and at what price?"""

import tracemalloc

from bot.ops import metrics
from tests.samples import NOW


def test_what_is_counted_of_a_feed_is_shown() -> None:
    """Only results that came are there; of new entries all decisions are, once there were any."""
    for result in ("ok", "ok", "failed"):
        metrics.fetched("told", result, NOW)
    metrics.fetched("silent", "failed", NOW)
    metrics.taken("told", alert=1, store=2, drop=0)
    metrics.taken("told", alert=0, store=1, drop=0)
    shown = [line for line in metrics.exposition().decode().splitlines() if '"told"' in line or '"silent"' in line]
    assert shown == [
        'seedwatch_fetches_total{result="ok",source="told"} 2.0',
        'seedwatch_fetches_total{result="failed",source="told"} 1.0',
        'seedwatch_fetches_total{result="failed",source="silent"} 1.0',
        'seedwatch_source_last_success_timestamp_seconds{source="told"} 1.78999998e+09',
        'seedwatch_items_total{decision="alert",source="told"} 1.0',
        'seedwatch_items_total{decision="store",source="told"} 3.0',
        'seedwatch_items_total{decision="drop",source="told"} 0.0',
    ]


def test_thousands_of_feeds_are_counted_in_little_memory() -> None:
    """Five hundred bytes a feed; a counter of the library for each of six things would take ten times as much."""
    feeds = [f"feed-{number}" for number in range(2000)]
    tracemalloc.start()
    try:
        for feed in feeds:
            metrics.fetched(feed, "ok", NOW)
            metrics.taken(feed, alert=1, store=1, drop=1000)
        taken, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert taken < 500 * len(feeds)
