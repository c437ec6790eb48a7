"""Which alerts found nobody at their platform? They go as soon as somebody is heard there again.

After an outage of hours each chat would wait for its own next try, up to a quarter of an hour. What is kept here is
gone when the process ends; then the time of the next try, which is a row, holds.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping

from bot.chat.platform import Connection


class Unreached:
    """Ids of alerts by platform, and which platforms are not heard."""

    def __init__(self) -> None:
        self._alerts: dict[str, set[str]] = defaultdict(set)
        self._silent: set[str] = set()

    def note(self, platform: str, ids: Collection[str], *, unreached: bool) -> bool:
        """Note how a try to send these alerts failed: whether nobody was there; return whether that was known."""
        known = unreached and bool(self._alerts[platform])
        if unreached:
            self._alerts[platform].update(ids)
        else:
            self._alerts[platform].difference_update(ids)
        return known

    def reached(self, platform: str) -> set[str]:
        """Note that a platform took something; return the alerts that may go now."""
        return self._alerts.pop(platform, set())

    def heard_again(self, connections: Mapping[str, Connection]) -> set[str]:
        """Return the alerts that may go now because a platform, silent at the last look, is heard."""
        silent = {platform for platform, each in connections.items() if each.problem() is not None}
        back, self._silent = self._silent - silent, silent
        return {alert for platform in back for alert in self.reached(platform)}
