"""Did Slack really send this HTTP request, just now and for the first time? Only then does Bolt see it."""

import re

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.signature import Clock as SlackClock
from slack_sdk.signature import SignatureVerifier
from structlog.typing import FilteringBoundLogger

from bot.chat.slack.intake import UNREADABLE, Seen
from bot.chat.webhook import Refusals, RefusedError, read_body
from bot.clock import Clock

PATH = "/slack/events"
_AGE = 300  # seconds, as Slack advises
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
        self._verifier = SignatureVerifier(signing_secret, _VerifierClock(clock))
        self._seen = Seen(clock=clock, lifetime=2 * _AGE)  # a stamp may be 300 s ahead, and works until 300 s after
        self._refusals = Refusals(platform="slack", clock=clock, log=log)

    def route(self) -> web.RouteDef:
        """Return the one route that all request addresses of the app point to."""
        return web.post(PATH, self.receive)

    async def receive(self, request: web.Request) -> web.Response:
        """Check a request and hand it to Bolt. 401 not from Slack, 408 too slow, 413 too large, 400 unreadable."""
        try:
            payload = await self._checked(request)
            if payload is None:
                return web.Response()
            return await to_aiohttp_response(await self._app.async_dispatch(payload))
        except RefusedError as error:
            return self._refusals.answer(error)
        except UNREADABLE:
            return self._refusals.answer(RefusedError(400, "body is not a Slack payload"))

    async def _checked(self, request: web.Request) -> AsyncBoltRequest | None:
        """Return what Slack signed; None where it came before. Raises RefusedError."""
        stamp = _only(request, "X-Slack-Request-Timestamp", _TIMESTAMP)
        signature = _only(request, "X-Slack-Signature", _SIGNATURE)
        if stamp is None or signature is None:
            raise RefusedError(401, "signature or timestamp is missing or malformed")
        if abs(self._clock.now().timestamp() - int(stamp)) > _AGE:
            raise RefusedError(401, "timestamp is too old or in the future")
        try:
            body = (await read_body(request)).decode()
        except UnicodeDecodeError:
            raise RefusedError(401, "body is not UTF-8") from None
        if not self._verifier.is_valid(body, stamp, signature):
            raise RefusedError(401, "signature does not fit")
        if not self._seen.is_new(signature):
            return None
        return AsyncBoltRequest(body=body, query=request.query_string, headers=dict(request.headers))


def _only(request: web.Request, name: str, form: re.Pattern[str]) -> str | None:
    values = request.headers.getall(name, [])
    return values[0] if len(values) == 1 and form.fullmatch(values[0]) else None
