"""How does the demo look? Play it, keep some of what it prints, and draw that as ``docs/demo.svg`` for the README."""

import asyncio
import io
import os
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import structlog
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput
from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

from bot.demo.play import play
from bot.demo.setup import find_seeds

WIDTH = 100
SECONDS = 30.0
CARDS = 3
GAP = "⋯"
_FONT_FACE = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


class Screen(io.StringIO):
    """A terminal that types ``quit`` when the demo has said its last word."""

    def __init__(self, keys: PipeInput) -> None:
        super().__init__()
        self._keys = keys

    def write(self, text: str) -> int:
        if "To leave: quit" in text:
            self._keys.send_text("quit\r")
        return super().write(text)


def record() -> list[str]:
    """Return the lines of a whole demo, with their colours."""
    os.environ.update(COLUMNS=str(WIDTH), TERM="xterm-256color")
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        screen = Screen(keys)
        seeds = find_seeds(Path.cwd())
        asyncio.run(play(seeds=seeds, log=structlog.get_logger(), seconds=SECONDS, stdout=screen, interactive=True))
    return screen.getvalue().splitlines()


def excerpt(lines: Sequence[str]) -> Iterator[str]:
    """Yield the intro, some cards, an official update, what /why answers, and the summary."""
    plain = [Text.from_ansi(line).plain for line in lines]
    starts = [number for number, line in enumerate(plain) if line.startswith("╭")]
    cards = [(start, plain.index(next(end for end in plain[start:] if end.startswith("╰")), start)) for start in starts]
    updates = [card for card in cards if plain[card[0] + 1].startswith("│ Update")]
    told = [card for card in cards if card not in updates and " 1 source" not in "".join(plain[card[0] : card[1]])]
    official = [card for card in updates if "Official document" in "".join(plain[card[0] : card[1]])]
    yield from lines[:2]
    for start, end in sorted([*told[:CARDS], *official[:1]]):
        yield from lines[start : end + 1]
    yield GAP
    why = plain.index("seedwatch> why")
    after = next(
        number for number in range(why + 1, len(plain)) if plain[number].startswith(("╭", "updated", "The week"))
    )
    yield from lines[why:after]
    yield GAP
    over = next(number for number, line in enumerate(plain) if line.startswith("The week is over"))
    yield from lines[over : over + 3]


def draw(lines: Sequence[str], path: Path) -> None:
    """Write the lines as a picture of a terminal."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    for line in lines:
        console.print(Text.from_ansi(line), soft_wrap=True, highlight=False)
    svg = console.export_svg(title="seedwatch demo", theme=MONOKAI)
    path.write_text(_FONT_FACE.sub("", svg), encoding="utf-8")  # a picture loads nothing from elsewhere


if __name__ == "__main__":
    draw(list(excerpt(record())), Path(__file__).with_name("demo.svg"))
