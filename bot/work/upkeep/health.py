"""Is the service able to do its work now, and who notices when it is gone altogether?

The latter is told by an outside service that we call every minute, and that alerts people. As with healthchecks.io and
the like: a GET while all is well, and one with "/fail" after the path when it is not.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit, urlunsplit

from structlog.typing import FilteringBoundLogger

from bot.chat.platform import Connection
from bot.clock import Clock
from bot.errors import FetchError, StoreError
from bot.feeds.fetching.fetch import Fetcher
from bot.model import Feed
from bot.ops import metrics
from bot.ops.checks import RELEASED
from bot.store.engine import Store
from bot.work.delivery.deliver import Deliverer
from bot.work.watch import Current

STALE_POLLS = 3  # poll intervals without an answer from any feed before we call ourselves not ready
EVERY = 60.0  # seconds
_PATIENCE = timedelta(seconds=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Describes what does not work, without secrets."""

    current: Current
    store: Store
    deliverer: Deliverer
    connections: Mapping[str, Connection]  # by platform; filled while platforms connect
    clock: Clock
    started: datetime

    def problems(self) -> list[str]:
        """Return what does not work now on the platforms' side."""
        found = []
        for platform, connection in self.connections.items():
            problem = connection.problem() or self.deliverer.problem(platform)
            if problem:
                found.append(f"{platform}: {problem}")
        return found

    async def not_ready(self) -> list[str]:
        """Return why we are not ready to serve: platforms, database, or no feed that answers."""
        watch, now = self.current.watch, self.clock.now()
        if now < RELEASED:
            return [f"the machine's clock shows {now:%Y-%m-%d %H:%M} UTC; set it"]
        if self.store.trouble is not None:
            return [self.store.trouble]
        try:
            cursors = await self.store.read(lambda tx: tx.feeds.all())
        except StoreError as error:
            return [str(error)]
        last = max((each.polled for each in cursors.values() if each.polled and each.polled <= now), default=None)
        patience = STALE_POLLS * max((feed.every for feed in watch.polled.values()), default=timedelta(hours=1))
        found = self.problems()
        if watch.polled and now - (last or self.started) > patience:
            found.append(f"no feed has answered for {patience}")
        return found


@dataclass(slots=True, kw_only=True)
class Heartbeat:
    """Calls ``url`` (None: nobody) through the guard for feeds; ``not_ready`` says what is wrong with us."""

    url: str | None
    not_ready: Callable[[], Awaitable[list[str]]]
    fetcher: Fetcher
    user_agent: str
    clock: Clock
    log: FilteringBoundLogger
    _due: float = float("-inf")  # monotonic
    _calling: asyncio.Task[None] | None = field(default=None, repr=False)
    _failed: bool = False

    def beat(self) -> None:
        """Call, if a minute has passed, without waiting for the answer."""
        now = self.clock.monotonic()
        if self.url is None or now < self._due or (self._calling is not None and not self._calling.done()):
            return
        self._due = now + EVERY
        self._calling = asyncio.create_task(self._call(self.url), name="heartbeat")

    async def called(self) -> None:
        """Wait for the call that is under way."""
        if self._calling is not None:
            await asyncio.wait({self._calling})

    def stop(self) -> None:
        """Make no further calls."""
        if self._calling is not None:
            self._calling.cancel()

    async def _call(self, url: str) -> None:
        if await self.not_ready():
            url = _failing(url)
        who = Feed(
            id="heartbeat",
            name="heartbeat",
            url=url,
            every=timedelta(seconds=EVERY),
            timeout=_PATIENCE,
            user_agent=self.user_agent,
        )
        try:
            await self.fetcher.knock(who)
        except FetchError as error:
            metrics.heartbeat("failed")
            if not self._failed:
                self.log.warning("HEARTBEAT_URL cannot be called", error=str(error))
            self._failed = True
            return
        metrics.heartbeat("taken")
        if self._failed:
            self.log.info("HEARTBEAT_URL is called again")
        self._failed = False


def _failing(url: str) -> str:
    """Return the address that says "something is wrong"."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/fail"))
