"""Have we had this before? A bounded memory, since Slack delivers some things twice and attackers replay."""

from collections import OrderedDict

from bot.clock import Clock


class Seen:
    """Remembers keys for ``lifetime`` seconds, at most ``limit`` of them (the oldest go first)."""

    def __init__(self, *, clock: Clock, lifetime: float, limit: int = 10_000) -> None:
        self._clock = clock
        self._lifetime = lifetime
        self._limit = limit
        self._until: OrderedDict[str, float] = OrderedDict()

    def is_new(self, key: str) -> bool:
        """Return whether this is the first time, and remember it."""
        now = self._clock.monotonic()
        while self._until and next(iter(self._until.values())) <= now:
            self._until.popitem(last=False)
        if key in self._until:
            return False
        self._until[key] = now + self._lifetime
        if len(self._until) > self._limit:
            self._until.popitem(last=False)
        return True

    def __len__(self) -> int:
        return len(self._until)
