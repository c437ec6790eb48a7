"""Does ``make`` find a Python, install once, and say what it can do?"""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
MAKE = shutil.which("make")
pytestmark = pytest.mark.skipif(MAKE is None, reason="there is no make")


def make(*arguments: str, folder: Path = TOP, path: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
    environment["PATH"] = path or os.environ["PATH"]
    return subprocess.run(
        [str(MAKE), *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=20
    )


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A folder in which everything seems to be installed."""
    (tmp_path / "requirements").mkdir()
    for name in ("Makefile", "pyproject.toml", "requirements/runtime.txt", "requirements/dev.txt"):
        shutil.copy(TOP / name, tmp_path / name)
        os.utime(tmp_path / name, (1000, 1000))
    (tmp_path / ".venv").mkdir()
    for age, name in enumerate((".created", ".runtime-installed", ".dev-installed")):
        (tmp_path / ".venv" / name).touch()
        os.utime(tmp_path / ".venv" / name, (2000 + age, 2000 + age))
    return tmp_path


def test_plain_make_lists_every_target() -> None:
    """Whoever types make sees everything that there is to do."""
    phony = re.search(r"^\.PHONY: (.+)$", (TOP / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert phony is not None
    listed = re.findall(r"^make ([\w-]+) +\S", make().stdout, re.MULTILINE)
    assert sorted(listed) == sorted(phony[1].split())


@pytest.mark.parametrize("target", ["demo", "run", "test"])
def test_nothing_is_installed_twice(target: str, installed: Path) -> None:
    """With everything in place the step itself is all that is done."""
    lines = make("--dry-run", target, folder=installed).stdout.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith(".venv/bin/")


@pytest.mark.parametrize(("target", "installs"), [("demo", False), ("test", True)])
def test_changed_requirements_are_installed(target: str, installs: bool, installed: Path) -> None:
    """The program itself needs nothing of what its tests need."""
    os.utime(installed / "requirements" / "dev.txt", (3000, 3000))
    done = make("--dry-run", target, folder=installed).stdout
    assert ("--require-hashes --requirement requirements/dev.txt" in done) is installs
    assert "requirements/runtime.txt" not in done


def test_without_a_usable_python_it_says_what_to_install(tmp_path: Path, installed: Path) -> None:
    """An old Python, or one without venv, is passed over; there is no half-made environment."""
    shutil.rmtree(installed / ".venv")
    useless = tmp_path / "useless"
    useless.mkdir()
    for name in ("python3", "python3.11", "python3.12", "python3.13"):
        (useless / name).write_text("#!/bin/sh\nexit 1\n")
        (useless / name).chmod(0o755)
    done = make("demo", folder=installed, path=str(useless))
    assert done.returncode != 0
    assert "No Python 3.11 or newer with its venv module was found" in done.stderr
    assert "apt-get install python3 python3-venv" in done.stderr
    assert not (installed / ".venv").exists()
