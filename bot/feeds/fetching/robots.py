"""Does a site want programs on this page? Its robots.txt is asked about pages only: feeds are meant for programs."""

from urllib.parse import urlsplit, urlunsplit

from cachetools import TTLCache
from protego import Protego

from bot.clock import Clock

MAX_ROBOTS = 512_000  # bytes; RFC 9309 asks for 500 KiB at least
_KEEP = 86_400.0  # seconds; RFC 9309: no longer than a day
_MOST = 200  # sites remembered


class Robots:
    """The rules of the sites we met. A site without a robots.txt allows everything."""

    def __init__(self, clock: Clock) -> None:
        self._rules: TTLCache[str, Protego] = TTLCache(_MOST, _KEEP, timer=clock.monotonic)

    def knows(self, url: str) -> bool:
        """Whether the rules of this address's site were read within a day."""
        return robots_url(url) in self._rules

    def learn(self, url: str, body: bytes) -> None:
        """Take over the rules of this address's site."""
        self._rules[robots_url(url)] = Protego.parse(body.decode("utf-8", "replace").lstrip("\ufeff"))

    def allow(self, user_agent: str, url: str) -> bool:
        """Whether the rules let a program of this name read this address; unknown rules forbid nothing."""
        rules = self._rules.get(robots_url(url))
        return rules is None or rules.can_fetch(url, user_agent)


def robots_url(url: str) -> str:
    """Return the address of the robots.txt for an address."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], "/robots.txt", "", ""))
