"""Is what is odd in a document read as it was meant: its characters, its links, its dates, what is behind its end?"""

from datetime import UTC, datetime
from urllib.parse import quote
from xml.sax.saxutils import escape

import pytest

from bot.feeds.address import canonical
from bot.feeds.formats.charset import to_text
from bot.feeds.formats.dates import from_text
from bot.feeds.links import meant
from bot.feeds.sandbox.feed_worker import read
from bot.feeds.sandbox.wire import Question
from bot.text.plain import clean, one_line, to_plain
from tests.faults.documents import BASE, entries, rss
from tests.feeds.conftest import NOW


def linked(link: str) -> str | None:
    return entries(rss(f"<title>The mayor opened a bridge</title><link>{link}</link>"))[0].url


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("http://a.example/news/The mayor opens it.html", "http://a.example/news/The%20mayor%20opens%20it.html"),
        ("http://a.example/a  b", "http://a.example/a%20%20b"),
        ("\n  http://a.example/2026/\n  a-bridge\n", "http://a.example/2026/a-bridge"),
        ("http://a.example/x\u00a0y", "http://a.example/x%20y"),
        ("http://b.example/#/news/77", "http://b.example/#/news/77"),
        ("http://b.example/#!/en/77", "http://b.example/#!/en/77"),
        ("http://b.example/app#!77", "http://b.example/app#!77"),
        ("http://b.example/a#comments", "http://b.example/a"),
        ("http://e.example/n?id=1&section=arts&copy=2&lang=be&reg=4", "http://e.example/n?id=1&section=arts&copy=2&lang=be&reg=4"),
        ("http://e.example/n?a=1&amp;copy=2", "http://e.example/n?a=1&copy=2"),
        ("http://e.example/n?a=1&amp;amp;copy=2", "http://e.example/n?a=1&copy=2"),
        ("<![CDATA[http://e.example/n?a=1&copy=2]]>", "http://e.example/n?a=1&copy=2"),
        ("//cdn.example/a", "https://cdn.example/a"),
        ("www.a.example/a/b", "https://www.a.example/a/b"),
        ("a.example.org/a/b", "https://a.example.org/a/b"),
        ("http:/a.example/b", "http://a.example/b"),
        ("http:///a.example/b", "http://a.example/b"),
        ("https//a.example/b", "https://a.example/b"),
        ("/2026/11/bridge", "https://gazette.example/2026/11/bridge"),
        ("../bridge.html", "https://gazette.example/bridge.html"),
        ("bridge.html", "https://gazette.example/feeds/bridge.html"),
        ("?id=7", "https://gazette.example/feeds/all.xml?id=7"),
        ("12345", "https://gazette.example/feeds/12345"),
        ("Read more", None),
        ("Read more at a.example/b", None),
        ("n/a", "https://gazette.example/feeds/n/a"),
        ("https://www.google.com/url?rct=j&sa=t&url=https://a.example/b%3Fc%3D1&ct=ga&cd=x", "https://a.example/b?c=1"),
        ("https://www.google.co.uk/url?q=https://a.example/b&sa=U", "https://a.example/b"),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fa.example%2Fb%3Futm_source%3Dfb&h=AT0", "https://a.example/b"),
        ("https://vk.com/away.php?to=https%3A%2F%2Fa.example%2Fb&cc_key=", "https://a.example/b"),
        ("https://duckduckgo.com/l/?uddg=https%3A%2F%2Fa.example%2Fb&rut=1", "https://a.example/b"),
        ("https://www.google.com/url?q=javascript:alert(1)", "https://www.google.com/url?q=javascript:alert(1)"),
        ("https://www.google.com/search?q=https://a.example/", "https://www.google.com/search?q=https://a.example/"),
        ("https://a.example/url?url=https://b.example/", "https://a.example/url?url=https://b.example/"),
        ("javascript:alert(1)", None),
        ("mailto:editor@a.example", None),
    ],
)  # fmt: skip
def test_links_are_read_as_they_were_meant(link: str, url: str | None) -> None:
    """Blanks, wrapped lines, routes, ampersands, missing schemes, sentences, ways out."""
    assert linked(link if link.startswith("<!") or "&" in link else escape(link)) == url


