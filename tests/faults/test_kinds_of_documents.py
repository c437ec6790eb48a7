"""Is each kind of document read as it was meant: every version, dialect and accident? Written before any was tried."""

# ruff: noqa: E501, ISC004 - a document is one line of a table

import json

import pytest

from bot.feeds.sandbox.feed_worker import read
from bot.feeds.sandbox.wire import Question
from tests.faults.documents import BASE, atom, entries, rss
from tests.feeds.conftest import NOW

B = "The mayor opened a bridge"
T = f"<title>{B}</title>"
L = "<link>http://a.example/b</link>"
U = "http://a.example/b"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
MEDIA = "xmlns:media='http://search.yahoo.com/mrss/'"
ITUNES = "xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'"
DC = "xmlns:dc='http://purl.org/dc/elements/1.1/'"
AT = "2026-09-20 10:07"


def channel(inner: str, attributes: str = "", head: str = "<?xml version='1.0'?>") -> str:
    return f"{head}<rss version='2.0' {attributes}><channel><title>Gazette</title>{inner}</channel></rss>"


def json_feed(*items: object, **more: object) -> str:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "G", "items": items, **more})


KINDS = {
    "RSS 0.91 with its DOCTYPE": (
        "<?xml version='1.0'?><!DOCTYPE rss PUBLIC '-//Netscape Communications//DTD RSS 0.91//EN' "
        "'http://my.netscape.com/publish/formats/rss-0.91.dtd'><rss version='0.91'><channel><title>G</title>"
        f"<item><title>Caf&eacute; at the bridge</title>{L}</item></channel></rss>",
        {"title": "Café at the bridge", "url": U},
    ),
    "RSS 0.92 without a title": (
        f"<rss version='0.92'><channel><title>G</title><item><description>{B}, at last.</description></item></channel></rss>",
        {"title": f"{B}, at last."},
    ),
    "RSS 1.0": (
        f"<rdf:RDF xmlns:rdf='{RDF}' xmlns='http://purl.org/rss/1.0/' {DC}><channel rdf:about='http://a.example/'>"
        f"<title>G</title><items><rdf:Seq><rdf:li rdf:resource='{U}'/></rdf:Seq></items></channel>"
        f"<item rdf:about='{U}'>{T}{L}<dc:date>2026-09-20T10:07+00:00</dc:date></item></rdf:RDF>",
        {"title": B, "url": U, "when": AT},
    ),
    "RSS 1.0, only about": (
        f"<rdf:RDF xmlns:rdf='{RDF}' xmlns='http://purl.org/rss/1.0/'><channel><title>G</title></channel>"
        f"<item rdf:about='{U}'>{T}</item></rdf:RDF>",
        {"title": B, "url": U},
    ),
    "RSS 1.0 with a prefix": (
        f"<rdf:RDF xmlns:rdf='{RDF}' xmlns:r='http://purl.org/rss/1.0/'><r:channel><r:title>G</r:title></r:channel>"
        f"<r:item><r:title>{B}</r:title><r:link>{U}</r:link></r:item></rdf:RDF>",
        {"title": B, "url": U},
    ),
    "RSS 0.90": (
        f"<rdf:RDF xmlns:rdf='{RDF}' xmlns='http://my.netscape.com/rdf/simple/0.9/'><channel><title>G</title></channel>"
        f"<item>{T}{L}</item></rdf:RDF>",
        {"title": B, "url": U},
    ),
    "RSS 1.1": (
        f"<Channel xmlns='http://purl.org/net/rss1.1#' xmlns:rdf='{RDF}'><title>G</title><items rdf:parseType='Collection'>"
        f"<item rdf:about='{U}'>{T}{L}</item></items></Channel>",
        {"title": B, "url": U},
    ),
    "RSS 2.0 in a namespace": (
        f"<rss version='2.0' xmlns='http://backend.userland.com/rss2'><channel><title>G</title><item>{T}{L}</item></channel></rss>",
        {"title": B, "url": U},
    ),
    "RSS with a prefix of its own": (
        f"<x:rss version='2.0' xmlns:x='http://purl.org/rss/1.0/'><x:channel><x:item><x:title>{B}</x:title>"
        f"<x:link>{U}</x:link></x:item></x:channel></x:rss>",
        {"title": B, "url": U},
    ),
    "Atom 0.3": (
        "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><title>G</title><tagline>x</tagline><entry>"
        f"{T}<link rel='alternate' type='text/html' href='{U}'/><issued>2026-09-20T10:07:00Z</issued>"
        "<modified>2026-09-20T11:00:00Z</modified><content mode='escaped' type='text/html'>&lt;p&gt;It is open to all."
        "</content></entry></feed>",
        {"title": B, "url": U, "when": AT, "text": "It is open to all."},
    ),
    "Atom 0.3 in base64": (
        "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><title>G</title><entry>"
        f"{T}<content mode='base64' type='text/plain'>SXQgaXMgb3BlbiB0byBhbGwu</content></entry></feed>",
        {"title": B, "text": "It is open to all."},
    ),
    "Atom with prefixes": (
        "<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:title>G</a:title><a:entry>"
        f"<a:title>{B}</a:title><a:link href='{U}'/><a:published>2026-09-20T10:07:00Z</a:published></a:entry></a:feed>",
        {"title": B, "url": U, "when": AT},
    ),
    "Atom with a base on feed and entry": (
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='http://a.example/x/'><title>G</title>"
        f"<entry xml:base='y/'>{T}<link href='../b'/></entry></feed>",
        {"url": "http://a.example/x/b"},
    ),
    "Atom with a base on the link": (
        atom(f"{T}<link xml:base='http://a.example/' href='b'/>"),
        {"url": U},
    ),
    "Atom with a base of no host": (
        f"<feed xmlns='http://www.w3.org/2005/Atom' xml:base='/news/'><title>G</title><entry>{T}<link href='b'/></entry></feed>",
        {"url": "https://gazette.example/news/b"},
    ),
    "RSS with a base": (
        channel(f"<item>{T}<link>b</link></item>", "xml:base='http://a.example/'"),
        {"url": U},
    ),
    "Atom XHTML": (
        atom(
            "<title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>The mayor <b>opened</b> a bridge</div></title>"
            "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>It is <i>open</i>.</p><p>To all.</p></div></content>"
        ),
        {"title": B, "text": "It is open.\nTo all."},
    ),
    "XHTML with a prefix": (
        atom(
            f"{T}<content type='xhtml'><h:div xmlns:h='http://www.w3.org/1999/xhtml'><h:p>It is open.</h:p></h:div></content>"
        ),
        {"text": "It is open."},
    ),
    "several links": (
        atom(
            f"{T}<link rel='self' href='http://a.example/self'/><link rel='replies' href='http://a.example/r'/>"
            f"<link rel='edit' href='http://a.example/e'/><link href='{U}'/>"
        ),
        {"url": U},
    ),
    "the page before its data": (
        atom(
            f"{T}<link rel='alternate' type='application/json' href='http://a.example/b.json'/>"
            f"<link rel='alternate' type='text/html' href='{U}'/>"
        ),
        {"url": U},
    ),
    "rel as an address": (
        atom(f"{T}<link rel='http://www.iana.org/assignments/relation/alternate' href='{U}'/>"),
        {"url": U},
    ),
    "published before updated": (
        atom(f"{T}<updated>2026-09-21T01:00:00Z</updated><published>2026-09-20T10:07:00Z</published>"),
        {"when": AT},
    ),
    "a link of Atom in RSS": (
        channel(f"<item>{T}<atom:link href='{U}'/></item>", "xmlns:atom='http://www.w3.org/2005/Atom'"),
        {"url": U},
    ),
    "links of Atom and RSS": (
        channel(
            f"<item>{T}<atom:link rel='self' href='http://a.example/self'/>{L}</item>",
            "xmlns:atom='http://www.w3.org/2005/Atom'",
        ),
        {"url": U},
    ),
    "link with an attribute in RSS": (channel(f"<item>{T}<link href='{U}'/></item>"), {"url": U}),
    "link in CDATA": (channel(f"<item>{T}<link><![CDATA[ {U} ]]></link></item>"), {"url": U}),
    "link half in CDATA": (
        channel(f"<item>{T}<link>http://a.example/<![CDATA[b?x=1&y=2]]></link></item>"),
        {"url": "http://a.example/b?x=1&y=2"},
    ),
    "link with a comment in it": (channel(f"<item>{T}<link>http://a.example/<!-- x -->b</link></item>"), {"url": U}),
    "link emptied by an HTML program": (channel(f"<item>{T}<link/>{U}<guid isPermaLink='false'>1</guid></item>"), {"url": U}),
    "two links, the first empty": (channel(f"<item>{T}<link></link>{L}</item>"), {"url": U}),
    "guid that is an address in capitals": (channel(f"<item>{T}<guid isPermaLink='TRUE'>{U}</guid></item>"), {"url": U}),
    "guid behind a useless link": (
        channel(f"<item>{T}<link>javascript:void(0)</link><guid>{U}</guid></item>"),
        {"url": U},
    ),
    "guid behind half an address": (channel(f"<item>{T}<link>http://</link><guid>{U}</guid></item>"), {"url": U}),
    "only comments": (
        channel(f"<item>{T}<comments>http://a.example/c</comments></item>"),
        {"title": B, "url": None},
    ),
    "media title first": (
        channel(f"<item><media:title>Photo: a man</media:title>{T}</item>", MEDIA),
        {"title": B},
    ),
    "media title behind": (channel(f"<item>{T}<media:title>Photo: a man</media:title></item>", MEDIA), {"title": B}),
    "media title alone": (channel(f"<item><media:title>{B}</media:title>{L}</item>", MEDIA), {"title": B, "url": U}),
    "media description alone": (
        channel(f"<item>{T}<media:description>It is open to all.</media:description></item>", MEDIA),
        {"text": "It is open to all."},
    ),
    "a video in its group": (
        f"<feed xmlns='http://www.w3.org/2005/Atom' {MEDIA}><title>G</title><entry><id>yt:video:x</id>{T}<link rel='alternate' "
        f"href='{U}'/><media:group><media:title>{B}</media:title><media:content url='http://a.example/v' type='x'/>"
        "<media:description>It is open to all.</media:description></media:group></entry></feed>",
        {"title": B, "url": U, "text": "It is open to all."},
    ),
    "credits of a photo are not the text": (
        channel(
            f"<item>{T}<description>It is open to all.</description><media:content url='x.jpg'><media:description>Two people "
            "stand on a bridge on a Sunday afternoon</media:description><media:credit>A. B.</media:credit></media:content></item>",
            MEDIA,
        ),
        {"title": B, "starts": "It is open to all."},
    ),
    "podcast": (
        channel(
            f"<item>{T}<itunes:title>Bridge</itunes:title><itunes:summary>It is open to all.</itunes:summary>"
            f"<itunes:duration>12:00</itunes:duration><enclosure url='{U}' length='1' type='audio/mpeg'/></item>",
            ITUNES,
        ),
        {"title": B, "url": U, "text": "It is open to all."},
    ),
    "podcast with a title of its own only": (
        channel(f"<item><itunes:title>{B}</itunes:title>{L}</item>", ITUNES),
        {"title": B},
    ),
    "text under another prefix": (
        channel(
            f"<item>{T}<description>Open.</description><c:encoded><![CDATA[<p>It is open to all.</p>]]></c:encoded></item>",
            "xmlns:c='http://purl.org/rss/1.0/modules/content/'",
        ),
        {"text": "It is open to all."},
    ),
    "Dublin Core under another prefix": (
        channel(
            f"<item><d:title>{B}</d:title><d:date>2026-09-20T10:07:00Z</d:date></item>",
            "xmlns:d='http://purl.org/dc/elements/1.1/'",
        ),
        {"title": B, "when": AT},
    ),
    "Dublin Core terms": (
        channel(f"<item>{T}<t:created>2026-09-20T10:07:00Z</t:created></item>", "xmlns:t='http://purl.org/dc/terms/'"),
        {"when": AT},
    ),
    "prefix without a namespace": (
        channel(f"<item>{T}{L}<media:thumbnail url='x'/><dc:creator>A. B.</dc:creator></item>"),
        {"title": B, "url": U},
    ),
    "prefix without a namespace, date": (channel(f"<item>{T}<dc:date>2026-09-20T10:07:00Z</dc:date></item>"), {"when": AT}),
    "entities that nobody declared": (
        channel("<item><title>&laquo;The bridge&raquo;&nbsp;&mdash; open&hellip;</title></item>"),
        {"title": "«The bridge» — open…"},
    ),
    "entities that nobody knows": (channel("<item><title>The &bridg; is open</title></item>"), {"title": "The &bridg; is open"}),
    "entities declared in the document": (
        f"<!DOCTYPE rss [<!ENTITY co 'Harbour'>]>{channel('<item><title>&co; opens</title></item>', head='')}",
        {"ends": "opens"},
    ),
    "numbers of another code": (
        channel("<item><title>&#147;The bridge&#148; &#150; it&#x92;s open</title></item>"),
        {"title": "“The bridge” – it’s open"},
    ),
    "mark and another declaration": (
        b"\xef\xbb\xbf" + channel("<item><title>Мост открыт</title></item>", head="<?xml version='1.0' encoding='windows-1251'?>").encode(),
        {"title": "Мост открыт"},
    ),
    "mark of UTF-16 and another declaration": (
        b"\xff\xfe" + channel("<item><title>Мост открыт</title></item>", head="<?xml version='1.0' encoding='utf-8'?>").encode("utf-16-le"),
        {"title": "Мост открыт"},
    ),
    "mark twice": (
        b"\xef\xbb\xbf\xef\xbb\xbf" + channel(f"<item>{T}</item>").encode(),
        {"title": B},
    ),
    "mark in the middle": (channel(f"<item><title>\ufeff{B}</title></item>"), {"title": B}),
    "a warning of PHP in front": (
        "<br />\n<b>Warning</b>: Undefined index in <b>/srv/feed.php</b> on line <b>3</b><br />\n" + channel(f"<item>{T}{L}</item>"),
        {"title": B, "url": U},
    ),
    "empty lines in front": ("\n\n\r\n \t" + channel(f"<item>{T}{L}</item>"), {"title": B, "url": U}),
    "two declarations": (
        "<?xml version='1.0'?>\n<?xml version='1.0' encoding='utf-8'?>" + channel(f"<item>{T}{L}</item>", head=""),
        {"title": B, "url": U},
    ),
    "a declaration of 1.1": (channel(f"<item>{T}{L}</item>", head="<?xml version='1.1' standalone='yes'?>"), {"url": U}),
    "a comment in front": ("<!-- served -->" + channel(f"<item>{T}{L}</item>"), {"url": U}),
    "a style sheet": (
        channel(f"<item>{T}{L}</item>", head="<?xml version='1.0'?><?xml-stylesheet href='a.xsl' type='text/xsl'?>"),
        {"url": U},
    ),
    "an item in a comment": (channel(f"<!-- <item><title>Old</title></item> --><item>{T}</item>"), {"titles": [B]}),
    "an item in CDATA": (
        channel(f"<item>{T}<description><![CDATA[<item><title>Old</title></item>]]></description></item>"),
        {"titles": [B]},
    ),
    "the end of CDATA in CDATA": (
        channel("<item><title><![CDATA[Bridge ]]]]><![CDATA[> town]]></title></item>"),
        {"title": "Bridge ]]> town"},
    ),
    "CDATA inside escaped text": (
        channel(f"<item>{T}<description>&lt;![CDATA[It is open.]]&gt;</description></item>"),
        {"title": B, "has": "It is open."},
    ),
    "a title in pieces": (channel("<item><title>The mayor <![CDATA[opened]]> a bridge</title></item>"), {"title": B}),
    "tags in capitals": (
        f"<RSS VERSION='2.0'><CHANNEL><TITLE>G</TITLE><ITEM><TITLE>{B}</TITLE><LINK>{U}</LINK></ITEM></CHANNEL></RSS>",
        {"title": B, "url": U},
    ),
    "items outside of the channel": (f"<rss version='2.0'><channel><title>G</title></channel><item>{T}{L}</item></rss>", {"title": B, "url": U}),
    "no channel": (f"<rss version='2.0'><item>{T}{L}</item></rss>", {"title": B, "url": U}),
    "no root": (f"<channel><title>G</title><item>{T}{L}</item></channel>", {"title": B, "url": U}),
    "two channels": (
        f"<rss version='2.0'><channel><title>G</title><item>{T}{L}</item></channel><channel><title>H</title><item>"
        "<title>Two</title></item></channel></rss>",
        {"titles": ["Two", B]},
    ),
    "a picture with a title": (
        channel(f"<item><image><title>A photo</title><url>x.jpg</url><link>http://p.example/</link></image>{T}{L}</item>"),
        {"title": B, "url": U},
    ),
    "a source with a title": (
        channel(f"<item><source url='http://o.example/rss'>Other Times</source>{T}{L}</item>"),
        {"title": B, "url": U},
    ),
    "a source of Atom": (
        atom(f"<source><title>Other</title><id>o</id><updated>2020-01-01T00:00:00Z</updated></source>{T}<link href='{U}'/>"),
        {"title": B, "url": U, "when": None},
    ),
    "an author with a title": (
        atom(f"<author><name>A. B.</name><uri>http://p.example/</uri></author>{T}<link href='{U}'/>"),
        {"title": B, "url": U},
    ),
    "an empty title": (channel(f"<item><title/><description>{B}.</description></item>"), {"title": f"{B}."}),
    "a title of blanks": (channel(f"<item><title>&#160; &#8203;</title><description>{B}.</description></item>"), {"title": f"{B}."}),
    "a title that is a tag": (
        channel(f"<item><title>&lt;img src='x.jpg'&gt;</title><description>{B}.</description></item>"),
        {"title": f"{B}."},
    ),
    "signs in a title": (channel("<item><title>5 &lt; 6 and 7 &gt; 3</title></item>"), {"title": "5 < 6 and 7 > 3"}),
    "a heart in a title": (channel("<item><title>We &lt;3 the bridge</title></item>"), {"title": "We <3 the bridge"}),
    "a title in CDATA with tags": (channel("<item><title><![CDATA[<b>The</b> mayor &amp; a bridge]]></title></item>"), {"title": "The mayor & a bridge"}),
    "language of the channel": (channel("<language>en-US</language><item><title>Мост</title></item>"), {"language": None}),
    "language of the item": (channel(f"<language>ru</language><item xml:lang='be'>{T}</item>"), {"language": "be"}),
    "language with a line below": (channel(f"<item xml:lang='RU_ru'>{T}</item>"), {"language": "ru"}),
    "language in words": (channel(f"<language>Russian</language><item>{T}</item>"), {"language": None}),
    "the same item twice": (channel(f"<item>{T}{L}</item><item>{T}{L}</item>"), {"keys": 1}),
    "one guid for all": (
        channel(f"<item>{T}<guid>0</guid></item><item><title>A ferry sank in the bay</title><guid>0</guid></item>"),
        {"keys": 2},
    ),
    "an address for all": (
        channel(f"<item>{T}{L}</item><item><title>A ferry sank in the bay</title>{L}</item>"),
        {"keys": 2},
    ),
    "JSON with a mark": (b"\xef\xbb\xbf" + json_feed({"id": "1", "title": B, "url": U}).encode(), {"title": B, "url": U}),
    "JSON in UTF-16": (json_feed({"id": "1", "title": B, "url": U}).encode("utf-16"), {"title": B}),
    "JSON 1.0": (
        '{"version": "http://jsonfeed.org/version/1", "items": [{"id": 1, "title": "x", "url": "http://a.example/b"}]}',
        {"title": "x", "url": U},
    ),
    "JSON of tomorrow": (
        json.dumps({"version": "https://jsonfeed.org/version/2", "items": [{"id": "1", "title": B}]}),
        {"title": B},
    ),
    "JSON without a title": (json_feed({"id": "1", "content_text": f"{B}."}), {"title": f"{B}."}),
    "JSON with null": (
        json_feed({"id": "1", "title": None, "summary": None, "content_html": f"<p>{B}.</p>", "url": None, "external_url": U}, None, 7),
        {"title": f"{B}.", "url": U},
    ),
    "JSON with an id that is no string": (json_feed({"id": 1.5, "title": B, "url": U}), {"title": B, "url": U}),
    "JSON with an id that is an address": (json_feed({"id": U, "title": B}), {"title": B, "url": U}),
    "JSON with a relative address": (json_feed({"id": "1", "title": B, "url": "/b"}), {"url": "https://gazette.example/b"}),
    "JSON relative to its home": (
        json_feed({"id": "1", "title": B, "url": "/b"}, home_page_url="http://a.example/"),
        {"url": U},
    ),
    "JSON with seconds for a date": (json_feed({"id": "1", "title": B, "date_published": 1789898820}), {"when": AT}),
    "JSON with a broken date": (
        json_feed({"id": "1", "title": B, "date_published": "soon", "date_modified": "2026-09-20T10:07:00Z"}),
        {"when": AT},
    ),
    "JSON with half a pair": (json_feed({"id": "1", "title": f"{B} \ud83d"}), {"starts_title": B}),
    "JSON with line breaks in text": (json_feed({"id": "1", "title": B, "content_text": "It is\topen."}).replace("\\t", "\n"), {"title": B}),
    "JSON in a language": (json_feed({"id": "1", "title": B}, language="be-BY"), {"language": "be"}),
    "date in an attribute of time": (
        atom(f"{T}<published type='w3c'> 2026-09-20T10:07:00Z \n</published>"),
        {"when": AT},
    ),
    "date in CDATA": (channel(f"<item>{T}<pubDate><![CDATA[Sun, 20 Sep 2026 10:07:00 GMT]]></pubDate></item>"), {"when": AT}),
    "an empty date and another": (
        channel(f"<item>{T}<pubDate/><dc:date>2026-09-20T10:07:00Z</dc:date></item>", DC),
        {"when": AT},
    ),
    "a broken date and another": (
        channel(f"<item>{T}<pubDate>0000-00-00 00:00:00</pubDate><dc:date>2026-09-20T10:07:00Z</dc:date></item>", DC),
        {"when": AT},
    ),
    "the date before all dates": (channel(f"<item>{T}<pubDate>Mon, 30 Nov -0001 00:00:00 +0000</pubDate></item>"), {"when": None}),
    "the date of an empty field": (channel(f"<item>{T}<pubDate>Mon, 01 Jan 0001 00:00:00 +0000</pubDate></item>"), {"when": None}),
    "the date of zero": (channel(f"<item>{T}<pubDate>Thu, 01 Jan 1970 00:00:00 +0000</pubDate></item>"), {"when": None}),
    "published in RSS": (channel(f"<item>{T}<published>2026-09-20T10:07:00Z</published></item>"), {"when": AT}),
    "pubdate in small letters": (channel(f"<item>{T}<pubdate>Sun, 20 Sep 2026 10:07:00 GMT</pubdate></item>"), {"when": AT}),
    "date in RSS": (channel(f"<item>{T}<date>2026-09-20T10:07:00Z</date></item>"), {"when": AT}),
    "a web page around": (f"<html><body><pre>{rss(T + L)}</pre></body></html>", {"title": B, "url": U}),
    "a control character in a name": (channel(f"<item>{T}\x00\x1b<link>{U}</link></item>"), {"title": B, "url": U}),
    "attributes without quotes": (f"<rss version=2.0><channel><item>{T}<guid isPermaLink=true>{U}</guid></item></channel></rss>", {"url": U}),
    "a tag that is never closed": (channel(f"<item>{T}<category>News{L}</item><item><title>Two</title></item>"), {"titles": ["Two", B]}),
    "a raw less-than": (channel("<item><title>Prices < 5 euros</title></item>"), {"title": "Prices < 5 euros"}),
    "a raw ampersand": (channel("<item><title>Smith & Sons open</title></item>"), {"title": "Smith & Sons open"}),
    "deep nesting": (channel(f"<item>{T}{'<x>' * 500}{'</x>' * 500}{L}</item>"), {"title": B, "url": U}),
}  # fmt: skip


