"""Which cookies does one look at a feed carry? Those set by the redirects on the way, each sent only to its host.

Some sites answer nobody who does not send back the cookie of their first answer. Nothing is kept from look to look.
Cookies are read as browsers read them (RFC 6265, 5.2), who accept some that the standard library refuses.
"""

import re
from urllib.parse import urlsplit

from multidict import CIMultiDictProxy

_MOST = 20  # per host
_PRINTABLE = re.compile(r"[!-~]+(?: [!-~]+)*", re.ASCII)


class Cookies:
    """The cookies of one chain of redirects."""

    def __init__(self) -> None:
        self._of_host: dict[str, dict[str, str]] = {}

    def take(self, url: str, headers: CIMultiDictProxy[str]) -> bool:
        """Take what an answer sets; return whether something is new."""
        mine = self._of_host.setdefault(urlsplit(url).hostname or "", {})
        before = dict(mine)
        for said in headers.getall("Set-Cookie", []):
            pair, *attributes = said.split(";")
            name, _, value = (part.strip() for part in pair.partition("="))
            if not name or not _PRINTABLE.fullmatch(name + value):
                continue
            if any(_is_over(attribute) for attribute in attributes):
                mine.pop(name, None)
            elif len(mine) < _MOST or name in mine:
                mine[name] = value
        return mine != before

    def headers(self, url: str) -> dict[str, str]:
        """Return the header that goes with a request to an address."""
        mine = self._of_host.get(urlsplit(url).hostname or "", {})
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in mine.items())} if mine else {}


def _is_over(attribute: str) -> bool:
    """Whether an attribute deletes its cookie; servers write the beginning of 1970 for that, or no time at all."""
    name, _, value = (part.strip().lower() for part in attribute.partition("="))
    return (name == "max-age" and bool(re.fullmatch(r"-\d+|0+", value))) or (name == "expires" and "1970" in value)
