"""How does a supervisor know that we live, and that we end? systemd is told that we are ready, alive, or stopping.

The protocol is one datagram to the socket that ``NOTIFY_SOCKET`` names (sd_notify(3)); without it nobody is told. What
hangs at the end is cut off in time: the next start takes up what is left, as after a kill.
"""

import contextlib
import os
import socket
import threading

from structlog.typing import FilteringBoundLogger

INTERRUPTED = 130  # as shells report Ctrl-C
IN_TIME = 9.0  # seconds; ten are promised, and what supervises us kills at fifteen


def notify(state: str) -> None:
    """Tell systemd, e.g. "READY=1", "WATCHDOG=1" or "STOPPING=1"; a socket that takes nothing is no reason to fail."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as there:
        there.settimeout(1)
        there.sendto(state.encode(), f"\0{address[1:]}" if address.startswith("@") else address)


def end_in_time(code: int, *, log: FilteringBoundLogger, seconds: float = IN_TIME) -> None:
    """End the process with ``code`` after ``seconds``, unless it has ended by then.

    A thread waits for that, since what hangs may be the event loop, or another thread that does not end.
    """

    def end() -> None:
        log.warning("not all could be put away in time: the next start takes up what is left", seconds=seconds)
        os._exit(code)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