def test_an_item_whose_only_address_is_what_is_attached() -> None:
    """Podcasts in RSS, Atom and JSON."""
    attached = "<title>The week in music</title><enclosure url='http://h.example/a.mp3' type='audio/mpeg' length='1'/>"
    assert entries(rss(attached))[0].url == "http://h.example/a.mp3"
    assert entries(rss(attached + "<link>http://h.example/a</link>"))[0].url == "http://h.example/a"
    atom = (
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>M</title><entry><title>The week in music</title>"
        "<link rel='enclosure' href='http://h.example/b.ogg'/></entry></feed>"
    )
    assert entries(atom)[0].url == "http://h.example/b.ogg"
    json = (
        '{"version": "https://jsonfeed.org/version/1.1", "title": "M", "items": [{"id": "1", "title": "The week", '
        '"attachments": [{"url": "http://h.example/c.mp3", "mime_type": "audio/mpeg"}]}]}'
    )
    assert entries(json)[0].url == "http://h.example/c.mp3"


DAY = datetime(2026, 11, 27, tzinfo=UTC)
AT = datetime(2026, 11, 27, 10, 7, tzinfo=UTC)
SECOND = datetime(2026, 11, 27, 10, 7, 41, tzinfo=UTC)
AFTERNOON = datetime(2026, 11, 27, 15, 45, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Fri, 27 Nov 2026 10:07:41 +0000", SECOND),
        ("Fri, 27 Nov 2026 13:07:41 +0300", SECOND),
        ("Fri, 27 Nov 2026 10:07:41 GMT", SECOND),
        ("27 Nov 26 10:07:41 Z", SECOND),
        ("Friday, 27-Nov-26 10:07:41 GMT", SECOND),
        ("Fri Nov 27 10:07:41 2026", SECOND),
        ("Fri Nov 27 10:07:41 +0000 2026", SECOND),
        ("2026-11-27T10:07:41Z", SECOND),
        ("2026-11-27T13:07:41+03:00", SECOND),
        ("2026-11-27T10:07:41.123456Z", SECOND),
        ("2026-11-27 10:07:41", SECOND),
        ("2026-11-27 05:07:41 -0500", SECOND),
        ("2026/11/27 10:07:41", SECOND),
        ("2026.11.27 10:07", AT),
        ("2026年11月27日 10:07", AT),
        ("2026年11月27日 10时07分41秒", SECOND),
        ("2026년 11월 27일 10:07", AT),
        ("20261127", DAY),
        ("2026-11-27", DAY),
        ("2026-27-11", DAY),
        ("27.11.2026", DAY),
        ("27.11.2026 10:07", AT),
        ("05.11.2026 10:07", AT.replace(day=5)),
        ("27.11.2026, 10.07 Uhr", AT),
        ("25-11-2026 10:07", AT.replace(day=25)),
        ("27/11/2026 10:07", AT),
        ("11/27/2026 10:07", AT),
        ("11/27/2026 3:45:00 PM", AFTERNOON),
        ("11/27/2026 3:45 p.m.", AFTERNOON),
        ("Nov 27, 2026 3:45 PM EST", AFTERNOON.replace(hour=20, minute=45)),
        ("November 27th, 2026 at 12:05 am", DAY.replace(minute=5)),
        ("27 ноября 2026 г., 10:07", AT),
        ("27 ноября 2026 10:07 МСК", AT),
        ("27 лістапада 2026, 10:07", AT),
        ("27 листопада 2026 10:07", AT),
        ("27 listopada 2026 10:07", AT),
        ("Freitag, 27. November 2026, 10:07", AT),
        ("27 de noviembre de 2026", DAY),
        ("27 novembre 2026 10h07", AT),
        ("1795774061", datetime(2026, 11, 27, 10, 7, 41, tzinfo=UTC)),
        ("Fri, 27 Nov 2026 24:00:00 GMT", datetime(2026, 11, 28, tzinfo=UTC)),
        ("Fri, 27 Nov 2026 10:07:41 UTC+3", datetime(2026, 11, 27, 7, 7, 41, tzinfo=UTC)),
        ("27-Nov-2026 10:07:41", SECOND),
        ("05-11-2026 10:07", None),
        ("03/04/2026", None),
        ("5/6/26 10:07", None),
        ("yesterday at 10:07", None),
        ("27 Brumaire 2026", None),
        ("2 hours ago", None),
        ("Nov 27, 10:07", None),
        ("2026-13-32", None),
        ("2026-11-27 10:07 and 12 more", None),
        ("0000-00-00 00:00:00", None),
        ("27 Nov 2026 10:07:41 +9999", None),
        ("", None),
        ("x" * 100_000, None),
        ("1" * 500, None),
    ],
)  # fmt: skip
def test_dates_are_read_rightly_or_count_as_not_given(text: str, when: datetime | None) -> None:
    """No guess: a day that could be two is none."""
    read_as = from_text(text)
    assert read_as == when or (when is not None and "МСК" in text and read_as == when.replace(hour=7)), read_as


