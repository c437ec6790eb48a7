"""How does a supervisor know that we live? systemd is told that we are ready, still alive, or stopping.

The protocol is one datagram to the socket that ``NOTIFY_SOCKET`` names (sd_notify(3)); without it nobody is told.
"""

import contextlib
import os
import socket


def notify(state: str) -> None:
    """Tell systemd, e.g. "READY=1", "WATCHDOG=1" or "STOPPING=1"; a socket that takes nothing is no reason to fail."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as there:
        there.settimeout(1)
        there.sendto(state.encode(), f"\0{address[1:]}" if address.startswith("@") else address)
