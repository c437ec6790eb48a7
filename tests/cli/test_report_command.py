"""Does ``seedwatch report`` show what the votes say, and say so where they say nothing?"""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import cli
from bot.clock import SystemClock
from bot.model import Vote
from bot.store.engine import Store
from tests.cli.conftest import URL
from tests.samples import a_story


def vote(votes: list[tuple[int, Vote, int]], *, days: float = 0) -> None:
    """Store (story number, vote, how many users) so many days ago; odd stories are about potash."""
    at = SystemClock().now() - timedelta(days=days)
    with Store(URL) as store, store.begin() as tx:
        for number, said, users in votes:
            words = ("potash",) if number % 2 else ("decree",)
            story = tx.stories.save(a_story(number, names=(), words=words, sources=1), words="", terms=())
            for user in range(users):
                tx.votes.cast(story.id, f"{said.value}{user}", said, channel_id=None, now=at)


def report(*arguments: str) -> str:
    result = CliRunner().invoke(cli, ["report", *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


VOTES = [(1, Vote.UP, 1), (1, Vote.DOWN, 4), (3, Vote.DOWN, 5), (2, Vote.UP, 4), (4, Vote.UP, 3)]


@pytest.mark.usefixtures("here")
def test_the_worst_word_is_at_the_top() -> None:
    """ "This word: 1 useful of 10" is what an admin looks for."""
    vote(VOTES)
    lines = report().splitlines()
    assert lines[0] == "8 useful of 17 votes, on 4 stories, in 30d"
    assert [" ".join(line.split()) for line in lines[2:]] == [
        "word potash 1 useful of 10 (10%), 2 stories",
        "feed feed1 8 useful of 17 (47%), 4 stories",
        "word decree 7 useful of 7 (100%), 2 stories",
    ]


@pytest.mark.usefixtures("here")
def test_json_has_the_same_numbers() -> None:
    """One object with a row for each name, word and feed."""
    vote(VOTES)
    said = json.loads(report("--json"))
    assert (said["votes"], said["useful"], said["stories"]) == (17, 8, 4)
    assert said["rows"][0] == {
        "kind": "word",
        "what": "potash",
        "useful": 1,
        "votes": 10,
        "stories": 2,
        "precision": 0.1,
        "enough": True,
    }


@pytest.mark.usefixtures("here")
def test_too_few_votes_are_called_too_few() -> None:
    """Three opinions on one story are no statistics."""
    vote([(1, Vote.DOWN, 3)])
    assert "Too few votes to conclude anything" in report()
    assert "useful of 3 (" not in report()


@pytest.mark.usefixtures("here")
def test_no_votes_in_the_time_asked_for() -> None:
    """Old ones do not count; it says how people vote."""
    vote(VOTES, days=40)
    assert "No votes in the last 30d" in report()
    assert "8 useful of 17" in report("--since", "60d")


@pytest.mark.usefixtures("here")
def test_a_wrong_time_is_wrong_use(here: Path) -> None:
    """It says what to write instead."""
    vote([])
    result = CliRunner().invoke(cli, ["report", "--since", "soon"])
    assert result.exit_code == 2
    assert "--since soon" in result.output