def test_no_date_of_a_document_is_guessed_by_a_library() -> None:
    """What feedparser makes of these lies months and years back."""
    written = (
        "2026/11/27 10:07:41",
        "2026.11.27 10:07",
        "25-11-2026 10:07",
        "05-11-2026 10:07",
        "2026-27-11",
        "11/12/26",
    )
    now = datetime(2026, 11, 27, 12, tzinfo=UTC)
    found = entries(
        rss(*(f"<title>Event {n}</title><guid>{n}</guid><pubDate>{date}</pubDate>" for n, date in enumerate(written))),
        seen=now,
    )
    assert {entry.published for entry in found} <= {None, SECOND, AT, DAY, AT.replace(day=25)}


RUSSIAN = "В театре открыли выставку старых афиш, её увидят и в других городах"
GERMAN = "Die Fähre über den Fluß fährt wieder täglich, heißt es aus München"
POLISH = "Źródła mówią o gościach i święcie, które będzie pełne śpiewu"


@pytest.mark.parametrize("text", [RUSSIAN, GERMAN, POLISH, "The “bridge” is open – at last", "Žluťoučký kůň"])
@pytest.mark.parametrize("damage", [b"\xd0", b"\xc3", b"\xe2\x80", b"\x93", b"\x96", b"\xff", b"\xf0\x9f\x98"])
@pytest.mark.parametrize("head", ["<?xml version='1.0' encoding='UTF-8'?>", "<?xml version='1.0'?>"])
@pytest.mark.parametrize("charset", [None, "utf-8"])
def test_a_damaged_character_damages_one_character(text: str, damage: bytes, head: str, charset: str | None) -> None:
    """Cut by bytes, a quote of another code: the rest is read."""
    body = head.encode() + b"<rss><channel><item><title>" + text.encode() + b" " + damage + b" x</title></item>"
    assert text in to_text(body, charset)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (GERMAN, "cp1252"),
        (POLISH, "cp1250"),
        ("日本の橋が開通した。", "shift_jis"),
    ],
)
def test_other_charsets_are_still_found(text: str, code: str) -> None:
    """Where they are named, also with a damaged byte; Cyrillic and Western ones also where they are not."""
    named = f"<?xml version='1.0' encoding='{code}'?><title>".encode() + text.encode(code)
    assert text in to_text(named, None)
    if code in {"cp1251", "koi8-r", "cp1252"}:
        assert text in to_text(b"<?xml version='1.0' encoding='UTF-8'?><title>" + text.encode(code), "utf-8")
    if code == "shift_jis":
        assert text in to_text(named + b"</title>\x81", None)


def test_a_title_in_another_code_costs_that_title() -> None:
    """A channel's name in cp1251 within a document of UTF-8."""
    body = (
        b"<?xml version='1.0' encoding='UTF-8'?><rss><title>" + "Новости региона".encode("cp1251") + b"</title><item>"
    )
    assert RUSSIAN in to_text(body + RUSSIAN.encode(), None)


@pytest.mark.parametrize(
    "between", ["\u2028", "\u2029", "\x0b", "\x0c", "\x85", "\x1e", "\u3164", "\u00a0", "\u2003", "\r", "\u200a"]
)
def test_what_separates_words_is_a_blank(between: str) -> None:
    """Names on its two sides stay two words."""
    assert one_line(f"Anna{between}Berta") == "Anna Berta"


