"""Where do the demo's feeds come from? A web server on the loopback address, honest about what has not changed."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.utils import format_datetime
from hashlib import blake2b
from http import HTTPStatus

from aiohttp import web

from bot.clock import Clock
from bot.demo.render import CONTENT_TYPES, render
from bot.demo.week import START, SampleFeed

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleServer:
    """The running server: its base URL, e.g. ``http://127.0.0.1:41234``, and the entries that somebody has read."""

    url: str
    read: set[str]  # addresses


def make_app(feeds: Sequence[SampleFeed], clock: Clock, read: set[str]) -> web.Application:
    """Return the web application: ``/<feed id>`` answers with that feed's document as it is at ``clock.now()``.

    ``read`` collects the addresses of the entries that were handed out.
    """
    by_id = {feed.id: feed for feed in feeds}

    async def answer(request: web.Request) -> web.Response:
        feed = by_id.get(request.match_info["feed"])
        if feed is None:
            return web.Response(status=HTTPStatus.NOT_FOUND, text="there is no such sample feed")
        now = clock.now()
        if feed.is_broken(now):
            return web.Response(status=HTTPStatus.INTERNAL_SERVER_ERROR, text="this sample feed is broken for a while")
        entries = feed.shown(now)
        body = render(feed, entries)
        headers = {
            "ETag": f'"{blake2b(body, digest_size=8).hexdigest()}"',
            "Last-Modified": format_datetime(START + entries[0].at if entries else START, usegmt=True),
        }
        if _is_known(request, headers):
            return web.Response(status=HTTPStatus.NOT_MODIFIED, headers=headers)
        read.update(feed.address(entry) for entry in entries)
        return web.Response(body=body, content_type=CONTENT_TYPES[feed.format], charset="utf-8", headers=headers)

    app = web.Application()
    app.router.add_get("/{feed}", answer)
    return app


def _is_known(request: web.Request, headers: dict[str, str]) -> bool:
    """Compare as RFC 9110 says: If-Modified-Since counts only where there is no If-None-Match."""
    if "If-None-Match" in request.headers:
        return headers["ETag"] in {tag.strip() for tag in request.headers["If-None-Match"].split(",")}
    return request.headers.get("If-Modified-Since") == headers["Last-Modified"]


@asynccontextmanager
async def serve_feeds(feeds: Sequence[SampleFeed], clock: Clock) -> AsyncIterator[SampleServer]:
    """Serve the feeds on a free port of this machine."""
    read: set[str] = set()
    runner = web.AppRunner(make_app(feeds, clock, read), access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, HOST, 0)
        await site.start()
        port = runner.addresses[0][1]
        yield SampleServer(url=f"http://{HOST}:{port}", read=read)
    finally:
        await runner.cleanup()
