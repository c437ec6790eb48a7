"""How is written down what became of messages? Those that wait for the writer together, and none before it is true."""

import asyncio
from collections import deque
from collections.abc import Callable

from bot.errors import StoreError
from bot.store.engine import Store
from bot.store.transaction import Transaction

MOST = 16  # records of one transaction

Record = Callable[[Transaction], None]


class Records:
    """What is to be written down. Of what cannot be now nothing is forgotten."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: deque[tuple[Record, asyncio.Future[None]]] = deque()
        self._writing: asyncio.Task[None] | None = None

    async def add(self, record: Record) -> None:
        """Write something down, now or as soon as that is possible. Raises StoreError, and keeps it."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((record, done))
        while not done.done():
            await self._write()

    async def write_down(self) -> None:
        """Write down what could not be when it happened; raises StoreError where that is still so."""
        while self._waiting:
            await self._write()

    async def _write(self) -> None:
        """Wait for the transaction that is under way, or for one with all that waits."""
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_some(), name="records")
        await asyncio.shield(self._writing)

    async def _write_some(self) -> None:
        some = [self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))]

        def write(tx: Transaction) -> None:
            for record, _ in some:
                record(tx)

        try:
            await self._store.write(write, urgent=True)
        except StoreError:
            self._waiting.extendleft(reversed(some))
            raise
        else:
            for _, done in some:
                done.set_result(None)
        finally:
            self._writing = None
