"""What Telegram brings twice is done once: through everything that runs in production, with a crash in between."""

from pathlib import Path

from bot.model import Target
from tests.fakes.telegram_server import ANA, Fault
from tests.flow.world import world

PRIVATE = Target(platform="telegram", chat=str(ANA.id))


async def test_a_change_is_made_once_though_its_command_comes_twice(tmp_path: Path) -> None:
    """The process dies after the change was stored and before Telegram was told: the command comes again."""
    async with world(tmp_path, with_telegram=True) as here:
        telegram = here.telegram
        assert telegram is not None
        await here.prime(PRIVATE)
        async with here.process() as work:
            telegram.fail_next("sendMessage", Fault.hang())
            telegram.say(ANA.id, "/stop")
            await telegram.wait_for(lambda: telegram.called("sendMessage"))
            (stopped,) = await work.store.read(lambda tx: tx.channels.all())
        assert not stopped.active
        assert len(telegram.unconfirmed) == 1
        async with here.process() as work:
            await telegram.wait_for(lambda: telegram.messages(ANA.id) and not telegram.unconfirmed)
            channels = await work.store.read(lambda tx: tx.channels.all())
        assert channels == [stopped]
        assert [message.text for message in telegram.messages(ANA.id)] == ["This was done before."]
