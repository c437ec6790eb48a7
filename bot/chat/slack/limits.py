"""When may the next request go to Slack?

Slack allows about one message a second per channel, and on 429 forbids the method for the whole workspace until
Retry-After is over (docs.slack.dev/apis/web-api/rate-limits).
"""

from bot.clock import Clock
from bot.errors import SendError, SendFault

PER_CHANNEL = 1.0  # seconds between two messages
_KEPT = 1000


class Pacer:
    """Spaces out requests by channel, and holds back a method that Slack has blocked."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._free: dict[str, float] = {}
        self._blocked: dict[tuple[str | None, str], float] = {}

    async def turn(self, method: str, channel: str, team: str | None = None) -> None:
        """Wait for this channel's next turn.

        Raises SendError (RETRY) while the method is blocked: such a wait may be an hour, so it belongs to the queue
        of alerts and not to a coroutine that holds one.
        """
        self.check(method, team)
        now = self._clock.monotonic()
        start = max(now, self._free.get(channel, now))
        self._free[channel] = start + PER_CHANNEL
        if len(self._free) > _KEPT:
            self._free = {name: free for name, free in self._free.items() if free > now}
        if start > now:
            await self._clock.sleep(start - now)
            self.check(method, team)

    def block(self, method: str, seconds: float, team: str | None = None) -> None:
        """Let no request of this method to a workspace through for that long."""
        until = self._clock.monotonic() + seconds
        self._blocked[team, method] = max(self._blocked.get((team, method), 0.0), until)

    def check(self, method: str, team: str | None = None) -> None:
        """Raise SendError (RETRY) while a method is blocked in a workspace."""
        left = self._blocked.get((team, method), 0.0) - self._clock.monotonic()
        if left > 0:
            raise SendError(
                f"Slack asked to wait; {left:.0f} seconds are left",
                fault=SendFault.RETRY,
                retry_after=left,
                platform_wide=team is None,
            )
