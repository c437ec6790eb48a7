"""Does a story go out as soon as it is stored, whatever else is to be done after its poll?"""

import asyncio
from pathlib import Path

import pytest

from bot.model import Target
from bot.work.jobs import Jobs
from tests.fakes.telegram_server import ANA
from tests.flow.world import ON_TOPIC, world


async def test_a_story_does_not_wait_for_the_look_at_spikes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """That stands behind the polls of all other feeds: in a burst the last story was told half a minute late."""
    may_end = asyncio.Event()
    looks = 0

    async def later(_: Jobs) -> None:
        nonlocal looks
        looks += 1
        await may_end.wait()

    monkeypatch.setattr(Jobs, "_queue_spikes", later)
    async with world(tmp_path, with_telegram=True) as here:
        await here.prime(Target(platform="telegram", chat=str(ANA.id)))
        here.publish(ON_TOPIC)
        here.clock.advance(1200)
        async with here.process() as work:
            for do in (work.jobs.poll("one"), work.jobs.tick(), work.jobs.tick()):
                await asyncio.wait_for(do, 60)
            assert here.telegram is not None
            telegram = here.telegram
            await telegram.wait_for(lambda: any(ON_TOPIC in each.text for each in telegram.messages(ANA.id)))
            assert looks == 1  # with the tick after the story, and not with the one after that
            may_end.set()
