"""Is this the text of the entry's page, or does something stand in front of it? Heuristics that err on the safe side.

A text that is refused costs nothing: the entry goes on with what its feed gave.
"""

import re

from bot.text.languages import any_of

SHORTEST = 200  # characters; what is shorter is a teaser, a caption or an excuse
_SHORT = 1200  # characters up to which a paywall phrase means that there is nothing else
_READ = 500_000  # characters of markup that are searched
# What publishers tell search engines about pages behind a paywall (schema.org).
_PAID = re.compile(r"""["']?isAccessibleForFree["']?\s*[:=]\s*["']?(?:content=["'])?false\b""", re.IGNORECASE)
_WALL = re.compile(any_of("walls"), re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{4,}")
_BEGINNING = 5  # leading letters by which two forms of a word count as one
_KNOWN = 1 / 3  # share of the title's words that the entry's own text has


def refusal(markup: str, text: str, title: str) -> str | None:
    """Return why ``text``, taken from a page, cannot be that of the entry with this title; None where it can."""
    if _PAID.search(markup[:_READ]):
        return "the page is behind a paywall"
    if len(text) < SHORTEST:
        return "the page has no text to speak of"
    if len(text) < _SHORT and _WALL.search(text):
        return "the page shows a wall: cookies, a login, or a question for people only"
    wanted = _beginnings(title)
    if len(wanted & _beginnings(text)) < _KNOWN * len(wanted):
        return "the page speaks of something else"
    return None


def _beginnings(text: str) -> set[str]:
    return {word[:_BEGINNING].casefold() for word in _WORD.findall(text)}
