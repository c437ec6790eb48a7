"""Progress of long work: a bar on a terminal, few plain lines elsewhere."""

import io

import pytest

from bot.cli.progress import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_plain_lines_are_few_and_the_last_one_always_comes() -> None:
    """A log of a job over 100 feeds has ten lines, not a hundred."""
    stream, seconds = io.StringIO(), [0.0]
    with progress("Polling", 100, stream=stream, now=lambda: seconds[0]) as step:
        for _ in range(100):
            seconds[0] += 1
            step("feed")
    lines = stream.getvalue().splitlines()
    assert lines[-1] == "Polling: 100 of 100"
    assert lines[0] == "Polling: 10 of 100"
    assert len(lines) == 10


def test_a_quick_job_says_only_that_it_is_done() -> None:
    """Nobody needs lines that come faster than they can be read."""
    stream = io.StringIO()
    with progress("Reading", 20, stream=stream, now=lambda: 0.0) as step:
        for _ in range(20):
            step()
    assert stream.getvalue() == "Reading: 20 of 20\n"


def test_a_terminal_gets_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    """It shows what is being done, takes no markup from it, and goes away at the end."""
    monkeypatch.setenv("TERM", "xterm-256color")
    stream = Terminal()
    with progress("Polling", 2, stream=stream) as step:
        step("[red]one[/red]")
    assert "Polling · [red]one[/red]" in stream.getvalue()
    assert "Polling: " not in stream.getvalue()


def test_a_dumb_terminal_gets_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """It could not draw a bar."""
    monkeypatch.setenv("TERM", "dumb")
    stream = Terminal()
    with progress("Polling", 1, stream=stream) as step:
        step()
    assert stream.getvalue() == "Polling: 1 of 1\n"
