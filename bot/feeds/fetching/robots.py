"""Does a site want programs on this page? What its robots.txt says of pages; a feed is there for programs."""

from urllib.parse import urlsplit, urlunsplit
from urllib.robotparser import RobotFileParser

from bot.clock import Clock

MAX_ROBOTS = 512_000  # bytes; RFC 9309 asks for 500 KiB at least
_KEEP = 86_400.0  # seconds; RFC 9309: no longer than a day
_MOST = 200  # sites remembered


class Robots:
    """The rules of the sites we met. A site without a robots.txt allows everything."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._rules: dict[str, tuple[float, RobotFileParser]] = {}

    def knows(self, url: str) -> bool:
        """Whether the rules of this address's site were read within a day."""
        read, _ = self._rules.get(robots_url(url), (float("-inf"), None))
        return self._clock.monotonic() - read < _KEEP

    def learn(self, url: str, body: bytes) -> None:
        """Take over the rules of this address's site."""
        rules = RobotFileParser()
        rules.parse(body.decode("utf-8", "replace").lstrip("\ufeff").splitlines())
        while len(self._rules) >= _MOST:
            del self._rules[next(iter(self._rules))]
        self._rules[robots_url(url)] = (self._clock.monotonic(), rules)

    def allow(self, user_agent: str, url: str) -> bool:
        """Whether the known rules let a program of this name read this address."""
        _, rules = self._rules[robots_url(url)]
        return rules.can_fetch(user_agent, url)


def robots_url(url: str) -> str:
    """Return where the rules for an address stand."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], "/robots.txt", "", ""))
