"""Who has a story? Outlets, however many feeds and entries each of them has (pure)."""

import re
from collections.abc import Iterable
from functools import lru_cache

from bot.model import Report
from bot.text.words import romanise, tokens

_EDITION = re.compile(r"\s*(?:\([^()]*\)|: .*)\s*$")  # "(English)", ": Belarus": an edition of the same outlet


def outlet(report: Report) -> str:
    """Return a key shared by all feeds of an outlet: БелТА and BelTA (English) are one."""
    return _key(report.source)


def outlets(reports: Iterable[Report]) -> dict[str, Report]:
    """Return the first report of each outlet, first reporter first."""
    found: dict[str, Report] = {}
    for report in reports:
        found.setdefault(outlet(report), report)
    return found


@lru_cache(maxsize=4096)
def _key(name: str) -> str:
    words = [token.fold if token.fold.isdigit() else romanise(token.fold) for token in tokens(_EDITION.sub("", name))]
    return " ".join(words) or name
