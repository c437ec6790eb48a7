"""Do feeds come in from other readers and go out to them, without harm to ``sources.yaml``?"""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import cli
from bot.config.findings.problems import ConfigProblems
from bot.config.sources.file import load
from bot.config.sources.opml import read_opml, write_opml
from bot.errors import ConfigError

Write = Callable[[str], Path]

GOOD = "  - id: belta\n    name: BelTA\n    url: https://www.belta.by/rss\n"
OPML = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>Mine</title></head><body>
<outline text="Belarus">
  <outline type="rss" text="BelTA" xmlUrl="HTTPS://WWW.belta.by:443/rss#top"/>
  <outline type="rss" text="Tricky: &quot;#1&quot; - {x}" xmlUrl="https://example.org/a?b=1&amp;c=2"/>
  <outline type="rss" title="Наша Ніва" xmlUrl="https://www.nashaniva.com/rss" language="be-BY"/>
  <outline type="rss" text="Наша Ніва" xmlUrl="http://nashaniva.com/ru/"/>
  <outline type="rss" text="again" xmlUrl="https://example.org/a?b=1&amp;c=2"/>
  <outline type="rss" text="local" xmlUrl="file:///etc/passwd"/>
  <outline text="a folder only"/>
</outline></body></opml>
"""


def run_import(opml: str | bytes) -> Result:
    Path("mine.opml").write_bytes(opml if isinstance(opml, bytes) else opml.encode())
    return CliRunner().invoke(cli, ["import-opml", "mine.opml"])


def test_import(write: Write) -> None:
    """New feeds are added at the end, known ones are left out, and bad addresses are named."""
    path = write(GOOD + "\n# the end\n")
    before = path.read_text("utf-8")
    result = run_import(OPML)
    assert result.exit_code == 0, result.output
    assert "mine.opml:9: left out" in result.stderr
    assert "3 added, 2 already there, 1 left out" in result.stderr
    after = path.read_text("utf-8")
    assert after.startswith(before.removesuffix("\n# the end\n"))
    assert after.endswith("\n# the end\n")
    config = load(path)
    assert [(feed.id, feed.name, feed.url, feed.language) for feed in config.feeds] == [
        ("belta", "BelTA", "https://www.belta.by/rss", None),
        ("tricky-1-x", 'Tricky: "#1" - {x}', "https://example.org/a?b=1&c=2", None),
        ("nashaniva-com", "Наша Ніва", "https://www.nashaniva.com/rss", "be"),
        ("nashaniva-com-2", "Наша Ніва", "http://nashaniva.com/ru/", None),
    ]


def test_import_twice(write: Write) -> None:
    """The second time there is nothing to add, and the file is not written."""
    path = write(GOOD)
    run_import(OPML)
    once = path.read_bytes(), path.stat().st_ino
    result = run_import(OPML)
    assert "0 added" in result.stderr
    assert (path.read_bytes(), path.stat().st_ino) == once


LAYOUTS = {
    "indented": "sources:\n    - id: belta\n      name: BelTA\n      url: https://belta.by/rss   # here\n",
    "flush": "sources:\n- id: belta\n  name: BelTA\n  url: https://belta.by/rss\n",
    "in the middle": f"sources:\n{GOOD}\n# what follows\nmatch: {{alert_at: 0.5}}\n",
    "flow items": "sources:\n  - {id: belta, name: BelTA, url: 'https://belta.by/rss',\n     language: ru}\n",
    "block text": f"sources:\n{GOOD}    note: |\n      one\n      two\n\nmatch: {{}}\n",
    "folded text": f"sources:\n{GOOD}    note: one\n      two\n",
    "empty": "sources: []  # none yet\nmatch: {}\n",
    "no line break": f"sources:\n{GOOD}".rstrip("\n"),
    "windows": f"sources:\n{GOOD}".replace("\n", "\r\n"),
    "byte order mark": f"\ufeffsources:\n{GOOD}",
}
HEAD = "version: 1\ntopic: {name: Test}\nseeds: seeds\n"


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_every_layout(layout: str, folder: Path) -> None:
    """However the list is laid out, what stands there stays, and the new source joins it."""
    path = Path("sources.yaml")
    text = (
        layout + HEAD
        if layout.startswith("\ufeff")
        else HEAD.replace("\n", "\r\n" if "\r" in layout else "\n") + layout
    )
    path.write_bytes(text.encode())
    before = load(path)
    result = run_import('<opml><body><outline text="New" xmlUrl="https://example.org/new"/></body></opml>')
    assert result.exit_code == 0, result.output
    after = load(path)
    assert after.feeds[:-1] == before.feeds
    assert after.feeds[-1].id == "new"
    assert after.match == before.match
    content = path.read_bytes().decode()
    kept = [line for line in text.splitlines() if line.strip() and "[]" not in line]
    assert [line for line in content.splitlines() if line in kept] == kept
    assert ("\r\n" in text) == ("\r\n" in content)
    assert content.count("\n") == content.count("\r\n") or "\r\n" not in text


@pytest.mark.parametrize(
    "sources",
    ["sources: [{id: belta, name: BelTA, url: 'https://belta.by/rss'}]\n", "sources: [{id: belta}]\n", "sources: {}\n"],
)
def test_nothing_is_written_where_it_cannot_be_done(sources: str, folder: Path) -> None:
    """A list in brackets, and a file with mistakes, are left as they are."""
    path = Path("sources.yaml")
    path.write_text(HEAD + sources)
    result = run_import(OPML)
    assert isinstance(result.exception, ConfigError)
    assert path.read_text() == HEAD + sources
    assert sorted(each.name for each in folder.iterdir()) == ["mine.opml", "seeds", "sources.yaml"]


def test_link_and_mode_are_kept(write: Write) -> None:
    """The file behind a link is replaced, not the link, and stays readable for the same people."""
    path = write(GOOD)
    path.rename("real.yaml")
    Path("real.yaml").chmod(0o640)
    path.symlink_to("real.yaml")
    assert run_import(OPML).exit_code == 0
    assert path.is_symlink()
    assert Path("real.yaml").stat().st_mode & 0o777 == 0o640
    assert "tricky-1-x" in Path("real.yaml").read_text("utf-8")


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><opml><body><outline text="&b;"/></body></opml>'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (BOMB, "document type"),
        ('<!DOCTYPE opml SYSTEM "file:///etc/passwd"><opml/>', "document type"),
        ("<rss/>", "its first element is <rss>, not <opml>"),
        ("<opml><body>", "not XML"),
        ("", "not XML"),
        ("&undefined;", "not XML"),
        (b"\xff\xfe<", "not XML"),
        ("<opml>" + " " * 6_000_000, "larger than 5 MB"),
    ],
)
def test_not_opml(content: str | bytes, said: str, write: Write) -> None:
    """What is no OPML is refused in a sentence, whatever it tries."""
    write(GOOD)
    result = run_import(content)
    assert isinstance(result.exception, ConfigError)
    assert not isinstance(result.exception, ConfigProblems)
    assert said in str(result.exception)


def test_export(write: Write) -> None:
    """Enabled feeds go out as OPML 2.0, and come back in the same."""
    extra = "  - id: b\n    name: \"A & B <x> 'y'\"\n    url: https://example.org/?a=1&b=2\n    language: be\n"
    config = load(write(GOOD + extra + extra.replace("id: b", "id: c") + "    enabled: false\n"))
    result = CliRunner().invoke(cli, ["export-opml"])
    assert result.exit_code == 0
    assert result.stdout == write_opml("Test", config.feeds)
    assert '<opml version="2.0">' in result.stdout
    outlines, skipped = read_opml(result.stdout.encode(), "out.opml")
    assert skipped == ()
    assert [(each.name, each.url, each.language) for each in outlines] == [
        ("BelTA", "https://www.belta.by/rss", None),
        ("A & B <x> 'y'", "https://example.org/?a=1&b=2", "be"),
    ]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("feed://example.org/a.xml", "http://example.org/a.xml"),
        ("feed:https://example.org/a.xml", "https://example.org/a.xml"),
        ("FEED://https://example.org/a.xml", "https://example.org/a.xml"),
        ("pcast://example.org/a.xml", "http://example.org/a.xml"),
        ("itpc://example.org:8080/a.xml?b=c", "http://example.org:8080/a.xml?b=c"),
        ("podcast://example.org/a", "http://example.org/a"),
        ("rss://example.org/a", "http://example.org/a"),
        ("feeds:https://example.org/a", "https://example.org/a"),
        ("example.org/a.xml", "https://example.org/a.xml"),
        ("example.org:8080/a.xml", "https://example.org:8080/a.xml"),
        ("//example.org/a.xml", "https://example.org/a.xml"),
        ("  http://example.org/a.xml ", "http://example.org/a.xml"),
        ("feed:///example.org/a", "http://example.org/a"),
        ("FEED:example.org/a", "http://example.org/a"),
        ("http:/example.org/a", "http://example.org/a"),
        ("http//example.org/a", "http://example.org/a"),
        ("https:example.org/a", "https://example.org/a"),
        ("feed:https%3A//example.org/a", "https://example.org/a"),
        ("http://http://example.org/a", "http://example.org/a"),
        ("feed://feed://example.org/a", "http://example.org/a"),
        ("http://https://example.org/a", "https://example.org/a"),
        ("https://https//example.org/a", "https://example.org/a"),
        ("https:///example.org/a", "https://example.org/a"),
        ("feed://[2001:db8::1]:81/a", "http://[2001:db8::1]:81/a"),
        ("пример.example/a", "https://пример.example/a"),
        ("rss.example.org/a", "https://rss.example.org/a"),
        ("https://web.example.org/save/https://example.org/a", "https://web.example.org/save/https://example.org/a"),
        ("HTTPS://Example.org/a?u=http://b.example/", "HTTPS://Example.org/a?u=http://b.example/"),
    ],
)
def test_addresses_of_another_age(written: str, read: str) -> None:
    """Browsers once wrote feed:// into bookmarks, and readers export it still."""
    for key in ("xmlUrl", "xmlurl", "XMLURL"):
        outlines, skipped = read_opml(f"<opml><body><outline {key}='{written}'/></body></opml>".encode(), "a.opml")
        assert ([each.url for each in outlines], skipped) == ([read], ())


