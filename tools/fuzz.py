"""Which input breaks a door? A search for new ones, guided by what of the code is reached: ``make fuzz DOOR=a_feed``.

Needs atheris, which is no part of what the tests need. What it finds becomes an example in
``tests/faults/any_input.py``, whose doors it tries.
"""

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["bot", "feedparser"]):
    from tests.faults.any_input import DOORS, examples


def main() -> None:
    """Try inputs for so many seconds; end with an error and the input where a door breaks."""
    door, seconds = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "300"
    with tempfile.TemporaryDirectory() as folder:
        for number, example in enumerate(examples(door)):
            Path(folder, str(number)).write_bytes(example)
        options = [f"-max_total_time={seconds}", "-max_len=4096", "-timeout=20", f"-artifact_prefix=/tmp/{door}-"]
        atheris.Setup([sys.argv[0], *options, folder], DOORS[door])
        atheris.Fuzz()


if __name__ == "__main__":
    main()