@pytest.mark.parametrize(("document", "said"), KINDS.values(), ids=KINDS)
def test_kinds(document: str | bytes, said: dict[str, object]) -> None:
    """Title, address, time, text and language are those that a person would read there."""
    found = entries(document)
    first = found[0]
    when = None if first.published is None else f"{first.published:%Y-%m-%d %H:%M}"
    seen: dict[str, object] = {"title": first.title, "url": first.url, "text": first.text, "language": first.language}
    seen |= {"when": when, "titles": [each.title for each in found], "keys": len({each.key for each in found})}
    for name, value in said.items():
        match name:
            case "starts":
                assert first.text.startswith(str(value)), first.text
            case "starts_title":
                assert first.title.startswith(str(value)), first.title
            case "ends":
                assert first.title.endswith(str(value)), first.title
            case "has":
                assert str(value) in first.text, first.text
            case _:
                assert seen[name] == value, name


def parsed(document: bytes) -> tuple[bool, list[str]]:
    question = Question(feed_id="nn", url=BASE, charset=None, language=None, seen=NOW, limit=100)
    found = read(question, document)
    return found.complete, [entry.title for entry in found.entries]


TWO = channel(
    f"<item>{T}<description><![CDATA[<p>Open</p>]]></description></item><item><title>Мост</title></item>"
).encode()
PLACES = {
    "in a tag": TWO.rindex(b"<title") + 3,
    "in a character": TWO.index("М".encode()) + 1,
    "in a title": TWO.index("М".encode()) + 4,
    "behind the last item": TWO.index(b"</channel>"),
    "in the end of the last item": TWO.rindex(b"</item>") + 4,
    "before the last bracket": len(TWO) - 1,
}


@pytest.mark.parametrize("end", PLACES.values(), ids=PLACES)
def test_a_document_that_ends_anywhere(end: int) -> None:
    """Is not whole, and the items that are whole are there."""
    whole, titles = parsed(TWO[:end])
    assert not whole
    assert B in titles
    assert set(titles) <= {B, "Мост"}


def test_a_document_cut_in_cdata() -> None:
    """Nothing of a half item is taken for an entry that is whole."""
    document = channel("<item><title>One</title></item><item><title>Two</title><description><![CDATA[<p>Half of</p>")
    whole, titles = parsed(document[: document.index("</p>")].encode())
    assert (whole, titles) == (False, ["One"])


def test_an_atom_document_cut_in_its_markup() -> None:
    """The same for Atom."""
    content = "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>Half"
    document = atom("<title>One</title>", f"<title>Two</title>{content}")
    whole, titles = parsed(document[: document.index("Half")].encode())
    assert (whole, titles) == (False, ["One"])


def test_a_document_that_was_written_twice() -> None:
    """As a cache that appends does: what is in it is read, and no item is lost."""
    document = channel(f"<item>{T}{L}</item>")
    _whole, titles = parsed((document + document).encode())
    assert set(titles) == {B}
