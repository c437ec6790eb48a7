"""What of a feed's text may reach a terminal? Words and web addresses, never control sequences."""

import unicodedata
from urllib.parse import quote, urlsplit

from bot.text.plain import without_sequences

_INVISIBLE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})  # controls, direction marks and overrides, unassigned
_SPACE = frozenset({"Zs", "Zl", "Zp"})


def printable(text: str) -> str:
    """Return one line that a terminal shows as it stands; runs of spaces stay, since our own lists align with them."""
    return "".join(map(_shown, without_sequences(text)))


def _shown(char: str) -> str:
    category = unicodedata.category(char)
    if category in _SPACE or char in "\t\n\r":
        return " "
    return "" if category in _INVISIBLE else char


def web_address(url: str) -> str | None:
    """Return the address in printable ASCII if it is http(s) with a host, or None: nothing else becomes a link."""
    if not url.isprintable() or " " in url:
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host:
        return None
    return quote(url, safe="%/:?#[]@!$&'()*+,;=~")
