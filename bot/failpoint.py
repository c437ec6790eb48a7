"""Where can tests make the program fail, to see what is left then? Inert unless ``FAILPOINT`` is set.

``FAILPOINT=sent:kill@3`` kills the process at once when it passes the point "sent" for the third time;
``raise`` fails there, ``sleep`` holds up whatever runs there for five seconds. Several are separated by commas.

The points, in the order in which an entry passes them: fetched (a feed was read, nothing is stored), stored (in the
transaction, before the feed's cursor), taken (after its commit), claimed (an alert is leased), sending (before the
request), sent (the platform took it, nothing is recorded), recorded; and answering (a command is carried out).
"""

import os
import signal
import time
from collections import Counter

POINTS = ("fetched", "stored", "taken", "claimed", "sending", "sent", "recorded", "answering")
_SLEEP = 5.0  # seconds


class FailpointError(RuntimeError):
    """A test wanted this to fail."""


def _read(text: str) -> dict[str, tuple[str, int]]:
    """Return for each point what to do there, and at which pass."""
    found = {}
    for each in filter(None, text.split(",")):
        name, _, act = each.partition(":")
        action, _, at = act.partition("@")
        if name not in POINTS or action not in {"kill", "raise", "sleep"}:
            raise ValueError(f"FAILPOINT: no such point or action: {each}")
        found[name] = (action, int(at or 1))
    return found


_WANTED = _read(os.environ.get("FAILPOINT", ""))
_passed: Counter[str] = Counter()


def failpoint(name: str) -> None:
    """Fail here if ``FAILPOINT`` says so."""
    if name not in _WANTED:
        return
    action, at = _WANTED[name]
    _passed[name] += 1
    if _passed[name] < at or (_passed[name] > at and action != "raise"):
        return
    if action == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if action == "sleep":
        time.sleep(_SLEEP)
        return
    raise FailpointError(f"failpoint {name}")
