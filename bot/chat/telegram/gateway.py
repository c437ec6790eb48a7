"""How does one call reach Telegram? In its turn, and with each failure named."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from contextlib import suppress
from typing import NamedTuple, TypeVar

from bot.chat.telegram.errors import hide, to_send_error
from bot.chat.telegram.limits import Limits
from bot.chat.telegram.turns import Ticket, Turns
from bot.clock import Clock
from bot.errors import SendError, SendFault

T = TypeVar("T")


class Errand(NamedTuple):
    """Where a call goes and what it is about; ``lane`` is None for an answer that a person waits for."""

    chat: str
    lane: Hashable


class Gate:
    """Lets the calls of one bot out, no faster than Telegram takes them."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._limits = Limits()
        self._turns = Turns(self._limits)
        self._waiting: dict[Ticket, asyncio.Future[None]] = {}
        self._came = asyncio.Event()
        self._keeper: asyncio.Task[None] | None = None

    async def call(self, errand: Errand, call: Callable[[], Awaitable[T]]) -> T:
        """Make a call in its turn. Raises ``SendError``, RETRY where the wait would be too long."""
        await self._turn(errand)
        try:
            result = await call()
        except Exception as exc:  # noqa: BLE001 the one edge where everything that the library raises is translated
            error = to_send_error(exc)
            if error.retry_after is not None:
                error.platform_wide = self._limits.refused(errand.chat, error.retry_after, self._clock.monotonic())
                self._came.set()
            elif error.permanent:
                self._limits.answered()
            # An exception that repeats an address would carry the token into a traceback.
            raise error from (exc if hide(str(exc)) == str(exc) else None)
        self._limits.answered()
        return result

    async def close(self) -> None:
        """Stop looking after those who wait."""
        if self._keeper is not None:
            self._keeper.cancel()
            with suppress(asyncio.CancelledError):
                await self._keeper

    async def _turn(self, errand: Errand) -> None:
        ticket = self._turns.join(*errand, self._clock.monotonic())
        if isinstance(ticket, float):
            raise self._too_long(ticket)
        admitted = self._waiting[ticket] = asyncio.get_running_loop().create_future()
        if self._keeper is None or self._keeper.done():
            if self._serve() is not None:
                self._keeper = asyncio.create_task(self._keep(), name="telegram-gate")
        else:
            self._came.set()
        try:
            await admitted
        finally:
            ticket.left = True
            self._waiting.pop(ticket, None)

    async def _keep(self) -> None:
        """Admit those who wait, until nobody does; whoever comes meanwhile is looked at once."""
        while (wait := self._serve()) is not None:
            self._came.clear()
            sleeping = asyncio.ensure_future(self._clock.sleep(wait))
            coming = asyncio.ensure_future(self._came.wait())
            try:
                await asyncio.wait({sleeping, coming}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                sleeping.cancel()
                coming.cancel()

    def _serve(self) -> float | None:
        served = self._turns.serve(self._clock.monotonic())
        for ticket in served.go:
            if (admitted := self._waiting.get(ticket)) and not admitted.done():
                admitted.set_result(None)
        for ticket, wait in served.refused:
            if (admitted := self._waiting.get(ticket)) and not admitted.done():
                admitted.set_exception(self._too_long(wait))
        return served.wait

    def _too_long(self, wait: float) -> SendError:
        return SendError(
            f"Telegram's limits ask for {wait:.0f} s of patience",
            fault=SendFault.RETRY,
            retry_after=wait,
            platform_wide=self._limits.blocked(self._clock.monotonic()) > 0,
        )
