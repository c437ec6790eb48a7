"""Is this a web address that a feed can have, and are two of them the same?"""

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from bot.config.findings.problems import Wrong

_LONGEST = 2000  # what servers and browsers agree to take
_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(\.(?!-)[a-z0-9_-]{1,63}(?<!-))*\.?", re.IGNORECASE)
_PROPER = re.compile(r"https?://(?!https?:?/)[^/]", re.IGNORECASE)
# A scheme, however it was mangled on the way: feed:, feed:///, https%3A//, http//.
_SCHEME = re.compile(r"(?:(https?)|feeds?|rss|itpc|pcast|podcasts?)(?:(?::|%3a)(?:/|%2f)*|//+)", re.IGNORECASE)
_BARE = re.compile(r"(?:[\w-]+(?:\.[\w-]+)+|\[[0-9a-f:.]+\])(?::\d+)?(?:[/?]|$)", re.IGNORECASE)
_EXAMPLE = "write the full address, e.g.  https://example.org/feed.xml"


def check_url(url: str) -> str:
    """Return the address unchanged.

    Raises ``Wrong``: not http or https, no host, no such port, blanks in it, or a user name before the host.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:  # a bad port, or brackets that hold no IPv6 address
        raise _wrong("is not a web address") from None
    if (better := meant(url)) != url.strip():
        raise _wrong("is not a web address", f"start it with {better.partition('//')[0]}//  →  {better}")
    if parts.scheme in {"javascript", "data", "file", "ftp", "gopher", "unix"} or (
        "://" in url and parts.scheme not in _PORTS
    ):
        raise _wrong("is not a web address", "only http:// and https:// are fetched")
    if parts.scheme not in _PORTS:
        raise _wrong("is not a web address")
    if not host or port == 0 or len(url) > _LONGEST or not _is_host(host):
        raise _wrong("is not a web address")
    if re.search(r"[\s\\\x00-\x1f\x7f]", url):
        raise _wrong("has a blank or a backslash in it", "write %20 for a blank")
    if "@" in parts.netloc:
        raise _wrong("has a user name before the host", "remove everything between :// and @")
    return url


def meant(typed: str) -> str:
    """Return the web address that somebody meant by typing or exporting this; what cannot be guessed stays as it is.

    Readers and podcast programs write ``feed://host/path``, ``feed:https://host/path`` or ``pcast://host/path``, people
    ``host/path``, ``//host/path`` or ``http:/host/path``, and programs that glue addresses together a scheme twice.
    """
    typed = typed.strip()
    if _PROPER.match(typed):
        return typed
    rest, scheme = typed, ""
    while found := _SCHEME.match(rest):
        rest, scheme = rest[found.end() :], (found[1] or scheme or "http").lower()
    rest = rest.removeprefix("//")
    named = scheme and re.match(r"[^@/\s]+@", rest)  # a user name, which is refused as such
    return f"{scheme or 'https'}://{rest}" if named or _BARE.match(rest) else typed


def feed_key(url: str) -> str:
    """Return an address by which the same feed is recognised.

    Lower-case host, no default port, no fragment, no scheme: a server that answers both ways is still one feed.
    """
    parts = urlsplit(url)
    port = "" if parts.port in {None, _PORTS.get(parts.scheme)} else f":{parts.port}"
    query = f"?{parts.query}" if parts.query else ""
    return f"{(parts.hostname or '').rstrip('.')}{port}{parts.path or '/'}{query}"


def _is_host(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        pass
    else:
        return True
    try:
        ascii_host = host.encode("idna").decode("ascii")
    except UnicodeError:
        return False
    # Digits only would be one of the old notations of an IPv4 address, e.g. 2130706433 or 0x7f.1.
    return bool(_HOST.fullmatch(ascii_host)) and not re.fullmatch(r"(0x[0-9a-f]*|\d+)", ascii_host.split(".")[-1])


def _wrong(text: str, fix: str = _EXAMPLE) -> Wrong:
    return Wrong(text, code="bad-url", fix=fix)
