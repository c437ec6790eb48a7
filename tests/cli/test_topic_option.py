"""Which topic of a file is a command about?"""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import cli

NAMES = """topic: {{sides: [one, two]}}
entities:
  - {{id: one, name: {0}, kind: place, side: one}}
  - {{id: two, name: {1}, kind: place, side: two}}
"""
PLACES = {"seeds": ("Minsk", "Moscow"), "ferry": ("Northport", "Southport")}
LINES = ["Minsk and Moscow sign a decree", "Northport and Southport sign a ferry treaty"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, places in PLACES.items():
        Path(name).mkdir()
        Path(name, "names.yaml").write_text(NAMES.format(*places), "utf-8")
    Path("sources.yaml").write_text(
        "version: 1\ntopic: {name: Relations}\nseeds: seeds/\n"
        "topics:\n  - {id: ferry, name: Ferry treaty, seeds: ferry/}\n"
        "sources:\n  - {id: bay, name: Bay, url: https://bay.example.org/feed}\n",
        "utf-8",
    )
    rows = [{"id": str(number), "title": line, "text": "", "article": line} for number, line in enumerate(LINES)]
    Path("lines.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, list(words), standalone_mode=True)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(("more", "alerts"), [([], [True, False]), (["--topic", "ferry"], [False, True])])
def test_score_is_about_the_topic(more: Sequence[str], alerts: list[bool]) -> None:
    """The first one where none is named."""
    rows = [json.loads(line) for line in run("score", "lines.jsonl", *more).stdout.splitlines()]
    assert [row["alert"] for row in rows] == alerts


@pytest.mark.usefixtures("folder")
def test_explain_is_about_the_topic() -> None:
    """Its names are those of that topic."""
    assert "Northport" in run("explain", LINES[1], "--topic", "ferry").stdout.split("\n", 1)[1]
    assert "Northport" not in run("explain", LINES[1]).stdout.split("\n", 1)[1]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    "words",
    [
        ("score", "lines.jsonl"),
        ("group", "lines.jsonl"),
        ("summarize", "lines.jsonl"),
        ("explain", LINES[0]),
        ("topic",),
        ("check",),
        ("replay",),
        ("export", "--format", "csv"),
        ("seeds", "list"),
    ],
    ids=lambda words: words[0],
)
def test_a_wrong_id_is_wrong_usage(words: Sequence[str]) -> None:
    """Every command that takes the option lists the ids that there are."""
    ran = run(*words, "--topic", "ferries")
    assert ran.exit_code == 2
    assert "there is no topic 'ferries'; use one of: relations, ferry" in ran.stderr


@pytest.mark.usefixtures("folder")
def test_check_counts_all_topics_or_one() -> None:
    """The closing line says of how many it speaks."""
    assert "2 topics, 1 source (1 enabled), seeds: 0 seeds, 4 names" in run("check").stderr
    assert "sources.yaml: 1 source (1 enabled), seeds: 0 seeds, 2 names" in run("check", "--topic", "ferry").stderr


@pytest.mark.usefixtures("folder")
def test_init_adds_a_topic_to_a_folder() -> None:
    """Documents and names lie in a folder of their own, the file keeps its words, and a second time is refused."""
    Path("documents").mkdir()
    for number in range(2):
        text = f"Chip export rules tightened {number}\nThe ministry tightened rules for exports of chips.\n"
        Path("documents", f"{number}.md").write_text(text, "utf-8")
    before = Path("sources.yaml").read_text("utf-8")
    ran = run("init", ".", "--add", "--topic", "Chip exports", "--seeds", "documents")
    assert ran.exit_code == 0, ran.output
    assert "--topic chip-exports" in ran.stdout
    after = Path("sources.yaml").read_text("utf-8")
    assert set(before.splitlines()) <= set(after.splitlines())
    assert Path("seeds-chip-exports", "0.md").exists()
    assert run("check").exit_code == 0
    assert run("score", "lines.jsonl", "--topic", "chip-exports").exit_code == 0
    again = CliRunner().invoke(cli, ["init", ".", "--add", "--topic", "Chip exports", "--seeds", "documents"])
    assert "Give this one another name" in str(again.exception)
    assert Path("sources.yaml").read_text("utf-8") == after
