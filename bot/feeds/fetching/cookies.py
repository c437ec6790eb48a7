"""Which cookies does one look at a feed carry? Those that the way to it handed out, to the host that did.

Some sites answer nobody who does not bring back the cookie of their first answer. Nothing is kept from look to look.
"""

from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from multidict import CIMultiDictProxy

_MOST = 20  # of one host


class Cookies:
    """The cookies of one chain of redirects."""

    def __init__(self) -> None:
        self._of_host: dict[str, dict[str, str]] = {}

    def take(self, url: str, headers: CIMultiDictProxy[str]) -> bool:
        """Take what an answer sets; return whether something is new."""
        mine = self._of_host.setdefault(urlsplit(url).hostname or "", {})
        before = dict(mine)
        for value in headers.getall("Set-Cookie", []):
            try:
                parsed = SimpleCookie(value)
            except CookieError:
                continue
            mine.update({name: morsel.coded_value for name, morsel in parsed.items()} if len(mine) < _MOST else {})
        return mine != before

    def headers(self, url: str) -> dict[str, str]:
        """Return the header that goes with a request to an address."""
        mine = self._of_host.get(urlsplit(url).hostname or "", {})
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in mine.items())} if mine else {}
