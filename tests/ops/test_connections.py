"""Does the ops port stay usable whoever connects to it and says nothing?"""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest

from bot.ops import server
from tests.ops.test_server import get, nothing_wrong

ROOT = Path(__file__).parents[2]


@pytest.fixture
async def kept() -> AsyncIterator[list[asyncio.StreamWriter]]:
    """Connections that are kept open."""
    writers: list[asyncio.StreamWriter] = []
    yield writers
    for writer in writers:
        writer.transport.abort()
    await asyncio.sleep(0)


async def connect(address: str, said: bytes, kept: list[asyncio.StreamWriter]) -> asyncio.StreamReader:
    host, _, port = address.removeprefix("http://").rpartition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(said)
    kept.append(writer)
    return reader


async def closed(reader: asyncio.StreamReader) -> bool:
    with suppress(ConnectionError):
        return await reader.read() == b""
    return True


async def test_half_open_connections_are_closed(kept: list[asyncio.StreamWriter]) -> None:
    """400 that say nothing, begin a request, or begin a second one; a supervisor is answered meanwhile and after."""
    async with server.serve("127.0.0.1:0", ready=nothing_wrong, patience=0.3) as address:
        begun = [
            await connect(address, said, kept)
            for _ in range(100)
            for said in (b"", b"G", b"GET /healthz HTTP/1.1\r\nHost: x\r\n", b"POST / HTTP/1.1\r\nX: " + b"y" * 500)
        ]
        assert all(await asyncio.wait_for(asyncio.gather(*map(closed, begun)), 10))
        assert (await get(address, "/readyz"))[0] == 200


async def test_more_than_so_many_are_not_taken(kept: list[asyncio.StreamWriter]) -> None:
    """Who comes when the house is full is sent away at once, and who comes when there is room again is served."""
    async with server.serve("127.0.0.1:0", ready=nothing_wrong, most=5, patience=0.5) as address:
        first = [await connect(address, b"G", kept) for _ in range(5)]
        await asyncio.sleep(0)
        late = [await connect(address, b"", kept) for _ in range(50)]
        done, _ = await asyncio.wait([asyncio.create_task(closed(each)) for each in late], timeout=0.2)
        assert len(done) >= 45
        assert all(await asyncio.wait_for(asyncio.gather(*map(closed, first)), 10))
        assert (await get(address, "/healthz"))[0] == 200


CROWDED = """
import asyncio, resource, sys
from bot.ops import server
resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
async def nothing():
    return []
async def main():
    async with server.serve("127.0.0.1:0", ready=nothing, most=1000) as address:
        print(address, flush=True)
        await asyncio.to_thread(sys.stdin.read)
asyncio.run(main())
"""


async def test_the_log_is_not_flooded_where_there_are_no_files_left(kept: list[asyncio.StreamWriter]) -> None:
    """200 connections at a limit of 64 files: a line now and then, and service again when they are gone."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", CROWDED), cwd=ROOT,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    address = (await process.stdout.readline()).decode().strip()
    assert process.stderr is not None
    for _ in range(200):
        await connect(address, b"G", kept)
    said = await process.stderr.readline()
    for writer in kept:
        writer.transport.abort()
    status = 0
    while status != 200:  # asyncio accepts nothing for a second after it had no files
        with suppress(OSError):
            status = (await get(address, "/healthz"))[0]
    process.stdin.close()
    said += await process.stderr.read()
    assert await process.wait() == 0
    assert 1 <= said.count(b"out of system resource") <= 2
    assert len(said.splitlines()) < 60
