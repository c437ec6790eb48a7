"""Are jobs carried out once, and in the order of their places?"""

import asyncio

import structlog

from bot.work.queue import LocalQueue


async def test_a_job_that_waits_moves_forward_and_never_back() -> None:
    """A chat that something urgent comes for need not wait for its old place; it is served once."""
    served: list[str] = []
    begin, done = asyncio.Event(), asyncio.Event()

    async def serve(payload: str) -> None:
        await begin.wait()
        served.append(payload)
        if payload == "last":
            done.set()

    queue = LocalQueue(structlog.get_logger())
    queue.handle("deliver", serve, at_once=1)
    for place, name in enumerate(("first", "second", "third", "late")):
        await queue.enqueue("deliver", name, dedupe_key=name, place=place)
    await queue.enqueue("deliver", "late", dedupe_key="late", place=0)
    await queue.enqueue("deliver", "second", dedupe_key="second", place=50)
    await queue.enqueue("deliver", "last", dedupe_key="last", place=99)
    queue.start()
    begin.set()
    await asyncio.wait_for(done.wait(), 10)
    await queue.stop(1)
    assert served == ["first", "late", "second", "third", "last"]
