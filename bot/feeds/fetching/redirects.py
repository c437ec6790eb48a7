"""Where does this redirect lead, and may we follow it? Pure; the address itself is checked on connecting."""

import re
from collections.abc import Collection
from urllib.parse import urljoin, urlsplit

from multidict import CIMultiDictProxy

from bot.errors import FetchError
from bot.feeds.address import shown
from bot.feeds.fetching.validators import with_credentials

MAX_REDIRECTS = 5
_BYTE = re.compile("[\udc80-\udcff]")  # how the HTTP library hands over bytes that are not UTF-8
_REFRESH = re.compile(r"""\s*[0-5](?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?["']?([^"'\s]+)["']?\s*""", re.IGNORECASE)
_MOST = 20  # per host
_PRINTABLE = re.compile(r"[!-~]+(?: [!-~]+)*", re.ASCII)


def next_url(url: str, location: str | None, visited: Collection[str], *, hops: int = 0) -> str:
    """Return the absolute target of a redirect from ``url``; raises FetchError if it may not be followed.

    ``hops`` is how many were followed before, if not all of them are in ``visited``. Credentials are kept within one
    origin only, and any that the server itself writes are dropped.
    """
    if not location:
        raise FetchError(f"{shown(url)} redirects without saying where to")
    try:
        target = urljoin(url, _as_meant(location.strip()))
        parts = urlsplit(target)
        port_is_fine = parts.port is None or parts.port > 0
        target = with_credentials(target, url).partition("#")[0]
    except ValueError as error:
        raise FetchError(f"{shown(url)} redirects to something that is no address") from error
    if parts.scheme not in {"http", "https"} or not parts.hostname or not port_is_fine:
        raise FetchError(f"{shown(url)} redirects to {shown(target)}, which is no web address")
    if urlsplit(url).scheme == "https" and parts.scheme == "http":
        raise FetchError(f"{shown(url)} redirects from https down to http, which could be read and changed on the way")
    if target in visited:
        raise FetchError(f"{shown(url)} redirects in a circle")
    if max(len(visited), hops + 1) > MAX_REDIRECTS:
        raise FetchError(f"more than {MAX_REDIRECTS} redirects, the last to {shown(target)}")
    return target


def _as_meant(location: str) -> str:
    """Return a target as browsers read it: a backslash is a slash, and a byte that is not UTF-8 stays as it is."""
    path, mark, query = location.partition("?")
    return _BYTE.sub(lambda found: f"%{ord(found[0]) - 0xDC00:02X}", path.replace("\\", "/") + mark + query)


def refreshed(header: str | None) -> str | None:
    """Return where a ``Refresh`` header leads immediately; None if nowhere, or only after a while."""
    found = _REFRESH.fullmatch(header or "")
    return found[1] if found else None


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
