"""How does one call reach Telegram? In its turn, and with each failure named."""

import asyncio
import logging
import ssl
from collections.abc import Awaitable, Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple, TypeVar

import httpx
import telegram
from telegram.request import HTTPXRequest

from bot.chat.telegram.api.transport import SendRequest
from bot.chat.telegram.errors import to_send_error
from bot.chat.telegram.limits import Limits, Ticket, Turns
from bot.clock import Clock
from bot.config.findings.masking import without_secrets
from bot.errors import SendError, SendFault


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Real seconds: a house clock that runs faster does not speed up Telegram.

    ``poll`` is how long Telegram may hold a poll that has nothing to say (at most 50), ``grace`` how much later its
    answer may be before the connection counts as dead, ``hold`` how long we hold an update that Telegram brings (it
    gives up after sixty), ``finish`` how long commands may take when we are stopped.
    """

    poll: float = 30.0
    grace: float = 15.0
    hold: float = 25.0
    finish: float = 5.0


API_URL = "https://api.telegram.org"
_SENDERS = 32  # connections; at 30 calls a second, each may take a second


def keep_quiet() -> None:
    """Keep addresses out of the log: they contain the token, and these libraries log them at INFO or DEBUG.

    python-telegram-bot's request module also logs answers that it cannot read, word for word, at ERROR; what is wrong
    comes to us as an exception anyway.
    """
    for name in ("httpx", "httpcore", "telegram"):
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("telegram.request").setLevel(logging.CRITICAL)


class PollRequest(HTTPXRequest):
    """One connection for polling.

    The library reads all updates of an answer or none: one that it cannot read would come back with every poll, and the
    bot would be deaf for ever. Here such an update is emptied, so that it is confirmed and gone.
    """

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        answer: dict[str, Any] = HTTPXRequest.parse_json_payload(payload)
        if isinstance(answer.get("result"), list):
            answer["result"] = [_readable(update) for update in answer["result"]]
        return answer


def poll_request() -> PollRequest:
    """Return a client for getUpdates: Telegram allows one poll at a time. Times in seconds."""
    return PollRequest(
        connection_pool_size=1,
        connect_timeout=10.0,
        write_timeout=10.0,
        read_timeout=20.0,
        pool_timeout=5.0,
        httpx_kwargs={"verify": _tls()},
    )


def send_request() -> SendRequest:
    """Return a client for everything else. Telegram may take its time: giving up early is what makes duplicates."""
    return SendRequest(connections=_SENDERS, connect=10.0, read=20.0, tls=_tls())


def _readable(update: dict[str, Any]) -> dict[str, Any]:
    try:
        telegram.Update.de_json(update, None)
    except Exception:  # noqa: BLE001 one parse: whatever it stumbles over, the others must get through
        return {"update_id": update["update_id"]}
    return update


@cache
def _tls() -> ssl.SSLContext:
    """Read the certificates once: it takes tens of milliseconds, and each new connection pool would do it again."""
    return httpx.create_ssl_context()


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
        ticket = self._turns.join(*errand, self._clock.monotonic())
        if isinstance(ticket, float):
            raise self._too_long(ticket)
        try:
            await self._turn(ticket)
            return await self._made(errand.chat, call)
        finally:
            if ticket.call is not None and self._limits.ended(ticket.call, self._clock.monotonic()):
                self._came.set()

    async def _made(self, chat: str, call: Callable[[], Awaitable[T]]) -> T:
        try:
            result = await call()
        except Exception as exc:  # noqa: BLE001 the one edge where everything that the library raises is translated
            error = to_send_error(exc)
            if error.retry_after is not None:
                error.platform_wide = self._limits.refused(chat, error.retry_after, self._clock.monotonic())
                self._came.set()
            elif error.permanent:
                self._limits.answered()
            # An exception that repeats an address would carry the token into a traceback.
            raise error from (exc if without_secrets(str(exc)) == str(exc) else None)
        self._limits.answered()
        return result

    async def close(self) -> None:
        """Stop looking after those who wait."""
        if self._keeper is not None:
            self._keeper.cancel()
            with suppress(asyncio.CancelledError):
                await self._keeper

    async def _turn(self, ticket: Ticket) -> None:
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
            if ticket.call and (admitted := self._waiting.get(ticket)) and not admitted.done():
                ticket.call.under_way = True
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
