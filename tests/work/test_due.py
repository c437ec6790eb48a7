"""Does every feed get its turn, however often the process ends before it comes to the last one?"""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from bot.feeds.cadence import behind, next_due
from bot.feeds.formats.hints import Hints
from bot.model import Cursor, Feed
from bot.store.engine import Store
from bot.work.due import BEHIND, clock_moved, due_feeds
from tests.feeds.conftest import a_feed
from tests.samples import NOW


def looked_at(feed_id: str, minutes: float, failures: int) -> Cursor:
    """Return the cursor of a feed that has been due for so many minutes."""
    return Cursor(feed_id=feed_id, due=NOW - timedelta(minutes=minutes), failures=failures)


def test_who_waits_longest_is_looked_at_first(tmp_path: Path) -> None:
    """By id the first feeds were looked at after every start, and the last ones never where starts were many."""
    feeds: Mapping[str, Feed] = {name: a_feed(id=name) for name in ("a", "b", "c", "d", "e", "f")}
    late = BEHIND.total_seconds() / 60
    with Store(f"sqlite:///{tmp_path / 'data.db'}") as store, store.begin() as tx:
        for name, minutes, failures in (
            ("a", 1, 0), ("b", 3, 0), ("c", 2 + late, 1), ("d", 2.5, 1), ("e", -5, 0),
        ):  # fmt: skip
            tx.feeds.advance(looked_at(name, minutes, failures))
        assert due_feeds(tx, feeds, NOW) == ["f", "b", "c", "a", "d"]


def test_each_due_time_moves_with_the_clock_once(tmp_path: Path) -> None:
    """Also where several processes looked at a feed, or one cannot know whether it was moved and asks again."""
    by, feeds = timedelta(hours=1), {"a": NOW, "b": NOW}
    with Store(f"sqlite:///{tmp_path / 'data.db'}") as store, store.begin() as tx:
        tx.feeds.advance(*(Cursor(feed_id=each, due=due) for each, due in feeds.items()))
        for _ in range(2):
            clock_moved(tx, feeds, {}, by, NOW + by, alerts=True)
        tx.feeds.advance(Cursor(feed_id="b", due=NOW + 3 * by))
        clock_moved(tx, {each: due + by for each, due in feeds.items()}, {}, by, NOW + 2 * by, alerts=True)
        assert {each: cursor.due for each, cursor in tx.feeds.all().items()} == {"a": NOW + 2 * by, "b": NOW + 3 * by}


def test_where_three_times_the_looks_are_asked_for_each_feed_gets_its_third(tmp_path: Path) -> None:
    """Nobody starves: who has waited longest is next, and it is said that looks fall behind."""
    feeds = {f"f{number}": a_feed(id=f"f{number}", every=2) for number in range(30)}
    looks: Counter[str] = Counter()
    with Store(f"sqlite:///{tmp_path / 'data.db'}") as store, store.begin() as tx:
        for step in range(150):  # of twelve seconds: thirty minutes
            now = NOW + timedelta(seconds=12 * step)
            feed_id = due_feeds(tx, feeds, now)[0]
            looks[feed_id] += 1
            due = next_due(feeds[feed_id], Cursor(feed_id=feed_id, due=now), None, Hints(), now)
            tx.feeds.advance(Cursor(feed_id=feed_id, due=due, polled=now))
        assert set(looks.values()) == {5}
        assert "half as often" in (behind(feeds, tx.feeds.all(), now) or "")
