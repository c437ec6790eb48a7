"""The demo's own configuration, found seeds, time line and summary."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.config.sources.file import load
from bot.demo.play import Counts, intro, summary, time_line, timetable
from bot.demo.setup import EVERY, find_seeds, write_config
from bot.demo.week import LENGTH, START, WeekClock, load_week
from bot.model import FeedKind, Fulltext

FEEDS = load_week()


def test_the_written_configuration_is_valid(tmp_path: Path) -> None:
    """The checker accepts it without a warning, and it points at the server and nowhere else."""
    config = load(write_config(tmp_path, "http://127.0.0.1:41234", find_seeds(tmp_path), FEEDS))
    assert [feed.id for feed in config.feeds] == [feed.id for feed in FEEDS]
    assert all(feed.url == f"http://127.0.0.1:41234/{feed.id}" for feed in config.feeds)
    assert {feed.every for feed in config.feeds} == {EVERY}
    assert {feed.fulltext for feed in config.feeds} == {Fulltext.NEVER}
    assert sum(feed.kind is FeedKind.PRIMARY for feed in config.feeds) == 1
    assert config.fetch.allow_ports == (41234,)
    assert config.fetch.per_host_gap == 0
    assert config.warnings == ()


def test_seeds_of_the_folder_one_stands_in_come_first(tmp_path: Path) -> None:
    """A checkout's own seeds are tried out by the demo."""
    (tmp_path / "seeds").mkdir()
    elsewhere = find_seeds(tmp_path)
    assert elsewhere != tmp_path / "seeds"
    (tmp_path / "seeds" / "names.yaml").write_text("entities: []\n")
    assert find_seeds(tmp_path) == tmp_path / "seeds"


def test_timetable_is_in_order() -> None:
    """Seven days are announced where no time line is shown; what is typed comes in between."""
    times = [at for at, _ in timetable(days=True)]
    assert times == sorted(times)
    assert sum(line is None for _, line in timetable(days=True)) == 7
    assert all(line is not None for _, line in timetable(days=False))
    assert all(START <= at < START + LENGTH for at in times)


@pytest.mark.parametrize("interactive", [False, True])
def test_intro_is_two_lines(*, interactive: bool) -> None:
    """What one sees, and what one may type."""
    lines = intro(FEEDS, interactive=interactive)
    assert len(lines) == 2
    assert all(len(line) <= 80 for line in lines)
    assert f"{len(FEEDS)} invented feeds" in lines[0]


def test_time_line_grows() -> None:
    """Day, hour and a bar whose length does not change."""
    real = [0.0]
    clock = WeekClock(START, START + LENGTH, 7.0, real=lambda: real[0])
    clock.begin()
    first = time_line(clock)
    real[0] = 3.5
    half = time_line(clock)
    assert first.startswith(" Mon 21 Sep 00:00  ╌")
    assert half.startswith(" Thu 24 Sep 12:00  ━")
    assert half.count("━") == 15
    assert len(first) == len(half)


def test_summary_adds_up() -> None:
    """Entries that are on topic either open a story or join one."""
    counts = Counts(feeds=16, read=190, on_topic=120, stories=18, messages=30)
    text = "\n".join(summary(counts))
    for part in ("190 entries", "16 feeds", "120 on topic", "18 stories", "102 entries joined", "30 messages"):
        assert part in text
    assert all(len(line) <= 80 for line in summary(counts))
    assert "seedwatch init" in text


def test_summary_shows_traps_as_traps() -> None:
    """Each for another reason; those that were told by mistake come first and are called so."""
    traps = tuple(entry for feed in FEEDS for entry in feed.entries if entry.trap)
    counts = Counts(feeds=16, read=190, on_topic=120, stories=18, messages=30, traps=traps)
    fine = summary(counts)
    start = next(number for number, line in enumerate(fine) if "only look like the topic" in line)
    assert fine[start] == f"{len(traps)} entries only look like the topic, none of them told, e.g."
    shown = fine[start + 1 : start + 5]
    assert len({line.partition(":")[0] for line in shown}) == 4
    fallen = summary(replace(counts, fell=traps[3:4]))
    assert f"{len(traps)} entries only look like the topic, 1 of them told by mistake, e.g." in fallen
    assert fallen[start + 1] == f"  {traps[3].trap}: {traps[3].title}"


def test_a_poll_every_three_hours_sees_every_entry() -> None:
    """No document is so short that an entry could leave it between two looks."""
    for feed in FEEDS:
        for entry in feed.entries:
            assert entry in feed.shown(START + entry.at + EVERY + timedelta(hours=1))
