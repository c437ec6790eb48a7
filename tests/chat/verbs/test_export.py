"""Can people take stories along as a file that their programs understand?"""

import csv
import io
import json
from dataclasses import replace
from datetime import timedelta

import feedparser
import pytest

from bot.chat.message import Command, Reply
from bot.chat.verbs.export import MOST_BYTES
from bot.chat.verbs.request import Service
from bot.chat.verbs.table import handle, only_reads
from bot.store.engine import Store
from bot.stories.export import FORMS, export
from tests.chat.verbs.conftest import Type
from tests.samples import HERE, NOW, a_story


@pytest.fixture
def two(store: Store) -> None:
    with store.begin() as tx:
        tx.stories.save(a_story(1, sources=2, title="=Указ & <b>", summary="A\x0bB"), words="", terms=())
        old = a_story(2, title="Older", alert=False, score=0.4, updated=NOW - timedelta(days=20))
        tx.stories.save(old, words="", terms=())


def ask(store: Store, service: Service, words: str = "", value: str | None = None) -> Reply:
    with store.begin() as tx:
        return handle(tx, Command(verb="export", arguments=words, value=value, target=HERE), service)


@pytest.mark.usefixtures("two")
def test_csv_opens_in_a_spreadsheet(store: Store, service: Service) -> None:
    """Excel sees by the mark that it is UTF-8, and runs nothing; the newest story is first."""
    reply = ask(store, service, "csv")
    file = reply.message.file
    assert file is not None
    assert (file.name, file.media_type) == ("seedwatch-2026-09-21-30d.csv", "text/csv")
    assert file.data.startswith(b"\xef\xbb\xbf")
    first, second = csv.DictReader(io.StringIO(file.data.decode("utf-8-sig"), newline=""))
    assert first["title"] == "'=Указ & <b>"
    assert second["alert"] == "False"
    assert reply.private
    assert reply.message.text == "2 stories from the last 30 days."


def test_what_happened_last_comes_first(store: Store, service: Service) -> None:
    """One more copy of an old story today does not make it the newest, nor of this week."""
    with store.begin() as tx:
        for number, opened in ((1, 3), (2, 1), (3, 20)):
            story = a_story(number, title=f"Story {number}", opened=NOW - timedelta(days=opened))
            tx.stories.save(
                replace(story, changed=story.opened, updated=NOW - timedelta(hours=number)), words="", terms=()
            )
    file = ask(store, service, value="json.7d").message.file
    assert file is not None
    assert [each["title"] for each in json.loads(file.data)] == ["Story 2", "Story 1"]


@pytest.mark.usefixtures("two")
def test_json_is_one_list(store: Store, service: Service) -> None:
    """A button carries form and time."""
    file = ask(store, service, value="json.7d").message.file
    assert file is not None
    (story,) = json.loads(file.data)
    assert [each["source"] for each in story["sources"]] == ["Outlet 1", "Outlet 2"]
    assert file.name.endswith("-7d.json")


@pytest.mark.usefixtures("two")
def test_rss_is_a_feed_that_readers_take(store: Store, service: Service) -> None:
    """What a feed wrote cannot break it."""
    file = ask(store, service, "rss 2w").message.file
    assert file is not None
    assert file.name.endswith(".xml")
    found = feedparser.parse(file.data)
    assert not found.bozo
    assert found.version == "rss20"
    assert found.feed.title == "Belarus–Russia relations"
    (item,) = found.entries
    assert (item.title, item.link) == ("=Указ & <b>", "https://outlet1.example.org/a")
    assert item.summary == "AB (Outlet 1, Outlet 2)"
    assert item.published_parsed[:5] == (2026, 9, 21, 14, 13)
    assert [tag.term for tag in item.tags] == ["Lukashenko", "Putin"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("xls", "I can't write “xls”. Use csv, json or rss, e.g. /export csv 30d"),
        ("jsn 7d", "Did you mean /export json 30d?"),
        ("csv yesterday", "I don't know the period “yesterday”. Use 1d, 7d, 30d … 180d, e.g. /export csv 30d"),
        ("csv 181d", "“181d” is too long. Use up to 180d"),
        ("rss", "No stories in 30 days."),
        ("", "as a file. For which program?"),
    ],
)
def test_what_gives_no_file_says_why(type_in: Type, words: str, said: str) -> None:
    """Each says what to write instead."""
    assert said in type_in(f"/export {words}")


@pytest.mark.usefixtures("two")
def test_a_period_alone_means_csv_and_nothing_offers_the_forms(store: Store, service: Service) -> None:
    """What most people want needs the least typing."""
    file = ask(store, service, "7d").message.file
    assert file is not None
    assert file.name.endswith(".csv")
    (row,) = ask(store, service).message.buttons
    assert [button.value for button in row] == ["csv.30d", "json.30d", "rss.30d"]


@pytest.mark.parametrize("name", sorted(FORMS))
def test_what_does_not_fit_is_left_out_and_said(name: str) -> None:
    """The file stays whole: the oldest stories are missing, not the end of the file."""
    stories = [a_story(number, short=f"s{number}") for number in range(1, 50)]
    one = len(FORMS[name].one(stories[0]).encode())
    made = export(FORMS[name], iter(stories), topic="T", now=NOW, most=5 * one + 20)
    assert (made.complete, made.stories) == (False, 5)
    if name == "json":
        assert len(json.loads(made.data)) == 5
    if name == "rss":
        assert len(feedparser.parse(made.data).entries) == 5
    assert export(FORMS[name], iter(stories), topic="T", now=NOW, most=MOST_BYTES).complete


def test_a_file_is_made_beside_the_work() -> None:
    """Nobody who writes waits for it."""
    assert only_reads(Command(verb="export", target=HERE))
    assert not only_reads(Command(verb="latest", target=HERE))
