"""Does nobody wait, miss or get something twice where a server goes away between a commit and its answer?"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
import structlog

from bot.chat.message import Command
from bot.errors import StoreError
from bot.model import Alert, Target
from bot.store.transaction import Transaction
from bot.work.holder import Holder
from bot.work.queues.server_queue import ServerQueue
from bot.work.service import Work
from tests.fakes import postgres, wire
from tests.fakes.manual_clock import SkippingClock
from tests.fakes.telegram_server import ANA
from tests.fakes.wire import Wire
from tests.flow import world as flow
from tests.flow.world import ON_TOPIC, World, delivered_by_hand, world
from tests.samples import NOW

CHAT = Target(platform="telegram", chat=str(ANA.id))
SOON = 10  # seconds, of which a server's absence takes a few; a lease is a minute
pytestmark = postgres.needs()


@pytest.fixture(name="wire")
def a_wire(monkeypatch: pytest.MonkeyPatch) -> Iterator[Wire]:
    with postgres.database() as url, wire.before(url) as made:
        monkeypatch.setattr(flow, "DATABASE", made.url)
        yield made


@pytest.fixture
async def here(tmp_path: Path, wire: Wire) -> AsyncIterator[World]:
    async with world(tmp_path, with_telegram=True) as made:
        yield made


@pytest.fixture(params=[15.0, 0.0], ids=["repeated", "given up"])
def patience(request: pytest.FixtureRequest) -> float:
    """Seconds for which a transaction is repeated; with none, who asked for it learns that it failed."""
    seconds: float = request.param
    return seconds


@pytest.fixture
async def work(here: World, patience: float) -> AsyncIterator[Work]:
    """A service that was told of one story, and delivers nothing by itself."""
    await here.prime(CHAT)
    async with here.process() as made:
        delivered_by_hand(made)
        here.clock.advance(1200)
        made.store.database.retried = patience
        yield made


async def seconds_until_told(here: World, work: Work, messages: int = 1) -> int:
    """Let seconds pass, with what the service does in each, until a chat has so many messages; return how many."""
    assert here.telegram is not None
    for second in range(90):
        await work.jobs.tick()
        with suppress(StoreError):
            await work.jobs.deliver("1")
        if len(here.telegram.messages(ANA.id)) >= messages:
            return second
        here.clock.advance(1)
    raise AssertionError("nobody was told")


async def alerts(work: Work) -> list[Alert]:
    """Return the alerts, each as it is recorded."""
    found: list[Alert] = await work.store.read(_alerts)
    return found


def _alerts(tx: Transaction) -> list[Alert]:
    return [
        each for story in tx.stories.changed_since(NOW - timedelta(days=1)) for each in tx.alerts.of_story(story.id)
    ]


async def unsure(work: Work) -> int:
    """Return how many alerts are marked, since a chat may have seen them twice."""
    marked = "SELECT count(*) FROM alerts WHERE ambiguous"
    return await work.store.read(lambda tx: tx._connection.exec_driver_sql(marked).scalar_one())


async def test_a_claim_waits_for_no_lease(here: World, work: Work, wire: Wire) -> None:
    """What was leased to nobody is taken back and sent at once, as tried for the first time."""
    here.publish(ON_TOPIC)
    await work.jobs.poll("one")
    wire.lose("UPDATE alerts", "COMMIT")
    assert await seconds_until_told(here, work) < SOON
    assert wire.lost.is_set()
    assert await seconds_until_told(here, work) == 0
    ((alert,), marked) = await alerts(work), await unsure(work)
    assert (alert.state.value, alert.attempt, marked) == ("sent", 1, 0)


async def test_what_was_sent_is_sent_once(here: World, work: Work, wire: Wire) -> None:
    """That the platform took it is written down until that is certain, and nothing is claimed before."""
    here.publish(ON_TOPIC)
    await work.jobs.poll("one")
    wire.lose("listed=", "COMMIT")
    await seconds_until_told(here, work)
    assert wire.lost.is_set()
    for _ in range(SOON):
        await work.jobs.tick()
        await work.jobs.deliver("1")
        here.clock.advance(10)
    assert here.telegram is not None
    assert len(here.telegram.messages(ANA.id)) == 1
    assert await unsure(work) == 0


async def test_a_poll_is_taken_once_and_told_soon(here: World, work: Work, wire: Wire) -> None:
    """A feed that answered does not rest because the database did not."""
    here.publish(ON_TOPIC)
    wire.lose("INSERT INTO entries", "COMMIT")
    with suppress(StoreError):
        await work.jobs.poll("one")
    assert wire.lost.is_set()
    assert await seconds_until_told(here, work) < SOON
    assert await work.store.read(lambda tx: tx.entries.count()) == 1
    assert len(await alerts(work)) == 1


async def test_a_poll_that_left_no_trace_is_made_again_soon(here: World, work: Work, wire: Wire) -> None:
    """The transaction broke off before its commit; news waits for the database, and not for the feed's rest."""
    here.publish(ON_TOPIC)
    wire.lose("INSERT INTO entries")
    with suppress(StoreError):
        await work.jobs.poll("one")
    assert wire.lost.is_set()
    for _ in range(2 * SOON):
        await work.jobs.tick()
        if await work.store.read(lambda tx: tx.entries.count()):
            break
        here.clock.advance(1)
        await asyncio.sleep(0.1)  # the queue's own connection hears of the job
    assert await work.store.read(lambda tx: tx.entries.count()) == 1