@pytest.mark.parametrize("inside", ["\u00ad", "\u200b", "\u2060", "\ufeff", "\u200d"])
def test_what_only_breaks_words_is_nothing(inside: str) -> None:
    """A word stays one."""
    assert one_line(f"Wirt{inside}schaft") == "Wirtschaft"


@pytest.mark.parametrize(
    ("drawn", "usual"),
    [
        ("ＭＡＹＯＲ opens １２ ｂｒｉｄｇｅｓ", "MAYOR opens 12 bridges"),
        ("𝐌𝐚𝐲𝐨𝐫 𝒐𝒑𝒆𝒏𝒔 𝓫𝓻𝓲𝓭𝓰𝓮", "Mayor opens bridge"),
        ("𝕄𝕒𝕪𝕠𝕣 ℝ𝔬𝔰𝔢 𝙞𝙣 ℎ𝑒𝑟 𝟙𝟚", "Mayor Rose in her 12"),
        ("Ⓜⓐⓨⓞⓡ 🄾🄿🄴🄽🅂 🅑🆁", "Mayor OPENS BR"),
        ("5 m² at 20 ℃, № 7 ™ ½ …", "5 m² at 20 ℃, № 7 ™ ½ …"),
        ("「橋」が開通，①", "「橋」が開通，①"),
        ("Ёлка, Їжак, Ўсё", "Ёлка, Їжак, Ўсё"),
    ],
)
def test_letters_that_are_only_drawn_otherwise_are_letters(drawn: str, usual: str) -> None:
    """Full-width, mathematical, circled, squared ones; signs keep their meaning."""
    assert clean(drawn) == usual


@pytest.mark.parametrize(
    ("markup", "plain"),
    [
        ("Salt &amp;amp;amp; pepper", "Salt & pepper"),
        ("It&amp;amp;#39;s &amp;amp;quot;open&amp;amp;quot;", 'It\'s "open"'),
        ("caf&amp;amp;eacute; &amp;nbsp; bar", "café bar"),
        ("AT&T and R&D; a&b", "AT&T and R&D; a&b"),
        ("x &lt; y", "x < y"),
    ],
)
def test_what_was_escaped_again_and_again(markup: str, plain: str) -> None:
    """Is text in the end; a name with an ampersand stays one."""
    assert to_plain(markup) == plain


@pytest.mark.parametrize(
    "behind",
    [
        "<script>var a = '<rss>';</script>",
        "\n<!-- served in 0.2 s -->\n<script src='//x.example/c.js'></script>",
        "<div id='ad'><img src='x'></div>",
        "\nWarning: fclose() expects 1 parameter",
        "<iframe src='//x.example'></iframe></body></html>",
    ],
)
def test_what_is_behind_the_end_is_nothing(behind: str) -> None:
    """The document is whole, and its validators may be kept."""
    document = rss("<title>The mayor opened a bridge</title>")
    question = Question(feed_id="nn", url=BASE, charset=None, language=None, seen=NOW, limit=100)
    parsed = read(question, (document + behind).encode())
    assert parsed.complete
    assert [entry.title for entry in parsed.entries] == ["The mayor opened a bridge"]


def test_a_document_that_breaks_off_is_still_noticed() -> None:
    """Also where the word for its end stands in it."""
    document = rss("<title>How to write &lt;/rss&gt;</title>", "<title>Two</title>")[:-30]
    question = Question(feed_id="nn", url=BASE, charset=None, language=None, seen=NOW, limit=100)
    assert not read(question, document.encode()).complete


def test_putting_a_link_right_is_done_once() -> None:
    """What was put right stays as it is."""
    for link in (
        "www.a.example/a b",
        "http:/a.example",
        "a.example.org/x",
        "https://www.google.com/url?q=https://a.b/c",
    ):
        once = canonical(meant(link, BASE) or "", BASE)
        assert once is not None
        assert canonical(meant(once, BASE) or "", BASE) == once


def test_ways_out_inside_of_each_other_are_all_followed() -> None:
    """Seven of them lead where one does."""
    link = "https://a.example/b"
    for _ in range(7):
        link = f"https://www.google.com/url?q={quote(link, safe='')}"
    assert meant(link, BASE) == "https://a.example/b"
