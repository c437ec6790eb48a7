"""How does Slack hand commands, clicks and events to an app? Through a WebSocket, or as signed HTTP requests."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

Json = dict[str, Any]


class Tokens(NamedTuple):
    """Recognisable, so that a test can look for them where they must not be."""

    bot: str = "xoxb-canary-bot-0123456789"
    app: str = "xapp-canary-app-0123456789"
    signing_secret: str = "canary-signing-0123456789abcdef"


class Delivery:
    """The half of the server that speaks first."""

    def __init__(self) -> None:
        self.tokens = Tokens()
        self.url = ""
        self.request_url: str | None = None  # set: HTTP mode
        self.now: Callable[[], float] = time.time
        self.changed = asyncio.Event()
        self.sockets: list[web.WebSocketResponse] = []  # those that are open, oldest first
        self.most_sockets = 0
        self.says_hello = True
        self.pongs = True  # set before connecting: whether new sockets answer pings
        self.acks: list[str] = []  # envelope ids, in order
        self.statuses: list[int] = []  # what signed requests were answered with, in order
        self.response_urls: dict[str, tuple[str, str, object]] = {}
        self.team = "T1"
        self.triggers: set[str] = set()  # each opens one dialogue
        self.responses: list[Json] = []  # what acknowledgements said, if anything
        self._requests: dict[web.WebSocketResponse, web.Request] = {}
        self._tickets: set[str] = set()
        self._last: tuple[str, Json, str] | None = None
        self._number = 0

    def next_id(self) -> int:
        self._number += 1
        return self._number

    def next_ts(self) -> str:
        return f"1790000000.{self.next_id():06d}"

    def new_ticket(self) -> str:
        """Return what lets one socket in, once."""
        ticket = f"canary-ticket-{self.next_id()}"
        self._tickets.add(ticket)
        return ticket

    def new_trigger(self) -> str:
        trigger = f"trigger.{self.next_id()}"
        self.triggers.add(trigger)
        return trigger

    def response_url(self, channel: str, user: str, origin: object = None) -> str:
        """Return an address to answer at; ``origin`` is the message that an answer there may replace."""
        key = f"canary-response-{self.next_id()}"
        self.response_urls[key] = (channel, user, origin)
        return f"{self.url}/response/{key}"

    async def command(
        self, name: str, text: str = "", *, channel: str = "C1", user: str = "U1", user_name: str = "ana"
    ) -> None:
        """Type a slash command. Returns when the app has acknowledged it."""
        names = {"D": "directmessage", "G": "privategroup"}
        await self.deliver(
            "slash_commands",
            {
                "token": "canary-verification-0123456789",
                "team_id": self.team,
                "team_domain": "example",
                "channel_id": channel,
                "channel_name": names.get(channel[0], "sanctions"),
                "user_id": user,
                "user_name": user_name,
                "command": name,
                "text": text,
                "api_app_id": "A1",
                "is_enterprise_install": "false",
                "response_url": self.response_url(channel, user),
                "trigger_id": self.new_trigger(),
            },
        )

    async def event(self, kind: str, **fields: Any) -> None:
        """Tell the app of an event. Returns when it is acknowledged."""
        await self.deliver(
            "events_api",
            {
                "token": "canary-verification-0123456789",
                "team_id": self.team,
                "api_app_id": "A1",
                "type": "event_callback",
                "event_id": f"Ev{self.next_id()}",
                "event_time": 1790000000,
                "authorizations": [{"team_id": self.team, "user_id": "UBOT", "is_bot": True}],
                "event": {"type": kind, "event_ts": self.next_ts(), **fields},
            },
        )

    async def repeat(self, *, new_envelope: bool = False) -> None:
        """Deliver the last thing once more, as Slack does when it missed the acknowledgement."""
        assert self._last is not None
        kind, payload, envelope_id = self._last
        await self.deliver(kind, payload, envelope_id=None if new_envelope else envelope_id)

    async def deliver(self, kind: str, payload: Json, *, envelope_id: str | None = None) -> None:
        """Hand a payload over; an app that takes more than three seconds to acknowledge has failed."""
        envelope_id = envelope_id or f"envelope-{self.next_id()}"
        self._last = (kind, payload, envelope_id)
        if self.request_url is not None:
            raw = json.dumps(payload) if kind == "events_api" else urlencode(_form(kind, payload))
            self.statuses.append(await self.post(raw.encode(), form=kind != "events_api"))
            self.changed.set()
            return
        assert self.sockets, "the app has no socket open"
        before = self.acks.count(envelope_id)
        await self.sockets[-1].send_json(
            {"type": kind, "envelope_id": envelope_id, "payload": payload, "accepts_response_payload": True}
        )
        async with asyncio.timeout(3):
            while self.acks.count(envelope_id) == before:
                self.changed.clear()
                await self.changed.wait()

    def sign(self, raw: bytes, *, stamp: str | None = None, secret: str | None = None) -> dict[str, str]:
        """Return the headers that Slack would put on a request."""
        stamp = stamp or str(int(self.now()))
        key = (secret or self.tokens.signing_secret).encode()
        digest = hmac.new(key, b"v0:" + stamp.encode() + b":" + raw, hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}

    async def post(self, raw: bytes, *, form: bool = False, headers: dict[str, str] | None = None) -> int:
        """Make a request to the app, signed unless headers are given, and return the status of its answer."""
        assert self.request_url is not None
        kind = "application/x-www-form-urlencoded" if form else "application/json"
        sent = {"Content-Type": kind, **(self.sign(raw) if headers is None else headers)}
        async with (
            aiohttp.ClientSession() as session,
            session.post(self.request_url, data=raw, headers=sent) as answer,
        ):
            await answer.read()
            return answer.status

    async def disconnect(self, reason: str) -> None:
        """Ask the app to leave its newest socket; unless it may linger, the socket is closed right after."""
        socket = self.sockets[-1]
        await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "fake"}})
        if reason not in {"warning", "refresh_requested"}:
            await socket.close()

    def cut(self) -> None:
        """Break the newest socket without a closing frame."""
        transport = self._requests[self.sockets[-1]].transport
        assert transport is not None
        transport.abort()

    async def close(self) -> None:
        """Close all sockets."""
        for socket in list(self.sockets):
            await socket.close()

    async def link(self, request: web.Request) -> web.StreamResponse:
        """Serve one WebSocket; its ticket works once."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=403)
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(autoping=self.pongs)
        await socket.prepare(request)
        self.sockets.append(socket)
        self._requests[socket] = request
        self.most_sockets = max(self.most_sockets, len(self.sockets))
        self.changed.set()
        try:
            if self.says_hello:
                await socket.send_json(
                    {"type": "hello", "num_connections": len(self.sockets), "connection_info": {"app_id": "A1"}}
                )
            async for frame in socket:
                if frame.type is aiohttp.WSMsgType.TEXT:
                    said = json.loads(frame.data)
                    if said.get("payload"):
                        self.responses.append(said["payload"])
                    self.acks.append(said["envelope_id"])
                    self.changed.set()
        finally:
            self.sockets.remove(socket)
            del self._requests[socket]
            self.changed.set()
        return socket


def _form(kind: str, payload: Json) -> Json:
    return payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
