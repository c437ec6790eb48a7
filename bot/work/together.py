"""How is a thing done only once when many want it at the same time?

Questions from one turn of the event loop are answered together; whoever wants a thing done shares it with all who
asked before it began.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Together(Generic[K, V]):
    """Answers for keys, at most ``most`` per call of ``answer``; if that fails, for each key by itself."""

    def __init__(self, answer: Callable[[Collection[K]], Awaitable[dict[K, V]]], *, most: int = 1000) -> None:
        self._answer = answer
        self._most = most
        self._asked: dict[K, asyncio.Future[V]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def of(self, key: K) -> V:
        """Return the answer for a key, or raise what went wrong with it."""
        answer = self._asked.get(key)
        if answer is None:
            loop = asyncio.get_running_loop()
            answer = self._asked[key] = loop.create_future()
            if len(self._asked) == self._most:
                self._ask()
            elif len(self._asked) == 1:
                loop.call_soon(self._ask)
        return await asyncio.shield(answer)

    def _ask(self) -> None:
        asked, self._asked = self._asked, {}
        if asked:
            self._tasks.add(task := asyncio.create_task(self._answer_all(asked), name="together"))
            task.add_done_callback(self._tasks.discard)

    async def _answer_all(self, asked: dict[K, asyncio.Future[V]]) -> None:
        try:
            found = await self._answer(asked.keys())
        except asyncio.CancelledError:  # we are shutting down
            for future in asked.values():
                future.cancel()
            raise
        except Exception as error:  # noqa: BLE001 - goes to whoever asked
            if len(asked) > 1:
                for key, future in asked.items():
                    await self._answer_all({key: future})
                return
            for future in asked.values():
                future.set_exception(error)
        else:
            for key, future in asked.items():
                future.set_result(found[key])


class Shared:
    """Does something once for all who ask before it begins; those who ask while it runs wait for the next run."""

    def __init__(self, do: Callable[[], Awaitable[None]]) -> None:
        self._do = do
        self._turn = asyncio.Lock()
        self._next: asyncio.Task[None] | None = None

    async def __call__(self) -> None:
        """Return once a run that began after this call is done."""
        await asyncio.shield(self.begin())

    def begin(self) -> asyncio.Task[None]:
        """Start it without waiting."""
        if self._next is None:
            self._next = asyncio.create_task(self._in_turn(), name="shared")
        return self._next

    async def _in_turn(self) -> None:
        async with self._turn:
            self._next = None
            await self._do()
