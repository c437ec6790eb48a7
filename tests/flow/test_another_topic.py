"""Is a database kept for the topic that it was made for?"""

from pathlib import Path

import pytest

from bot.errors import ConfigError
from tests.flow.world import ON_TOPIC, world


async def test_a_database_is_of_one_topic(tmp_path: Path) -> None:
    """A configuration of another one is refused, with what to write where only the name changed; nothing is mixed."""
    async with world(tmp_path) as here:
        await here.prime()
        here.publish(ON_TOPIC)
        here.topic = "{name: Sea trade}"
        with pytest.raises(ConfigError, match=r"made for the topic 'belarus-and-russia'.* 'sea-trade': .*DATABASE_URL"):
            await here.run()
        assert len(here.feeds.asked) == 1
        here.topic = "{name: Sea trade, id: belarus-and-russia}"
        assert await here.run() is not None
        async with here.process() as work:
            assert await work.store.read(lambda tx: tx.entries.count()) == 1


async def test_a_database_from_before_topics_had_ids_is_adopted(tmp_path: Path) -> None:
    """Whoever opens it first has it."""
    async with world(tmp_path) as here:
        await here.prime()
        async with here.process() as work:
            await work.store.write(lambda tx: tx.notes.drop("topic"))
        here.topic = "{name: Морская торговля}"
        await here.run()
        here.topic = "{name: Belarus and Russia}"
        with pytest.raises(ConfigError, match=r"id: topic-[0-9a-f]{8} "):
            await here.run()
