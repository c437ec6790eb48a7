"""What does a chat get after a night, and who learns that nothing can be sent any more? Through all that runs."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.chat.message import Command
from bot.model import Scope, Target
from bot.work.service import Work
from tests.fakes.telegram_server import ANA, Fault
from tests.flow.world import NEXT_DAY, ON_TOPIC, World, world

PRIVATE = Target(platform="telegram", chat=str(ANA.id))
GROUP = Target(platform="telegram", chat="-100200300")
TOPIC = Target(platform="telegram", chat="-100200300", thread="7")


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path, with_telegram=True) as made:
        yield made


async def choose(work: Work, target: Target, **settings: Any) -> None:
    """Give a channel these settings."""

    def change(tx: Any) -> None:
        channel = tx.channels.at(target)
        tx.channels.save(replace(channel, **settings))

    await work.store.write(change)


def night(here: World, hours: float = 8) -> str:
    """Quiet hours that hold now and for so long."""
    now = here.clock.now()
    return f"{now:%H:%M}-{now + timedelta(hours=hours):%H:%M}"


def texts(here: World) -> list[str]:
    assert here.telegram is not None
    return [message.text for message in here.telegram.messages(ANA.id)]


async def test_a_night_is_one_list_in_the_morning_also_after_a_restart(here: World) -> None:
    """What happened while the chat was quiet comes once, at the end, in one message."""
    await here.prime(PRIVATE)
    async with here.process() as work:
        await choose(work, PRIVATE, quiet=night(here), zone="UTC")
        here.publish(ON_TOPIC)
        await here.look(work)
    here.publish(NEXT_DAY)
    await here.run()
    assert texts(here) == []
    here.clock.advance(9 * 3600)
    await here.run()
    await here.run()
    (text,) = texts(here)
    assert text.startswith("While you were quiet: 2 stories")
    assert ON_TOPIC in text
    assert NEXT_DAY in text


async def test_quiet_hours_that_are_switched_off_let_everything_go(here: World) -> None:
    """A story alone comes as itself, within the second in which the setting is changed."""
    await here.prime(PRIVATE)
    async with here.process() as work:
        await choose(work, PRIVATE, quiet=night(here), zone="UTC")
        here.publish(ON_TOPIC)
        await here.look(work)
        assert texts(here) == []
        await choose(work, PRIVATE, quiet=None)
        await here.look(work)
    (text,) = texts(here)
    assert text.startswith(ON_TOPIC)


async def test_who_set_a_group_up_is_told_once_that_it_is_lost(here: World) -> None:
    """The notice is private, and neither repeated nor sent to somebody who cannot be reached either."""
    assert here.telegram is not None
    here.telegram.chats.add(int(GROUP.chat), kind="supergroup", title="Desk")
    await here.prime(GROUP)
    async with here.process() as work:
        await choose(work, GROUP, manager=str(ANA.id), title="Desk")
        here.publish(ON_TOPIC)
        here.telegram.fail_next("sendMessage", Fault.forbidden())
        await here.look(work)
        here.publish(NEXT_DAY)
        await here.look(work)
    (text,) = texts(here)
    assert text.startswith("I can no longer post in “Desk”: ")
    assert "Your settings are kept" in text


async def test_who_set_a_group_up_is_told_when_we_are_put_out(here: World) -> None:
    """Also where Telegram says so before anything was sent in vain."""
    await here.prime(GROUP)
    async with here.process() as work:
        await choose(work, GROUP, manager=str(ANA.id), title="Desk")
        gone = Command(verb="left", target=GROUP, scope=Scope.GROUP, user="99", told=True)
        assert not (await work.handle(gone)).message.text
    (text,) = texts(here)
    assert text.startswith("I can no longer post in “Desk”: I was removed from this chat")


async def test_a_closed_topic_pauses_nothing_else(here: World) -> None:
    """The group's other topic is told all the same."""
    assert here.telegram is not None
    here.telegram.chats.add(int(GROUP.chat), kind="supergroup", title="Desk", topics={7, 8})
    other = replace(TOPIC, thread="8")
    await here.prime(TOPIC, other)
    here.publish(ON_TOPIC)
    here.telegram.fail_next("sendMessage", Fault.bad_request("message thread not found"))
    await here.run()
    assert len(here.telegram.messages(int(GROUP.chat))) == 1
    async with here.process() as work:
        channels = await work.store.read(lambda tx: tx.channels.all())
    assert sorted(each.paused is None for each in channels) == [False, True]
