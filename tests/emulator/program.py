"""What does a process say while it runs? Its lines, as they come, until it is ended."""

import asyncio
import re
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(kw_only=True)
class Program:
    """A process; ``said`` is what it wrote to stdout and stderr."""

    process: Process
    said: str = ""
    ended: bool = False
    _more: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def says(self, pattern: str, *, seconds: float = 60.0) -> re.Match[str]:
        """Wait for words, and return them. Fails where the process ended without them."""
        async with asyncio.timeout(seconds), self._more:
            await self._more.wait_for(lambda: self.ended or re.search(pattern, self.said))
        found = re.search(pattern, self.said)
        assert found, f"the process ended and did not say {pattern}:\n{self.said}"
        return found

    async def listen(self) -> None:
        assert self.process.stdout is not None
        while line := await self.process.stdout.readline():
            async with self._more:
                self.said += line.decode(errors="replace")
                self._more.notify_all()
        async with self._more:
            self.ended = True
            self._more.notify_all()


@asynccontextmanager
async def running(*command: str | Path, environment: Mapping[str, str], folder: Path) -> AsyncIterator[Program]:
    """Start a process that knows nothing but this environment; kill it at the end, if it still runs."""
    process = await asyncio.create_subprocess_exec(
        *command, env=environment, cwd=folder, stdin=DEVNULL, stdout=PIPE, stderr=STDOUT
    )
    program = Program(process=process)
    listening = asyncio.create_task(program.listen())
    try:
        yield program
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        await listening
