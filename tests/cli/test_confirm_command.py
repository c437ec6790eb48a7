"""Can an admin put a story into the baseline and take it out again, while the service runs?"""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
import structlog
import yaml
from click.testing import CliRunner, Result

from bot.app import open_work
from bot.cli import cli
from bot.config import Settings
from bot.config.sources.file import load
from bot.store.engine import Store
from tests.fakes.manual_clock import SkippingClock
from tests.small_topic import GAS, news, poll, url, write_config


@pytest.fixture
def config(here: Path) -> Path:
    return write_config(here)


@pytest.fixture
def short(config: Path, here: Path) -> str:
    """The id of a stored story of two reports."""
    entry = news(GAS, "They speak of 127 dollars.", minutes=1)
    with Store(url(here)) as store:
        poll(store, config, entry)
        poll(store, config, news(GAS, feed="two", minutes=9))
        with store.begin() as tx:
            (story,) = tx.stories.by_id([entry.key])
    return story.short


def run(*arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(cli, ["seeds", *arguments], input=typed)


def cards(here: Path) -> list[Path]:
    return sorted(path for path in (here / "seeds").iterdir() if path.suffix == ".yaml" and path.name != "names.yaml")


def test_confirm_writes_a_card_and_unconfirm_removes_exactly_that(here: Path, short: str) -> None:
    """Everything else in seeds/ stays as it was."""
    before = {path: path.read_bytes() for path in (here / "seeds").iterdir()}
    result = run("confirm", short.upper())
    assert result.exit_code == 0, result.output
    (card,) = cards(here)
    said = yaml.safe_load(card.read_text("utf-8"))
    assert said["title"] == GAS
    assert said["origin"] == f"story {short}"
    assert said["facts"] == []
    assert "127" in said["figures"]
    assert "golovchenko" in said["entities"]
    assert card.name == f"{said['date']}-{card.stem[11:]}.yaml"
    assert run("unconfirm", short).exit_code == 0
    assert {path: path.read_bytes() for path in (here / "seeds").iterdir()} == before


def test_confirming_twice_asks_for_force_which_keeps_the_facts(here: Path, short: str) -> None:
    """What somebody wrote by hand is never lost by a command."""
    run("confirm", short)
    (card,) = cards(here)
    text = card.read_text("utf-8")
    card.write_text("".join("facts: [They agreed.]\n" if line.startswith("facts:") else line
                            for line in text.splitlines(keepends=True)), "utf-8")  # fmt: skip
    again = run("confirm", short)
    assert again.exit_code == 1
    assert f"story {short} is confirmed already" in str(again.exception)
    assert run("confirm", short, "--force").exit_code == 0
    assert yaml.safe_load(card.read_text("utf-8"))["facts"] == ["They agreed."]
    assert run("unconfirm", short, typed="n\n").exit_code != 0
    assert cards(here) == [card]
    assert run("unconfirm", short, "--yes").exit_code == 0
    assert cards(here) == []


def test_two_stories_of_one_title_and_day_get_two_cards(here: Path, short: str) -> None:
    """The second card has the story's id in its name; each is removed by its own."""
    with Store(url(here)) as store, store.begin() as tx:
        (story,) = tx.stories.newest(1)
        other = tx.stories.save(replace(story, id="another"), words="", terms=())
    run("confirm", short)
    (first,) = cards(here)
    assert run("confirm", other.short).exit_code == 0
    assert set(cards(here)) == {first, first.with_stem(f"{first.stem}-{other.short}")}
    run("unconfirm", other.short)
    assert cards(here) == [first]


@pytest.mark.parametrize("verb", ["confirm", "unconfirm"])
def test_an_unknown_story_is_an_error(verb: str, here: Path, short: str) -> None:
    """It is named, and nothing is written."""
    result = run(verb, "zz99")
    assert result.exit_code == 1
    assert "zz99" in str(result.exception)
    assert cards(here) == []


def test_without_a_database_it_says_so(config: Path, here: Path) -> None:
    """Nothing was stored, so nothing can be confirmed."""
    result = run("confirm", "8f3k")
    assert result.exit_code == 1
    assert "no database" in str(result.exception)


async def test_a_running_service_takes_it_over(config: Path, here: Path, short: str) -> None:
    """After the reload the story's names and numbers are known; after unconfirm they are news again."""
    settings = Settings(database_url=url(here))
    log = structlog.get_logger()
    async with open_work(load(config), settings, clock=SkippingClock(), log=log, connect=[]) as work:

        async def known() -> set[str]:
            for _ in range(2):  # two looks in a row must agree
                await work.reloading.if_changed()
            baseline = work.current.watch.topic.baseline
            return {"golovchenko", "127"} & (baseline.names | baseline.figures)

        assert await known() == set()
        await asyncio.to_thread(run, "confirm", short)
        assert await known() == {"golovchenko", "127"}
        await asyncio.to_thread(run, "unconfirm", short)
        assert await known() == set()
