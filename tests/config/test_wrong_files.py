"""One file per way to be wrong: ``wrong/NAME.yaml`` is answered with exactly ``wrong/NAME.txt``."""

from pathlib import Path

import pytest

from bot.config.findings.problems import ConfigProblems
from bot.config.sources.file import load

WRONG = Path(__file__).parent / "wrong"
NAMES = sorted(path.stem for path in WRONG.glob("*.yaml"))


@pytest.mark.parametrize("name", NAMES)
def test_wrong_file(name: str, folder: Path) -> None:
    """Each file brings out its problems in full; a warning does not keep the file from being used."""
    path = Path("sources.yaml")
    path.write_bytes((WRONG / f"{name}.yaml").read_bytes())
    expected = (WRONG / f"{name}.txt").read_text("utf-8")

    if name.startswith("warning-"):
        found = ConfigProblems(load(path).warnings)
    else:
        with pytest.raises(ConfigProblems) as raised:
            load(path)
        found = raised.value

    assert f"{found}\n" == expected


def test_there_are_files() -> None:
    """The table is not empty, and each file has its answer."""
    assert len(NAMES) > 100
    assert {path.stem for path in WRONG.glob("*.txt")} == set(NAMES)


@pytest.mark.parametrize("name", [name for name in NAMES if "secret" in name])
def test_secret_is_never_repeated(name: str) -> None:
    """No answer holds a part of the secret."""
    answer = (WRONG / f"{name}.txt").read_text("utf-8")
    for secret in ("123:ABC", "hunter", "AAHdqTcv", "1234-abcd"):
        assert secret not in answer
    assert "••••" in answer
