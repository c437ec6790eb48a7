"""Can anything be stored now? If not, no work begins, and the operators know."""

from dataclasses import dataclass, field

from structlog.typing import FilteringBoundLogger

from bot.clock import Clock
from bot.store.engine import Store
from bot.work.upkeep.operators import Operators

FIRST_WAIT, LONGEST_WAIT = 2.0, 60.0  # seconds between tries while the database cannot be used
LONGEST_FOR_SERVER = 5.0  # the same for a server, which is cheap to ask: a damaged file is read in full
_PROBLEM = "Nothing can be stored now, so no feed is read and nothing is sent: {trouble}."
_TOLD_FOR = 3600.0  # seconds in which recurring trouble is told only once


@dataclass(slots=True, kw_only=True)
class Storage:
    """Watches the store's trouble: tells once when it begins and once when it is over."""

    store: Store
    operators: Operators
    clock: Clock
    log: FilteringBoundLogger
    _wait: float = field(default=0.0, init=False)
    _next_try: float = field(default=0.0, init=False)  # monotonic
    _told_at: float | None = field(default=None, init=False)  # monotonic; None: nothing to take back

    @property
    def problem(self) -> str | None:
        """What keeps everything waiting, for operators; None where there is nothing."""
        trouble = self.store.trouble
        return None if trouble is None else _PROBLEM.format(trouble=trouble)

    async def usable(self) -> bool:
        """Whether work may begin: while there is trouble, this is tried with growing waits."""
        self.store.look()
        if self.store.trouble is None:
            return True
        now = self.clock.monotonic()
        if self._wait == 0.0:
            self._wait, self._next_try = FIRST_WAIT, now + FIRST_WAIT
            await self._begun(self.store.trouble)
            return False
        if now < self._next_try:
            return False
        if await self.store.recover(self.clock.now()):
            await self._over()
            return True
        self._wait = min(self._wait * 2, LONGEST_WAIT if self.store.alone else LONGEST_FOR_SERVER)
        self._next_try = self.clock.monotonic() + self._wait
        return False

    async def _begun(self, trouble: str) -> None:
        self.log.error("nothing can be stored; polls and messages wait", reason=trouble)
        now = self.clock.monotonic()
        if self._told_at is None or now - self._told_at > _TOLD_FOR:
            self._told_at = now
            await self.operators.tell(_PROBLEM.format(trouble=trouble))

    async def _over(self) -> None:
        self._wait = 0.0
        self.log.warning("the database can be used again; polls and messages go on")
        if self._told_at is not None:
            self._told_at = None
            await self.operators.tell("The database can be used again. Everything goes on; nothing was lost.")
