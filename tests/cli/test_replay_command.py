"""Does ``seedwatch replay`` show what a change of the configuration would do, and change nothing itself?"""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import cli
from bot.clock import SystemClock
from bot.store.engine import Store
from tests.samples import NOW
from tests.small_topic import DECREE, GAS, news, poll, url, write_config


@pytest.fixture
def config(here: Path) -> Path:
    """A configuration with an hour's entries: two stories, one of them in two feeds, and something else."""
    config = write_config(here)
    ago = (SystemClock().now() - timedelta(hours=5) - NOW) / timedelta(minutes=1)
    with Store(url(here)) as store:
        poll(store, config, news(DECREE, minutes=ago))
        poll(store, config, news(DECREE, feed="two", minutes=ago + 10))
        poll(store, config, news("Cat show opens", minutes=ago + 20))
        poll(store, config, news(GAS, minutes=ago + 30))
    return config


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["replay", *arguments])


@pytest.mark.usefixtures("config")
def test_the_configuration_in_force_alone(here: Path) -> None:
    """Without another one it says what would be sent by now."""
    result = run()
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == [
        "4 entries in 7d, 3 matched, 2 new stories.",
        "It would send 2 stories and 0 updates.",
    ]


@pytest.mark.usefixtures("config")
def test_a_change_shows_what_is_lost(here: Path) -> None:
    """How many instead of how many, and each story with its reason."""
    write_config(here, name="new.yaml", feeds=("one", "two", "three"), more="match: {must_not: [gas]}\n")
    said = run("--try", "new.yaml").stdout
    assert "It would send 1 story instead of 2, and 0 updates instead of 0.\n0 added, 1 lost." in said
    assert "Not judged, since their entries are not stored yet: three" in said
    assert said.index("Lost") < said.index(GAS) < said.index("“gas” must not be there")
    assert "Added" not in said


@pytest.mark.usefixtures("config")
def test_json_has_counts_and_both_lists(here: Path) -> None:
    """The same for a program; in the other direction the lost story is an added one."""
    write_config(here, name="new.yaml", more="match: {must_not: [gas]}\n")
    said = json.loads(run("--try", "sources.yaml", "--config", "new.yaml", "--json").stdout)
    assert said["in_force"] == {"entries": 4, "matched": 3, "stories": 2, "sent": 1, "updates": 0}
    assert said["tried"]["sent"] == 2
    assert said["lost"] == []
    (added,) = said["added"]
    assert (added["title"], added["feeds"]) == (GAS, ["one"])
    assert added["score_now"] >= 0.6
    assert "Golovchenko" in added["why"]


def test_long_lists_are_cut_for_people(here: Path) -> None:
    """A story of many feeds names the first few, and how many more there are."""
    feeds = [f"feed{number}" for number in range(1, 8)]
    config = write_config(here, feeds=feeds)
    ago = (SystemClock().now() - timedelta(hours=5) - NOW) / timedelta(minutes=1)
    with Store(url(here)) as store:
        for number, feed in enumerate(feeds):
            poll(store, config, news(DECREE, feed=feed, minutes=ago + number))
    write_config(here, name="new.yaml", feeds=feeds, more="match: {must_not: [decree]}\n")
    assert "feed1, feed2, feed3, feed4 and 3 more · " in run("--try", "new.yaml").stdout
    assert json.loads(run("--try", "new.yaml", "--json").stdout)["lost"][0]["feeds"] == feeds


def test_nothing_is_written(config: Path, here: Path) -> None:
    """The database is the same byte for byte."""
    before = (here / "seedwatch.db").read_bytes()
    assert run("--since", "30d").exit_code == 0
    assert (here / "seedwatch.db").read_bytes() == before


@pytest.mark.usefixtures("config")
def test_only_the_time_asked_for_counts() -> None:
    """An hour without entries sends nothing."""
    assert "0 entries in 1h, 0 matched" in run("--since", "1h").stdout


def test_a_broken_file_is_an_error_with_its_place(config: Path, here: Path) -> None:
    """What could not be put in force cannot be tried."""
    (here / "new.yaml").write_text("version: 1\nsuorces: []\n", encoding="utf-8")
    result = run("--try", "new.yaml")
    assert result.exit_code == 1
    assert "new.yaml:2" in str(result.exception)


@pytest.mark.usefixtures("config")
def test_the_former_option_is_refused_with_the_new_one() -> None:
    """--config is the one in force on every command; who still writes --against is told what to write."""
    result = run("--against", "old.yaml", "--config", "new.yaml")
    assert result.exit_code == 2
    assert "--config old.yaml --try FILE" in result.stderr
