"""What did a document bring?"""

from dataclasses import dataclass, field

from bot.feeds.formats.hints import Hints
from bot.model import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """The entries of one document, oldest first, and what it says of itself.

    ``complete`` is False where the end of the document was missing: its validators must not be kept, or the entries
    that were cut off would be answered with "not modified". ``problems`` are sentences for /status.
    """

    entries: tuple[Entry, ...]
    title: str = ""
    hints: Hints = field(default_factory=Hints)
    complete: bool = True
    problems: tuple[str, ...] = ()
