"""Is each way to write addresses, letters and text read as it was meant? Written before any was tried."""

from xml.sax.saxutils import escape

import pytest

from bot.feeds.formats.charset import to_text
from bot.feeds.reading import read_near
from bot.feeds.sandbox.wire import Question
from bot.text.plain import to_plain
from tests.faults.documents import BASE, entries, first_title, rss
from tests.feeds.conftest import NOW

TITLE = "<title>The mayor opened a bridge</title>"

LINKS = [
    ("http://[2001:db8::1]/a", "http://[2001:db8::1]/a"),
    ("http://[2001:DB8::1]:8080/a", "http://[2001:db8::1]:8080/a"),
    ("//[2001:db8::1]/a", "https://[2001:db8::1]/a"),
    ("http://[2001:db8::1/a", None),
    ("http://[fe80::1%25eth0]/a", None),
    ("http://пример.бел/навіны", "http://xn--e1afmkfd.xn--90ais/навіны"),
    ("http://xn--e1afmkfd.xn--90ais/a", "http://xn--e1afmkfd.xn--90ais/a"),
    ("http://ПРИМЕР.БЕЛ/a", "http://xn--e1afmkfd.xn--90ais/a"),
    ("https://straße.example/a", "https://xn--strae-oqa.example/a"),
    ("https://faß.example/a", "https://xn--fa-hia.example/a"),
    ("https://☃.example/a", "https://xn--n3h.example/a"),
    ("https://a。example/b", "https://a.example/b"),
    ("https://münchen.example:8443/a?b=ü", "https://xn--mnchen-3ya.example:8443/a?b=ü"),
    ("http://user:pw@a.example/a", "http://a.example/a"),
    ("http://user@[2001:db8::1]:8080/a", "http://[2001:db8::1]:8080/a"),
    ("http://b.example@a.example/a", "http://a.example/a"),
    ("http://us%40er:p%3Aw@a.example/a", "http://a.example/a"),
    ("http://a.example:80/a", "http://a.example/a"),
    ("http://a.example:443/a", "http://a.example:443/a"),
    ("https://a.example:443/a", "https://a.example/a"),
    ("http://a.example:0080/a", "http://a.example/a"),
    ("http://a.example:/a", "http://a.example/a"),
    ("http://a.example:99999/a", None),
    ("http://a.example:abc/a", None),
    ("http://a.example./a", "http://a.example/a"),
    ("HTTPS://A.Example/B", "https://a.example/B"),
    ("http://a_b.example/a", "http://a_b.example/a"),
    ("http://a.example", "http://a.example/"),
    ("http://a.example?x=1", "http://a.example/?x=1"),
    ("http://a.example/a/../b/./c", "http://a.example/b/c"),
    ("http://a.example//a//b", "http://a.example//a//b"),
    ("http://a.example/%D0%BC?x=%2F", "http://a.example/%D0%BC?x=%2F"),
    ("http://a.example/a;jsessionid=4F2A?id=1", "http://a.example/a?id=1"),
    ("http://a.example/a?PHPSESSID=4f2a&id=1", "http://a.example/a?id=1"),
    ("http://a.example/a?utm_source=rss&id=1&utm_medium=feed", "http://a.example/a?id=1"),
    ("http://a.example/a?UTM_Source=rss", "http://a.example/a"),
    ("http://a.example/a?id=1&", "http://a.example/a?id=1"),
    ("http://a.example/a?", "http://a.example/a"),
    ("http://a.example/a?b=c?d", "http://a.example/a?b=c?d"),
    ("http://a.example/a?q=[x]|{y}", "http://a.example/a?q=[x]|{y}"),
    ("http://a.example/a,b;c=d'e(f)", "http://a.example/a,b;c=d'e(f)"),
    ("ftp://a.example/a", None),
    ("file:///etc/passwd", None),
    ("data:text/html,x", None),
    ("about:blank", None),
    ("tel:+375", None),
    ("feed:https://a.example/a", "https://a.example/a"),
    ("url:http://a.example/a", "http://a.example/a"),
    ("null", None),
    ("undefined", None),
    ("None", None),
    ("#", None),
    ("-", None),
    ("hxxp://a.example/a", None),
    ("htp://a.example/a", None),
    ("http//a.example/a", "http://a.example/a"),
    ("http;//a.example/a", "http://a.example/a"),
    ("http:\\\\a.example\\b", "http://a.example/b"),
    ("http://a.example/a http://b.example/b", "http://a.example/a"),
    ("http://a.example/a\nhttp://b.example/b", "http://a.example/a"),
    ("(http://a.example/a)", "http://a.example/a"),
    ("<http://a.example/a>", "http://a.example/a"),
    ("[more](http://a.example/a)", "http://a.example/a"),
    ("„http://a.example/a“", "http://a.example/a"),
    ("http://a.example/a\u200e", "http://a.example/a"),
    ("http://а.example/a", "http://xn--80a.example/a"),
    ("http://1.2.3.4/a", "http://1.2.3.4/a"),
    ("http://localhost/a", "http://localhost/a"),
    ("HTTP://www.A.example/a#top", "http://www.a.example/a"),
    ("https://www.google.com/url?q=https://a.example/b%0Fc%0Ad%22e", "https://a.example/bcd%22e"),
    ("https://www.gOogle.com/url?q=https://a.example/b", "https://a.example/b"),
    ("https://www.google.co.uk./url?q=https://a.example/b\\c", "https://a.example/b/c"),
    ("https://www.google.com/url?q=https://a.ex[/b", "https://www.google.com/url?q=https://a.ex[/b"),
    ("https://www.google.com/url?esrc=s&url=https%3A%2F%2Fa.example%2Fb&usg=x", "https://a.example/b"),
]  # fmt: skip


