"""Are jobs carried out once, and in the order of their places? In one process and on a server alike."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta

import psycopg
import pytest
import structlog

from bot.work.queues import server_queue
from bot.work.queues.queue import LocalQueue, Queue
from bot.work.queues.server_queue import ServerQueue
from tests.fakes import pooler, postgres

Make = Callable[[], Queue]


@pytest.fixture(params=postgres.KINDS)
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    if request.param == "sqlite":
        yield ""
        return
    with postgres.database(empty=True) as made:
        yield made


@pytest.fixture
def make(url: str) -> Make:
    log = structlog.get_logger()
    return lambda: ServerQueue(url, log) if url else LocalQueue(log)


@pytest.fixture
async def queue(make: Make) -> AsyncIterator[Queue]:
    made = make()
    yield made
    await made.stop(5)


class Served:
    """Notes what is carried out; ``last`` ends the test, ``bad`` fails."""

    def __init__(self) -> None:
        self.payloads: list[str] = []
        self.begin, self.first, self.done = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def __call__(self, payload: str) -> None:
        await self.begin.wait()
        self.payloads.append(payload)
        self.first.set()
        if payload == "last":
            self.done.set()
        if payload == "bad":
            raise LookupError

    async def until_last(self) -> list[str]:
        self.begin.set()
        await asyncio.wait_for(self.done.wait(), 30)
        return self.payloads


async def test_a_job_that_waits_moves_forward_and_never_back(queue: Queue) -> None:
    """A chat that something urgent comes for need not wait for its old place; it is served once."""
    served = Served()
    queue.handle("deliver", served, at_once=1)
    for place, name in enumerate(("first", "second", "third", "late")):
        await queue.enqueue("deliver", name, dedupe_key=name, place=place)
    await queue.enqueue("deliver", "late", dedupe_key="late", place=0)
    await queue.enqueue("deliver", "second", dedupe_key="second", place=50)
    await queue.enqueue("deliver", "last", dedupe_key="last", place=99)
    queue.start()
    assert await served.until_last() == ["first", "late", "second", "third", "last"]


async def test_what_waits_or_runs_is_not_queued_twice(queue: Queue) -> None:
    """A tick that finds the same feeds due has no effect, whoever made it."""
    served = Served()
    queue.handle("poll", served, at_once=1)
    queue.start()
    for _ in range(3):
        await queue.enqueue_all("poll", ["a", "b"], prefix="feed")
    await queue.enqueue("poll", "last", dedupe_key="feed:last", place=9)
    assert sorted(await served.until_last()) == ["a", "b", "last"]


async def test_a_job_that_fails_ends_no_other(queue: Queue) -> None:
    """It is logged, and may be queued again."""
    served = Served()
    queue.handle("poll", served, at_once=1)
    await queue.enqueue("poll", "bad", dedupe_key="bad")
    await queue.enqueue("poll", "last", dedupe_key="last", place=9)
    queue.start()
    assert await served.until_last() == ["bad", "last"]


@pytest.mark.parametrize("moment", ["at once", "soon", "after a job"])
async def test_a_queue_with_nothing_under_way_stops_at_once(queue: Queue, moment: str) -> None:
    """Whatever it is about to do: connecting, waiting for notifications, or saying that a job is done."""
    served = Served()
    queue.handle("poll", served, at_once=1)
    queue.start()
    if moment == "after a job":
        await queue.enqueue("poll", "last", dedupe_key="last")
        await served.until_last()
    elif moment == "soon":
        await asyncio.sleep(0.1)
    began = asyncio.get_running_loop().time()
    await queue.stop(5)
    assert asyncio.get_running_loop().time() - began < 1


async def test_jobs_that_do_not_end_are_cancelled_and_can_be_queued_again(make: Make) -> None:
    """With every slot busy, the end takes as long as it was given, and no key stays taken by a job that is gone."""
    hung, begun = asyncio.Event(), asyncio.Semaphore(0)

    async def hang(_: str) -> None:
        begun.release()
        await hung.wait()

    first = make()
    first.handle("poll", hang, at_once=2)
    first.start()
    await first.enqueue_all("poll", ["a", "b", "last"], prefix="feed")
    for _ in range(2):
        await asyncio.wait_for(begun.acquire(), 30)
    began = asyncio.get_running_loop().time()
    await first.stop(0.1)
    assert asyncio.get_running_loop().time() - began < 1
    served = Served()
    second = make()
    second.handle("poll", served, at_once=1)
    second.start()
    try:
        await second.enqueue_all("poll", ["a", "b"], prefix="feed")
        await second.enqueue("poll", "last", dedupe_key="feed:last", place=9)
        assert sorted(await served.until_last()) == ["a", "b", "last"]
    finally:
        await second.stop(5)


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
async def test_one_of_two_processes_carries_a_job_out(make: Make) -> None:
    """Who queues need not be who works; of several workers one gets the job."""
    served = Served()
    scheduler, *workers = make(), make(), make()
    for worker in workers:
        worker.handle("poll", served, at_once=2)
        worker.start()
    try:
        await scheduler.enqueue_all("poll", [str(number) for number in range(20)], prefix="feed")
        await scheduler.enqueue("poll", "last", dedupe_key="last", place=99)
        await served.until_last()
        await asyncio.sleep(0.2)
        assert sorted(served.payloads) == sorted([*map(str, range(20)), "last"])
    finally:
        for each in (scheduler, *workers):
            await each.stop(5)


async def _break_connections(url: str) -> None:
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as admin:
        await admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
async def test_a_broken_connection_is_made_anew(queue: Queue, url: str) -> None:
    """A server that was restarted finds us back, and nothing has to be started by hand."""
    served = Served()
    served.begin.set()
    queue.handle("poll", served, at_once=1)
    queue.start()
    await queue.enqueue("poll", "before", dedupe_key="before")
    await asyncio.wait_for(served.first.wait(), 30)
    await _break_connections(url)
    await queue.enqueue("poll", "last", dedupe_key="last")
    assert (await served.until_last())[-1] == "last"


@pytest.mark.parametrize(("lived", "waits"), [(0.0, [0.01, 0.02, 0.04, 0.04]), (0.1, [0.01] * 4)])
async def test_only_what_fails_again_at_once_is_tried_more_seldom(
    monkeypatch: pytest.MonkeyPatch, lived: float, waits: list[float]
) -> None:
    """A server that stops twenty times in an hour finds us back as soon as one that stops once."""
    monkeypatch.setattr(server_queue, "_FIRST", 0.01)
    monkeypatch.setattr(server_queue, "_LONGEST", 0.04)

    enough = asyncio.Event()

    class Breaking(ServerQueue):
        async def _serve_once(self) -> None:
            if len(logs) == len(waits):
                enough.set()
            await asyncio.sleep(lived)
            raise ConnectionError

    with structlog.testing.capture_logs() as logs:
        queue = Breaking("postgresql://nobody@127.0.0.1/none", structlog.get_logger())
        queue.handle("poll", Served(), at_once=1)
        queue.start()
        await asyncio.wait_for(enough.wait(), 30)
        await queue.stop(1)
    assert [each["next_try_in"] for each in logs][: len(waits)] == waits


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
async def test_a_job_that_ran_while_the_connection_broke_keeps_no_key(queue: Queue, url: str) -> None:
    """That it is done could not be said; it can be queued again once we are back, not after a missed heartbeat."""
    served, going_on = Served(), asyncio.Event()

    async def wait(payload: str) -> None:
        await served(payload)
        if len(served.payloads) == 1:
            await going_on.wait()

    served.begin.set()
    queue.handle("poll", wait, at_once=1)
    queue.start()
    await queue.enqueue("poll", "a", dedupe_key="a")
    await asyncio.wait_for(served.first.wait(), 30)
    await _break_connections(url)
    began = time.monotonic()
    going_on.set()
    while len(served.payloads) < 2:
        await queue.enqueue("poll", "a", dedupe_key="a")
        await asyncio.sleep(0.1)
        assert time.monotonic() - began < 25
    assert served.payloads == ["a", "a"]


async def test_it_is_known_for_how_long_jobs_wait(queue: Queue) -> None:
    """By the name of the job, as long as one waits."""
    served = Served()
    queue.handle("poll", served, at_once=1)
    assert await queue.ages() == {}
    await queue.enqueue("poll", "last", dedupe_key="last")
    ages = await queue.ages()
    assert 0 <= ages.pop("poll") < 30
    assert ages == {}
    queue.start()
    await served.until_last()
    assert await queue.ages() == {}


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
async def test_a_job_that_takes_longer_than_a_heartbeat_is_nobody_elses(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As long as its process lives, also where another one has nothing to do."""
    monkeypatch.setattr(server_queue, "HEARTBEAT", timedelta(seconds=1))
    begun: list[str] = []

    async def long(payload: str) -> None:
        begun.append(payload)
        await asyncio.sleep(2)

    workers = [make(), make()]
    for each in workers:
        each.handle("poll", long, at_once=1)
        each.start()
    try:
        await workers[0].enqueue("poll", "a", dedupe_key="a")
        while not begun:  # noqa: ASYNC110 - a worker on another connection fills it
            await asyncio.sleep(0.05)
        await asyncio.sleep(1.8)
        assert begun == ["a"]
    finally:
        for each in workers:
            await each.stop(5)


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
async def test_the_job_of_a_process_that_hangs_is_anothers(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a missed heartbeat it is taken over without a hand; the one that hung wakes up and disturbs nothing."""
    monkeypatch.setattr(server_queue, "HEARTBEAT", timedelta(seconds=1))
    hangs, wake = threading.Event(), threading.Event()

    async def hang(_: str) -> None:
        hangs.set()
        await asyncio.sleep(0)
        wake.wait(30)  # the whole process stands still: no heartbeat goes out

    async def hanging() -> None:
        worker = make()
        worker.handle("poll", hang, at_once=1)
        worker.start()
        while not wake.is_set():  # noqa: ASYNC110 - another thread sets it
            await asyncio.sleep(0.05)
        await worker.stop(5)

    other, served, scheduler = threading.Thread(target=asyncio.run, args=[hanging()]), Served(), make()
    other.start()
    healthy = make()
    healthy.handle("poll", served, at_once=1)
    try:
        await scheduler.enqueue("poll", "last", dedupe_key="last")
        assert await asyncio.to_thread(hangs.wait, 30)
        healthy.start()
        began = time.monotonic()
        assert await served.until_last() == ["last"]
        assert time.monotonic() - began < 20
        wake.set()
        await asyncio.to_thread(other.join, 30)
        assert not other.is_alive()
        await scheduler.enqueue("poll", "again", dedupe_key="again")
        while len(served.payloads) < 2:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        assert served.payloads == ["last", "again"]
    finally:
        wake.set()
        for each in (scheduler, healthy):
            await each.stop(5)


@pooler.needs()
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
async def test_jobs_come_through_a_pooler(url: str) -> None:
    """One that lends a connection for a transaction: nothing that a session would keep is relied on."""
    with pooler.before(url) as address:
        scheduler, worker = (ServerQueue(address, structlog.get_logger()) for _ in range(2))
        served = Served()
        worker.handle("poll", served, at_once=2)
        worker.start()
        try:
            await scheduler.enqueue_all("poll", ["a", "b"], prefix="feed")
            await scheduler.enqueue("poll", "last", dedupe_key="last", place=9)
            assert sorted(await served.until_last()) == ["a", "b", "last"]
        finally:
            for each in (scheduler, worker):
                await each.stop(5)
