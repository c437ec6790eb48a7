"""How much of everything happened? Counters for Prometheus; never labelled with a chat or a user."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Metric,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

_RESULTS, _DECISIONS = ("ok", "not_modified", "failed"), ("alert", "store", "drop")


@dataclass(slots=True)
class _Feed:
    """What is counted of one feed: three hundred bytes, where a counter of the library takes a thousand each."""

    ok: int = 0
    not_modified: int = 0
    failed: int = 0
    success: float | None = None  # when it last answered
    alert: int = 0
    store: int = 0
    drop: int = 0


class _Feeds(Collector):
    """What is counted of each feed, by its id."""

    def __init__(self) -> None:
        self._of: dict[str, _Feed] = {}

    def of(self, feed_id: str) -> _Feed:
        return self._of.setdefault(feed_id, _Feed())

    def collect(self) -> Iterator[Metric]:
        fetches = CounterMetricFamily("seedwatch_fetches", "Polls of a feed", labels=["source", "result"])
        success = GaugeMetricFamily(
            "seedwatch_source_last_success_timestamp_seconds", "Last answered poll", labels=["source"]
        )
        items = CounterMetricFamily("seedwatch_items", "New entries", labels=["source", "decision"])
        for feed_id, feed in self._of.items():
            for result in _RESULTS:
                if count := getattr(feed, result):
                    fetches.add_metric([feed_id, result], count)
            if feed.success is not None:
                success.add_metric([feed_id], feed.success)
            if feed.alert or feed.store or feed.drop:
                for decision in _DECISIONS:
                    items.add_metric([feed_id, decision], getattr(feed, decision))
        yield from (fetches, success, items)


_counted = CollectorRegistry()
_feeds = _Feeds()
_counted.register(_feeds)
_stories = Counter("seedwatch_stories_total", "What happened to stories", ["event", "topic"], registry=_counted)
_outbox = Gauge("seedwatch_outbox_messages", "Alerts that wait", ["platform"], registry=_counted)
_deliveries = Counter(
    "seedwatch_deliveries_total", "Messages handed to a platform", ["platform", "result", "topic"], registry=_counted
)
_delay = Histogram(
    "seedwatch_delivery_delay_seconds",
    "From the decision to tell a chat until the platform took the message",
    ["platform"],
    buckets=(1, 2, 5, 10, 30, 60, 300, 1800, 3600, 21600),
    registry=_counted,
)
_feedback = Counter("seedwatch_feedback_total", "Votes on stories, changed ones again", ["vote"], registry=_counted)
_reload = Gauge(
    "seedwatch_config_last_reload_successful", "1 if the newest configuration is in force", registry=_counted
)
_reloads = Counter("seedwatch_config_reloads_total", "Looks at a changed configuration", ["result"], registry=_counted)
_reload_time = Gauge(
    "seedwatch_config_last_reload_success_timestamp_seconds",
    "When the configuration in force was read",
    registry=_counted,
)
_fetch_time = Histogram(
    "seedwatch_fetch_duration_seconds",
    "From the wish to look at a feed until its answer was read, the wait for its host included",
    buckets=(0.1, 0.3, 1, 3, 10, 30, 60),
    registry=_counted,
)
_summaries = Counter(
    "seedwatch_summaries_total", "Stories put to the endpoint of summary:", ["result", "topic"], registry=_counted
)
_heartbeats = Counter("seedwatch_heartbeats_total", "Calls of HEARTBEAT_URL", ["result"], registry=_counted)
_troubles = Gauge(
    "seedwatch_troubles",
    "What operators were told of and is not over: gone, dead, moved, quiet, overrun, platform, late",
    ["kind"],
    registry=_counted,
)
_queue_age = Gauge(
    "seedwatch_queue_age_seconds", "For how long the job has waited that waits longest", ["job"], registry=_counted
)
_build = Gauge("seedwatch_build_info", "The running version", ["version"], registry=_counted)


class _Shown(Collector):
    """What was counted, without labels that say nothing: one topic needs no name."""

    def collect(self) -> Iterator[Metric]:
        for family in _counted.collect():
            family.samples = [
                each._replace(labels={name: value for name, value in each.labels.items() if value})
                for each in family.samples
            ]
            yield family


disable_created_metrics()  # type: ignore[no-untyped-call]  # nobody asks when a series began
registry = CollectorRegistry()
registry.register(_Shown())


def fetched(feed_id: str, result: str, now: datetime) -> None:
    """Count a poll: "ok", "not_modified" or "failed"."""
    feed = _feeds.of(feed_id)
    setattr(feed, result, getattr(feed, result) + 1)
    if result != "failed":
        feed.success = now.timestamp()


def taken(feed_id: str, *, alert: int, store: int, drop: int) -> None:
    """Count the new entries of a poll by what was decided of them."""
    feed = _feeds.of(feed_id)
    feed.alert += alert
    feed.store += store
    feed.drop += drop


def changed(opened: int, updated: int, *, topic: str = "") -> None:
    """Count stories that a poll opened and that it changed; ``topic`` is "" here and below where there is only one."""
    _stories.labels("new", topic).inc(opened)
    _stories.labels("update", topic).inc(updated)


def waiting(by_platform: Mapping[str, int], platforms: Iterable[str]) -> None:
    """Say how many alerts wait for each connected platform."""
    for platform in platforms:
        _outbox.labels(platform).set(by_platform.get(platform, 0))


def delivered(platform: str, result: str, delay: float | None = None, *, topic: str = "") -> None:
    """Count a message: "sent", "edited", "again", "unknown" or "failed"; ``delay`` in seconds."""
    _deliveries.labels(platform, result, topic).inc()
    if delay is not None:
        _delay.labels(platform).observe(max(delay, 0))


def voted(vote: str) -> None:
    """Count a vote: "up" or "down"."""
    _feedback.labels(vote).inc()


def summarised(result: str, *, topic: str = "") -> None:
    """Count a story for a language model: "taken", "refused" by our check, "failed" or "skipped"."""
    _summaries.labels(result, topic).inc()


def answered(seconds: float) -> None:
    """Say how long a feed's answer took."""
    _fetch_time.observe(seconds)


def reloaded(*, successful: bool, now: datetime | None = None) -> None:
    """Say whether the newest configuration is in force; ``now``: it was just read."""
    _reload.set(1 if successful else 0)
    _reloads.labels("taken" if successful else "refused").inc()
    if successful and now is not None:
        _reload_time.set(now.timestamp())


def heartbeat(result: str) -> None:
    """Count a call of HEARTBEAT_URL: "taken" or "failed"."""
    _heartbeats.labels(result).inc()


def troubles(keys: Iterable[str]) -> None:
    """Say how many troubles of each kind there are; a key begins with its kind."""
    _troubles.clear()
    for key in keys:
        _troubles.labels(key.split()[0]).inc()


def queued(jobs: Iterable[str], ages: Mapping[str, float]) -> None:
    """Say for how many seconds the oldest job of each kind has waited for a worker."""
    for job in jobs:
        _queue_age.labels(job).set(ages.get(job, 0.0))


def running(version: str) -> None:
    """Say which version runs."""
    _build.labels(version).set(1)


def exposition() -> bytes:
    """Return everything in Prometheus' text format."""
    return generate_latest(registry)
