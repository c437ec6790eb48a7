"""Is what was worked out before a transaction taken over where it holds, and only there?"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.config.sources.file import load
from bot.model import Cursor, Entry, Hit, StoryChange
from bot.store.engine import Store
from bot.stories.grouping.cluster import cluster
from bot.work.polling import plan
from bot.work.polling.ledger import Ledger
from bot.work.polling.look import Look, judged
from bot.work.polling.take import take
from bot.work.watch import Watch, watch
from tests.samples import NOW
from tests.small_topic import DECREE, GAS, news, url, write_config


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(url(tmp_path)) as made:
        yield made


@pytest.fixture
def current(tmp_path: Path) -> Watch:
    return watch(load(write_config(tmp_path)), NOW)


@pytest.fixture
def grouped(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list that gets the number of hits each time that hits are grouped."""
    counts: list[int] = []

    def counted(hits: Sequence[Hit], *given: Any, **named: Any) -> list[StoryChange]:
        counts.append(len(hits))
        return cluster(hits, *given, **named)

    monkeypatch.setattr(plan, "cluster", counted)
    return counts


def look(current: Watch, *found: Entry) -> Look:
    hits = {each.key: judged(current, each, quiet=False) for each in found}
    cursor = Cursor(feed_id=found[0].feed_id, due=NOW, primed=True)
    return Look(watch=current, cursor=cursor, entries=found, hits=hits, now=NOW)


async def planned(store: Store, each: Look) -> Look:
    return await store.ponder(lambda tx: plan.with_plans(tx, each))


async def test_a_plan_that_holds_is_taken_over(store: Store, current: Watch, grouped: list[int]) -> None:
    """Entries are grouped once, before the transaction."""
    ready = await planned(store, look(current, news(DECREE), news(GAS)))
    (taken,) = await store.write(lambda tx: take(tx, [ready]))
    assert (taken.entries, taken.opened.total(), grouped) == (2, 2, [2])


async def test_stories_that_changed_meanwhile_undo_a_plan(store: Store, current: Watch, grouped: list[int]) -> None:
    """What another poll brought before the commit is one story with the same news."""
    ready = await planned(store, look(current, news(DECREE)))
    await store.write(lambda tx: take(tx, [look(current, news(DECREE, feed="two"))]))
    (taken,) = await store.write(lambda tx: take(tx, [ready]))
    assert (taken.opened.total(), taken.updated.total()) == (0, 1)
    assert grouped == [1, 1, 1]


async def test_an_entry_that_came_meanwhile_undoes_a_plan(store: Store, current: Watch, grouped: list[int]) -> None:
    """It is not new any more, and makes no second report."""
    same = look(current, news(DECREE))
    ready = await planned(store, same)
    await store.write(lambda tx: take(tx, [same]))
    (taken,) = await store.write(lambda tx: take(tx, [ready]))
    assert (taken.entries, taken.opened.total(), taken.updated.total()) == (0, 0, 0)
    assert await store.read(lambda tx: tx.stories.count()) == 1
    assert grouped == [1, 1]


async def test_the_ledger_plans_what_is_on_topic(store: Store, current: Watch, grouped: list[int]) -> None:
    """And nothing else: what is not on topic costs no look at the stories."""
    book = Ledger(store)
    assert (await book.take(look(current, news("Bakery opens in the old town", "Bread.")))).entries == 1
    assert (await book.take(look(current, news(DECREE, feed="two")))).opened.total() == 1
    assert grouped == [1]