@pytest.mark.parametrize(("link", "url"), LINKS, ids=[link for link, _ in LINKS])
def test_addresses(link: str, url: str | None) -> None:
    """Hosts of every kind, ports, people in front of hosts, what content systems write where there is none."""
    assert entries(rss(f"{TITLE}<link>{escape(link)}</link>"))[0].url == url


RUSSIAN = "В театре открыли выставку старых афиш"
GREEK = "Ο δήμαρχος άνοιξε τη γέφυρα"
HEBREW = "ראש העיר פתח את הגשר"
THAI = "นายกเทศมนตรีเปิดสะพาน"
JAPANESE = "髙橋市長が橋を開通させた①"
KOREAN = "똠방각하 시장이 다리를 열었다"
CHINESE = "市長開通了一座橋，歡迎大家"
POLISH = "Źródła mówią o gościach i święcie"
CODES = [
    # said in the header, said in the document, how it is encoded, what is written
    (None, "x-sjis", "cp932", JAPANESE),
    (None, "Shift_JIS", "cp932", JAPANESE),
    (None, "windows-31j", "cp932", JAPANESE),
    (None, "ms_kanji", "cp932", JAPANESE),
    (None, "EUC-JP", "euc-jp", "市長が橋を開通させた"),
    (None, "x-euc-jp", "euc-jp", "市長が橋を開通させた"),
    (None, "ISO-2022-JP", "iso-2022-jp", "市長が橋を開通させた"),
    (None, "EUC-KR", "cp949", KOREAN),
    (None, "ks_c_5601-1987", "cp949", KOREAN),
    (None, "windows-949", "cp949", KOREAN),
    (None, "korean", "cp949", KOREAN),
    (None, "gb2312", "gb18030", CHINESE),
    (None, "x-gbk", "gb18030", CHINESE),
    (None, "big5-hkscs", "big5", "市長開通了一座橋"),
    (None, "x-x-big5", "big5", "市長開通了一座橋"),
    (None, "x-cp1251", "cp1251", RUSSIAN),
    (None, "win-1251", "cp1251", RUSSIAN),
    (None, "windows1251", "cp1251", RUSSIAN),
    (None, "cp-1251", "cp1251", RUSSIAN),
    (None, "koi", "koi8-r", RUSSIAN),
    (None, "koi8", "koi8-r", RUSSIAN),
    (None, "ibm866", "cp866", RUSSIAN),
    (None, "dos-866", "cp866", RUSSIAN),
    (None, "x-mac-cyrillic", "mac-cyrillic", RUSSIAN),
    (None, "csISOLatinCyrillic", "iso-8859-5", RUSSIAN),
    (None, "iso_8859-5:1988", "iso-8859-5", RUSSIAN),
    (None, "l2", "iso-8859-2", POLISH),
    (None, "windows-1253", "cp1253", GREEK),
    (None, "greek", "iso-8859-7", GREEK),
    (None, "iso-8859-8-i", "iso-8859-8", HEBREW),
    (None, "logical", "iso-8859-8", HEBREW),
    (None, "windows-874", "cp874", THAI),
    (None, "tis-620", "cp874", THAI),
    (None, "macintosh", "mac-roman", "Café “Zürich” – 5"),
    (None, "unicode-1-1-utf-8", "utf-8", RUSSIAN),
    (None, "unicode", "utf-16-le", RUSSIAN),
    (None, "utf-16", "utf-16-be", RUSSIAN),
    (None, "UTF8", "utf-8", RUSSIAN),
    (None, "utf-8 ", "utf-8", RUSSIAN),
    (None, "latin1", "cp1252", "Café “Zürich” – 5 €"),
    (None, "us-ascii", "cp1252", "Café “Zürich” – 5 €"),
    ("windows-1251", "utf-8", "cp1251", RUSSIAN),
    ("utf-8", "windows-1251", "cp1251", RUSSIAN),
    ("iso-8859-1", "koi8-r", "koi8-r", RUSSIAN),
    ("iso-8859-2", "iso-8859-1", "iso-8859-2", POLISH),
    ("x-sjis", None, "cp932", JAPANESE),
    ("windows-874", None, "cp874", THAI),
    ("utf-16", None, "utf-8", RUSSIAN),
    ("none", "none", "utf-8", RUSSIAN),
    ("x-user-defined", None, "cp1251", RUSSIAN),
    ("binary", None, "cp1251", RUSSIAN),
    ("utf-7", None, "utf-8", RUSSIAN),
    ("rot13", None, "utf-8", RUSSIAN),
    ("idna", "punycode", "utf-8", RUSSIAN),
]  # fmt: skip


