"""Does ``seedwatch explain URL`` say what became of an entry, with the words of /why?"""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.chat.rendering.trace import Fate, trace
from bot.cli import cli
from bot.model import Entry
from bot.store.engine import Store
from tests.samples import a_subscription
from tests.small_topic import DECREE, news, poll, url, write_config

FIRST, SECOND = news(DECREE), news(DECREE, feed="two", minutes=7)
OTHER = news("Cat show opens", minutes=9)


@pytest.fixture
def config(here: Path) -> Path:
    """A configuration with one story of two entries, told to one chat, and an entry about something else."""
    config = write_config(here)
    with Store(url(here)) as store:
        with store.begin() as tx:
            tx.channels.save(a_subscription())
        poll(store, config, FIRST)
        poll(store, config, SECOND)
        with store.begin() as tx:
            assert [trace(tx, entry.url or "").fate for entry in (FIRST, SECOND)] == [Fate.WAITING, Fate.WAITING]  # type: ignore[union-attr]
            tx.alerts.sent([alert.id for alert in tx.alerts.of_story(FIRST.key)], "1", FIRST.seen)
        poll(store, config, OTHER)
    return config


def run(what: str | None, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["explain", str(what), *arguments])


def run_json(what: str | None) -> dict[str, object]:
    return dict(json.loads(run(what, "--json").stdout))


def short(here: Path) -> str:
    with Store(url(here)) as store, store.begin() as tx:
        (story,) = tx.stories.by_id([FIRST.key])
    return story.short


@pytest.mark.usefixtures("config")
def test_what_came_second_says_into_which_story_it_went(here: Path) -> None:
    """The decision, the points, the story and why it is in there; it was no message of its own."""
    result = run(SECOND.url)
    assert result.exit_code == 0, result.output
    said = result.stdout
    assert said.startswith(f"{DECREE}\nWhy this was not sent by itself: it is one more source of a story that was told")
    assert f"Grouped: into story {short(here)} “{DECREE}”, 2 sources, told to 1 chat" in said
    assert "Because: " in said
    assert "7 minutes apart" in said
    assert "Names: " in said
    assert "Seen      2026-09-21 14:20 UTC in two" in said
    assert "Now       " not in said


@pytest.mark.usefixtures("config")
def test_the_address_is_found_with_tracking_and_tells_the_opener(here: Path) -> None:
    """People paste addresses as they got them."""
    said = run(f"{FIRST.url}?utm_source=mail#top").stdout
    assert f"Grouped: opened story {short(here)}" in said
    assert "Because: nothing" in said


@pytest.mark.usefixtures("config")
def test_what_is_off_topic_says_so() -> None:
    """It was seen, and left out."""
    said = run(OTHER.url).stdout
    assert "Why this was not sent (score 0.00; alerts start at 0.60)" in said
    assert "Grouped: no: it was not stored" in said


def test_a_configuration_that_judges_otherwise_by_now_says_how(config: Path, here: Path) -> None:
    """The decision of that time is explained; what would be decided today is one line."""
    write_config(here, more="match: {must_not: [decree]}\n")
    said = run(FIRST.url).stdout
    assert "Why this was sent" in said
    assert "Now       " in said
    assert "no alert: “decree” must not be there" in said


@pytest.mark.usefixtures("config")
def test_json_has_the_decision_and_the_story(here: Path) -> None:
    """For programs: what was decided then, and now."""
    said = json.loads(run(SECOND.url, "--json").stdout)
    assert (said["story"], said["told"], said["feed"], said["alert"]) == (short(here), 1, "two", True)
    assert "apart" in said["grouped"]
    assert (said["fate"], run_json(FIRST.url)["fate"]) == ("silent", "told")
    assert said["now"]["score"] == said["score"]
    assert json.loads(run(OTHER.url, "--json").stdout)["story"] is None


@pytest.mark.usefixtures("config")
def test_an_address_in_no_feed_says_how_to_go_on() -> None:
    """Nothing is fetched; a text can be scored instead."""
    result = run("https://elsewhere.example.org/a")
    assert result.exit_code == 1
    assert "in no feed that was polled" in str(result.exception)
    assert 'seedwatch explain "Headline.' in str(result.exception)


def test_an_address_before_the_first_run_is_in_no_feed_either(here: Path) -> None:
    """No database is no other kind of error."""
    write_config(here)
    entry: Entry = FIRST
    assert "not among the stored entries" in str(run(entry.url).exception)


@pytest.mark.usefixtures("config")
@pytest.mark.parametrize("name", ["nofile.txt", "articles/one.md", "new.yaml"])
def test_a_missing_file_is_no_headline(name: str) -> None:
    """What looks like a file's name is not scored as a text."""
    assert f"there is no file {name}" in str(run(name).exception)
