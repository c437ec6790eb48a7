"""How do a supervisor and Prometheus ask? A small HTTP server on loopback; platforms with webhooks share it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager

from aiohttp import web

from bot.chat.webhook import LARGEST
from bot.errors import ConfigError
from bot.ops import metrics

Check = Callable[[], Awaitable[list[str]]]


@asynccontextmanager
async def serve(listen: str, *, ready: Check, routes: Iterable[web.AbstractRouteDef] = ()) -> AsyncIterator[str]:
    """Serve /healthz, /readyz, /metrics and ``routes`` on "host:port"; yield the address.

    ``ready`` returns what does not work now, in words without secrets. Raises ConfigError where it cannot listen.
    """

    async def healthz(_: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def readyz(_: web.Request) -> web.Response:
        problems = await ready()
        return web.json_response(
            {"status": "not ready" if problems else "ready", "problems": problems}, status=503 if problems else 200
        )

    async def exposition(_: web.Request) -> web.Response:
        return web.Response(body=metrics.exposition(), headers={"Content-Type": "text/plain; version=0.0.4"})

    app = web.Application(client_max_size=LARGEST)
    app.add_routes([web.get("/healthz", healthz), web.get("/readyz", readyz), web.get("/metrics", exposition), *routes])
    runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=2)
    await runner.setup()
    try:
        host, _, port = listen.rpartition(":")
        site = web.TCPSite(runner, host.strip("[]"), int(port))
        try:
            await site.start()
        except OSError as error:
            what = error.strerror or error
            raise ConfigError(
                f"LISTEN: cannot listen on {listen}: {what}; set LISTEN=127.0.0.1:PORT to a free port"
            ) from error
        yield site.name
    finally:
        await runner.cleanup()
