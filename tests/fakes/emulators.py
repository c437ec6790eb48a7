"""Where are the servers that others wrote? ``make emulators`` installs each into an environment of its own."""

import os
from pathlib import Path

import pytest

_FOLDER = Path(__file__).parents[2] / ".emulators"


def bin_of(name: str) -> Path:
    """Return where its commands are, or would be."""
    return _FOLDER / name / "bin"


def needs(name: str) -> pytest.MarkDecorator:
    """Skip tests where it is not installed, unless it must be."""
    here = (_FOLDER / name / ".installed").exists() or os.environ.get("SEEDWATCH_REQUIRE_SERVICES") == "1"
    return pytest.mark.skipif(not here, reason=f"{name} is not here: make emulators")
