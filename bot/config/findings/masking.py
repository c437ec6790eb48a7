"""Does this look like a secret? Keys and values that must not stand in a file, and lines with such values masked."""

import re
from functools import lru_cache

MASK = "••••"
_KEY = r"[\w-]*(?:token|secret|passw|api[_-]?key|credential)[\w-]*"
_TOKEN = re.compile(
    r"(?<!\d)\d{3,}(?::|%3A)[A-Za-z0-9_-]{16,}"  # Telegram: number of the bot, colon, 35 characters; also in addresses
    r"|\bx(?:ox[a-z]|app)-[A-Za-z0-9-]{4,}",  # Slack
    re.IGNORECASE,
)
_LOGIN = re.compile(r"(?<=://)[^/@\s\"']{0,200}:[^/@\s\"']{0,200}(?=@)")
_QUERY = re.compile(rf"(?<=[?&])({_KEY}|key|sig|signature|auth|pwd|jwt)=[^&#\s\"']+", re.IGNORECASE)  # in an address
_LINE = re.compile(rf"([\"']?{_KEY}[\"']?\s*:\s*)(?!\s*$)[^#\s].*$", re.IGNORECASE)


@lru_cache(maxsize=1024)  # a file repeats a few keys
def is_secret_key(key: str) -> bool:
    """Return whether a key names something that belongs in the environment."""
    return re.fullmatch(_KEY, key, re.IGNORECASE) is not None


def holds_secret(value: str) -> bool:
    """Return whether a text holds a token, or an address with a password."""
    return bool(_TOKEN.search(value) or _LOGIN.search(value))


def without_secrets(text: str) -> str:
    """Return a text with everything masked that has the shape of a token, or is a password or key in an address."""
    return _QUERY.sub(rf"\1={MASK}", _LOGIN.sub(MASK, _TOKEN.sub(MASK, text)))


def key_in_address(url: str) -> str | None:
    """Return the name under which an address carries what looks like a key, if it does."""
    found = _QUERY.search(url)
    return found[1] if found else None


def mask(line: str) -> str:
    """Return a line of a file without secrets, also without what stands behind a key that names one."""
    return without_secrets(_LINE.sub(rf"\1{MASK}", line))
