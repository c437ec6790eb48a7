"""Does a file that was asked for at the terminal arrive, and harm nothing that is there?"""

from pathlib import Path

import pytest

from bot.chat.console.connection import saved
from bot.chat.message import File

CSV = File(name="stories-30d.csv", data=b"a;b\n", media_type="text/csv")


def test_a_file_is_written_over_no_other(tmp_path: Path) -> None:
    """Who asks twice has two files."""
    assert saved(CSV, tmp_path) == "saved as stories-30d.csv"
    assert saved(CSV, tmp_path) == "saved as stories-30d-2.csv"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["stories-30d-2.csv", "stories-30d.csv"]
    assert (tmp_path / "stories-30d-2.csv").read_bytes() == b"a;b\n"


def test_a_folder_that_takes_no_file_is_said(tmp_path: Path) -> None:
    """The program goes on, and the person knows why there is nothing."""
    assert "could not be written" in saved(CSV, tmp_path / "gone")


def test_a_folder_full_of_them_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After many of the same name it is time to tidy up."""
    monkeypatch.setattr("bot.chat.console.connection._TRIES", 2)
    saved(CSV, tmp_path)
    saved(CSV, tmp_path)
    assert "delete some" in saved(CSV, tmp_path)
