"""How long, how much? ``10m`` and ``5MB`` as people write them."""

import re
from datetime import timedelta

from bot.config.findings.problems import Wrong

DURATION = r"^(?=.)(\d+d)?(\d+h)?(\d+m)?(\d+s)?$"
SIZE = r"^\d+(\.\d+)? ?[KMG]?B$"
_UNITS = {"B": 1, "KB": 1024, "MB": 1024**2, "GB": 1024**3}


def read_duration(value: object, *, shortest: timedelta, longest: timedelta, unit: str = "m") -> timedelta:
    """Read ``90s``, ``10m``, ``1h30m``, ``1d``; ``unit`` is the one to propose where none was given.

    Raises ``Wrong``: it is no duration, or not between ``shortest`` and ``longest``.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        other = {"m": f" for minutes or {value}h for hours", "s": " for seconds"}[unit]
        raise Wrong("has no unit", code="bad-duration", fix=f"write {value}{unit}{other}")
    found = re.fullmatch(DURATION, value.strip()) if isinstance(value, str) and len(value) < 40 else None  # noqa: PLR2004
    if not found:
        raise Wrong("is not a length of time", code="bad-duration", fix="write a number and s, m or h, e.g. 10m")
    days, hours, minutes, seconds = (int(part[:-1][:9]) if part else 0 for part in found.groups())
    length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    if not shortest <= length <= longest:
        what = "is too short" if length < shortest else "is too long"
        fix = f"use {show_duration(shortest)} to {show_duration(longest)}"
        raise Wrong(what, code="bad-duration", fix=fix)
    return length


def show_duration(length: timedelta) -> str:
    """Return a whole number of seconds as people write it: ``10m``, ``1h30m``, ``24h``."""
    minutes, seconds = divmod(int(length.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [f"{number}{unit}" for number, unit in ((hours, "h"), (minutes, "m"), (seconds, "s")) if number]
    return "".join(parts) or "0s"


def read_size(value: object, *, most: int) -> int:
    """Read ``500KB``, ``5MB`` as bytes.

    Raises ``Wrong``: it is no size, or not between one byte and ``most``.
    """
    text = value.strip() if isinstance(value, str) and len(value) < 40 else ""  # noqa: PLR2004
    if not re.fullmatch(SIZE, text):
        raise Wrong("is not a size", fix="write a number and KB or MB, e.g. 5MB")
    number, unit = re.fullmatch(r"([\d.]+) ?(\w+)", text).groups()  # type: ignore[union-attr] # SIZE is narrower
    size = int(float(number) * _UNITS[unit])
    if not 0 < size <= most:
        raise Wrong("is too small" if size <= 0 else "is too large", fix=f"use up to {most // _UNITS['MB']}MB")
    return size
