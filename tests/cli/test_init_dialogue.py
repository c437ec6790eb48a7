"""Does ``seedwatch init`` at a terminal ask until an answer can be used, and leave a topic that works?"""

import asyncio
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import cli, init
from bot.config.sources.file import load
from tests.fakes.feed_server import ok, running

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
    typed = "Ferries\nnowhere\ndocuments/one.txt\nempty\ndocuments\n\n"
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
            run, "topic", "--topic", "Ferries", "--seeds", "documents", "--feed", server.url("/feed")
        )
    assert result.exit_code == 0, result.output
    # The guard closes private networks in a new topic: loopback is refused here, as it must be.
    assert "private" in result.stderr or "not allowed" in result.stderr or "gave no feed" in result.stderr
    assert load(Path("topic/sources.yaml")).feeds == ()


@pytest.mark.usefixtures("here")
def test_without_a_terminal_nobody_is_asked() -> None:
    """A missing answer is wrong usage."""
    result = run("topic")
    assert result.exit_code == 2
    assert "--topic is missing, and there is no terminal to ask" in result.stderr
