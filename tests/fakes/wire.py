"""A wire to a PostgreSQL server that loses an answer: what was asked is done, and whoever asked never learns of it."""

import asyncio
import threading
from asyncio import StreamReader, StreamWriter
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import make_url


class Wire:
    """Passes everything on until an answer is to be lost; then that one connection ends."""

    def __init__(self, url: str) -> None:
        self._server = make_url(url)
        self._losing: tuple[bytes, ...] = ()
        self.lost = threading.Event()
        self.url = ""

    def lose(self, *said: str) -> None:
        """Lose the answer to the last of these words, on the connection that first says them all in this order."""
        self.lost.clear()
        self._losing = tuple(each.encode() for each in said)

    async def serve(self, started: threading.Event, ended: asyncio.Event) -> None:
        """Listen until it has ended."""
        async with await asyncio.start_server(self._connect, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            self.url = self._server.set(host="127.0.0.1", port=port).render_as_string(hide_password=False)
            started.set()
            await ended.wait()
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                task.cancel()

    async def _connect(self, reader: StreamReader, writer: StreamWriter) -> None:
        answers, questions = await asyncio.open_connection(self._server.host, self._server.port or 5432)
        lost = asyncio.Event()
        ways = [self._ask(reader, questions, lost), _answer(answers, writer, lost)]
        tasks = [asyncio.create_task(each) for each in ways]
        with suppress(asyncio.CancelledError):  # the test is over
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        questions.close()
        writer.close()
        if lost.is_set():
            self.lost.set()

    async def _ask(self, reader: StreamReader, writer: StreamWriter, lost: asyncio.Event) -> None:
        said = 0
        while data := await reader.read(1 << 20):
            while said < len(self._losing) and self._losing[said] in data:
                said += 1
            if said and said == len(self._losing):
                self._losing = ()
                lost.set()
            writer.write(data)
            await writer.drain()


async def _answer(reader: StreamReader, writer: StreamWriter, lost: asyncio.Event) -> None:
    while (data := await reader.read(1 << 20)) and not lost.is_set():
        writer.write(data)
        with suppress(ConnectionError):
            await writer.drain()


@contextmanager
def before(url: str) -> Iterator[Wire]:
    """Put a wire before a server, in a thread of its own: whoever connects may block the test's own loop."""
    wire, started, loops = Wire(url), threading.Event(), []

    async def run() -> None:
        ended = asyncio.Event()
        loops.append((asyncio.get_running_loop(), ended))
        await wire.serve(started, ended)

    thread = threading.Thread(target=asyncio.run, args=[run()])
    thread.start()
    assert started.wait(10)
    try:
        yield wire
    finally:
        ((loop, ended),) = loops
        loop.call_soon_threadsafe(ended.set)
        thread.join()
