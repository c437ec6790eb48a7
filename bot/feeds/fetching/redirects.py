"""Where does this redirect lead, and may we follow it? Pure; the address itself is checked on connecting."""

import re
from collections.abc import Collection
from urllib.parse import urljoin, urlsplit

from bot.errors import FetchError
from bot.feeds.address import shown
from bot.feeds.fetching.validators import with_credentials

MAX_REDIRECTS = 5
_BYTE = re.compile("[\udc80-\udcff]")  # how the HTTP library hands over bytes that are not UTF-8
_REFRESH = re.compile(r"""\s*[0-5](?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?["']?([^"'\s]+)["']?\s*""", re.IGNORECASE)


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
