"""Where do platforms keep what they confirmed but have not carried out? In notes, each under the platform's name."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from bot.clock import Clock
from bot.store.engine import Store
from bot.store.transaction import Transaction

KEPT = "kept by "


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """What one platform keeps. All methods raise StoreError."""

    store: Store
    platform: str
    clock: Clock

    async def put(self, items: Mapping[str, Any]) -> None:
        """Keep values, by key."""
        now = self.clock.now()

        def write(tx: Transaction) -> None:
            for key, value in items.items():
                tx.notes.put(self._prefix + key, value, now)

        await self.store.write(write, urgent=True)

    async def all(self) -> dict[str, Any]:
        """Return everything that is kept."""
        found = await self.store.read(lambda tx: tx.notes.all(self._prefix))
        return {key.removeprefix(self._prefix): value for key, value in found.items()}

    async def drop(self, keys: Collection[str]) -> None:
        """Stop keeping these."""

        def write(tx: Transaction) -> None:
            for key in keys:
                tx.notes.drop(self._prefix + key)

        await self.store.write(write, urgent=True)

    @property
    def _prefix(self) -> str:
        return f"{KEPT}{self.platform} "
