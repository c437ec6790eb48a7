"""Who reads this document? Chooses among the readers of JSON, of well-formed XML and of anything else."""

from bot.errors import ParseError
from bot.feeds.formats.charset import to_text
from bot.feeds.formats.document import Document
from bot.feeds.formats.jsonfeed import read_json_feed
from bot.feeds.formats.tolerant import read_tolerantly
from bot.feeds.formats.wellformed import read_well_formed


def parse_document(body: bytes, *, charset: str | None, url: str) -> Document:
    """Return what a body says; raises ParseError. Runs where it can be killed: some documents take forever."""
    text = to_text(body, charset).strip()
    if not text:
        raise ParseError("the answer is empty")
    if text.startswith("{"):
        return read_json_feed(text)
    return read_well_formed(text) or read_tolerantly(text, url)
