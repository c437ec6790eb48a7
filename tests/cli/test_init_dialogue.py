"""Does ``seedwatch init`` at a terminal ask until an answer can be used, and leave a topic that works?"""

import asyncio
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from bot.cli import cli, init
from bot.config.sources.file import load
from bot.model import Match
from tests.fakes.feed_server import ok, running
from tests.samples import NO_MATCH

TOP = Path(__file__).parents[2]

ARTICLE = "Northport and Southport agree on a ferry\nThe mayors of Northport and Southport agreed on a ferry line.\n"


@pytest.fixture
def terminal(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with documents, at what counts as a terminal."""

    class Terminal:
        @staticmethod
        def isatty() -> bool:
            return True

    (here / "documents").mkdir()
    (here / "documents" / "one.txt").write_text(ARTICLE, "utf-8")
    (here / "documents" / "two.txt").write_text(ARTICLE.replace("agree on", "quarrel about"), "utf-8")
    monkeypatch.setattr(init, "sys", type("Sys", (), {"stdin": Terminal}))
    return here


def run(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(cli, ["init", *arguments], input=typed)


def test_a_wrong_answer_is_a_question_again(terminal: Path) -> None:
    """A folder that is missing, a file, an empty folder: each is told, and asked anew."""
    (terminal / "empty").mkdir()
    typed = "Ferries\nnowhere\ndocuments/one.txt\nempty\ndocuments\n\n\n"
    result = run("topic", typed=typed)
    assert result.exit_code == 0, result.output
    said = result.output + result.stderr
    assert "nowhere does not exist" in said
    assert "documents/one.txt is no folder" in said
    assert "empty holds no documents" in said
    assert load(Path("topic/sources.yaml")).topic.name == "Ferries"
    assert os.stat("topic/.env").st_mode & 0o777 == 0o600  # noqa: PTH116 - mode only
    assert "--config topic/sources.yaml" in result.output
    assert "--config ..." not in result.output


async def test_feeds_are_found_behind_pages(terminal: Path) -> None:
    """A page is enough; what has no feed is told, and the topic is there all the same."""
    feed = "<rss version='2.0'><channel><title>Harbour</title><item><title>Ferry sinks</title></item></channel></rss>"
    async with running() as server:
        server.script("/feed", ok(feed))
        result = await asyncio.to_thread(
            run, "topic", "--topic", "Ferries", "--seeds", "documents", "--feed", server.url("/feed"), typed="\n"
        )
    assert result.exit_code == 0, result.output
    # The guard closes private networks in a new topic: loopback is refused here, as it must be.
    assert "private" in result.stderr or "not allowed" in result.stderr or "gave no feed" in result.stderr
    assert load(Path("topic/sources.yaml")).feeds == ()
    assert "seedwatch sources add https://example.org --config topic/sources.yaml" in result.output


@pytest.mark.usefixtures("here")
def test_without_a_terminal_nobody_is_asked() -> None:
    """A missing answer is wrong usage."""
    result = run("topic")
    assert result.exit_code == 2
    assert "--topic is missing, and there is no terminal to ask" in result.stderr


def test_a_compose_file_is_as_safe_as_ours(terminal: Path) -> None:
    """Only where the files and the image come from is another matter; .env is there, since the container wants it."""
    result = run("Topic of Mine", "--topic", "Ferries", "--seeds", "documents", "--compose", typed="\n")
    assert result.exit_code == 0, result.output
    made = yaml.safe_load(Path("Topic of Mine/compose.yaml").read_text("utf-8"))
    ours = yaml.safe_load((TOP / "deploy" / "compose" / "compose.yaml").read_text("utf-8"))
    assert made["name"] == "topic-of-mine"
    assert made["volumes"] == ours["volumes"]
    service, model = made["services"]["seedwatch"], ours["services"]["seedwatch"]
    elsewhere = {"build", "env_file", "volumes"}
    assert {key: service[key] for key in service if key not in elsewhere} == {
        key: model[key] for key in model if key not in elsewhere
    }
    assert service["volumes"] == ["data:/data", ".:/config:ro"]
    assert Path("Topic of Mine/.env").is_file()


def test_no_compose_file_is_written_unasked(terminal: Path) -> None:
    """The question is answered with no unless somebody says yes."""
    for folder, answer, there in (("one", "\n\n", False), ("two", "\ny\n", True)):
        assert run(folder, "--topic", "Ferries", "--seeds", "documents", typed=answer).exit_code == 0
        assert Path(folder, "compose.yaml").exists() is there


def judged(*scores: float) -> list[tuple[Match, str]]:
    """Headlines with these scores, where alerts begin at 0.6 and what is stored at 0.35."""
    return [
        (replace(NO_MATCH, score=score, alert=score >= 0.6, store=score >= 0.35), f"Title {score:.2f}")
        for score in scores
    ]


@pytest.mark.parametrize(
    ("seeds", "entries", "said"),
    [
        ((0.7, 0.8), (), []),
        ((0.7, 0.413), (), ["1 of 2 documents would be no alert", "set alert_at in topic/sources.yaml to 0.41."]),
        ((0.7,), (0.9, 0.1), ["Of the 2 newest entries 1 would be an alert."]),
        ((0.7,), (0.9, 0.8, 0.5), ["Of the 3 newest entries 2 would be alerts.", "Should one of these be?", "0.50"]),
        (
            (0.7,),
            (0.2, 0.1, 0.3, 0.0),
            ["Of the 4 newest entries 0 would be alerts.", "seeds/names.yaml", "0.30"],
        ),
        ((0.7,), (0.9,) * 6 + (0.1,) * 4, ["Of the 10 newest entries 6 would be alerts.", "more than half"]),
    ],
)
def test_the_advice_says_what_to_edit(seeds: Sequence[float], entries: Sequence[float], said: list[str]) -> None:
    """By the documents' own headlines and the newest entries; nothing where all is well."""
    told = "\n".join(init.advice(judged(*seeds), judged(*entries), Path("topic/sources.yaml")))
    assert all(each in told for each in said), told
    assert bool(told) is bool(said)
    assert ("Should one of these be?" in told) is any(each in {"0.50", "0.30"} for each in said)
