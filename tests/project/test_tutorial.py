"""Do the commands of the tutorial do what it says?"""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
PAGE = TOP / "docs" / "tutorial.md"


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")
def test_every_block_runs(tmp_path: Path) -> None:
    """All blocks in a row, in an empty folder; the first headline is an alert, the second one not."""
    programs = TOP / ".venv" / "bin"
    if not (programs / "seedwatch").exists():
        pytest.skip("the program is not installed in .venv")
    blocks = re.findall(r"```sh\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert len(blocks) >= 5
    script = "set -eu\n" + "\n".join(block for block in blocks if "export PATH" not in block)
    environment = os.environ | {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    bash = shutil.which("bash") or "bash"
    ran = subprocess.run(
        [bash, "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert "reopen the ferry\nScore 0." in ran.stdout
    first, second = ran.stdout.split("Cat show")
    assert ": an alert" in first
    assert "Score 0.00" in second