async def test_a_command_is_answered_as_if_nothing_were(work: Work, wire: Wire, patience: float) -> None:
    """Not that it was done before, of which the person knows nothing; or that it failed, and may be tried again."""
    wire.lose("INSERT INTO inbox", "COMMIT")
    asked = Command(verb="mute", arguments="2h", target=CHAT, admin=True, once="telegram:1:7")
    reply = await work.handle(asked)
    assert wire.lost.is_set()
    assert reply.refused == (patience == 0)
    assert "before" not in reply.message.text


async def test_a_digest_is_queued_once(here: World, work: Work, wire: Wire) -> None:
    """It is planned and queued in one transaction, under a name of its content."""
    here.publish(ON_TOPIC)
    await work.jobs.poll("one")
    await seconds_until_told(here, work)
    await work.handle(Command(verb="digest", arguments="daily 08:00", target=CHAT, admin=True))
    here.clock.advance(24 * 3600)
    wire.lose("INSERT INTO alerts", "COMMIT")
    assert await seconds_until_told(here, work, messages=2) < SOON
    assert wire.lost.is_set()
    assert await seconds_until_told(here, work, messages=2) == 0
    digests = "SELECT count(*) FROM alerts WHERE reason = 'digest'"
    assert await work.store.read(lambda tx: tx._connection.exec_driver_sql(digests).scalar_one()) == 1


async def test_due_times_move_with_the_clock_once(here: World, work: Work, wire: Wire) -> None:
    """Else a feed would be silent for as long as the clock was moved."""
    await work.jobs.poll("one")
    before = await work.store.read(lambda tx: tx.feeds.all()["one"].due)
    wire.lose("UPDATE feeds", "COMMIT")
    by = timedelta(seconds=40)
    here.clock.advance(by.total_seconds())
    with suppress(StoreError):
        await work.jobs.clock_moved(by)
    await work.jobs.clock_moved(timedelta())  # the clock asks again where it is told that it failed
    assert wire.lost.is_set()
    assert await work.store.read(lambda tx: tx.feeds.all()["one"].due) == before + by


async def test_a_changed_configuration_is_in_force_soon(here: World, work: Work, wire: Wire) -> None:
    """Also where it was read and could not be noted: nobody saves the file a second time."""
    here.names, here.former = ("two",), {"two": "one"}
    here.config()
    wire.lose("pg_advisory_xact_lock", "COMMIT")
    for _ in range(SOON):
        with suppress(StoreError):
            await work.jobs.tick()
        here.clock.advance(1)
    assert wire.lost.is_set()
    assert set(work.current.watch.feeds) == {"two"}
    assert "two" in await work.store.read(lambda tx: tx.feeds.all())  # with the history of the former one


async def test_whoever_speaks_goes_on(wire: Wire) -> None:
    """A sign of life is given again; it is no other process that has the name."""
    clock = SkippingClock()
    one = Holder(url=wire.url, name="chat:1", clock=clock, log=structlog.get_logger(), platforms=["telegram"])
    wire.lose("INSERT INTO holders", "COMMIT")
    assert await one._take()
    assert wire.lost.is_set()
    assert one.holds()
    await one.close()


@pytest.mark.parametrize("lost", ["INSERT INTO pgqueuer", "SKIP LOCKED", "DELETE FROM pgqueuer"])
async def test_a_job_is_carried_out_soon(wire: Wire, lost: str) -> None:
    """Whether it was being queued, taken, or reported as done; once more does no harm, and no key stays taken."""
    served: list[str] = []
    done = asyncio.Event()

    async def serve(payload: str) -> None:
        served.append(payload)
        if payload == "next":
            done.set()

    queue = ServerQueue(wire.url, structlog.get_logger())
    queue.handle("summarise", serve, at_once=1)
    await queue.enqueue("summarise", "first", dedupe_key="first")
    if lost.startswith("INSERT"):
        served.append("first")
    wire.lose(lost)
    queue.start()
    try:
        async with asyncio.timeout(SOON - 2):  # a heartbeat is ten seconds
            while not (wire.lost.is_set() and "first" in served):
                if lost.startswith("INSERT"):
                    await queue.enqueue("summarise", "first", dedupe_key="first")
                await asyncio.sleep(0.05)
            await queue.enqueue("summarise", "next", dedupe_key="next")
            await done.wait()
    finally:
        await queue.stop(1)
