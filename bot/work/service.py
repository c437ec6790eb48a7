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
    """The running service: who does what is due, who answers, who says how it is."""

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
    lost: asyncio.Event  # set when another process may do what only one may do

    def stop(self) -> None:
        """Begin nothing new: polls are given up (they are repeated), messages under way are finished."""
        self.jobs.stopping.set()
        self.jobs.deliverer.stop()
        self.jobs.heartbeat.stop()
