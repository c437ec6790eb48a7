"""What does Slack do? A workspace on loopback: Web API, Socket Mode, signed requests, faults on demand.

    async with SlackServer() as server:
        async with connect(bot_token=server.tokens.bot, app_token=server.tokens.app, api_url=server.api_url, ...):
            await server.wait_for(lambda: server.sockets)
            await server.command("/latest", "5", channel="C1", user="U1")
            await server.wait_for(lambda: server.ephemerals("C1"))
            await server.click(server.messages("C1")[0], "why")

For HTTP mode set ``request_url`` to where the bot listens; commands, clicks and events then come as signed requests.
"""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from aiohttp import web

from tests.fakes import slack_rules
from tests.fakes.slack_delivery import Delivery, Tokens

__all__ = ["Drop", "Limit", "Page", "Refuse", "Shown", "SlackServer", "Tokens"]

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Refuse:
    """Answer 200 with ``ok: false`` and this code."""

    code: str


@dataclass(frozen=True, slots=True)
class Limit:
    """Answer 429; or 200 with "ratelimited" in the body."""

    retry_after: str | None = "1"
    status: int = 429


@dataclass(frozen=True, slots=True)
class Page:
    """Answer with a web page, as a gateway does."""

    status: int = 500


@dataclass(frozen=True, slots=True)
class Drop:
    """Break the connection: before reading the request, or after doing what it asks."""

    accepted: bool


Fault = Refuse | Limit | Page | Drop


@dataclass(slots=True)
class Shown:
    """A message in a channel, or one that only ``user`` sees."""

    channel: str
    ts: str
    body: Json
    user: str | None = None
    edits: int = 0
    thread: str | None = None

    @property
    def words(self) -> str:
        return slack_rules.words(self.body)

    @property
    def text(self) -> str:
        return str(self.body.get("text", ""))

    def buttons(self) -> dict[str, str]:
        """Return action ids with their values."""
        rows = [block for block in self.body.get("blocks", []) if block["type"] == "actions"]
        return {button["action_id"]: button.get("value", "") for row in rows for button in row["elements"]}


