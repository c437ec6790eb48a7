"""How do a supervisor and Prometheus ask? A small HTTP server on loopback; platforms with webhooks share it."""

import asyncio
import errno
import hmac
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

from aiohttp import web

from bot.chat.webhook import LARGEST
from bot.config.reload import Reloaded
from bot.errors import ConfigError
from bot.ops import metrics

Check = Callable[[], Awaitable[list[str]]]
Reload = Callable[[], Awaitable[Reloaded]]
# What a proxy adds, or a web page that makes a browser ask: such a request is not from this machine.
_FROM_ELSEWHERE = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via", "Origin", "Referer")
PATIENCE = 10.0  # seconds in which the head of a request must come, the first one's and the next one's
MOST = 100  # connections at once: what a proxy, a supervisor, Telegram and Slack need is far less
BACKLOG = 16  # asyncio accepts this many at a time, and logs as many failures to accept
_QUIET = 60.0  # seconds between two log lines
_NO_FILES = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)


@asynccontextmanager
async def serve(
    listen: str,
    *,
    ready: Check,
    reload: Reload | None = None,
    token: str | None = None,
    routes: Iterable[web.AbstractRouteDef] = (),
    most: int = MOST,
    patience: float = PATIENCE,
) -> AsyncIterator[str]:
    """Serve /healthz, /readyz, /metrics, /-/reload and ``routes`` on "host:port"; yield the address.

    ``ready`` returns what does not work now, in words without secrets. ``reload`` reads the configuration anew:
    requests for it need the ``token`` or, where there is none, to come from this machine. At most ``most`` connections
    are taken; those on which no request comes within ``patience`` seconds are closed. Raises ConfigError where it
    cannot listen.
    """
    app = web.Application(client_max_size=LARGEST)
    app.add_routes([*_Answers(ready, reload, token).routes(), *routes])
    runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=2, keepalive_timeout=patience)
    await runner.setup()
    try:
        async with _listening(listen, runner.server, most) as address:
            yield address
    finally:
        await runner.cleanup()


@dataclass(frozen=True, slots=True)
class _Answers:
    """The requests that we answer ourselves."""

    ready: Check
    reload: Reload | None
    token: str | None

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/healthz", self.healthz),
            web.get("/readyz", self.readyz),
            web.get("/metrics", self.exposition),
            web.post("/-/reload", self.reloaded),
        ]

    async def healthz(self, _: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def readyz(self, _: web.Request) -> web.Response:
        problems = await self.ready()
        said = {"status": "not ready" if problems else "ready", "problems": problems}
        return web.json_response(said, status=503 if problems else 200)

    async def exposition(self, _: web.Request) -> web.Response:
        return web.Response(body=metrics.exposition(), headers={"Content-Type": "text/plain; version=0.0.4"})

    async def reloaded(self, request: web.Request) -> web.Response:
        if self.reload is None or not _may_ask(request, self.token):
            return web.json_response({"status": "forbidden"}, status=403)
        found = await self.reload()
        if found.refused:
            refused = {"status": "refused", "problems": (found.problems or "as before").splitlines()}
            return web.json_response(refused, status=422)
        sources = sum(feed.enabled for feed in found.config.feeds)
        return web.json_response({"status": "loaded" if found.changed else "unchanged", "sources": sources})


@asynccontextmanager
async def _listening(listen: str, made: web.Server | None, most: int) -> AsyncIterator[str]:
    if made is None:
        raise RuntimeError("the runner is not set up")
    loop = asyncio.get_running_loop()
    say_it_once(loop)
    host, _, port = listen.rpartition(":")
    try:
        listener = await loop.create_server(door(made, most), host.strip("[]"), int(port), backlog=BACKLOG)
    except OSError as error:
        what = error.strerror or error
        raise ConfigError(
            f"LISTEN: cannot listen on {listen}: {what}; set LISTEN=127.0.0.1:PORT to a free port"
        ) from error
    try:
        yield f"http://{host}:{listener.sockets[0].getsockname()[1]}"
    finally:
        listener.close()


def _may_ask(request: web.Request, token: str | None) -> bool:
    """Whether a request has the token, or comes from this machine where there is none; webhooks share the port."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token is not None:
        return hmac.compare_digest(given.encode(), token.encode())
    if any(name in request.headers for name in _FROM_ELSEWHERE):
        return False
    try:
        return ip_address(request.remote or "").is_loopback
    except ValueError:
        return False


class _Refused(asyncio.Protocol):
    """Ends a connection that is one too many."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Say nothing: that would cost more than it is worth."""
        if isinstance(transport, asyncio.Transport):
            transport.abort()


def door(server: web.Server, most: int) -> Callable[[], asyncio.BaseProtocol]:
    """Return what makes the protocols of a listening socket: the server's own, while there are fewer than ``most``."""
    return lambda: server() if len(server.connections) < most else _Refused()


def say_it_once(loop: asyncio.AbstractEventLoop, *, seconds: float = _QUIET) -> None:
    """Have the loop log at most once in ``seconds`` that it has no file left to take a connection."""
    before = loop.get_exception_handler()
    said_at = float("-inf")

    def handle(the_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        nonlocal said_at
        error = context.get("exception")
        if isinstance(error, OSError) and error.errno in _NO_FILES and "accept" in str(context.get("message")):
            if the_loop.time() - said_at < seconds:
                return
            said_at = the_loop.time()
        if before is not None:
            before(the_loop, context)
        else:
            the_loop.default_exception_handler(context)

    loop.set_exception_handler(handle)
