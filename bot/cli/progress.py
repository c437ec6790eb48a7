"""How far is a long job? A bar on a terminal, a plain line now and then elsewhere; never in the output itself."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Protocol, TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

STEP = 0.1  # share of the job between two plain lines
QUIET = 3.0  # seconds between two plain lines


class Step(Protocol):
    """Call it after each piece of work; ``what`` names the piece in a few words."""

    def __call__(self, what: str = "") -> None: ...


@contextmanager
def progress(
    label: str, total: int, *, stream: TextIO | None = None, now: Callable[[], float] = monotonic
) -> Iterator[Step]:
    """Show the progress of ``total`` pieces of work; yield what to call after each.

    Plain lines come at most once per ``STEP`` and ``QUIET``, the last one always.
    """
    stream = stream or sys.stderr
    console = Console(file=stream, highlight=False, markup=False)
    if console.is_terminal and not console.is_dumb_terminal:
        columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as bar:
            task = bar.add_task(label, total=total)

            def advance(what: str = "") -> None:
                bar.update(task, advance=1, description=f"{label} · {what}" if what else label)

            yield advance
        return
    yield _plain(label, total, stream, now)


def _plain(label: str, total: int, stream: TextIO, now: Callable[[], float]) -> Step:
    done, told, told_at = 0, 0, now()

    def advance(what: str = "") -> None:  # noqa: ARG001 - a line every few seconds names no single piece
        nonlocal done, told, told_at
        done += 1
        due = done - told >= total * STEP and now() - told_at >= QUIET
        if due or done == total:
            print(f"{label}: {done} of {total}", file=stream, flush=True)
            told, told_at = done, now()

    return advance
