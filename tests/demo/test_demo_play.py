"""The demo from end to end: the real app over the sample week, in a few seconds."""

import asyncio
import io
import re
from pathlib import Path

import pytest
import structlog

from bot.demo.play import play

SEEDS = Path(__file__).parents[1] / "flow" / "seeds"  # a small topic: the built-in one takes a while to compile


class Pipe(io.StringIO):
    """A reader that goes away after some lines, as ``head`` does."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def write(self, text: str) -> int:
        if self.getvalue().count("\n") >= self.most:
            raise BrokenPipeError
        return super().write(text)


async def test_the_week_is_played_to_its_end() -> None:
    """Intro, days, alerts, updates, the digest, an answer to what was typed, and a summary that counts them."""
    screen = io.StringIO()
    async with asyncio.timeout(60):
        await play(seeds=SEEDS, log=structlog.get_logger(), seconds=4.0, stdin=io.StringIO(), stdout=screen)
    text = screen.getvalue()
    lines = text.splitlines()
    assert "invented entries from" in lines[0]
    assert lines[1].startswith("* is a story")
    assert [line for line in lines if re.fullmatch(r"\w{3} 2\d Sep 08:00", line)][::6] == [
        "Mon 21 Sep 08:00",
        "Sun 27 Sep 08:00",
    ]
    assert len(re.findall(r"^\* ", text, re.MULTILINE)) >= 1
    assert re.search(r"^(~ updated|\+ Update)", text, re.MULTILINE)
    assert "seedwatch> latest 3" in lines
    assert re.search(r"^= .* · (?:Sunday, 27|Monday, 28) September$", text, re.MULTILINE)  # the digest
    found = re.search(r"(\d+) entries read in (\d+) feeds, (\d+) on topic", text)
    assert found is not None
    read, feeds, on_topic = map(int, found.groups())
    assert 160 <= read <= 190
    assert feeds == 16
    assert 20 <= on_topic < read
    assert not set(text) & {"\x1b", "\u202e", "\x9b"}
    assert all(len(line) <= 80 or line.startswith("  http") for line in lines)


@pytest.mark.parametrize("most", [0, 12])
async def test_a_reader_that_goes_away_ends_the_demo(most: int) -> None:
    """``seedwatch demo | head`` neither hangs nor fails."""
    async with asyncio.timeout(60):
        await play(seeds=SEEDS, log=structlog.get_logger(), seconds=3.0, stdin=io.StringIO(), stdout=Pipe(most))
