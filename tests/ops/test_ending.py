"""Does the program end in time although something in it hangs?"""

import subprocess
import sys

_HANGS = """
import threading, structlog
from bot.ops.supervisor import end_in_time
threading.Thread(target=threading.Event().wait).start()  # no daemon: Python would wait for it for ever
end_in_time(130, log=structlog.get_logger(), seconds=0.05)
"""
_ENDS = """
import structlog
from bot.ops.supervisor import end_in_time
end_in_time(130, log=structlog.get_logger(), seconds=600)
"""


def _run(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)


def test_what_hangs_is_left() -> None:
    """A thread that never ends does not keep the process, which says so and ends with the code that was asked for."""
    ended = _run(_HANGS)
    assert ended.returncode == 130
    assert "the next start takes up what is left" in ended.stdout


def test_who_ends_by_itself_is_not_held_up() -> None:
    """Nothing waits for the clock that would end it, and the process' own code counts."""
    ended = _run(_ENDS)
    assert ended.returncode == 0
    assert not ended.stdout
