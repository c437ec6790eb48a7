"""What do the feeds say while the program is killed? Each shows its newest items, and none goes before it was taken."""

import random
from collections.abc import Callable, Mapping

from tests.fakes.feed_server import FeedServer, ok

FEEDS = 5
KEPT = 300  # items that a feed shows, and those before them that nobody confirmed
FULL = 200  # unconfirmed items from which on a feed is far behind
_VERBS = ("discuss", "sign", "delay", "reject", "praise", "extend", "renew", "cancel", "review", "open")
_THINGS = (
    "gas price", "oil transit", "air defence", "customs union", "potash exports", "nuclear plant", "border trade",
    "currency plan", "military drills", "railway tariffs", "visa rules", "dairy quotas", "power grid", "port access",
)  # fmt: skip


class Gazette:
    """The feeds, and what was put into them.

    A program whose lives are shorter than it takes for a look at a long document (a busy machine) is dead all the time
    that an entry stands there. Such a loss says nothing, so an entry stays until a validator that was given with it is
    committed: ``committed`` returns by feed what the program has.
    """

    def __init__(self, server: FeedServer, draw: random.Random, committed: Callable[[], Mapping[str, str]]) -> None:
        self.titles: list[str] = []
        self.etags: set[str] = set()
        self.longest = 0  # document, in items
        self._server = server
        self._draw = draw
        self._committed = committed
        self._items: list[list[str]] = [[] for _ in range(FEEDS)]

    def publish(self, entries: int) -> None:
        """Put new items into the feeds in turn."""
        for _ in range(entries):
            number = len(self.titles)
            verb, thing = self._draw.choice(_VERBS), self._draw.choice(_THINGS)
            title = f"Lukashenko and Putin {verb} {thing} in Minsk, item No{number}"
            self.titles.append(title)
            link = f"https://gazette.example/{number}-{self._draw.randrange(10**9)}"
            self._items[number % FEEDS].append(
                f"<item><title>{title}</title><link>{link}</link><guid>{link}</guid></item>"
            )
        self.serve()

    def serve(self) -> None:
        """Let every feed say what it should."""
        confirmed = self.confirmed()
        for number, items in enumerate(self._items):
            first = max(min(len(items) - KEPT, confirmed[number]), 0)
            etag = f'"{number}-{len(items)}"'
            self.etags.add(etag)
            self.longest = max(self.longest, len(items) - first)
            shown = "".join(reversed(items[first:]))
            self._server.script(
                f"/f{number}", ok(f"<rss version='2.0'><channel><title>F</title>{shown}</channel></rss>", ETag=etag)
            )

    def confirmed(self) -> list[int]:
        """Return how many of each feed's items are committed."""
        etags = self._committed()
        return [int(etags.get(f"f{number}", "-0").strip('"').partition("-")[2]) for number in range(FEEDS)]

    def far_behind(self) -> dict[int, int]:
        """Return the feeds of which much is not confirmed, by number, and how much is."""
        confirmed = self.confirmed()
        return {
            number: confirmed[number]
            for number, items in enumerate(self._items)
            if len(items) - confirmed[number] >= FULL
        }
