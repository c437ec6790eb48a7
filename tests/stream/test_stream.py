"""Is every event of a week told once, and is everything true that is told?"""

import asyncio
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import cli
from tests.stream.audit import Audit, audit
from tests.stream.grouped import by_script
from tests.stream.play import configure, play
from tests.stream.ports import NAME, TOWNS, write_documents
from tests.stream.script import HELD_OUT, RELATIONS, Beat, week

SEEDS = Path(__file__).parents[2] / "seeds"
TUNED, OTHER = (RELATIONS, 1), (HELD_OUT, 2)  # words and figures that the rules were made with, and others


def played(folder: Path, beat: Beat, seed: int, *, seeds: Path = SEEDS, name: str = "Belarus and Russia") -> Audit:
    """Play a week of a topic, which is the built-in one where nothing else is said."""
    script = week(beat, seed)
    config = configure(folder, seeds, name, script)
    found = audit(script, asyncio.run(play(folder, config, script)))
    print(found)  # noqa: T201 - the figures of the week, shown with -s
    return found


def test_a_week_is_told_as_the_script_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Grouped without an error: every event once as new, every later fact once, and not a word that is not true."""
    monkeypatch.setattr("bot.work.polling.plan.cluster", by_script(week(*OTHER)))
    found = played(tmp_path, *OTHER)
    assert found.events == 70
    assert found.once == found.events
    assert found.repeated == found.misplaced == found.foreign == found.miscounted == found.untrue == []
    assert len(found.later) >= 49  # forty events with a later fact, nine that turn out otherwise


@pytest.mark.parametrize("script", [TUNED, OTHER])
def test_what_is_told_is_true_however_it_was_grouped(tmp_path: Path, script: tuple[Beat, int]) -> None:
    """No fact twice, no sentence under an outlet that did not write it, every outlet counted once.

    The words are those of one beat in every event, far more alike than in any real week: grouping parts most of them.
    """
    found = played(tmp_path, *script)
    assert found.repeated == found.misplaced == found.miscounted == found.untrue == []
    assert found.once >= 62  # of 70


def test_a_topic_that_init_made_is_told_as_truly(tmp_path: Path) -> None:
    """Its names come from a few documents, and nobody has listed words for its events."""
    documents = write_documents(tmp_path / "documents")
    made = CliRunner().invoke(cli, ["init", str(tmp_path / "topic"), "--topic", NAME, "--seeds", str(documents)])
    assert made.exit_code == 0, made.output
    found = played(tmp_path, TOWNS, 3, seeds=tmp_path / "topic" / "seeds", name=NAME)
    assert found.repeated == found.misplaced == found.miscounted == found.untrue == []
    assert found.once >= 64  # of 70
