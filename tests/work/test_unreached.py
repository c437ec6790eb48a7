"""Does what found nobody at a platform go as soon as somebody is heard there, and not when its own wait is over?"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.model import Target
from bot.store.transaction import Transaction
from bot.work.service import Work
from tests.fakes.telegram_server import ANA, Fault
from tests.flow.world import ON_TOPIC, World, delivered_by_hand, world

OTHER = 77
TO_ANA, TO_OTHER = Target(platform="telegram", chat=str(ANA.id)), Target(platform="telegram", chat=str(OTHER))


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path, with_telegram=True) as made:
        assert made.telegram is not None
        made.telegram.chats.add(OTHER)
        await made.prime(TO_ANA, TO_OTHER)
        made.publish(ON_TOPIC)
        made.clock.advance(1200)
        yield made


@pytest.fixture
async def work(here: World) -> AsyncIterator[Work]:
    """A service that owes both chats a message, and sends nothing by itself."""
    async with here.process() as made:
        delivered_by_hand(made)
        await made.jobs.poll("one")
        yield made


def told(here: World, chat: int) -> int:
    assert here.telegram is not None
    return sum(ON_TOPIC in message.text for message in here.telegram.messages(chat))


async def never_reached(here: World, work: Work, channel: str, tries: int) -> None:
    """Let so many tries find nobody, so that the next one is far away."""
    for _ in range(tries):
        here.clock.advance(1000)
        await work.jobs.deliver(channel)


async def test_a_chat_that_was_reached_lets_the_others_go(here: World, work: Work) -> None:
    """An outage that is over for one of them is over for all."""
    assert here.telegram is not None
    async with here.telegram.down():
        await never_reached(here, work, "1", 2)
        await never_reached(here, work, "2", 9)
    await work.jobs.deliver("2")
    assert told(here, OTHER) == 0
    await work.jobs.deliver("1")
    await work.jobs.deliver("2")
    assert (told(here, ANA.id), told(here, OTHER)) == (1, 1)


async def test_a_platform_that_is_heard_again_gets_what_it_missed(here: World, work: Work) -> None:
    """With the next tick, though nothing else is sent there."""
    silent: list[str] = []
    object.__setattr__(work.connections["telegram"], "problem", lambda: silent[0] if silent else None)
    assert here.telegram is not None
    async with here.telegram.down():
        silent.append("nobody answers")
        await never_reached(here, work, "1", 9)
        await work.jobs.tick()
    await work.jobs.deliver("1")
    assert told(here, ANA.id) == 0
    silent.clear()
    await work.jobs.tick()
    await work.jobs.deliver("1")
    assert told(here, ANA.id) == 1


async def test_an_outage_is_logged_once(here: World, work: Work) -> None:
    """Not for each chat and each of its tries; the next one is logged again."""
    assert here.telegram is not None
    with capture_logs() as logged:
        for _ in range(2):
            async with here.telegram.down():
                await never_reached(here, work, "1", 3)
                await never_reached(here, work, "2", 3)
            work.jobs.deliverer.unreached.reached("telegram")
    said = [each for each in logged if each["event"] == "message not delivered" and each["log_level"] == "warning"]
    assert len(said) == 2


async def test_who_was_told_to_wait_waits(here: World, work: Work) -> None:
    """What a platform asks for is another matter than that it was not there."""
    assert here.telegram is not None
    async with here.telegram.down():
        await never_reached(here, work, "2", 1)
    here.clock.advance(1000)
    here.telegram.fail_next("sendMessage", Fault.flood(600))
    await work.jobs.deliver("2")
    await work.jobs.deliver("1")
    await work.jobs.deliver("2")
    assert (told(here, ANA.id), told(here, OTHER)) == (1, 0)


async def test_quiet_hours_are_no_outage(here: World, work: Work) -> None:
    """What they hold since the platform was away stays held."""
    now = here.clock.now()
    until = now.replace(year=now.year + 1)

    def hold_and_let_go(tx: Transaction) -> list[int]:
        tx.outbox.hold(2, until, now, breakthrough=False)
        story = tx.stories.newest(1)[0]
        tx.alerts.at_once([each.id for each in tx.alerts.of_story(story.id)], now)
        return [each.channel_id for each in tx.outbox.due(now, ["telegram"])]

    assert await work.store.write(hold_and_let_go) == [1]
