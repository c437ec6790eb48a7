"""Who is killed? The real program in processes, each in its role, and a supervisor that starts again who ended."""

import asyncio
import os
import signal
import sys
import time
from asyncio.subprocess import DEVNULL, Process
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.outside import Outside

ROOT = Path(__file__).parents[2]
_SERVES = ("health and metrics", "standing by")  # what a process says as soon as it does its part


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A process and what it logged; ``point``: where it was made to die by itself."""

    role: str
    point: str | None
    process: Process
    log: Path

    @property
    def ended(self) -> bool:
        """Whether it is no more."""
        return self.process.returncode is not None

    @property
    def serves(self) -> bool:
        """Whether it has started."""
        text = self.log.read_text("utf-8")
        return any(word in text for word in _SERVES)


@dataclass(slots=True, kw_only=True)
class Crew:
    """Processes on one database, and what became of them."""

    folder: Path
    url: str
    outside: Outside
    members: list[Member] = field(default_factory=list)
    started: int = 0
    killed: Counter[str] = field(default_factory=Counter)  # by role
    at_points: Counter[str] = field(default_factory=Counter)  # by point: who was made to die there
    fell: Counter[str] = field(default_factory=Counter)  # by role and code: who ended without being asked
    megabytes: list[float] = field(default_factory=list)  # of memory, before each kill
    descriptors: list[int] = field(default_factory=list)

    async def start(self, roles: Iterable[str], *, point: str | None = None) -> None:
        """Start a process for each role; ``point``: which dies when it passes there."""
        telegram, slack = self.outside.telegram, self.outside.slack
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "DATABASE_URL": self.url,
            "LISTEN": "127.0.0.1:0",
            "LOG_FORMAT": "json",
            "TELEGRAM_BOT_TOKEN": telegram.token,
            "TELEGRAM_API_URL": telegram.url,
            "SLACK_BOT_TOKEN": slack.tokens.bot,
            "SLACK_APP_TOKEN": slack.tokens.app,
            "SLACK_API_URL": slack.api_url,
        } | ({"FAILPOINT": f"{point}:kill"} if point else {})
        for role in roles:
            self.started += 1
            path = self.folder / f"{self.started:03}-{role}.log"
            with path.open("wb") as log:
                process = await asyncio.create_subprocess_exec(
                    *(sys.executable, "-m", "bot", "run", "--role", role),
                    *("--config", str(self.folder / "sources.yaml")),
                    stdin=DEVNULL, stdout=log, stderr=log, env=environment, cwd=self.folder,
                )  # fmt: skip
            self.members.append(Member(role=role, point=point, process=process, log=path))

    async def kill(self, victim: Member, *, point: str | None = None) -> None:
        """Kill one and start another in its place, which may be made to die at a point."""
        self.members.remove(victim)
        if not victim.ended:
            self._measure(victim)
            victim.process.kill()
            self.killed[victim.role] += 1
        await victim.process.wait()
        await self.start([victim.role], point=point)

    async def tend(self) -> None:
        """Start again who ended, as a supervisor does."""
        for each in [each for each in self.members if each.ended]:
            self.members.remove(each)
            if each.point is not None and each.process.returncode == -signal.SIGKILL:
                self.at_points[each.point] += 1
            else:
                self.fell[f"{each.role} with {each.process.returncode}"] += 1
            await self.start([each.role])

    @property
    def serve(self) -> bool:
        """Whether all of them have started."""
        return all(each.serves and not each.ended for each in self.members)

    async def end(self) -> tuple[float, set[int]]:
        """Ask all to end; return after how many seconds the slowest did, and their codes."""
        began = time.monotonic()
        for each in self.members:
            if not each.ended:
                self._measure(each)
                each.process.send_signal(signal.SIGTERM)
        codes = {await asyncio.wait_for(each.process.wait(), 60) for each in self.members}
        return time.monotonic() - began, codes

    async def leave(self) -> None:
        """Leave no process behind."""
        for each in self.members:
            if not each.ended:
                each.process.kill()
                await each.process.wait()

    def said(self) -> str:
        """Return the last words of each."""
        return "\n".join(f"{each.log.name}: {each.log.read_text('utf-8')[-800:]}" for each in self.members)

    def _measure(self, member: Member) -> None:
        status = Path(f"/proc/{member.process.pid}/status")
        if status.exists() and "VmRSS:" in (text := status.read_text("ascii")):
            self.megabytes.append(int(text.partition("VmRSS:")[2].split()[0]) / 1024)
            self.descriptors.append(sum(1 for _ in Path(f"/proc/{member.process.pid}/fd").iterdir()))
