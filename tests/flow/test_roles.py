"""Do several processes on one PostgreSQL server make one Seedwatch, also when some of them die?"""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.store.engine import Store
from bot.store.tables import feeds
from tests.fakes import postgres
from tests.fakes.manual_clock import SkippingClock
from tests.fakes.telegram_server import ANA
from tests.flow.test_process import program
from tests.flow.world import NEXT_DAY, ON_TOPIC, World, world

pytestmark = [
    postgres.needs(),
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),  # the environment names the server's
]


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path, with_telegram=True) as made:
        made.clock = SkippingClock(datetime.now(UTC))  # the processes have the machine's
        yield made


@asynccontextmanager
async def role(here: World, what: str, url: str) -> AsyncIterator[asyncio.subprocess.Process]:
    assert here.telegram is not None
    async with program(
        here,
        "run",
        "--role",
        what,
        DATABASE_URL=url,
        TELEGRAM_BOT_TOKEN=here.telegram.token,
        TELEGRAM_API_URL=here.telegram.url,
    ) as process:
        yield process


def let_be_due(store: Store) -> None:
    with store.begin() as tx:
        tx._connection.execute(feeds.update().values(due=datetime.now(UTC) - timedelta(minutes=1)))


async def test_each_does_its_part_and_another_takes_over(here: World) -> None:
    """A worker is killed and the speaker ends; the next story is told all the same, and each is told once."""
    telegram = here.telegram
    assert telegram is not None
    with postgres.database() as url:
        async with AsyncExitStack() as stack:
            store = stack.enter_context(Store(url))
            speaker = await stack.enter_async_context(role(here, "chat", url))
            telegram.say(ANA.id, "/start")
            await telegram.wait_for(lambda: telegram.messages(ANA.id), within=60)
            greeted = len(telegram.messages(ANA.id))
            await stack.enter_async_context(role(here, "scheduler", url))
            worker = await stack.enter_async_context(role(here, "worker", url))
            await stack.enter_async_context(role(here, "chat", url))
            await asyncio.wait_for(here.feeds.first.wait(), 60)
            while not await store.read(lambda tx: tx.feeds.all()):  # noqa: ASYNC110 - another process writes it
                await asyncio.sleep(0.1)
            here.publish(ON_TOPIC)
            let_be_due(store)
            await telegram.wait_for(lambda: len(telegram.messages(ANA.id)) > greeted, within=60)
            worker.kill()
            await stack.enter_async_context(role(here, "worker", url))
            speaker.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(speaker.wait(), 15) == 0
            here.publish(NEXT_DAY)
            let_be_due(store)
            await telegram.wait_for(lambda: len(telegram.messages(ANA.id)) > greeted + 1, within=90)
            await asyncio.sleep(2)
            told = [message.text for message in telegram.messages(ANA.id)[greeted:]]
            assert len(told) == 2
            assert await store.read(lambda tx: tx.entries.count()) == 2


async def test_a_file_has_one_process(here: World) -> None:
    """Roles on a file are wrong usage, and it says so."""
    async with program(here, "run", "--role", "worker") as process:
        _, errors = await process.communicate()
    assert process.returncode == 2
    assert b"PostgreSQL" in errors
