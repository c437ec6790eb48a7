"""Does ``seedwatch export`` print what is stored, safely?"""

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import feedparser
import pytest
from click.testing import CliRunner

from bot.cli import cli
from bot.errors import StoreError
from bot.store.engine import Store
from tests.cli.conftest import URL
from tests.samples import a_report, a_story

Stored = Callable[..., None]


def test_csv_has_a_line_for_each_story(stored: Stored) -> None:
    """A story's sources are counted and named, its addresses are there."""
    stored(a_story(1, sources=2), a_story(2, title="Gas price, agreed", score=0.5))
    result = CliRunner().invoke(cli, ["export", "--format", "csv"])
    assert result.exit_code == 0, result.output
    first, second = csv.DictReader(io.StringIO(result.stdout_bytes.decode(), newline=""))
    assert (first["title"], first["sources"], first["source_names"]) == (
        "Presidents sign decree",
        "2",
        "Outlet 1; Outlet 2",
    )
    assert first["urls"].split() == ["https://outlet1.example.org/a", "https://outlet2.example.org/a"]
    assert first["names"] == "Lukashenko; Putin"
    assert (second["title"], second["score"], second["alert"]) == ("Gas price, agreed", "0.5", "True")
    assert len(first["id"]) >= 4


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_cell_is_a_formula(start: str, stored: Stored) -> None:
    """What a feed wrote is never run by a spreadsheet."""
    text = f"{start}cmd|' /C calc'!A0"
    report = a_report(source=text, url=text)
    stored(a_story(title=text, summary=text, names=(text,), words=(text,), reports=(report,)))
    result = CliRunner().invoke(cli, ["export", "--format", "csv"])
    (row,) = csv.DictReader(io.StringIO(result.stdout_bytes.decode(), newline=""))
    cells = {name: row[name] for name in ("title", "summary", "names", "words", "source_names", "urls")}
    assert {name: cell[0] for name, cell in cells.items()} == dict.fromkeys(cells, "'")


def test_json_has_every_source(stored: Stored) -> None:
    """A program gets one list, each story with what is known of its sources."""
    stored(a_story(1, sources=2, title="Подписан указ"), a_story(2))
    result = CliRunner().invoke(cli, ["export", "--format", "json"])
    first, second = json.loads(result.stdout)
    assert first["title"] == "Подписан указ"
    assert "Подписан указ" in result.stdout
    assert [source["ownership"] for source in first["sources"]] == ["state", "independent"]
    assert datetime.fromisoformat(first["sources"][0]["at"]).tzinfo is not None
    assert first["id"] != second["id"]


def test_since_leaves_out_what_is_older(stored: Stored) -> None:
    """The time counts back from now, and is about the last change of a story."""
    now = datetime.now(UTC)
    stored(a_story(1, updated=now - timedelta(days=31)), a_story(2, updated=now - timedelta(days=29)))
    result = CliRunner().invoke(cli, ["export", "--format", "json", "--since", "30d"])
    assert [story["updated"] for story in json.loads(result.stdout)] == [(now - timedelta(days=29)).isoformat()]


def test_an_empty_database_gives_an_empty_list(stored: Stored) -> None:
    """Nothing is valid JSON, too, and a table of a header only."""
    stored()
    assert json.loads(CliRunner().invoke(cli, ["export", "--format", "json"]).stdout) == []
    assert len(CliRunner().invoke(cli, ["export", "--format", "csv"]).stdout.splitlines()) == 1


def test_it_does_not_need_the_service_to_stop(stored: Stored) -> None:
    """Somebody else holds the database for writing."""
    stored(a_story())
    with Store(URL):
        assert CliRunner().invoke(cli, ["export", "--format", "json"]).exit_code == 0


def test_a_wrong_period_is_explained(here: Path) -> None:
    """It says what to write instead."""
    result = CliRunner().invoke(cli, ["export", "--format", "csv", "--since", "yesterday"])
    assert result.exit_code == 2
    assert "--since yesterday is not a length of time" in result.stderr
    assert "30d" in result.stderr


def test_a_broken_database_is_explained(here: Path) -> None:
    """A file that is no database is an error in words."""
    (here / "data").mkdir()
    (here / "data" / "seedwatch.db").write_bytes(b"this is no database, but long enough to be read as one" * 100)
    result = CliRunner().invoke(cli, ["export", "--format", "json"])
    assert isinstance(result.exception, StoreError)
    assert "the file is no database" in str(result.exception)


def test_rss_is_a_feed(stored: Stored) -> None:
    """A feed reader takes it; without a configuration it has the program's name."""
    stored(a_story(1), a_story(2, title="Gas price agreed"))
    found = feedparser.parse(CliRunner().invoke(cli, ["export", "--format", "rss"]).stdout_bytes)
    assert not found.bozo
    assert [entry.title for entry in found.entries] == ["Presidents sign decree", "Gas price agreed"]
    assert found.feed.title == "Seedwatch"
