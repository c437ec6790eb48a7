"""What is the service made of while it runs?"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from structlog.typing import FilteringBoundLogger

from bot.chat.platform import Connection, Handle
from bot.clock import Clock
from bot.store.engine import Store
from bot.work.jobs import Jobs
from bot.work.upkeep.health import Health
from bot.work.upkeep.reloading import Reloading
from bot.work.watch import Current


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """The running service: what does the due work, what answers, and what reports its state."""

    jobs: Jobs
    handle: Handle
    reloading: Reloading
    health: Health
    current: Current
    store: Store
    connections: Mapping[str, Connection]  # by platform; filled while platforms connect
    clock: Clock
    log: FilteringBoundLogger
    started: datetime
    version: str
    lost: asyncio.Event  # set once another process may do what only one may do

    def stop(self) -> None:
        """Start nothing new: polls are abandoned (they are repeated), messages under way are finished."""
        self.jobs.stopping.set()
        self.jobs.deliverer.stop()
        self.jobs.heartbeat.stop()
