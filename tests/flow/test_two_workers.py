"""What if two processes look at one feed at the same time, since one of them was thought to be dead?"""

import asyncio
from pathlib import Path

import pytest

from bot.model import Target
from tests.fakes import postgres
from tests.flow.world import ON_TOPIC, world

pytestmark = [
    postgres.needs(),
    pytest.mark.parametrize("database", ["postgresql"], indirect=True),
]
CHAT = Target(platform="telegram", chat="7")


async def test_an_entry_that_both_found_is_stored_and_told_once(tmp_path: Path) -> None:
    """Who writes second finds it known, though both fetched the same document with the same cursor."""
    async with world(tmp_path) as here:
        await here.prime(CHAT)
        here.publish(ON_TOPIC)
        async with here.process() as one, here.process() as other:
            here.clock.advance(1200)
            pollers = [one.jobs.poller, other.jobs.poller]
            for each in pollers:
                await each.cursors.read_ahead(["one"])
            polled = await asyncio.gather(*(each.poll("one") for each in pollers))
            assert [each is not None and each.not_modified for each in polled] == [False, False]
            assert sorted(each.taken.alerts for each in polled if each is not None) == [0, 1]
            assert await one.store.read(lambda tx: tx.entries.count()) == 1
            assert await one.store.read(lambda tx: tx.alerts.waiting()) == {"telegram": 1}