def test_an_outline_that_calls_its_feed_url_is_taken() -> None:
    """Where it says that it is a feed; the address of a link is a page."""
    text = "<opml><body><outline type='{}' text='A' url='https://example.org/a'/></body></opml>"
    assert [len(read_opml(text.format(each).encode(), "a.opml")[0]) for each in ("rss", "Atom", "link", "")] == [
        1,
        1,
        0,
        0,
    ]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("mailto:ana@example.org", "is not a web address; write the full address, e.g.  https://example.org/feed.xml"),
        ("file:///etc/passwd", "is not a web address; only http:// and https:// are fetched"),
        ("feed:file:///etc/passwd", "is not a web address; only http:// and https:// are fetched"),
        ("gopher://example.org/", "is not a web address; only http:// and https:// are fetched"),
        ("https://example.org/a b", "has a blank or a backslash in it; write %20 for a blank"),
        ("feed://ana:x@example.org/a", "has a user name before the host; remove everything between :// and @"),
    ],
)
def test_what_cannot_be_taken_is_named_with_its_cure(written: str, said: str) -> None:
    """The line, the feed and what to write."""
    text = f"<opml><body>\n<outline text='Ana' xmlUrl='{written}'/></body></opml>"
    outlines, skipped = read_opml(text.encode(), "a.opml")
    assert (outlines, skipped) == ((), (f"a.opml:2: left out 'Ana': the address {said}",))
