"""How would Telegram send an update? As a POST with the secret that it was given, to the ops server of the test."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientSession, web

from bot.chat.platform import Connection
from bot.chat.telegram.settings import PATH
from bot.chat.telegram.webhook import HEADER
from tests.fakes.telegram_server import TelegramServer


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """A connection whose routes are served."""

    server: TelegramServer
    session: ClientSession
    url: str

    async def send(self, update: dict[str, Any] | None = None) -> int:
        """Send an update, the newest that the server has; return the status. After a 2xx it never comes again."""
        return (await self.post(json=update or self.server.unconfirmed[-1]))[0]

    async def post(self, *, secret: str | None = None, **request: Any) -> tuple[int, str | None]:
        """Send anything; return status and Retry-After. ``secret`` in place of the right one; "" for none."""
        right = self.server.profile.webhook.get("secret_token", "") if secret is None else secret
        headers = {HEADER: right} if right else {}
        async with self.session.post(self.url, headers={**headers, **request.pop("headers", {})}, **request) as answer:
            return answer.status, answer.headers.get("Retry-After")


@asynccontextmanager
async def served(server: TelegramServer, connection: Connection) -> AsyncIterator[Webhook]:
    """Serve a connection's routes as the ops server does."""
    app = web.Application(client_max_size=1024 * 1024)
    app.add_routes(connection.routes)
    runner = web.AppRunner(app, handle_signals=False, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        async with ClientSession() as session:
            yield Webhook(server=server, session=session, url=f"http://127.0.0.1:{runner.addresses[0][1]}{PATH}")
    finally:
        await runner.cleanup()
