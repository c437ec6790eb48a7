"""What if a chat is forgotten, by another process, while it is sent to?"""

from pathlib import Path

from bot.model import Target
from bot.store.engine import Store
from tests.fakes.telegram_server import ANA
from tests.flow.world import ON_TOPIC, world


async def test_a_message_under_way_leaves_nothing_behind(tmp_path: Path) -> None:
    """It arrives, since it is on its way; no record of it comes back, and the service goes on."""
    chat = Target(platform="telegram", chat=str(ANA.id))
    async with world(tmp_path, with_telegram=True) as here:
        await here.prime(chat)
        here.publish(ON_TOPIC)
        here.clock.advance(1200)
        assert here.telegram is not None
        before = len(here.telegram.messages(ANA.id))
        async with here.process() as work:
            send = work.connections["telegram"].messenger.send

            async def and_forget(*arguments: object) -> object:
                await work.store.write(lambda tx: tx.channels.forget([1]))
                return await send(*arguments)  # type: ignore[arg-type]

            work.connections["telegram"].messenger.send = and_forget  # type: ignore[method-assign,assignment]
            await work.jobs.poll("one")
            await work.jobs.deliverer.deliver(1)
            await here.telegram.wait_for(lambda: len(here.telegram.messages(ANA.id)) > before)  # type: ignore[union-attr]
        assert work.store.trouble is None
        with Store(here.database_url) as store, store.begin() as tx:
            stories = tx.stories.newest(9)
            assert len(stories) == 1
            assert tx.told.of(1, stories[0].id) is None
            assert tx.alerts.of_story(stories[0].id) == []
