"""What of a feed's text may reach a terminal? Words and web addresses, never control sequences."""

import re
import unicodedata
from urllib.parse import quote, urlsplit

# CSI; OSC, DCS, SOS, PM and APC with their terminator; any other escape. Each in its 7-bit and its C1 form.
_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x80-\x9f]*(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]*[0-~]"
)
_INVISIBLE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})  # controls, direction marks and overrides, unassigned
_SPACE = frozenset({"Zs", "Zl", "Zp"})


def printable(text: str) -> str:
    """Return one line that a terminal shows as it stands; runs of spaces stay, since our own lists align with them."""
    return "".join(map(_shown, _SEQUENCE.sub("", text)))


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
