"""Does a topic that English documents teach find its news in five other languages, and leave other news alone?"""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from bot.cli import cli
from bot.config.sources.file import load
from bot.model import Entry
from bot.topic.match import match
from bot.topic.topic import Topic, compile_topic

MakeEntry = Callable[..., Entry]
GIVEN = yaml.safe_load((Path(__file__).parent / "iran.yaml").read_text(encoding="utf-8"))
RECALL = 0.85  # of headlines, without any text below them


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> Topic:
    """The topic as ``init`` writes it, without an edit."""
    folder = tmp_path_factory.mktemp("iran")
    (folder / "documents").mkdir()
    for number, text in enumerate(GIVEN["documents"]):
        (folder / "documents" / f"{number}.txt").write_text(text, encoding="utf-8")
    asked = ["init", str(folder / "t"), "--topic", GIVEN["name"], "--seeds", str(folder / "documents")]
    answer = CliRunner().invoke(cli, asked)
    assert answer.exit_code == 0, answer.output
    config = load(folder / "t" / "sources.yaml")
    return compile_topic(config.match, config.corpus)


@pytest.mark.parametrize("language", GIVEN["on"])
def test_headlines_of_other_languages_are_alerts(taught: Topic, make_entry: MakeEntry, language: str) -> None:
    """In each language nearly all."""
    titles = GIVEN["on"][language]
    missed = [title for title in titles if not match(taught, make_entry(title, "", language)).alert]
    assert len(missed) <= (1 - RECALL) * len(titles), missed


@pytest.mark.parametrize(
    ("language", "title"), [(language, title) for language, titles in GIVEN["off"].items() for title in titles]
)
def test_other_news_is_no_alert(taught: Topic, make_entry: MakeEntry, language: str, title: str) -> None:
    """Sport and earthquakes of the country, and other countries' reactors."""
    found = match(taught, make_entry(title, "", language))
    assert not found.alert, found.parts
