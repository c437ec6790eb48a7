"""Does this look like a secret? Keys and values that must not stand in a file, and lines with such values masked."""

import re

MASK = "••••"
_KEY = r"[\w-]*(?:token|secret|passw|api[_-]?key|credential)[\w-]*"
_VALUES = re.compile(
    r"\b\d{3,}:[A-Za-z0-9_-]{20,}"  # Telegram: number of the bot, colon, 35 characters
    r"|\bxox[a-z]-[A-Za-z0-9-]{4,}|\bxapp-[A-Za-z0-9-]{4,}"  # Slack
)
_LOGIN = re.compile(r"(?<=://)[^/@\s\"']{0,200}:[^/@\s\"']{0,200}(?=@)")
_LINE = re.compile(rf"([\"']?{_KEY}[\"']?\s*:\s*)(?!\s*$)[^#\s].*$", re.IGNORECASE)


def is_secret_key(key: str) -> bool:
    """Return whether a key names something that belongs into the environment."""
    return re.fullmatch(_KEY, key, re.IGNORECASE) is not None


def holds_secret(value: str) -> bool:
    """Return whether a text holds a token, or an address with a password."""
    return bool(_VALUES.search(value) or _LOGIN.search(value))


def mask(text: str) -> str:
    """Return a line with everything masked that looks like a secret, or stands behind a key that names one."""
    text = _LINE.sub(rf"\1{MASK}", text)
    return _LOGIN.sub(MASK, _VALUES.sub(MASK, text))
