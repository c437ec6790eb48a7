"""How does a time stand inside a sentence that other languages order otherwise?"""

from bot.chat.message import Line, Piece, Text

HOLE = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands in a sentence for what is no text: ``fill(words("The next one comes {time}.", time=HOLE), Time(due))``."""


def fill(sentence: str, piece: Piece) -> Line:
    """Return the sentence as a line, with the piece where its ``HOLE`` is."""
    before, _, after = sentence.partition(HOLE)
    return tuple(each for each in (Text(before), piece, Text(after)) if each != Text(""))
