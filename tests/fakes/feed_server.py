"""What may a feed server do to us? Anything: answers are bytes, written as they are, then kept open, cut or dripped."""

import asyncio
import ssl
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import repeat
from typing import Literal, Self

After = Literal["keep", "close", "hang"]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request as it came in, header names in lower case."""

    method: str
    path: str
    headers: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Bytes to write, what to do after them, and whether they come one at a time without end in sight."""

    pieces: Iterable[bytes]
    after: After = "keep"


def ok(body: bytes | str = b"<rss version='2.0'><channel/></rss>", **headers: str) -> Answer:
    """Return a 200. Underscores in header names stand for hyphens."""
    return status(200, body, **headers)


def status(code: int, body: bytes | str = b"", **headers: str) -> Answer:
    data = body.encode() if isinstance(body, str) else body
    fields = {"Content-Length": str(len(data)), **{name.replace("_", "-"): value for name, value in headers.items()}}
    if code == 304:
        del fields["Content-Length"]
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return Answer(pieces=[f"HTTP/1.1 {code} X\r\n{head}\r\n".encode("utf-8", "surrogateescape") + data])


def raw(*pieces: bytes, after: After = "close") -> Answer:
    return Answer(pieces=pieces, after=after)


def endless(head: bytes, piece: bytes) -> Answer:
    def pieces() -> Iterable[bytes]:
        yield head
        yield from repeat(piece)

    return Answer(pieces=pieces(), after="close")


@dataclass
class FeedServer:
    """Answers each path from its own script; the last answer of a script is given again and again."""

    port: int = 0
    scheme: str = "http"
    scripts: dict[str, list[Answer]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    first: asyncio.Event = field(default_factory=asyncio.Event)  # something was asked
    connections: int = 0
    under_way: int = 0
    most_under_way: int = 0
    sent: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def url(self, path: str = "/feed", host: str = "127.0.0.1") -> str:
        return f"{self.scheme}://{host}:{self.port}{path}"

    def script(self, path: str, *answers: Answer) -> Self:
        self.scripts[path] = list(answers)
        return self

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.connections += 1
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while await self._one(reader, writer):
                pass
        writer.transport.abort()
        self._tasks.discard(task)

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        method, path, _version = head[0].split(" ")
        fields = (line.partition(":") for line in head[1:] if line)
        self.asked.append(
            Asked(method=method, path=path, headers={name.lower(): value.strip() for name, _, value in fields})
        )
        self.first.set()
        script = self.scripts.get(path)
        answer = status(404) if not script else script.pop(0) if len(script) > 1 else script[0]
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        try:
            for piece in answer.pieces:
                writer.write(piece)
                await writer.drain()
                self.sent[path] += len(piece)
        finally:
            self.under_way -= 1
        if answer.after == "hang":
            await reader.read()
        return answer.after == "keep"

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


@asynccontextmanager
async def running(*, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1") -> AsyncIterator[FeedServer]:
    feeds = FeedServer(scheme="https" if tls else "http")
    server = await asyncio.start_server(feeds.serve, host, 0, ssl=tls)
    feeds.port = server.sockets[0].getsockname()[1]
    try:
        yield feeds
    finally:
        server.close()
        await feeds.stop()
        await server.wait_closed()
