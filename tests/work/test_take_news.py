"""Does what was stored count as known, for as long as it is remembered?"""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.model import Bond, BondKind
from bot.store.engine import Store
from bot.stories.grouping.baseline import REMEMBERED
from bot.work.upkeep.prune import prune
from tests.samples import NOW
from tests.small_topic import news, poll, url, write_config

FIRST = "Golovchenko of Belarus meets Putin of Russia on gas prices"
LATER = "Golovchenko of Belarus asks Russia and Putin for 700 million dollars"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return write_config(tmp_path)


def test_a_name_is_new_once(config: Path, tmp_path: Path) -> None:
    """No seed has Golovchenko; the second story with him is not new for that. Its number is."""
    with Store(url(tmp_path)) as store:
        (first,) = poll(store, config, news(FIRST)).matched
        (later,) = poll(store, config, news(LATER, feed="two", minutes=60)).matched
    assert first.match.new == ("Golovchenko",)
    assert later.match.new == ("700 million",)


def test_what_was_not_seen_for_long_is_new_again(config: Path, tmp_path: Path) -> None:
    """After a month of silence a name is worth a mention; each time it is seen starts the month anew."""
    days = REMEMBERED / timedelta(minutes=1)
    with Store(url(tmp_path)) as store:
        poll(store, config, news(FIRST))
        (within,) = poll(store, config, news(LATER, minutes=days - 1)).matched
        (after,) = poll(store, config, news(f"{FIRST} once more", minutes=2 * days)).matched
    assert "Golovchenko" not in within.match.new
    assert "Golovchenko" in after.match.new


def test_off_topic_entries_make_nothing_known(tmp_path: Path) -> None:
    """Only what was stored is part of the baseline."""
    config = write_config(tmp_path, more="match: {store_at: 0.5}\n")
    with Store(url(tmp_path)) as store:
        assert poll(store, config, news("Golovchenko opens a bakery")).matched == ()
        (first,) = poll(store, config, news(FIRST, minutes=1)).matched
    assert "Golovchenko" in first.match.new


def test_the_first_poll_of_a_feed_counts_as_known(config: Path, tmp_path: Path) -> None:
    """It tells nobody, and is not news later either."""
    with Store(url(tmp_path)) as store:
        poll(store, config, news(FIRST), quiet=True)
        (later,) = poll(store, config, news(LATER, minutes=60)).matched
    assert "Golovchenko" not in later.match.new


def test_each_entry_keeps_why_it_is_in_its_story(config: Path, tmp_path: Path) -> None:
    """/why and explain can say it later."""
    with Store(url(tmp_path)) as store:
        one, two = news(FIRST), news(FIRST, feed="two", minutes=5)
        poll(store, config, one)
        poll(store, config, two)
        with store.begin() as tx:
            (opened, why_opened), (joined, why_joined) = tx.entries.story_of(one.key), tx.entries.story_of(two.key)
    assert opened == joined == one.key
    assert why_opened == Bond(kind=BondKind.ALONE)
    assert isinstance(why_joined, Bond)
    assert (why_joined.kind, why_joined.minutes) == (BondKind.COPY, 5)


def test_old_facts_are_pruned(config: Path, tmp_path: Path) -> None:
    """The table does not grow for ever."""
    with Store(url(tmp_path)) as store:
        poll(store, config, news(FIRST))
        with store.begin() as tx:
            prune(tx, NOW + 3 * REMEMBERED)
            assert tx.facts.known({"Golovchenko"}, NOW - timedelta(days=1)) == set()
