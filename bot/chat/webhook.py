"""Is a request from outside small and quick enough to be read? What every platform's webhook asks first."""

import asyncio

from aiohttp import web
from structlog.typing import FilteringBoundLogger

from bot.clock import Clock

LARGEST = 1_000_000
"""Bytes of a body; what platforms send are a few thousand."""
_READ = 10.0  # seconds for the body to arrive
_QUIET = 60.0  # seconds between two log lines about refused requests


class RefusedError(Exception):
    """A request that is not carried out: with this HTTP status, for a reason that may be logged."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


async def read_body(request: web.Request) -> bytes:
    """Return the body, whatever limits the server has itself. Raises RefusedError: 408 too slow, 413 too large."""
    try:
        async with asyncio.timeout(_READ):
            return await request.clone(client_max_size=LARGEST).read()
    except TimeoutError:
        raise RefusedError(408, "the body did not arrive") from None
    except web.HTTPRequestEntityTooLarge:
        raise RefusedError(413, "the body is too large") from None


class Refusals:
    """Answers what is refused, and says so in the log once a minute at most, without a word of the request."""

    def __init__(self, *, platform: str, clock: Clock, log: FilteringBoundLogger) -> None:
        self._platform = platform
        self._clock = clock
        self._log = log
        self._count = 0
        self._report_at = clock.monotonic()

    def answer(self, error: RefusedError) -> web.Response:
        """Return the answer to a request that is refused."""
        self._count += 1
        if (now := self._clock.monotonic()) >= self._report_at:
            self._log.warning(
                "a webhook request was refused",
                platform=self._platform,
                reason=error.reason,
                status=error.status,
                count=self._count,
            )
            self._count = 0
            self._report_at = now + _QUIET
        return web.Response(status=error.status)
