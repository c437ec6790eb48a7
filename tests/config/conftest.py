"""A folder with seeds of its own, so that these tests do not change when the shipped seeds do."""

from collections.abc import Callable
from pathlib import Path

import pytest

NAMES = """entities:
  - {id: minsk, name: Minsk, kind: place, side: belarus, aliases: [Мінск]}
  - {id: moscow, name: Moscow, kind: place, side: russia, aliases: [Масква]}
"""
Write = Callable[[str], Path]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with ``seeds/`` and nothing else."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "names.yaml").write_text(NAMES, "utf-8")
    (tmp_path / "seeds" / "decree.txt").write_text("A decree\nMinsk and Moscow signed a decree.\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def write(folder: Path) -> Write:
    """Write ``sources.yaml`` with these sources and return its path, relative to the working directory."""

    def write_sources(sources: str) -> Path:
        path = Path("sources.yaml")
        path.write_text(f"version: 1\ntopic: {{name: Test}}\nseeds: seeds/\nsources:\n{sources}", "utf-8")
        return path

    return write_sources
