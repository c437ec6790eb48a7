"""What do the feeds say while the program is killed? Each shows its newest items, and none goes before it was taken."""

import random

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
    that an entry stands there. Such a loss says nothing, so an entry stays until the program names a validator that
    was given with it: then it is committed, or said to be.
    """

    def __init__(self, server: FeedServer, draw: random.Random) -> None:
        self.titles: list[str] = []
        self.etags: set[str] = set()
        self.longest = 0  # document, in items
        self._server = server
        self._draw = draw
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
        for number, items in enumerate(self._items):
            first = max(min(len(items) - KEPT, self.confirmed(number)), 0)
            etag = f'"{number}-{len(items)}"'
            self.etags.add(etag)
            self.longest = max(self.longest, len(items) - first)
            shown = "".join(reversed(items[first:]))
            self._server.script(
                f"/f{number}", ok(f"<rss version='2.0'><channel><title>F</title>{shown}</channel></rss>", ETag=etag)
            )

    def confirmed(self, number: int) -> int:
        """Return how many of a feed's items were committed."""
        given = (asked.headers.get("if-none-match") for asked in self._server.asked if asked.path == f"/f{number}")
        return max((int(etag.strip('"').partition("-")[2]) for etag in given if etag), default=0)

    def far_behind(self) -> list[int]:
        """Return the numbers of the feeds of which much is not confirmed."""
        return [number for number, items in enumerate(self._items) if len(items) - self.confirmed(number) >= FULL]
