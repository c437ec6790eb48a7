"""Is somebody outside told each minute that we live, and when something is wrong?"""

from collections.abc import AsyncIterator

import pytest
import structlog

from bot.config import FetchSettings
from bot.feeds.fetching.fetch import Fetcher
from bot.ops import metrics
from bot.work.upkeep.health import Heartbeat
from tests.fakes.feed_server import FeedServer, ok, running, status
from tests.fakes.manual_clock import SkippingClock
from tests.feeds.conftest import LOOPBACK, NOW


@pytest.fixture
async def server() -> AsyncIterator[FeedServer]:
    async with running() as made:
        yield made


class Here:
    """A heartbeat and what is wrong with us."""

    def __init__(self, url: str | None, fetcher: Fetcher, clock: SkippingClock) -> None:
        self.problems: list[str] = []
        self.clock = clock
        self.heartbeat = Heartbeat(
            url=url,
            not_ready=self._look,
            fetcher=fetcher,
            user_agent="seedwatch/1",
            clock=clock,
            log=structlog.get_logger(),
        )

    async def _look(self) -> list[str]:
        return self.problems

    async def minutes(self, number: int) -> None:
        for _ in range(number * 60):
            self.heartbeat.beat()
            await self.heartbeat.called()
            self.clock.advance(1)


def counted(result: str) -> float:
    return metrics.registry.get_sample_value("seedwatch_heartbeats_total", {"result": result}) or 0


async def test_it_is_called_each_minute_and_says_what_it_knows(server: FeedServer) -> None:
    """Once a minute, elsewhere while something is wrong, and the token stays as it is."""
    clock = SkippingClock(NOW)
    server.script("/ping/abc?x=1", ok(b"OK")).script("/ping/abc/fail?x=1", ok(b"OK"))
    async with Fetcher(FetchSettings(allow_networks=LOOPBACK, per_host_gap=0), clock) as fetcher:
        here = Here(server.url("/ping/abc?x=1"), fetcher, clock)
        await here.minutes(3)
        here.problems = ["slack: not connected"]
        await here.minutes(2)
        here.problems = []
        await here.minutes(1)
    assert [asked.path for asked in server.asked] == ["/ping/abc?x=1"] * 3 + ["/ping/abc/fail?x=1"] * 2 + [
        "/ping/abc?x=1"
    ]


async def test_a_failure_is_said_once_and_counted(server: FeedServer, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing else depends on it; no word of the address is said."""
    clock = SkippingClock(NOW)
    server.script("/secret", status(500), status(500), ok(b"OK"))
    before = counted("failed"), counted("taken")
    async with Fetcher(FetchSettings(allow_networks=LOOPBACK, per_host_gap=0), clock) as fetcher:
        here = Here(server.url("/secret"), fetcher, clock)
        with structlog.testing.capture_logs() as logs:
            here.heartbeat.log = structlog.get_logger()
            await here.minutes(3)
    assert [line["event"] for line in logs] == ["HEARTBEAT_URL cannot be called", "HEARTBEAT_URL is called again"]
    assert "secret" not in str(logs)
    assert (counted("failed") - before[0], counted("taken") - before[1]) == (2, 1)


async def test_the_guard_holds_for_it_as_well(server: FeedServer) -> None:
    """A private address must be allowed as for feeds."""
    clock = SkippingClock(NOW)
    async with Fetcher(FetchSettings(per_host_gap=0), clock) as fetcher:
        await Here(server.url("/ping"), fetcher, clock).minutes(1)
    assert server.connections == 0


async def test_without_an_address_nobody_is_called(server: FeedServer) -> None:
    """It is optional."""
    clock = SkippingClock(NOW)
    async with Fetcher(FetchSettings(allow_networks=LOOPBACK), clock) as fetcher:
        await Here(None, fetcher, clock).minutes(2)
    assert server.connections == 0
