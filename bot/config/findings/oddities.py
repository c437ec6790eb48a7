"""Which texts of a document hold characters that nobody sees, or that a word processor put there?"""

import re
from collections.abc import Iterator

from bot.config.findings.document import Document, Where
from bot.config.findings.problems import Problem

# Direction marks and overrides, zero-width characters, byte order mark, soft hyphen.
_UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_CURLY = re.compile("[“”„«‟‘’‚‹].*[“”„»‟‘’‚›]", re.DOTALL)


def texts_of(document: Document) -> Iterator[tuple[Where, str]]:
    """Yield every text of the document, in its order."""
    return ((where, value) for where, value in document.values if isinstance(value, str))


def odd_texts(document: Document) -> Iterator[Problem]:
    """Yield a warning for each text with an invisible character, or in typographic quotes, which are part of it."""
    for where, text in texts_of(document):
        if found := _UNSEEN.search(text):
            said = f"an invisible sign, U+{ord(found.group()):04X}, is in this text"
            fix = "write it anew by hand; it may have come with a copied text"
            yield document.problem(where, said, "invisible-sign", fix=fix, warning=True)
        elif _CURLY.fullmatch(text) and document.spots[where].plain is not None:
            said = "typographic quotes are part of the text"
            yield document.problem(where, said, "odd-quotes", fix='write " or no quotes at all', warning=True)