@pytest.mark.parametrize(("header", "said", "code", "text"), CODES, ids=[f"{a} {b} {c}" for a, b, c, _ in CODES])
def test_charsets(header: str | None, said: str | None, code: str, text: str) -> None:
    """By all the names that browsers know, and as they read them; a name that is wrong is found out."""
    declared = f" encoding='{said}'" if said else ""
    document = f"<?xml version='1.0'{declared}?><rss><channel><title>{text}</title></channel></rss>"
    assert text in to_text(document.encode(code), header)


HEADS = [
    "<?xml version='1.0' encoding = 'windows-1251'?>",
    '<?xml version="1.0" encoding="WINDOWS-1251" standalone="yes"?>',
    "<?xml version='1.0' standalone='yes' encoding='windows-1251'?>",
    "\r\n  <?xml version='1.0' encoding='windows-1251'?>",
    "<?xml encoding='windows-1251' version='1.0'?>",
    "<?xml version='1.0'\n     encoding='windows-1251'\n?>",
    "<?XML VERSION='1.0' ENCODING='windows-1251'?>",
    "<?xml version='1.0' encoding=windows-1251?>",
    "<!-- made by hand --><?xml version='1.0' encoding='windows-1251'?>",
]


@pytest.mark.parametrize("head", HEADS)
def test_declarations(head: str) -> None:
    """However they are written. The text is Serbian, which nobody would guess."""
    text = "Њушка, ђак и џез"
    assert text in to_text(f"{head}<rss><channel><title>{text}</title></channel></rss>".encode("cp1251"), None)


