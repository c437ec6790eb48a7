"""From adding the bot to a channel to the alert that is posted there: all set up from a private chat."""

from pathlib import Path

from bot.model import Scope, Send
from tests.fakes.telegram_server import ANA, BOT
from tests.flow.world import ON_TOPIC, world

CHANNEL = -1002000000001


async def test_a_channel_is_set_up_from_a_private_chat(tmp_path: Path) -> None:
    """Nothing but alerts is posted, and their buttons lead readers to the bot instead of answering in the channel."""
    async with world(tmp_path, with_telegram=True) as here:
        telegram = here.telegram
        assert telegram is not None
        members = {ANA.id: "creator", BOT.id: "administrator"}
        telegram.chats.add(CHANNEL, "channel", title="Eastern desk", members=members)
        await here.prime()
        async with here.process() as work:
            telegram.change_membership(CHANNEL, was="left", now="administrator", rights={"can_post_messages": True})
            await telegram.wait_for(lambda: telegram.messages(ANA.id))
            (hello,) = telegram.messages(ANA.id)
            assert "Eastern desk" in hello.text
            start = next(data for data in hello.button_data if data.startswith("b:"))
            telegram.click(ANA.id, hello.id, start)
            await telegram.wait_for(lambda: len(telegram.messages(ANA.id)) > 1)
            choice = telegram.messages(ANA.id)[-1]
            every = next(data for data in choice.button_data if "every" in data)
            telegram.click(ANA.id, choice.id, every)
            await telegram.wait_for(lambda: not telegram.unconfirmed)
            (channel,) = await work.store.read(lambda tx: tx.channels.all())
            assert telegram.messages(CHANNEL) == []
            here.publish(ON_TOPIC)
            await here.look(work)
        assert (channel.target.chat, channel.title) == (str(CHANNEL), "Eastern desk")
        assert (channel.scope, channel.send, channel.active) == (Scope.CHANNEL, Send.EVERY, True)
        (alert,) = telegram.messages(CHANNEL)
        assert ON_TOPIC in alert.text
        assert alert.button_data
        assert all(data.startswith("https://") for data in alert.button_data)
