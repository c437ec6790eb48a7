"""The bundled week: enough of everything, in order, and readable in all formats."""

import unicodedata
from calendar import timegm
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import feedparser
import pytest

from bot.demo.server import render
from bot.demo.week import LENGTH, OPENING, SHOWN, START, Format, SampleFeed, load_week, offset
from bot.errors import ConfigError
from bot.model import FeedKind, Ownership

FEEDS = load_week()
ENTRIES = [(feed, entry) for feed in FEEDS for entry in feed.entries]
END = START + LENGTH
_UNORDERED = """
id: a
name: A
format: rss2
language: en
country: BY
ownership: state
entries:
- {at: tue 01:00, title: Late}
- {at: mon 01:00, title: Early}
"""


def test_week_has_enough_of_everything() -> None:
    """Six languages, all formats, both kinds of owners, an official register, a broken feed and a silent one."""
    assert len(FEEDS) >= 12
    assert len(ENTRIES) >= 160
    languages = Counter(feed.language for feed, _ in ENTRIES)
    assert set(languages) == {"en", "ru", "be", "uk", "pl", "de"}
    assert min(languages.values()) >= 10
    assert {feed.format for feed in FEEDS} == set(Format)
    assert {feed.ownership for feed in FEEDS} >= {Ownership.STATE, Ownership.PUBLIC, Ownership.INDEPENDENT}
    assert sum(feed.kind is FeedKind.PRIMARY for feed in FEEDS) == 1
    assert sum(feed.broken is not None for feed in FEEDS) == 1
    assert sum(feed.caption is not None for feed in FEEDS) == 1
    assert sum(feed.entries[-1].at < OPENING for feed in FEEDS) == 1


def test_week_has_stories_and_traps() -> None:
    """12 to 24 events in several reports and languages, and what only looks like them."""
    events = Counter(entry.event for _, entry in ENTRIES if entry.event)
    assert 12 <= len(events) <= 24
    assert sum(events.values()) >= 100
    several = [name for name in events if len({feed.language for feed, entry in ENTRIES if entry.event == name}) >= 3]
    assert len(several) >= 10
    assert sum(entry.trap is not None for _, entry in ENTRIES) >= 30
    assert not [entry.title for _, entry in ENTRIES if entry.event and entry.trap]


def test_all_entries_are_within_the_week_and_first_polls_find_some() -> None:
    """What is older than the opening is there at the first, quiet poll; every feed has some of it."""
    for feed in FEEDS:
        assert all(timedelta(0) <= entry.at < LENGTH for entry in feed.entries)
        assert feed.entries[0].at < OPENING, feed.id
        assert len({entry.title for entry in feed.entries}) == len(feed.entries)


def test_outlets_are_invented() -> None:
    """Every address is on a host that is reserved for examples, and the file says that nothing of it happened."""
    assert all(feed.address(entry).startswith(f"https://{feed.id}.example.org/") for feed, entry in ENTRIES)
    folder = Path(str(load_week.__globals__["__file__"])).parent / "sample"
    for file in folder.glob("*.yaml"):
        assert file.read_text("utf-8").startswith("# Invented for demonstration"), file.name


def test_some_titles_are_hostile() -> None:
    """Markup, script, a Slack mention, direction override, escape sequence, emoji, entity, 300 characters."""
    titles = [entry.title for _, entry in ENTRIES]
    for sign in ("<b>", "<script>", "<!channel>", "\u202e", "\x1b[", "&amp;"):
        assert any(sign in title for title in titles), sign
    assert any(unicodedata.category(char) == "So" for title in titles for char in title)
    assert max(map(len, titles)) >= 300


@pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: feed.id)
def test_every_document_is_a_feed(feed: SampleFeed) -> None:
    """A reader finds every entry with its title's words, address and time."""
    shown = feed.shown(END)
    document = render(feed, shown)
    if feed.format is Format.JSON:
        assert b'"version": "https://jsonfeed.org/version/1.1"' in document
        return
    parsed = feedparser.parse(document)
    assert not parsed.bozo
    assert parsed.version == {Format.RSS2: "rss20", Format.RSS1: "rss10", Format.ATOM: "atom10"}[feed.format]
    assert len(parsed.entries) == len(shown)
    for found, entry in zip(parsed.entries, shown, strict=True):
        assert found.link == feed.address(entry)
        at = found.get("published_parsed") or found.updated_parsed
        assert datetime.fromtimestamp(timegm(at), UTC) == START + entry.at
        if not set(entry.title) & set("<&"):
            assert found.title == entry.title


def test_a_document_shows_only_what_has_happened() -> None:
    """Newest first, at most 25, nothing from the future."""
    feed = max(FEEDS, key=lambda each: len(each.entries))
    now = START + timedelta(days=2)
    shown = feed.shown(now)
    assert [entry.at for entry in shown] == sorted((entry.at for entry in shown), reverse=True)
    assert all(START + entry.at <= now for entry in shown)
    assert 0 < len(shown) < len(feed.entries)
    assert len(feed.shown(END)) <= SHOWN


def test_the_caption_stands_in_every_entry() -> None:
    """The outlet that repeats one caption does so in its document."""
    feed = next(each for each in FEEDS if each.caption)
    parsed = feedparser.parse(render(feed, feed.shown(END)))
    assert {entry.description for entry in parsed.entries} == {feed.caption}


def test_offsets_are_read() -> None:
    """The week begins on Monday at midnight."""
    assert START.strftime("%a %H:%M") == "Mon 00:00"
    assert offset("tue 08:10") == timedelta(days=1, hours=8, minutes=10)


@pytest.mark.parametrize("text", ["tue 8:10", "tue 24:00", "someday 08:10", "08:10", 490, None])
def test_wrong_offsets_are_refused(text: object) -> None:
    """A typing mistake is named."""
    with pytest.raises(ValueError, match="write it like 'tue 08:10'"):
        offset(text)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("id: a\nunknown: 1\n", "unknown"),
        ("id: [", "while parsing"),
        (
            _UNORDERED,
            "look after 'Late'",
        ),
    ],
)
def test_a_wrong_file_is_named(tmp_path: Path, content: str, complaint: str) -> None:
    """Whoever edits the sample is told which file and what."""
    (tmp_path / "wrong.yaml").write_text(content)
    with pytest.raises(ConfigError, match=r"^wrong\.yaml: (.|\n)*" + complaint):
        load_week(tmp_path)