PLAIN = [
    ("Price &lt; 5 &amp;lt; 6", "Price < 5 < 6"),
    ("&copy 2026 &reg The Bridge", "© 2026 ® The Bridge"),
    ("AT&T;", "AT&T;"),
    ("a&nbsp;&nbsp;b", "a b"),
    ("x<br>y<br/>z", "x\ny\nz"),
    ("<p>one<p>two", "one\ntwo"),
    ("<ul><li>one<li>two</ul>", "one\ntwo"),
    ("<table><tr><td>one<td>two</table>", "one\ntwo"),
    ("<h2>Head</h2>text", "Head\ntext"),
    ("Wirt&shy;schaft", "Wirtschaft"),
    ("Wirt<wbr>schaft", "Wirtschaft"),
    ("H<sub>2</sub>O", "H2O"),
    ("<script>alert(1)</script>text", "text"),
    ("<style>p {}</style>text", "text"),
    ("<!-- hidden -->text", "text"),
    ("<!-- a --> b --> text", "b --> text"),
    ("<noscript><img src=x>text</noscript>more", "more"),
    ("<img src='x' alt='A photo'>text", "text"),
    ("<a href='http://a.example/?a=1&b=2'>link</a>", "link"),
    ("<p style=\"font: 'x > y'\">text</p>", "text"),
    ("<a title='a > b'>text</a>", "text"),
    ('<p title="a < b">text</p>', "text"),
    ("1 < 2", "1 < 2"),
    ("I <3 you", "I <3 you"),
    ("a <- b", "a <- b"),
    ("<<Title>>", "<>"),
    ("text < p>more", "text < p>more"),
    ("</p>text", "text"),
    ("<unknown>text</unknown>", "text"),
    ("<o:p>text</o:p>", "text"),
    ("<![CDATA[text]]>", "text"),
    ("<?xml version='1.0'?>text", "text"),
    ("e\u0301te\u0301", "été"),
    ("\u2600\ufe0f sun", "\u2600\ufe0f sun"),
    ("family 👨\u200d👩\u200d👧", "family 👨👩👧"),
    ("\u202eevil\u202c", "evil"),
    ("a\u0000b", "ab"),
    ("a\ud800b", "a\ufffdb"),
    ("\x1b[31mred\x1b[0m", "red"),
    ("tab\there", "tab here"),
    ("line\r\nline\rline", "line\nline\nline"),
    ("a &#0; b", "a \ufffd b"),
    ("&#x110000;", "\ufffd"),
    ("&#128512; &#x1F600;", "😀 😀"),
    ("&#x442;&#x435;&#x441;&#x442;", "тест"),
    ("<q>quoted</q>", "quoted"),
    ("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>", "漢(かん)"),
    ("<pre>a\n  b</pre>", "a\nb"),
    ("<textarea>text</textarea>", "text"),
    ("<title>text</title>", "text"),
    ("<iframe>x</iframe>text", "text"),
    ("<template>x</template>text", "text"),
    ("<svg><title>x</title></svg>text", "text"),
    ("<p hidden>text</p>", "text"),
]  # fmt: skip


@pytest.mark.parametrize(("markup", "plain"), PLAIN, ids=[repr(markup) for markup, _ in PLAIN])
def test_markup(markup: str, plain: str) -> None:
    """Is the text that a reader of the page would see; signs that only look like tags stay."""
    assert to_plain(markup) == plain


@pytest.mark.parametrize(
    ("title", "usual"),
    [
        ("Кафе &quot;Мост&quot;", 'Кафе "Мост"'),
        ("&lt;b&gt;Bridge&lt;/b&gt; opens", "Bridge opens"),
        ("Bridge &amp;amp; town", "Bridge & town"),
        ("  The\n   mayor\topens ", "The mayor opens"),
        ("Ｂｒｉｄｇｅ", "Bridge"),
        ("The bridge&#8203;head", "The bridgehead"),
        ("B\u0336r\u0336idge", "Bridge"),
        ("Zlatý\u0301\u0301\u0301\u0301\u0301 most", "Zlatý́́́ most"),
        ("ﷺ", "ﷺ"),
        ("ʙʀɪᴅɢᴇ opens", "bridge opens"),
        ("🅱ridge", "Bridge"),
        ("𝟚𝟘𝟚𝟞", "2026"),
        ("½ of ¾", "½ of ¾"),
        ("ﬃ and ﬆ", "ffi and st"),
        ("№ 5 — «мост»", "№ 5 — «мост»"),
    ],
)  # fmt: skip
def test_titles(title: str, usual: str) -> None:
    """Escaped, drawn, broken, decorated."""
    assert first_title(title) == usual


def test_both_readers_agree_on_all_of_them() -> None:
    """The quick reader of small documents reads what the sandboxed one reads."""
    for link, url in LINKS:
        document = rss(f"{TITLE}<link>{escape(link)}</link>").encode()
        question = Question(feed_id="nn", url=BASE, charset=None, language=None, seen=NOW, limit=100)
        near = read_near(question, document)
        assert near is None or near.entries[0].url == url, link
