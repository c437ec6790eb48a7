"""Is the service able to do its work now, and if not, why?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.chat.platform import Connection
from bot.clock import Clock
from bot.errors import StoreError
from bot.ops.machine_check import RELEASED
from bot.store.engine import Store
from bot.work.delivery.deliver import Deliverer
from bot.work.watch import Current

STALE_POLLS = 3  # poll intervals without an answer from any feed before we call ourselves not ready


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Describes what does not work, without secrets."""

    current: Current
    store: Store
    deliverer: Deliverer
    connections: Mapping[str, Connection]  # by platform; filled while platforms connect
    clock: Clock
    started: datetime

    def problems(self) -> list[str]:
        """Return what does not work now on the platforms' side."""
        found = []
        for platform, connection in self.connections.items():
            problem = connection.problem() or self.deliverer.problem(platform)
            if problem:
                found.append(f"{platform}: {problem}")
        return found

    async def not_ready(self) -> list[str]:
        """Return why we are not ready to serve: platforms, database, or no feed that answers."""
        watch, now = self.current.watch, self.clock.now()
        if now < RELEASED:
            return [f"the machine's clock shows {now:%Y-%m-%d %H:%M} UTC; set it"]
        if self.store.trouble is not None:
            return [self.store.trouble]
        try:
            cursors = await self.store.read(lambda tx: tx.feeds.all())
        except StoreError as error:
            return [str(error)]
        last = max((each.polled for each in cursors.values() if each.polled and each.polled <= now), default=None)
        patience = STALE_POLLS * max((feed.every for feed in watch.polled.values()), default=timedelta(hours=1))
        found = self.problems()
        if watch.polled and now - (last or self.started) > patience:
            found.append(f"no feed has answered for {patience}")
        return found
