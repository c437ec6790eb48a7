"""Who notices that we are gone altogether? An outside service that we call every minute, and that alerts people.

As with healthchecks.io and the like: a GET while all is well, and one with "/fail" after the path when it is not.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit, urlunsplit

from structlog.typing import FilteringBoundLogger

from bot.clock import Clock
from bot.errors import FetchError
from bot.feeds.fetching.fetch import Fetcher
from bot.model import Feed
from bot.ops import metrics

EVERY = 60.0  # seconds
_PATIENCE = timedelta(seconds=10)


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
