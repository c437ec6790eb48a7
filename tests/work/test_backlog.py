"""Is what a platform keeps there when the next run asks for it?"""

from datetime import timedelta
from pathlib import Path

from bot.store.engine import Store
from bot.work.backlog import Backlog
from bot.work.upkeep.prune import REPEATED, prune
from tests.fakes.manual_clock import SkippingClock


async def test_what_is_kept_outlives_a_run_and_is_each_platforms_own(tmp_path: Path) -> None:
    """Until it is dropped, or nobody could want it any more."""
    clock = SkippingClock()
    url = f"sqlite:///{tmp_path / 'data.db'}"
    with Store(url) as store:
        await Backlog(store=store, platform="telegram", clock=clock).put({"1:7": {"update_id": 7}, "1:8": [1]})
        await Backlog(store=store, platform="slack", clock=clock).put({"1:7": "other"})
    with Store(url) as store:
        backlog = Backlog(store=store, platform="telegram", clock=clock)
        assert await backlog.all() == {"1:7": {"update_id": 7}, "1:8": [1]}
        await backlog.drop(["1:7", "never there"])
        assert await backlog.all() == {"1:8": [1]}
        await store.write(lambda tx: prune(tx, clock.now() + REPEATED + timedelta(hours=1)))
        assert await backlog.all() == {}
