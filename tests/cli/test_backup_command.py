"""Does ``seedwatch backup`` write a whole copy, or none?"""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import cli
from bot.errors import StoreError
from bot.store.engine import Store
from tests.cli.conftest import URL
from tests.samples import NOW, a_story

Stored = Callable[..., None]


def test_a_copy_is_a_database_of_its_own(stored: Stored) -> None:
    """It can be opened by a service; what was written while it was made is in the original only."""
    stored(a_story())
    with Store(URL) as running:
        result = CliRunner().invoke(cli, ["backup", "copy.db"])
        with running.begin() as tx:
            tx.notes.put("later", 1, NOW)
    assert result.exit_code == 0, result.output
    assert result.stderr.startswith("copy.db: 0.")
    with Store("sqlite:///copy.db") as copy:
        assert copy.problems() == []
        assert asyncio.run(copy.read(lambda tx: (tx.stories.count(), tx.notes.get("later")))) == (1, None)


def test_an_older_copy_is_not_overwritten(stored: Stored, here: Path) -> None:
    """The last good copy must not die of the next one."""
    stored()
    (here / "copy.db").write_text("precious")
    result = CliRunner().invoke(cli, ["backup", "copy.db"])
    assert isinstance(result.exception, StoreError)
    assert "exists already" in str(result.exception)
    assert (here / "copy.db").read_text() == "precious"


def test_a_copy_that_fails_leaves_nothing_behind(stored: Stored, here: Path) -> None:
    """A folder that does not exist is an error in words."""
    stored()
    result = CliRunner().invoke(cli, ["backup", "nowhere/copy.db"])
    assert isinstance(result.exception, StoreError)
    assert "no copy could be written to nowhere/copy.db" in str(result.exception)
    assert not (here / "nowhere").exists()


@pytest.mark.parametrize("arguments", [["copy.db"], []])
def test_without_a_database_there_is_nothing_to_copy(arguments: list[str], here: Path) -> None:
    """It says so, and makes no empty copy."""
    result = CliRunner().invoke(cli, ["backup", *arguments])
    assert result.exit_code != 0
    assert list(here.iterdir()) == []


def test_a_database_moves_to_another_place(here: Path) -> None:
    """Everything is there and the same; a copy over something else is said to differ."""
    source, target = f"sqlite:///{here}/one.db", f"sqlite:///{here}/two.db"
    with Store(source) as store, store.begin() as tx:
        tx.notes.put("n", 1, NOW)
    moved = CliRunner().invoke(cli, ["db", "copy", source, target, "--json"])
    assert moved.exit_code == 0
    assert json.loads(moved.stdout)["same"] is True
    with Store(target) as store, store.begin() as tx:
        assert tx.notes.get("n") == 1
        tx.notes.put("n", 2, NOW)
    again = CliRunner().invoke(cli, ["db", "copy", source, target])
    assert again.exit_code == 1
    assert "notes: differs" in again.stdout
