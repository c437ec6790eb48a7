"""How many may be connected to us, and what is logged when the system has no files left for more?

Each connection takes an open file. When none are left, asyncio of Python 3.11 says so a hundred times a second.
"""

import asyncio
import errno
from collections.abc import Callable
from typing import Any

from aiohttp import web

PATIENCE = 10.0  # seconds in which the head of a request must come, the first one's and the next one's
MOST = 100  # connections at once: what a proxy, a supervisor, Telegram and Slack need is far less
BACKLOG = 16  # asyncio accepts this many at a time, and logs as many failures to accept
_QUIET = 60.0  # seconds between two log lines
_NO_FILES = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)


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
