"""Would Telegram take our markup, whatever feeds say? Asked of Telegram's own parser."""

import os
import random
import sys
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.chat.message import Line, Link, Message, Moment, Role, Section, Text, Time
from bot.chat.telegram.markup import to_markup
from tests.fakes import tdlib
from tests.fakes.telegram_html import Refused, parse, utf16
from tests.fakes.test_telegram_fakes import REFUSED, TAKEN

pytestmark = pytest.mark.skipif(
    tdlib.path() is None and os.environ.get("SEEDWATCH_REQUIRE_SERVICES") != "1",
    reason="Telegram's own parser is not here: make tdlib",
)

TITLES, IN_ONE_MESSAGE = 100_000, 25
AT = datetime(2031, 1, 1, 12, tzinfo=UTC)
PIECES = [
    "<b>", "</b>", "<", ">", "<<a>>", "</", "&", "&amp;", "&lt;b&gt;", "&unknown;", "&#0;", "&#x110000;",
    "&#55296;", '"', "'", "<tg-spoiler>", "<tg-time unix='1'>", "<!--", "-->", "]]>", "<![CDATA[",
    "<pre><code>", "</blockquote>", "<br/>", "\u202e", "\u202d", "\u2066", "\u2067", "\u2068", "\u2069",
    "\u200e", "\u200f", "\u061c", "\u200b", "\u200d", "\ufeff", "\x00", "\x08", "\x1b[31m", "\x7f", "\x85",
    "\u2028", "\u2029", "\ud800", "\udc00", "\udfff\ud800", "\ufffe", "\uffff", "\ufdd0", "\U0010ffff", "😀",
    "👩‍👩‍👧", "🏳️‍🌈", "🇧🇾", "e\u0301\u0301\u0301", "\u0488\u0489", "Z" + "\u0330\u0310" * 20, "العربية",
    "שלום", "हिन्दी", "漢字", "Лес", "Азёры", "ﷺ", "ǆ", "ß", "\n", "\r\n", "\t", " ", "\xa0", "\u3000", "*",
    "_", "`", "~", "|", "[x](https://y.example)", "@all", "/start", "#tag", "$A",
    'https://a.example/?q=<b>&x="y"', "a.b", "NULL", "${x}", "{{7*7}}", "%s", "../..", "' OR 1=1",
    "x" * 300,
]  # fmt: skip


def titles(rnd: random.Random) -> Iterator[str]:
    """Pieces that are known to hurt, among characters of any kind."""
    while True:
        parts = rnd.choices(PIECES, k=rnd.randint(1, 8))
        parts += [chr(rnd.randrange(sys.maxunicode + 1)) for _ in range(rnd.randint(0, 4))]
        rnd.shuffle(parts)
        yield "".join(parts)


def expected(title: str) -> str:
    """What must be left of a title: all that is no control character, no half of a pair and no switch of direction."""
    paired = title.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    dropped = "\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
    return "".join(
        char for char in paired if char == "\n" or (char not in dropped and unicodedata.category(char) != "Cc")
    )


def lines(title: str, rnd: random.Random) -> Line:
    """The ways in which a title is shown."""
    return rnd.choice(
        [
            (Link(title, f"https://a.example/{title[:20]}"),),
            (Text("· "), Link(title, "https://a.example/?x=1&y=2"), Text(" — "), Time(AT, Moment.TIME)),
            (Text(title, bold=True, italic=True, foreign=True),),
            (Text("New: "), Text(title, foreign=True), Text(" "), Time(AT)),
            (Text(title, code=True),),
            (Text(title),),
        ]
    )


def test_a_hundred_thousand_titles_are_taken_and_read_as_they_are() -> None:
    """Telegram shows the words that we meant, all of them, and the stand-in for it agrees in every message."""
    rnd = random.Random(20310101)
    made = titles(rnd)
    for _ in range(TITLES // IN_ONE_MESSAGE):
        some = [next(made) for _ in range(IN_ONE_MESSAGE)]
        roles = rnd.choices(list(Role), k=IN_ONE_MESSAGE)
        sections = tuple(Section(role, (lines(title, rnd),)) for role, title in zip(roles, some, strict=True))
        seen = ""
        for part in to_markup(Message(text="news", sections=sections)):
            read = tdlib.read(part.html)
            assert read.refusal == "", part.html
            assert read.text == part.plain == parse(part.html)[0]
            assert utf16(read.text) <= 4096
            assert len(read.entities) <= 100
            seen += read.text
        words = seen.replace("\u2068", "").replace("\u2069", "")
        for title in some:
            assert expected(title) in words or len(title) > 1000, title


def test_what_an_alert_uses_is_taken_in_a_folded_quote() -> None:
    """Links and times in the reader's zone, too: the mark-up keeps all of them."""
    section = Section(Role.SOURCES, ((Text("· "), Link("Пошта", "https://a.example/"), Text(" "), Time(AT)),))
    (part,) = to_markup(Message(text="news", sections=(section,)))
    kinds = {kind for _, _, kind in tdlib.read(part.html).entities}
    assert kinds == {"ExpandableBlockQuote", "TextUrl", "DateTime"}


@pytest.mark.parametrize(("html", "words"), REFUSED)
def test_the_fake_refuses_what_telegram_refuses(html: str, words: str) -> None:
    """In the same words."""
    assert tdlib.read(html).refusal == f"Can't parse entities: {words}"
    with pytest.raises(Refused):
        parse(html)


@pytest.mark.parametrize(("html", "text"), TAKEN)
def test_the_fake_takes_what_telegram_takes(html: str, text: str) -> None:
    """And reads the same words."""
    assert tdlib.read(html).text == parse(html)[0] == text
