"""Who reads a document that may be a bomb? Long-lived processes that can be killed, started when first needed."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from bot.errors import ParseError
from bot.feeds.sandbox.wire import LENGTH, Failed, frame

_ROOT = str(Path(__file__).parents[3])
_START = "import sys; sys.path.insert(0, sys.argv[1]); from {module} import main; main()"
_START_SECONDS = 60.0  # to import its libraries, on a machine that is busy
IDLE = 60.0
"""Seconds after which an unused process ends: it holds tens of megabytes, and starts within a second or two."""
_MAX_ANSWER = 64 * 1024 * 1024
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one document may cost. The CPU limit is exact; the other time limit is for a reader that just hangs."""

    cpu_seconds: int = 5
    wall_seconds: float = 10.0
    megabytes: int = 512


class Reader:
    """One reading process; started when first asked, and again after it died or was ``idle`` for so many seconds.

    ``module`` is what runs in it: its ``main`` answers questions, see ``confinement``.
    """

    def __init__(self, limits: Limits, module: str = "bot.feeds.sandbox.feed_worker", *, idle: float = IDLE) -> None:
        self._limits = limits
        self._module = module
        self._idle = idle
        self._process: Process | None = None
        self._rest: asyncio.TimerHandle | None = None
        self._ending: asyncio.Task[None] | None = None

    async def ask(self, question: bytes, body: bytes, answers: TypeAdapter[T | Failed]) -> T:
        """Return the answer, one of ``answers``, to a question in JSON; raises ParseError.

        A reader that fails or is left waiting is killed.
        """
        if self._rest is not None:
            self._rest.cancel()
        try:
            process = self._process or await self._start()
            async with asyncio.timeout(self._limits.wall_seconds):
                # Read while writing: otherwise each side could wait for the other to make room.
                exchange = asyncio.gather(self._receive(process), self._send(process, question, body))
                said = (await exchange)[0]
            answer = answers.validate_json(said)
        except (TimeoutError, EOFError, OSError, ValueError) as error:
            await self.stop()
            raise ParseError(self._why(error)) from error
        except BaseException:
            await self.stop()
            raise
        self._rest = asyncio.get_running_loop().call_later(self._idle, self._end_idle)
        if isinstance(answer, Failed):
            raise ParseError(answer.error)
        return answer

    async def stop(self) -> None:
        """Kill the process, if there is one."""
        if self._rest is not None:
            self._rest.cancel()
        process, self._process = self._process, None
        if process is not None:
            await _end(process)
        if self._ending is not None:
            await self._ending

    def _end_idle(self) -> None:
        """Let go of the process at once, so that whoever asks now starts another one."""
        process, self._process = self._process, None
        if process is not None:
            self._ending = asyncio.create_task(_end(process), name="idle reader")

    async def _start(self) -> Process:
        # Isolated, without our environment: it holds tokens that are none of a document reader's business.
        self._process = process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-c", _START.format(module=self._module), _ROOT),
            *(str(self._limits.cpu_seconds), str(self._limits.megabytes)),
            stdin=PIPE,
            stdout=PIPE,
            env={"PATH": os.defpath, "LANG": "C.UTF-8"},
            start_new_session=True,  # Ctrl-C is for us alone; we end it when we are done
        )
        async with asyncio.timeout(_START_SECONDS):
            await self._receive(process)
        return process

    async def _send(self, process: Process, question: bytes, body: bytes) -> None:
        if process.stdin is None:
            raise EOFError
        process.stdin.write(frame(question) + LENGTH.pack(len(body)))
        process.stdin.write(body)
        await process.stdin.drain()

    async def _receive(self, process: Process) -> bytes:
        if process.stdout is None:
            raise EOFError
        size = LENGTH.unpack(await process.stdout.readexactly(LENGTH.size))[0]
        if size > _MAX_ANSWER:
            raise ValueError("too long an answer")
        return await process.stdout.readexactly(size)

    def _why(self, error: Exception) -> str:
        if isinstance(error, ValidationError):
            return "the reader of documents gave an answer that makes no sense"
        if isinstance(error, TimeoutError):
            return f"reading the document took longer than {self._limits.wall_seconds:g} s"
        return (
            f"reading the document took more than it may: {self._limits.cpu_seconds} s of computing, "
            f"{self._limits.megabytes} MB"
        )


async def _end(process: Process) -> None:
    if process.returncode is None:
        process.kill()
    if process.stdin is not None:
        process.stdin.close()
    await process.wait()
