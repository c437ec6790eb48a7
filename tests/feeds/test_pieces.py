"""Does a document say the same where known pieces of it are not read?"""

import random
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.feeds.formats.charset import to_text
from bot.feeds.formats.hints import Parsed
from bot.feeds.pieces import cut, remembered
from bot.feeds.reading import read_near
from bot.feeds.sandbox.wire import Question
from tests.fakes.feed_documents import document
from tests.feeds.conftest import NOW

REAL = Path(__file__).parents[3] / "shared" / "feeds"
DRAWN = 400
_ITEM = re.compile(r"<(item|entry)[\s>].*?</\1>", re.DOTALL)


def ask(last: str | None) -> Question:
    return Question(
        feed_id="nn", url="https://nn.example/rss", charset="utf-8", language=None, seen=NOW, limit=500, last=last
    )


def told(parsed: Parsed | None) -> object:
    """What a reading says, wherever an item stood; None: it is left to the other reader."""
    if parsed is None:
        return None
    hashes = parsed.items.partition("|")[0] if parsed.items else ""
    known = sorted(hashes[start : start + 12] for start in range(0, len(hashes), 12))
    unchanged = replace(parsed.unchanged, dates=tuple(sorted(parsed.unchanged.dates)))
    return replace(parsed, items="", unchanged=unchanged), known


def _insert(draw: random.Random, text: str) -> str:
    items = list(_ITEM.finditer(text))
    if not items:
        return text
    new = re.sub(r"\w{4,}", lambda word: word[0] + str(draw.randint(0, 9)), draw.choice(items)[0].split(">", 1)[1])
    place = draw.choice((items[0].start(), items[0].start(), draw.choice(items).end()))
    return f"{text[:place]}<{items[0][1]}>{new}\n{text[place:]}"


def _repeat(draw: random.Random, text: str) -> str:
    items = [found[0] for found in _ITEM.finditer(text)]
    return text.replace(items[0], items[0] + "\n" + draw.choice(items), 1) if items else text


def _drop(draw: random.Random, text: str) -> str:
    items = [found[0] for found in _ITEM.finditer(text)]
    return text.replace(draw.choice(items), "", 1) if items else text


def _shuffle(draw: random.Random, text: str) -> str:
    items = [found[0] for found in _ITEM.finditer(text)]
    mixed = iter(draw.sample(items, len(items)))
    return _ITEM.sub(lambda _: next(mixed), text)


def _edit(draw: random.Random, text: str) -> str:
    words = list(re.finditer(r">[^<>]{3,}<", text))
    if not words:
        return text
    at = draw.choice(words).start() + 1
    return f"{text[:at]}now {text[at:]}"


def _stir(draw: random.Random, text: str) -> str:
    """Put markup anywhere: where it opens a comment or quotes an item, nothing may be taken for a piece."""
    at = draw.randrange(len(text))
    odd = ("<!--", "-->", "<![CDATA[", "]]>", "<item>", "</item>", "<entry>", "<x xmlns='u'>", " ", "<!-- <item> -->")
    return text[:at] + draw.choice(odd) + text[at:]


CHANGES: tuple[Callable[[random.Random, str], str], ...] = (_insert, _insert, _repeat, _drop, _shuffle, _edit, _stir)


def changed(draw: random.Random, text: str) -> str:
    for _ in range(draw.randint(0, 3)):
        text = draw.choice(CHANGES)(draw, text)
    return text


def hold(draw: random.Random, text: str) -> int:
    """Read a document as it changes, with and without what is known of pieces; return how many were passed over."""
    first = read_near(ask(None), text.encode("utf-8", "surrogatepass"))
    last, passed = first.items if first is not None else None, 0
    for _ in range(3):
        text = changed(draw, text)
        body = text.encode("utf-8", "surrogatepass")
        plainly = read_near(ask(last and last.partition("|")[0]), body)
        remembering = read_near(ask(last), body)
        assert told(remembering) == told(plainly), text
        pieces = cut(text.strip())
        passed += len(pieces.without(remembered(last))[2]) if pieces is not None else 0
        last = remembering.items if remembering is not None else last
    return passed


def test_drawn_documents_say_the_same() -> None:
    """Whatever is added, edited, dropped or quoted: what stood there before is known, and the rest is read alike."""
    assert sum(hold(random.Random(seed), document(random.Random(seed))) for seed in range(DRAWN)) > DRAWN / 10


@pytest.mark.skipif(not REAL.exists(), reason="needs the collected feeds")
def test_real_documents_say_the_same() -> None:
    """Of real feeds most items are passed over from one document to the next."""
    passed = 0
    for number, path in enumerate(sorted(REAL.iterdir())[::3]):
        text = to_text(path.read_bytes(), None).strip()
        if text.startswith("<") and len(text) < 100_000:
            passed += hold(random.Random(number), re.sub(r"encoding=(['\"])[^'\"]*\1", 'encoding="utf-8"', text))
    assert passed > 500


def test_a_quoted_item_is_no_piece() -> None:
    """Markup of an item within another one, or within a comment, is not taken apart."""
    item = "<item><title>A</title></item>"
    assert cut(f"<rss><channel><item><description><![CDATA[{item}]]></description></item></channel></rss>") is None
    assert cut(f"<rss><channel><!-- {item}{item} --></channel></rss>") is None
    assert cut(f"<rss><channel><description><![CDATA[{item}{item}]]></description></channel></rss>") is None
    assert cut(f"<rss xmlns:a='u'><channel>{item}<item xmlns:b='v'></item></channel></rss>") is None
    pieces = cut(f"<rss><channel>{item}\n{item}</channel></rss>")
    assert pieces is not None
    assert list(pieces.texts) == [item, item]
