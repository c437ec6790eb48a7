"""``seedwatch group`` and ``seedwatch summarize``: one answer a line, and clear errors."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import group, summarize
from bot.cli.lines import to_entry
from bot.model import Entry

CONFIG = str(Path(__file__).parents[2] / "sources.yaml")


def _write(path: Path, *rows: object) -> str:
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), encoding="utf-8")
    return str(path)


def test_group_answers_for_every_line_in_order(tmp_path: Path) -> None:
    """Entries are taken by date, answers come as the lines came, and a story is named by the entry that opened it."""
    file = _write(
        tmp_path / "entries.jsonl",
        {"id": 3, "title": "Poland reopens the Eskby crossing", "text": "", "lang": "en", "date": "2031-05-09"},
        {"id": "b", "title": "Harbour of Eskby closed by storm", "lang": "en", "date": "2031-05-06T12:00:00Z"},
        "",
        {"id": "a", "title": "Storm closes harbour of Eskby", "lang": "en", "date": "2031-05-06"},
    )
    result = CliRunner().invoke(group.command, [file, "--config", CONFIG], catch_exceptions=False)
    assert [json.loads(line) for line in result.output.splitlines()] == [
        {"id": 3, "story": 3},
        {"id": "b", "story": "a"},
        {"id": "a", "story": "a"},
    ]


def test_stories_that_parted_are_named_by_their_first_entries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The part has no entry's key, and the story that is left may have the key of an entry that left it."""

    def parted(_: object, entries: list[Entry]) -> dict[str, str]:
        opener, *others = [entry.key for entry in entries]
        return {opener: "s8f3k", **dict.fromkeys(others, opener)}

    monkeypatch.setattr(group, "group", parted)
    rows = [{"id": name, "title": f"Storm {name}", "date": f"2031-05-0{day}"} for day, name in enumerate("abc", 1)]
    result = CliRunner().invoke(group.command, [_write(tmp_path / "a.jsonl", *rows), "--config", CONFIG])
    assert result.exit_code == 0, result.output
    assert [json.loads(line)["story"] for line in result.output.splitlines()] == ["a", "b", "b"]


def test_lines_without_an_outlet_are_of_several() -> None:
    """Nothing says that one outlet wrote them; with an address, its site does."""
    unknown = [to_entry({"id": name, "title": "Storm"}).feed_id for name in "ab"]
    linked = [to_entry({"id": name, "title": "Storm", "url": f"https://eskby.example/{name}"}).feed_id for name in "ab"]
    assert (len(set(unknown)), len(set(linked))) == (2, 1)


def test_summarize_answers_for_every_article(tmp_path: Path) -> None:
    """A summary is a sentence of the article; an article without sentences has an empty one."""
    file = _write(
        tmp_path / "articles.jsonl",
        {"id": "a", "title": "Storm", "article": "The harbour of Eskby was closed by a storm on Tuesday night."},
        {"id": "b", "title": "Storm", "article": "A ship in the rain"},
    )
    result = CliRunner().invoke(summarize.command, [file], catch_exceptions=False)
    assert [json.loads(line) for line in result.output.splitlines()] == [
        {"id": "a", "summary": "The harbour of Eskby was closed by a storm on Tuesday night."},
        {"id": "b", "summary": ""},
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("{not json", "bad.jsonl:1: not JSON"),
        ([1, 2], "not an object"),
        ({"id": "a"}, "title missing"),
        ({"id": "a", "title": "x", "date": "Tuesday"}, "Write it as 2026-09-21"),
    ],
)
def test_bad_lines_are_named(tmp_path: Path, row: object, said: str) -> None:
    """The error says which line is wrong and what to write."""
    file = _write(tmp_path / "bad.jsonl", row)
    result = CliRunner().invoke(group.command, [file, "--config", CONFIG])
    assert said in str(result.exception)


def test_a_missing_file_is_an_error_of_ours(tmp_path: Path) -> None:
    """No traceback for a file that is not there."""
    result = CliRunner().invoke(summarize.command, [str(tmp_path / "none.jsonl")])
    assert "none.jsonl cannot be read" in str(result.exception)
