"""What if a chat is forgotten, by another process, while it is sent to?"""

from pathlib import Path

from bot.model import Target
from tests.fakes.telegram_server import ANA
from tests.flow.world import ON_TOPIC, world


async def test_a_message_under_way_leaves_nothing_behind(tmp_path: Path) -> None:
    """It arrives, since it is on its way; no record of it comes back, and the service goes on."""
    chat = Target(platform="telegram", chat=str(ANA.id))
    async with world(tmp_path, with_telegram=True) as here:
        await here.prime(chat)
        here.publish(ON_TOPIC)
        here.clock.advance(1200)
        async with here.process() as work:
            await work.jobs.poll("one")
            send = work.connections["telegram"].messenger.send

            async def and_forget(*arguments: object) -> object:
                await work.store.write(lambda tx: tx.channels.forget([1]))
                return await send(*arguments)  # type: ignore[arg-type]

            work.connections["telegram"].messenger.send = and_forget  # type: ignore[method-assign,assignment]
            assert await work.jobs.deliverer.deliver(1) == 1
            assert await work.jobs.deliverer.deliver(1) == 0
            assert work.store.trouble is None
            stories = await work.store.read(lambda tx: tx.stories.newest(9))
            assert len(stories) == 1
            assert await work.store.read(lambda tx: tx.told.of(1, stories[0].id)) is None
