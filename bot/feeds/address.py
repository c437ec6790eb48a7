"""Which page does this address mean? Addresses as they are kept, compared and shown."""

import re
from contextlib import suppress
from functools import lru_cache
from hashlib import blake2b
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

import idna

_DEFAULT_PORTS = {"http": 80, "https": 443}
# Query parameters that say who clicked where, or whose visit it is, and never which page. Sources: the parameter
# lists that Miniflux, Firefox and Brave strip.
_TRACKER_NAMES = (
    "fbclid gclid gclsrc dclid gbraid wbraid msclkid twclid yclid ysclid _openstat mc_cid mc_eid igshid igsh srsltid "
    "mkt_tok _hsenc _hsmi oly_anon_id oly_enc_id vero_id wickedid rb_clickid s_cid ml_subscriber ml_subscriber_hash "
    "at_medium at_campaign at_format at_link_id at_link_origin at_link_type at_ptr_name at_bbc_team maca "
    "phpsessid jsessionid ref_src ref_url cmpid ocid ns_mchannel ns_source ns_campaign ns_linkname ns_fee"
)
_TRACKERS = frozenset(_TRACKER_NAMES.split())
_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+")
# The usual kind of address: nothing to resolve, decode or correct except its query.
_PLAIN = re.compile(
    r"""https?://[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*(?::(?:[1-9][0-9]{0,3}|[1-5][0-9]{4})(?<!:80)(?<!:443))?(/[!"$-:<->@-Z^-~]*)?(?:\?([!"$-~]*))?""",
    re.ASCII,
)
_VISIT = re.compile(r";jsessionid=[^/;]*", re.IGNORECASE)
_QUOTED = re.compile(r"%2f|%21", re.IGNORECASE)  # a slash or an exclamation mark
_MAX_LENGTH = 2000  # longer ones are data, not addresses; chat platforms refuse them


@lru_cache(maxsize=1024)  # each item comes here twice: as an entry, and for its signs
def canonical(url: str, base: str = "") -> str | None:
    """Return the address under which an entry is kept, or None if it is not a web address.

    Resolved against ``base``; lower-case host, no default port, no credentials, no tracking parameters, no fragment
    except one that names a page of its own: "#/news/77" and "#!news/77" on single-page applications, "#post-77" on a
    site that is one page.
    Path and the other parameters stay as they are: their case and order can mean something.
    """
    if plain := _matched(url):
        return _plain(url, plain)
    return _split(url, base)


def _matched(url: str) -> re.Match[str] | None:
    """Return the parts of a plain address; None for one that has to be split."""
    return None if "/." in url or ";jsessionid" in url else _PLAIN.fullmatch(url)


def _split(url: str, base: str) -> str | None:
    url = "".join(url.split())
    if url.lower() in {"", "http://", "https://"}:  # defaults of form fields; joined, they would mean ``base``
        return None
    try:
        parts = urlsplit(urljoin(base, url))
        port = parts.port
        # Dots of other scripts become ASCII dots only here.
        host = _ascii(parts.hostname or "").strip(".")
    except (ValueError, UnicodeError):
        return None
    if parts.scheme not in _DEFAULT_PORTS or not _HOST.fullmatch(host):
        return None
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and port != _DEFAULT_PORTS[parts.scheme]:
        netloc += f":{port}"
    path = _VISIT.sub("", parts.path) or "/"
    if "/." in path and not path.startswith("//"):
        path = urlsplit(urljoin("http://a/", path)).path
    result = urlunsplit((parts.scheme, netloc, path, _query(parts.query), _route(parts)))
    return result if len(result) <= _MAX_LENGTH else None


def _ascii(host: str) -> str:
    """Return a host's name in ASCII, as browsers make it: by IDNA 2008, else by IDNA 2003. Raises UnicodeError."""
    if not host.isascii():
        with suppress(idna.IDNAError):
            return idna.encode(host, uts46=True).decode("ascii")
    return host.encode("idna").decode("ascii")


def _plain(url: str, found: re.Match[str]) -> str | None:
    query = _query(found[2] or "")
    result = url[: found.end(1)] if found[1] else f"{url[: found.start(2) - 1 if found[2] is not None else len(url)]}/"
    result += f"?{query}" if query else ""
    return result if len(result) <= _MAX_LENGTH else None


def _query(query: str) -> str:
    """Return a query without what only says who clicked where."""
    return "&".join([pair for pair in query.split("&") if pair and not _tracks(pair)])


def _route(parts: SplitResult) -> str:
    """Return a fragment that names a page; "" for one that names a place in it, or who clicked where."""
    fragment = parts.fragment
    if len(fragment) < 2 or fragment.startswith(":~:") or _tracks(fragment):  # noqa: PLR2004 - "#/" is no page
        return ""
    front = parts.path in {"", "/"} and any(char.isdigit() or char == "=" for char in fragment)
    return fragment if front or "/" in fragment or fragment[0] in "!?" or _QUOTED.match(fragment) else ""


def page(url: str) -> str | None:
    """Return what two canonical addresses of one page have in common, or None for a site's front page.

    Scheme, ``www.`` and a trailing slash make no difference. Front pages identify nothing: feeds without a page per
    entry link to them.
    """
    _scheme, _, rest = url.partition("://")
    rest = rest.removeprefix("www.")
    path, mark, query = rest.partition("?")
    path = path.rstrip("/")
    return path + mark + query if "/" in path or query else None


def shown(url: str) -> str:
    """Return an address that can be logged: no credentials, no query."""
    try:
        parts = urlsplit(url)
        return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
    except ValueError:
        return "(not an address)"


def fingerprint(url: str) -> str:
    """Return a hash by which an address is recognised without keeping the secrets that may be in it."""
    return blake2b(url.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _tracks(pair: str) -> bool:
    name = pair.partition("=")[0].lower()
    return name in _TRACKERS or name.startswith(("utm_", "xtor"))
