"""How well are events told apart on beats that nothing was fitted on? Invented reports, many of them next acts."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from bench.arrivals import scores
from bot.cli import cli
from bot.cli.group import group
from bot.cli.lines import read_lines, to_entry
from bot.config.sources.file import load
from bot.topic.topic import compile_topic

AFFAIRS = Path(__file__).parent / "affairs"


@pytest.mark.parametrize(
    ("beat", "name", "precision", "cubed"),
    [
        ("kosovo", "Serbia and Kosovo", 0.8, 0.92),
        ("bird-flu", "Bird flu", 0.9, 0.94),
        ("fisheries", "Fisheries", 0.8, 0.9),
    ],
)
def test_an_affair_is_more_than_one_event(tmp_path: Path, beat: str, name: str, precision: float, cubed: float) -> None:
    """Reports come one by one in five languages; the topic is made of four short documents."""
    given = ["init", str(tmp_path), "--topic", name, "--seeds", str(AFFAIRS / beat / "documents")]
    assert CliRunner().invoke(cli, given).exit_code == 0
    config = load(tmp_path / "sources.yaml")
    lines = list(read_lines(AFFAIRS / beat / "reports.jsonl", needed=("id", "title", "group")))
    entries = [to_entry(line) for line in lines]
    events = {entry.key: line["group"] for entry, line in zip(entries, lines, strict=True)}
    found = scores(events, group(compile_topic(config.match, config.corpus), entries))
    assert found[0] >= precision  # of pairs
    assert found[5] >= cubed  # B-cubed F1
