"""Is each message of the demo's week worth reading?"""

import asyncio
from pathlib import Path

import pytest

from bot.demo.week import OPENING, load_week
from tests.demo.playing import Told, judge, play

SEEDS = Path(__file__).parents[2] / "seeds"
FEEDS = load_week()


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[Told]:
    """The week with the built-in topic."""
    return asyncio.run(play(tmp_path_factory.mktemp("week"), SEEDS))


def test_nothing_that_only_looks_like_the_topic_is_told(told: list[Told]) -> None:
    """Namesakes, sport, weather, places of writing: none of them is in a story that was told."""
    fell = [entry.title for each in told for entry in each.entries if entry.trap]
    assert fell == []


def test_every_event_is_told(told: list[Told]) -> None:
    """Whatever happened after the first, quiet look."""
    happened = {entry.event for feed in FEEDS for entry in feed.entries if entry.event and entry.at >= OPENING}
    assert happened - {event for each in judge(told) for event in each.events} == set()


def test_most_messages_are_needed_and_true(told: list[Told]) -> None:
    """At most one in five repeats what another story told or says nothing new; at most one in ten mixes two events."""
    verdicts = judge(told)
    assert sum(not each.needed for each in verdicts) <= len(verdicts) / 5
    assert sum(not each.true for each in verdicts) <= len(verdicts) / 10
    assert 20 <= len(verdicts) <= 45


def test_hostile_titles_are_harmless_and_readable(told: list[Told]) -> None:
    """Control sequences, overrides and mentions are gone, and the words that they were around are there."""
    text = "\n".join(entry.message.text for entry in told)
    assert not set(text) & {"\x1b", "\u202e", "\u202c"}
    assert "<b>" not in text
    assert "agul-tsU" not in text
