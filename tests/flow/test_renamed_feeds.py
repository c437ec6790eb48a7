"""A feed that gets another id keeps its history, and its next look is no first one."""

from datetime import UTC, datetime
from pathlib import Path

from bot.model import Target
from bot.store.engine import Store
from tests.fakes.telegram_server import ANA
from tests.flow.world import NEXT_DAY, ON_TOPIC, World, world

PRIVATE = Target(platform="telegram", chat=str(ANA.id))


def _renamed(here: World) -> None:
    """Call the feed "two" from now on, at the same address and with the same items."""
    here.names = ("two",)
    here.former = {"two": "one"}


async def test_a_renamed_feed_tells_what_is_new_and_nothing_twice(tmp_path: Path) -> None:
    """What was told stays told; what came after the renaming is told though the id is new."""
    async with world(tmp_path, with_telegram=True) as here:
        await here.prime(PRIVATE)
        here.publish(ON_TOPIC)
        await here.run()
        _renamed(here)
        await here.run()
        assert here.telegram is not None
        assert len(here.telegram.messages(ANA.id)) == 1
        here.publish(NEXT_DAY)
        await here.run()
        assert len(here.telegram.messages(ANA.id)) == 2


async def test_stored_entries_go_with_it(tmp_path: Path) -> None:
    """Statistics and /sources count under the new id what was stored under the old one."""
    async with world(tmp_path, with_telegram=True) as here:
        await here.prime(PRIVATE)
        here.publish(ON_TOPIC)
        await here.run()
        _renamed(here)
        await here.run()
    with Store(here.database_url) as store, store.begin() as tx:
        assert tx.feeds.cursor("one") is None
        assert tx.feeds.cursor("two") is not None
        assert set(tx.past.paces(datetime(2000, 1, 1, tzinfo=UTC))) == {"two"}
