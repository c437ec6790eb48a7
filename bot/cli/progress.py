"""How far is a long job? A bar on a terminal, a plain line now and then elsewhere; never in the output itself."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Protocol, TextIO

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
    if stream.isatty() and os.environ.get("TERM") not in {"dumb", "unknown"}:
        with _bar(label, total, stream) as advance:
            yield advance
        return
    yield _plain(label, total, stream, now)


@contextmanager
def _bar(label: str, total: int, stream: TextIO) -> Iterator[Step]:
    from rich.console import Console  # noqa: PLC0415 - slow to import, and a program that cron starts draws no bar
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(file=stream, highlight=False, markup=False)
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(label, total=total)
        yield lambda what="": bar.update(task, advance=1, description=f"{label} · {what}" if what else label)


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