class SlackServer(Delivery):
    """One workspace. The bot may post everywhere but in ``not_in`` and ``archived``; it may join if ``can_join``."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[tuple[str, Json]] = []
        self.refused: list[str] = []  # why blocks were not taken
        self.shown: list[Shown] = []
        self.not_in: set[str] = set()
        self.archived: set[str] = set()
        self.can_join = False
        self._faults: dict[str, deque[Fault | None]] = defaultdict(deque)
        self._response_uses: dict[str, int] = defaultdict(int)

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/api/{method}", self._api)
        app.router.add_post("/response/{id}", self._response)
        app.router.add_get("/link", self.link)
        self._runner = web.AppRunner(app, handle_signals=False, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
        await self._runner.cleanup()

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    def messages(self, channel: str) -> list[Shown]:
        """Return what everybody in a channel sees, oldest first."""
        return [shown for shown in self.shown if shown.channel == channel and shown.user is None]

    def ephemerals(self, channel: str, user: str | None = None) -> list[Shown]:
        """Return what only one person sees, oldest first."""
        return [s for s in self.shown if s.channel == channel and s.user is not None and user in {None, s.user}]

    def count(self, method: str) -> int:
        """Return how often a method was called, faults included."""
        return sum(name == method for name, _ in self.calls)

    def fail_next(self, method: str, *faults: Fault | None) -> None:
        """Let the next calls of a method ("response_url" is one too) fail, one fault a call; None: this one is fine."""
        self._faults[method].extend(faults)

    async def wait_for(self, happened: Callable[[], object], *, seconds: float = 5) -> None:
        """Wait until this is so; looked at whenever something reaches the server, and now and then for the bot."""
        async with asyncio.timeout(seconds):
            while not happened():
                self.changed.clear()
                try:
                    await asyncio.wait_for(self.changed.wait(), 0.01)
                except TimeoutError:
                    continue

    async def click(self, shown: Shown, action: str, *, user: str = "U1", user_name: str = "ana") -> None:
        """Press a button that this message has."""
        value = shown.buttons()[action]
        pressed = {"type": "button", "action_id": action, "block_id": "b", "action_ts": self.next_ts()}
        await self.deliver(
            "interactive",
            {
                "type": "block_actions",
                "user": {"id": user, "username": user_name, "name": user_name, "team_id": "T1"},
                "api_app_id": "A1",
                "token": "canary-verification-0123456789",
                "container": {"type": "message", "message_ts": shown.ts, "channel_id": shown.channel},
                "trigger_id": f"trigger.{self.next_id()}",
                "team": {"id": "T1", "domain": "example"},
                "channel": {"id": shown.channel, "name": "sanctions"},
                "response_url": self.response_url(shown.channel, user),
                "actions": [pressed | ({"value": value} if value else {})],
            },
        )

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        fault = self._faults[method].popleft() if self._faults[method] else None
        if fault == Drop(accepted=False):
            return self._hang_up(request, method, {})
        raw = await request.read()
        body = json.loads(raw) if raw and request.content_type == "application/json" else dict(request.query)
        self.calls.append((method, body))
        self.changed.set()
        if fault and not isinstance(fault, Drop):
            return _failed(fault)
        answer = self._do(method, body, request.headers.get("Authorization", ""))
        self.changed.set()
        if fault:
            assert request.transport
            request.transport.abort()
        return web.json_response(answer)

    def _do(self, method: str, body: Json, authorization: str) -> Json:
        wanted = self.tokens.app if method == "apps.connections.open" else self.tokens.bot
        if authorization != f"Bearer {wanted}":
            return {"ok": False, "error": "invalid_auth" if authorization else "not_authed"}
        match method:
            case "auth.test":
                return {"ok": True, "url": "https://example.slack.com/", "team": "Example", "team_id": "T1"} | {
                    "user": "seedwatch",
                    "user_id": "UBOT",
                    "bot_id": "B1",
                }
            case "apps.connections.open":
                return {"ok": True, "url": f"{self.url.replace('http', 'ws')}/link?ticket={self.new_ticket()}"}
            case "conversations.join":
                if not self.can_join:
                    return {"ok": False, "error": "missing_scope", "needed": "channels:join", "provided": "chat:write"}
                self.not_in.discard(body["channel"])
                return {"ok": True, "channel": {"id": body["channel"]}}
            case "chat.postMessage" | "chat.postEphemeral" | "chat.update":
                return self._write(method, body)
        return {"ok": False, "error": "unknown_method"}

    def _write(self, method: str, body: Json) -> Json:
        channel = body.get("channel")
        if not isinstance(channel, str) or channel[:1] not in {"C", "D", "G"}:
            return {"ok": False, "error": "channel_not_found"}
        if channel in self.archived:
            return {"ok": False, "error": "is_archived"}
        if channel in self.not_in:
            return {"ok": False, "error": "not_in_channel"}
        if wrong := slack_rules.problems(body):
            self.refused += wrong
            return {"ok": False, "error": "invalid_blocks", "errors": wrong}
        if method == "chat.update":
            found = [shown for shown in self.messages(channel) if shown.ts == body.get("ts")]
            if not found:
                return {"ok": False, "error": "message_not_found"}
            found[0].body = body
            found[0].edits += 1
            return {"ok": True, "channel": channel, "ts": found[0].ts, "text": body["text"]}
        thread = body.get("thread_ts")
        if thread and thread not in [shown.ts for shown in self.messages(channel)]:
            return {"ok": False, "error": "thread_not_found"}
        user = body["user"] if method == "chat.postEphemeral" else None
        shown = Shown(channel, self.next_ts(), body, user=user, thread=thread)
        self.shown.append(shown)
        if user:
            return {"ok": True, "message_ts": shown.ts}
        return {"ok": True, "channel": channel, "ts": shown.ts, "message": {"text": body["text"]}}

    async def _response(self, request: web.Request) -> web.StreamResponse:
        """A response address: five uses, ephemeral unless asked otherwise."""
        key = request.match_info["id"]
        fault = self._faults["response_url"].popleft() if self._faults["response_url"] else None
        if fault == Drop(accepted=False):
            return self._hang_up(request, "response_url", {})
        body = await request.json()
        self.calls.append(("response_url", body))
        self.changed.set()
        if fault and not isinstance(fault, Drop):
            return _failed(fault)
        channel, user = self.response_urls[key]
        self._response_uses[key] += 1
        if self._response_uses[key] > 5:
            return web.json_response({"ok": False, "error": "used_url"}, status=404)
        if wrong := slack_rules.problems(body):
            self.refused += wrong
            return web.Response(status=400, text="invalid_blocks")
        public = body.get("response_type") == "in_channel"
        self.shown.append(Shown(channel, self.next_ts(), body, user=None if public else user))
        return web.Response(text="ok")

    def _hang_up(self, request: web.Request, method: str, body: Json) -> web.Response:
        self.calls.append((method, body))
        self.changed.set()
        assert request.transport
        request.transport.abort()
        return web.Response()


def _failed(fault: Refuse | Limit | Page) -> web.Response:
    match fault:
        case Refuse(code):
            return web.json_response({"ok": False, "error": code})
        case Page(status):
            return web.Response(status=status, text="<html><body>Bad gateway</body></html>", content_type="text/html")
        case Limit(retry_after, status):
            headers = {} if retry_after is None else {"Retry-After": retry_after}
            return web.json_response({"ok": False, "error": "ratelimited"}, status=status, headers=headers)
