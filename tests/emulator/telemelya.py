"""What does a Telegram that others wrote need around it? Storage, and a proxy that keeps the secret for it.

Telemelya (PyPI) keeps messages in Redis and pictures in S3, and sends updates to a webhook without the secret that it
was given. Fakeredis stands for Redis; this process stands for S3, and for the proxy. ``make emulators`` installs both
into an environment of their own: their libraries are not ours.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, web

from bot.chat.telegram.settings import PATH
from bot.chat.telegram.webhook import HEADER
from tests.emulator.program import running
from tests.fakes.emulators import bin_of

BIN = bin_of("telemelya")
TOKEN = "123456789:emulated-emulated-emulated-emulated"
_REDIS = """
from fakeredis import TcpFakeServer
server = TcpFakeServer(("127.0.0.1", 0))
print(server.server_address[1], flush=True)
server.serve_forever()
"""
_TESTER = {"Authorization": "Bearer any"}  # it takes any where none is set
_KEPT = {"content-type"}  # headers that say how to read a body


@dataclass(kw_only=True)
class Emulator:
    """Telemelya, and what we see of it: the methods that it refused, and the files that it stored."""

    session: ClientSession
    url: str = ""  # where our bot finds the Bot API, and the emulator our bot: the proxy
    bot: str = ""  # where the proxy finds our bot
    behind: str = ""  # where the proxy finds the emulator
    secret: str = ""
    refused: set[str] = field(default_factory=set)
    stored: dict[str, bytes] = field(default_factory=dict)
    _moved: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def webhook(self) -> str:
        return f"{self.url}{PATH}"

    async def say(self, chat: int, text: str) -> None:
        """Let a user write to the bot; return when the bot has carried it out."""
        await self._update({"chat_id": chat, "text": text})

    async def press(self, message: dict[str, Any], data: str) -> None:
        """Let a user press a button of a message, which it must have."""
        assert data in self.offered(message)
        await self._update(
            {"chat_id": message["chat_id"], "callback_data": data, "callback_message_id": message["message_id"]}
        )

    @staticmethod
    def offered(message: dict[str, Any]) -> list[str]:
        """Return what the buttons of a message would send."""
        rows = (message["reply_markup"] or {}).get("inline_keyboard", [])
        return [button["callback_data"] for row in rows for button in row if "callback_data" in button]

    async def called(self, method: str, part: str = "") -> list[dict[str, Any]]:
        """Return what the bot called, oldest first, in so far as ``part`` is in its text."""
        async with self.session.get(f"{self.behind}/api/v1/test/responses", headers=_TESTER) as answer:
            called = (await answer.json())["responses"]
        return [
            each
            for each in called
            if each["method"] == method and part in (each.get("text") or each.get("caption") or "")
        ]

    async def wait_for(self, method: str, part: str, *, seconds: float = 60.0) -> dict[str, Any]:
        """Wait until the bot calls something; return it."""
        async with asyncio.timeout(seconds), self._moved:
            while not (found := await self.called(method, part)):
                await self._moved.wait()
        return found[0]

    async def to_emulator(self, request: web.Request) -> web.Response:
        """Pass a call of the Bot API on, and keep what the emulator would lose."""
        method = request.match_info["method"]
        body = await request.read()
        if method == "setWebhook":
            self.secret = str((await request.post())["secret_token"])
        status, answer = await self._pass(f"{self.behind}{request.path}", request, body, {})
        async with self._moved:
            self._moved.notify_all()
        if not json.loads(answer).get("ok"):
            self.refused.add(method)
        return web.Response(status=status, body=answer, content_type="application/json")

    async def to_bot(self, request: web.Request) -> web.Response:
        """Pass an update on, with the secret that Telegram would have sent."""
        body = await request.read()
        status, answer = await self._pass(f"{self.bot}{PATH}", request, body, {HEADER: self.secret})
        return web.Response(status=status, body=answer)

    async def store(self, request: web.Request) -> web.Response:
        """Take what the emulator stores in S3; every bucket exists."""
        if request.method == "PUT":
            self.stored[request.path] = await request.read()
        return web.Response()

    async def _pass(self, url: str, request: web.Request, body: bytes, more: dict[str, str]) -> tuple[int, bytes]:
        kept = {name: value for name, value in request.headers.items() if name.lower() in _KEPT}
        async with self.session.post(url, data=body, headers=kept | more) as answer:
            return answer.status, await answer.read()

    async def _update(self, update: dict[str, Any]) -> None:
        address = f"{self.behind}/api/v1/test/send_update"
        async with self.session.post(address, params={"bot_token": TOKEN}, json=update, headers=_TESTER) as answer:
            said = await answer.json()
        assert said.get("delivery", {}).get("status_code") == 200, said


@asynccontextmanager
async def emulator(folder: Path) -> AsyncIterator[Emulator]:
    """Start all of it, each part on a free port of loopback; ``folder`` is an empty one."""
    async with AsyncExitStack() as stack:
        made = Emulator(session=await stack.enter_async_context(ClientSession()))
        app = web.Application()
        app.add_routes(
            [
                web.post(f"/bot{TOKEN}/{{method}}", made.to_emulator),
                web.post(PATH, made.to_bot),
                web.route("*", "/{stored:.*}", made.store),
            ]
        )
        runner = web.AppRunner(app, handle_signals=False, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        here = f"127.0.0.1:{runner.addresses[0][1]}"
        made.url = f"http://{here}"
        redis = await stack.enter_async_context(running(BIN / "python", "-c", _REDIS, environment={}, folder=folder))
        port = (await redis.says(r"^(\d+)\n"))[1]
        environment = {
            "MOCK_SERVER_HOST": "127.0.0.1",
            "MOCK_SERVER_PORT": "0",
            "REDIS_URL": f"redis://127.0.0.1:{port}/0",
            "MINIO_ENDPOINT": here,
            "STRICT_EDIT": "true",
        }
        server = await stack.enter_async_context(
            running(BIN / "telemelya-server", environment=environment, folder=folder)
        )
        made.behind = (await server.says(r"Uvicorn running on (http://[\d.:]+)"))[1]
        yield made
