"""Does the real program live through any clock? libfaketime tells it another time than the machine's."""

import asyncio
import os
import signal
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.store.engine import Store
from tests.fakes.telegram_server import ANA, TelegramServer
from tests.flow.test_process import asked, program
from tests.flow.world import World, world

LONGEST = timedelta(minutes=67)  # what any healthy feed may wait, and a minute


@pytest.fixture
def library() -> str:
    """Where libfaketime is."""
    found = sorted(Path("/usr/lib").glob("**/libfaketimeMT.so.1"))
    if not found:
        assert "SEEDWATCH_REQUIRE_SERVICES" not in os.environ
        pytest.skip("libfaketime is not installed (on Debian or Ubuntu: apt-get install faketime)")
    return str(found[0])


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path, with_telegram=True) as made:
        yield made


def telling(here: World, library: str, when: str | Path, **more: str) -> dict[str, str]:
    """Return the environment of a program that is told another time, or a file that says it; "" is the machine's."""
    assert here.telegram is not None
    talk = {"TELEGRAM_BOT_TOKEN": here.telegram.token, "TELEGRAM_API_URL": here.telegram.url, **more}
    if not when:
        return talk
    told = {"FAKETIME": when} if isinstance(when, str) else {"FAKETIME_TIMESTAMP_FILE": str(when)}
    return talk | told | {"LD_PRELOAD": library, "FAKETIME_DONT_FAKE_MONOTONIC": "1", "FAKETIME_CACHE_DURATION": "1"}


async def answered(telegram: TelegramServer) -> None:
    """Ask something and wait for the answer."""
    before = len(telegram.messages(ANA.id))
    telegram.say(ANA.id, "/status")
    await telegram.wait_for(lambda: len(telegram.messages(ANA.id)) > before, within=60)


async def ended(process: Process) -> str:
    """End it in good order; return its log."""
    process.send_signal(signal.SIGTERM)
    said, errors = await asyncio.wait_for(process.communicate(), 20)
    log = said.decode() + errors.decode()
    assert process.returncode == 0, log
    assert "Traceback" not in log
    return log


def due(here: World) -> datetime:
    with Store(f"sqlite:///{here.folder}/seedwatch.db") as store, store.begin() as tx:
        cursor = tx.feeds.cursor("one")
    assert cursor is not None
    return cursor.due


@pytest.mark.parametrize(
    "when", ["1970-01-01 00:00:30", "2038-01-19 03:14:00", "2100-02-28 23:59:50", "2026-10-25 00:59:55"]
)
async def test_a_start_at_an_odd_time(here: World, library: str, when: str) -> None:
    """The first seconds of all, the end of 32 bits, a leap year that is none, an hour that comes twice."""
    async with program(here, "run", **telling(here, library, f"@{when}", TZ="UTC")) as process:
        await asked(here, process)
        assert here.telegram is not None
        await answered(here.telegram)
        log = await ended(process)
    assert f'"{when[:4]}-' in log, "it did not see the time that it was told"
    begun = datetime.fromisoformat(when).replace(tzinfo=UTC)
    assert begun < due(here) < begun + LONGEST


async def test_what_a_wrong_clock_wrote_silences_no_later_start(here: World, library: str) -> None:
    """From 2100 to now, to 1970, to now again: each start looks at the feed at once."""
    for number, when in enumerate(["@2100-01-01 00:00:00", "", "@1970-01-01 00:01:00", ""], 1):
        here.feeds.first.clear()
        async with program(here, "run", **telling(here, library, when)) as process:
            await asked(here, process)
            await ended(process)
        assert len(here.feeds.asked) == number
    assert due(here) < datetime.now(UTC) + LONGEST


async def test_jumps_both_ways_while_it_runs(here: World, library: str) -> None:
    """Two years ahead and four back: it goes on hearing and looking, polls nothing early, and nothing is put off."""
    assert here.telegram is not None
    clock = here.folder / "clock"
    clock.write_text("+0", encoding="ascii")
    async with program(here, "run", **telling(here, library, clock)) as process:
        await asked(here, process)
        await answered(here.telegram)
        for jump in ("+2y", "-2y"):
            clock.write_text(jump, encoding="ascii")
            await asyncio.wait_for(_moved(process), 60)
            await answered(here.telegram)
        await ended(process)
    assert len(here.feeds.asked) == 1
    there = datetime.now(UTC) - timedelta(days=2 * 365)
    assert due(here) < there + LONGEST


async def _moved(process: Process) -> None:
    """Read the log until it says that the clock was moved."""
    assert process.stderr is not None
    assert process.stdout is not None
    while line := await process.stderr.readline():
        if b"clock was moved" in line:
            return
    raise AssertionError("the log ended")


async def test_another_time_zone_is_no_other_time(here: World, library: str) -> None:
    """A machine that was carried around the world looks at no feed early."""
    assert here.telegram is not None
    for zone in ("Pacific/Kiritimati", "America/St_Johns", ":/nowhere"):
        async with program(here, "run", **telling(here, library, "", TZ=zone)) as process:
            if not here.feeds.asked:
                await asked(here, process)
            await answered(here.telegram)
            await answered(here.telegram)
            await ended(process)
        assert len(here.feeds.asked) == 1, zone
