"""Are completion and the man page those of today's commands, and does a shell complete with them?"""

import os
import runpy
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.cli import COMMANDS

SHELL = Path(__file__).parents[2] / "docs" / "shell"
MADE = runpy.run_path(str(SHELL.parent / "make_completion.py"))


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_completion_is_current(name: str) -> None:
    """Who adds a command writes the files anew: .venv/bin/python docs/make_completion.py"""
    assert (SHELL / f"seedwatch.{name}").read_text("utf-8") == MADE["completion"](name)


def test_the_man_page_is_current_and_whole() -> None:
    """It has every command."""
    text = (SHELL / "seedwatch.1").read_text("utf-8")
    assert text == MADE["manual"]()
    assert [name for name in COMMANDS if f"seedwatch {name}".replace("-", "\\-") not in text] == []


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")
def test_bash_completes() -> None:
    """The protocol that the script speaks answers with our commands."""
    program = Path(__file__).parents[2] / ".venv" / "bin" / "seedwatch"
    if not program.exists():
        pytest.skip("the program is not installed in .venv")
    environment = os.environ | {
        "_SEEDWATCH_COMPLETE": "bash_complete",
        "COMP_WORDS": "seedwatch sou",
        "COMP_CWORD": "1",
    }
    said = subprocess.run([program], env=environment, capture_output=True, check=False, text=True).stdout
    assert said.split() == ["plain,sources"]
