"""Which topics does a file have, and how does one more get into it?"""

from pathlib import Path

import pytest

from bot.config.findings.problems import ConfigProblems
from bot.config.sources.changes import append_topic
from bot.config.sources.file import interpret, load
from bot.errors import ConfigError

SOURCES = """sources:
  - {id: belta, name: BelTA, url: https://belta.by/rss, ownership: state}
  - {id: fab, name: Fab, url: https://fab.example.org/rss, tags: [chips, asia]}
  - {id: reform, name: Reform, url: https://reform.news/rss}
"""
AT_TOP = "version: 1\ntopic: {name: Ferries, language: pl, timezone: Europe/Warsaw}\nseeds: seeds/\n"
CHIPS = "{id: chips, name: Chips, seeds: seeds/, match: {alert_at: 0.7}, sources: [tag:chips, reform]}"


def read(folder: Path, text: str) -> Path:
    path = folder / "sources.yaml"
    path.write_text(text, "utf-8")
    return path


def test_a_topic_at_the_top_and_others_beside_it(folder: Path) -> None:
    """The first is that at the top; the others have its language and zone, and thresholds and sources of their own."""
    config = load(read(folder, f"{AT_TOP}topics:\n  - {CHIPS}\n{SOURCES}"))
    chips = config.about("chips")
    assert [each.topic.key for each in config.topics] == ["ferries", "chips"]
    assert (config.key, chips.key) == ("main", "chips")
    assert (chips.topic.language, chips.topic.timezone) == ("pl", "Europe/Warsaw")
    assert (config.match.alert_at, chips.match.alert_at) == (0.6, 0.7)
    assert [config.reads(each) for each in ("belta", "fab", "reform")] == [True, True, True]
    assert [chips.reads(each) for each in ("belta", "fab", "reform")] == [False, True, True]
    assert chips.feeds == config.feeds
    assert chips.version == config.version


def test_all_topics_may_be_listed(folder: Path) -> None:
    """The first of the list is then the first."""
    ships = "{id: ships, name: Ships, seeds: seeds/, sources: [ownership:state]}"
    config = load(read(folder, f"version: 1\ntopics:\n  - {CHIPS}\n  - {ships}\n{SOURCES}"))
    assert [(each.topic.key, each.key) for each in config.topics] == [("chips", "main"), ("ships", "ships")]
    assert config.about("ships").chosen == frozenset({"belta"})


def test_an_unknown_topic_is_answered_with_those_that_there_are(folder: Path) -> None:
    """Whoever asks for it sees what can be asked for."""
    config = load(read(folder, f"{AT_TOP}topics:\n  - {CHIPS}\n{SOURCES}"))
    with pytest.raises(ConfigError, match="no topic 'chip'; use one of: ferries, chips"):
        config.about("chip")


def test_the_version_changes_with_the_seeds_of_any_topic(folder: Path) -> None:
    """A reload sees an edit in the second folder as in the first."""
    (folder / "other").mkdir()
    (folder / "other" / "one.md").write_text("Chips\nMinsk and Moscow trade chips.\n", "utf-8")
    path = read(folder, f"{AT_TOP}topics:\n  - {{id: chips, name: Chips, seeds: other/}}\n{SOURCES}")
    before = load(path).version
    (folder / "other" / "one.md").write_text("Chips\nMinsk and Moscow trade more chips.\n", "utf-8")
    assert load(path).version != before


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("listed", [f"topics:\n    # the desk in Riga\n    - {CHIPS}  # since May\n", ""])
def test_one_more_topic_leaves_the_rest_as_it_is(folder: Path, listed: str, newline: str) -> None:
    """Comments, order, line ends and indentation of the file stay; the result can be used."""
    before = f"# ours\n{AT_TOP}{listed}\n# reviewed in May\n{SOURCES}".replace("\n", newline)
    after = append_topic(before.encode(), "sources.yaml", {"id": "docks", "name": "Docks: Łódź", "seeds": "seeds/"})
    config = interpret(after, folder / "sources.yaml")
    assert config.topics[-1].topic.name == "Docks: Łódź"
    assert len(config.topics) == 2 + bool(listed)
    left = [line for line in after.decode().split(newline) if line]
    assert [line for line in before.split(newline) if line] == [line for line in left if line in before.split(newline)]
    assert left.index("# reviewed in May") + 1 == left.index("sources:")


def test_a_list_in_brackets_is_not_edited(folder: Path) -> None:
    """Nothing is guessed: the answer says how to write it."""
    with pytest.raises(ConfigError, match="not a list of lines"):
        append_topic(f"{AT_TOP}topics: [{CHIPS}]\n{SOURCES}".encode(), "sources.yaml", {"id": "docks"})


def test_mistakes_of_all_topics_are_told_at_once(folder: Path) -> None:
    """Who mends one need not come back for the other."""
    two = "  - {id: a, name: A, seeds: none/}\n  - {id: b, name: B, seeds: gone/}\n"
    with pytest.raises(ConfigProblems) as raised:
        load(read(folder, f"{AT_TOP}topics:\n{two}{SOURCES}"))
    assert [each.code for each in raised.value.problems] == ["no-seeds", "no-seeds"]
