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
from urllib.parse import parse_qsl

from aiohttp import web

from tests.fakes import slack_rules
from tests.fakes.slack_delivery import Tokens
from tests.fakes.slack_files import Files
from tests.fakes.slack_oauth import Oauth
from tests.fakes.slack_people import People, Shown

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


class SlackServer(People):
    """One workspace. The bot may post everywhere but in ``not_in`` and ``archived``; it may join if ``can_join``."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[tuple[str, Json]] = []
        self.refused: list[str] = []  # why blocks were not taken
        self.shown: list[Shown] = []
        self.not_in: set[str] = set()
        self.archived: set[str] = set()
        self.can_join = False
        self.can_read = False
        self.scopes = "commands,chat:write,files:write"
        self.refuses_charts = False
        self.files = Files()
        self.oauth = Oauth()
        self.views: list[tuple[str, Json]] = []  # ("modal" or whose Home, view), in order
        self._faults: dict[str, deque[Fault | None]] = defaultdict(deque)
        self._response_uses: dict[str, int] = defaultdict(int)

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/response/{id}", self._response)
        app.router.add_post("/upload/{id}", self.files.receive)
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

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        fault = self._faults[method].popleft() if self._faults[method] else None
        if fault == Drop(accepted=False):
            return self._hang_up(request, method, {})
        raw = await request.read()
        body = dict(request.query)
        if raw and request.content_type == "application/json":
            body = json.loads(raw)
        elif raw:
            body |= dict(parse_qsl(raw.decode()))
        self.calls.append((method, body))
        self.changed.set()
        if fault and not isinstance(fault, Drop):
            return _failed(fault)
        answer = self._do(method, body, request.headers.get("Authorization", ""))
        self.changed.set()
        if fault:
            assert request.transport
            request.transport.abort()
        return web.json_response(answer, headers={"X-OAuth-Scopes": self.scopes})

    def _do(self, method: str, body: Json, authorization: str) -> Json:
        if method == "oauth.v2.access":
            return self.oauth.access(body, authorization)
        token = authorization.removeprefix("Bearer ")
        team = self.oauth.teams.get(token)
        wanted = self.tokens.app if method == "apps.connections.open" else self.tokens.bot
        if token != wanted and team is None:
            return {"ok": False, "error": "invalid_auth" if authorization else "not_authed"}
        return self._work(method, body, team or "T1")

    def _work(self, method: str, body: Json, team: str) -> Json:
        match method:
            case "auth.test":
                return {"ok": True, "url": "https://example.slack.com/", "team": "Example", "team_id": team} | {
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
            case "conversations.history" | "conversations.replies":
                return self._history(body)
            case "files.getUploadURLExternal" | "files.completeUploadExternal":
                return self.files.call(method, body, self.url)
            case "views.open" | "views.publish":
                return self._show(method, body)
        return {"ok": False, "error": "unknown_method"}

    def _write(self, method: str, body: Json) -> Json:
        channel = _place(body.get("channel"))
        if refusal := self._closed(channel):
            return {"ok": False, "error": refusal}
        if wrong := slack_rules.problems(body):
            self.refused += wrong
            return {"ok": False, "error": "invalid_blocks", "errors": wrong}
        if self.refuses_charts and _draws(body):
            return {"ok": False, "error": "invalid_blocks"}
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

    def _closed(self, channel: str) -> str | None:
        if not channel:
            return "channel_not_found"
        if channel in self.archived:
            return "is_archived"
        return "not_in_channel" if channel in self.not_in else None

    def _history(self, body: Json) -> Json:
        """Return what a channel, or a thread, holds, newest first."""
        if not self.can_read:
            return {"ok": False, "error": "missing_scope"}
        thread = body.get("ts")
        found = [
            {"type": "message", "ts": m.ts, "text": m.text, "bot_id": "B1", "metadata": m.body.get("metadata")}
            | ({"thread_ts": m.thread} if m.thread else {})
            for m in reversed(self.messages(body["channel"]))
            if thread in {m.thread, m.ts}
        ]
        return {"ok": True, "messages": found[: int(body["limit"])], "has_more": False}

    def _show(self, method: str, body: Json) -> Json:
        trigger = body.get("trigger_id", "")
        if method == "views.open" and trigger not in self.triggers:
            return {"ok": False, "error": "expired_trigger_id"}
        if wrong := slack_rules.view_problems(body["view"]):
            self.refused += wrong
            return {"ok": False, "error": "invalid_blocks", "errors": wrong}
        self.triggers.discard(trigger)
        self.views.append((body.get("user_id", "modal"), body["view"]))
        return {"ok": True, "view": {"id": "V1"}}

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
        channel, user, origin = self.response_urls[key]
        self._response_uses[key] += 1
        if self._response_uses[key] > 5:
            return web.json_response({"ok": False, "error": "used_url"}, status=404)
        if wrong := slack_rules.problems(body):
            self.refused += wrong
            return web.Response(status=400, text="invalid_blocks")
        if self.refuses_charts and _draws(body):
            return web.Response(status=400, text="invalid_blocks")
        if body.get("replace_original") and isinstance(origin, Shown):
            origin.body = body
            origin.edits += 1
            return web.Response(text="ok")
        public = body.get("response_type") == "in_channel"
        self.shown.append(Shown(channel, self.next_ts(), body, user=None if public else user))
        return web.Response(text="ok")

    def _hang_up(self, request: web.Request, method: str, body: Json) -> web.Response:
        self.calls.append((method, body))
        self.changed.set()
        assert request.transport
        request.transport.abort()
        return web.Response()


def _place(channel: object) -> str:
    """Return a channel's id; a person's is that of the private chat with them."""
    name = channel if isinstance(channel, str) else ""
    return f"D{name}" if name.startswith("U") else name if name[:1] in {"C", "D", "G"} else ""


def _draws(body: Json) -> bool:
    return any(block["type"] == "data_visualization" for block in body["blocks"])


def _failed(fault: Refuse | Limit | Page) -> web.Response:
    match fault:
        case Refuse(code):
            return web.json_response({"ok": False, "error": code})
        case Page(status):
            return web.Response(status=status, text="<html><body>Bad gateway</body></html>", content_type="text/html")
        case Limit(retry_after, status):
            headers = {} if retry_after is None else {"Retry-After": retry_after}
            return web.json_response({"ok": False, "error": "ratelimited"}, status=status, headers=headers)
