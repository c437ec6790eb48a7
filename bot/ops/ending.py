"""How does the program end in time, whatever hangs? Whatever is left is taken up by the next start, as after a kill."""

import os
import threading

from structlog.typing import FilteringBoundLogger

INTERRUPTED = 130  # as shells report Ctrl-C
IN_TIME = 9.0  # seconds; ten are promised, and what supervises us kills at fifteen


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
