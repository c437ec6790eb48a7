"""Does the fast reader say what the tolerant one says, wherever it says anything?"""

import random
from pathlib import Path

import pytest
from feedparser.mixin import _FeedParserMixin

from bot.errors import ParseError
from bot.feeds.formats.charset import to_text
from bot.feeds.formats.document import Document
from bot.feeds.formats.names import KNOWN
from bot.feeds.formats.tolerant import read_tolerantly
from bot.feeds.formats.wellformed import read_well_formed
from tests.fakes.feed_documents import document, mutated

URL = "http://example.org/feeds/a.xml"
REAL = Path(__file__).parents[3] / "shared" / "feeds"
DRAWN = 600


def slowly(text: str) -> Document | str:
    try:
        return read_tolerantly(text, URL)
    except ParseError as error:
        return str(error)


def test_drawn_documents_are_read_alike() -> None:
    """Elements that mean something, anywhere and several times: the same one counts for both readers."""
    read = 0
    for seed in range(DRAWN):
        draw = random.Random(seed)
        text = document(draw)
        if seed % 5 == 0:
            text = mutated(draw, text).strip()
        fast = read_well_formed(text)
        if fast is not None:
            read += 1
            assert fast == slowly(text), f"seed {seed}: {text}"
    assert read > DRAWN / 5


@pytest.mark.skipif(not REAL.exists(), reason="needs the collected feeds")
def test_real_documents_are_read_alike() -> None:
    """Of real feeds, nearly all are read fast, and as before."""
    texts = [to_text(path.read_bytes(), None).strip() for path in sorted(REAL.iterdir())]
    texts = [text for text in texts if text.startswith("<")]
    fast = [(text, found) for text in texts if (found := read_well_formed(text)) is not None]
    assert len(fast) > 0.9 * len(texts)
    for text, found in fast[::6]:
        assert found == slowly(text)


def test_names_are_those_of_the_library() -> None:
    """A namespace that feedparser learns to know would be read differently."""
    assert {name.lower(): prefix for name, prefix in _FeedParserMixin.namespaces.items()} == KNOWN


@pytest.mark.parametrize(
    "odd",
    [
        "<item><title>A <b>B</b></title></item>",
        "<item><pubDate>yesterday at noon</pubDate></item>",
        "<item xml:base='/x/'><link>a</link></item>",
        "<item><title type='xhtml'>A</title></item>",
        "<item><item/></item>",
        "<item><title><![CDATA[&#55357;]]></title></item>",
        "<!DOCTYPE rss><item/>",
        "<item><title>A</item>",
    ],
)
def test_what_is_unusual_is_left_to_the_other_reader(odd: str) -> None:
    """Nothing is guessed: where one of the two could be wrong, the tolerant one is asked."""
    assert read_well_formed(f"<rss><channel>{odd}</channel></rss>") is None
