"""How do we stay connected to Slack without a public address?

Our own loop around one WebSocket at a time, in place of slack_sdk's client. That client judges staleness by the wall
clock, keeps trying a dead address, waits for ever for a connection that says nothing, logs the ticket in the address,
and cannot be awaited when it stops (slackapi/python-slack-sdk #1379, #1922, #1940).
"""

import asyncio
import json
from contextlib import suppress
from http import HTTPStatus
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient
from structlog.typing import FilteringBoundLogger

from bot.chat.slack.errors import Health, to_send_error
from bot.chat.slack.intake import UNREADABLE, Seen
from bot.clock import Clock
from bot.errors import SendFault

HEARTBEAT = 10.0  # seconds; no pong within half of it and aiohttp closes the socket
GREETING = 10.0  # seconds for Slack's hello
_STABLE = 30.0  # a connection that lasted this long resets the waits
_LONGEST = 30.0
_REFUSED = 300.0  # the token is refused: a person must act
_LARGEST = 4 * 1024 * 1024
_NORMAL = 2  # an old and a new connection; with more, events go to another program at random
_MOVING = {"warning", "refresh_requested"}  # Slack keeps the old socket open for some seconds

Socket = aiohttp.ClientWebSocketResponse


class _DroppedError(Exception):
    """The connection ended, for a reason that may be shown."""


class SocketMode:
    """Keeps one connection. Until an old one that Slack asked us to leave has ended, there are two, never more."""

    def __init__(
        self,
        app: AsyncApp,
        client: AsyncWebClient,
        session: aiohttp.ClientSession,
        app_token: str,
        *,
        clock: Clock,
        health: Health,
        seen: Seen,
        log: FilteringBoundLogger,
    ) -> None:
        self._app = app
        self._client = client
        self._session = session
        self._app_token = app_token
        self._clock = clock
        self._health = health
        self._seen = seen
        self._log = log
        self._working: set[asyncio.Task[None]] = set()
        self._leaving: asyncio.Task[None] | None = None
        health.socket = "connecting to Slack"

    async def run(self) -> None:
        """Stay connected until cancelled."""
        failures = 0
        try:
            while True:
                began = self._clock.monotonic()
                wait: float | None = None
                try:
                    await self._connection()
                except _DroppedError as error:
                    reason = str(error)
                except Exception as exc:  # noqa: BLE001 - whatever it was, the answer is to connect again
                    error_ = to_send_error(exc)
                    reason, wait = str(error_), error_.retry_after
                    if error_.fault is SendFault.PLATFORM:
                        wait = _REFUSED
                else:
                    failures = 0
                    continue  # Slack asked us to move: no failure
                failures = 1 if self._clock.monotonic() - began >= _STABLE else failures + 1
                wait = min(2.0 ** (failures - 1), _LONGEST) if wait is None else wait
                self._health.socket = f"not connected to Slack: {reason}"
                self._log.warning("slack connection lost", reason=reason, failures=failures, next_try_in=wait)
                await self._clock.sleep(wait)
        finally:
            await self._end()

    async def _end(self) -> None:
        tasks = [*self._working, *([self._leaving] if self._leaving else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _connection(self) -> None:
        """Connect and serve. Returns when Slack asks us to move, raises when the connection is lost."""
        address = (await self._client.apps_connections_open(app_token=self._app_token))["url"]
        async with asyncio.timeout(GREETING):
            socket = await self._session.ws_connect(
                address, heartbeat=HEARTBEAT, max_msg_size=_LARGEST, proxy=self._client.proxy
            )
        keep = False
        try:
            try:
                async with asyncio.timeout(GREETING):
                    await self._greeted(socket)
            except TimeoutError:
                raise _DroppedError("Slack did not say hello") from None
            self._health.socket = None
            self._log.info("slack connected")
            await self._serve(socket)
            keep = True
        finally:
            if not keep:
                if self._working:  # what was taken is acknowledged, or Slack would deliver it again
                    await asyncio.wait(self._working, timeout=1)
                await socket.close()
        await self._leave(socket)

    async def _greeted(self, socket: Socket) -> None:
        while True:
            message = await self._next(socket)
            if message.get("type") == "hello":
                count = message.get("num_connections", 1)
                if isinstance(count, int) and count > _NORMAL:
                    self._log.warning("other programs use this Slack app token", connections=count)
                return
            if message.get("type") == "disconnect":
                raise _DroppedError(f"Slack closed it ({message.get('reason', 'no reason')})")

    async def _serve(self, socket: Socket) -> None:
        while True:
            message = await self._next(socket)
            if message.get("type") == "disconnect":
                reason = str(message.get("reason", "no reason"))
                self._log.info("slack asks to disconnect", reason=reason)
                if reason in _MOVING:
                    return
                raise _DroppedError(f"Slack closed it ({reason})")
            self._take(socket, message)

    async def _next(self, socket: Socket) -> dict[str, Any]:
        """Return the next message that is a JSON object; others are skipped."""
        while True:
            frame = await socket.receive()
            if frame.type is aiohttp.WSMsgType.TEXT:
                with suppress(ValueError, RecursionError):
                    message = json.loads(frame.data)
                    if isinstance(message, dict):
                        return message
                self._log.warning("slack sent something unreadable")
            elif frame.type is not aiohttp.WSMsgType.BINARY:
                raise _DroppedError("the connection broke")

    async def _leave(self, socket: Socket) -> None:
        """Take what still comes on an old socket while the new one is being made; Slack does not send it again."""
        if self._leaving:
            self._leaving.cancel()
            await asyncio.gather(self._leaving, return_exceptions=True)

        async def drain() -> None:
            try:
                with suppress(_DroppedError, TimeoutError):
                    async with asyncio.timeout(GREETING):
                        while True:
                            self._take(socket, await self._next(socket))
            finally:
                await socket.close()

        self._leaving = asyncio.create_task(drain())

    def _take(self, socket: Socket, message: dict[str, Any]) -> None:
        try:
            envelope = SocketModeRequest.from_dict(message)
        except (ValueError, TypeError):  # TypeError: a slip in slack_sdk where it means to raise the other
            envelope = None
        if envelope is None:
            return
        task = asyncio.create_task(self._dispatch(socket, envelope))
        self._working.add(task)
        task.add_done_callback(self._working.discard)

    async def _dispatch(self, socket: Socket, envelope: SocketModeRequest) -> None:
        """Hand an envelope to Bolt and acknowledge it: always, since Slack repeats what is not acknowledged."""
        said = await self._hand_over(envelope) if self._seen.is_new(f"envelope:{envelope.envelope_id}") else None
        answer = SocketModeResponse(envelope.envelope_id, payload=said)
        with suppress(ConnectionError, RuntimeError):  # the socket closed meanwhile; the work is under way all the same
            await socket.send_json(answer.to_dict())

    async def _hand_over(self, envelope: SocketModeRequest) -> dict[str, Any] | None:
        """Hand an envelope to Bolt; return what the acknowledgement is to say, if anything."""
        try:
            request = AsyncBoltRequest(mode="socket_mode", body=envelope.payload)
            response = await self._app.async_dispatch(request)
        except UNREADABLE:
            self._log.warning("slack sent something unreadable")
            return None
        if response.status != HTTPStatus.OK:
            self._log.warning("slack request not handled", kind=envelope.type, status=response.status)
            return None
        if not response.body:
            return None
        as_json = "application/json" in "".join(response.headers.get("content-type", []))
        return dict(json.loads(response.body)) if as_json else {"text": response.body}
