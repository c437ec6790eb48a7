"""Did Slack really send this HTTP request, just now and for the first time? Only then does Bolt see it."""

import asyncio
import re

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.signature import Clock as SlackClock
from slack_sdk.signature import SignatureVerifier
from structlog.typing import FilteringBoundLogger

from bot.chat.slack.intake import Seen
from bot.clock import Clock

PATH = "/slack/events"
LARGEST = 1_000_000  # bytes; Slack's requests are a few thousand
_AGE = 300  # seconds, as Slack advises
_READ = 10.0  # seconds for the body to arrive
_QUIET = 60.0  # seconds between two log lines about refused requests
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")
_TIMESTAMP = re.compile(r"[0-9]{1,11}")


class _VerifierClock(SlackClock):
    """Lets slack_sdk's verifier ask our clock."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock.now().timestamp()


class Receiver:
    """The route for events, commands and clicks. A refused request costs little and never raises."""

    def __init__(self, *, app: AsyncApp, signing_secret: str, clock: Clock, log: FilteringBoundLogger) -> None:
        self._app = app
        self._clock = clock
        self._log = log
        self._verifier = SignatureVerifier(signing_secret, _VerifierClock(clock))
        self._seen = Seen(clock=clock, lifetime=2 * _AGE)  # a stamp may be 300 s ahead, and works until 300 s after
        self._refused = 0
        self._report_at = clock.monotonic()

    def route(self) -> web.RouteDef:
        """Return the one route that all request addresses of the app point to."""
        return web.post(PATH, self.receive)

    async def receive(self, request: web.Request) -> web.Response:
        """Check a request and hand it to Bolt. 401 not from Slack, 408 too slow, 413 too large, 400 unreadable."""
        stamp = _only(request, "X-Slack-Request-Timestamp", _TIMESTAMP)
        signature = _only(request, "X-Slack-Signature", _SIGNATURE)
        if stamp is None or signature is None:
            return self._refuse(401, "signature or timestamp is missing or malformed")
        if abs(self._clock.now().timestamp() - int(stamp)) > _AGE:
            return self._refuse(401, "timestamp is too old or in the future")
        try:
            async with asyncio.timeout(_READ):
                raw = await _read(request)
        except TimeoutError:
            return self._refuse(408, "body did not arrive")
        if raw is None:
            return self._refuse(413, "body is too large")
        try:
            body = raw.decode()
        except UnicodeDecodeError:
            return self._refuse(401, "body is not UTF-8")
        if not self._verifier.is_valid(body, stamp, signature):
            return self._refuse(401, "signature does not fit")
        if not self._seen.is_new(signature):
            return web.Response()
        try:
            bolt_request = AsyncBoltRequest(body=body, query=request.query_string, headers=dict(request.headers))
        except (ValueError, AttributeError, TypeError, RecursionError):  # signed, and yet no payload as Slack's are
            return self._refuse(400, "body is not a Slack payload")
        return await to_aiohttp_response(await self._app.async_dispatch(bolt_request))

    def _refuse(self, status: int, reason: str) -> web.Response:
        """Refuse, and say so in the log once a minute at most, without a word of the request."""
        self._refused += 1
        if (now := self._clock.monotonic()) >= self._report_at:
            self._log.warning("slack request refused", reason=reason, status=status, count=self._refused)
            self._refused = 0
            self._report_at = now + _QUIET
        return web.Response(status=status)


def _only(request: web.Request, name: str, form: re.Pattern[str]) -> str | None:
    values = request.headers.getall(name, [])
    return values[0] if len(values) == 1 and form.fullmatch(values[0]) else None


async def _read(request: web.Request) -> bytes | None:
    """Return the body, or None as soon as it is larger than allowed."""
    if (request.content_length or 0) > LARGEST:
        return None
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > LARGEST:
            return None
    return bytes(body)
