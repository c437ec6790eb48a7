"""What do chats say to us? A long poll that never dies and confirms an update only after it was carried out.

The library's own poller queues updates in memory and confirms them at once: a crash then loses the command.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

import telegram
from telegram.error import Conflict, TelegramError
from telegram.request import BaseRequest

from bot.chat.telegram.answer import Desk
from bot.chat.telegram.errors import describe, explain, wait_after
from bot.chat.telegram.intake import ALLOWED_UPDATES

_BATCH = 100  # updates in one answer, the most that Telegram gives; what a crash may carry out twice
_CONTESTED = 60.0  # seconds without a conflict until we believe that we are alone


class Listener:
    """Polls for one bot. ``problem`` says why it does not work now."""

    def __init__(self, desk: Desk, *, poll_request: BaseRequest) -> None:
        self.problem: str | None = "Telegram was not reached yet"
        self._desk = desk
        self._poll_request = poll_request
        self._me: telegram.User | None = None
        self._offset: int | None = None
        self._failures = 0
        self._contested_until = 0.0
        self._idle = asyncio.Event()
        self._idle.set()

    async def run(self) -> NoReturn:
        """Listen until cancelled."""
        while True:
            try:
                if self._me is None:
                    self._me = await self._introduce()
                updates = await self._poll()
            except Exception as exc:  # noqa: BLE001 a poller that dies is a bot that is deaf without anybody knowing
                await self._recover(exc)
                continue
            self._note_success()
            await self._carry_out(updates, self._me)

    async def stop(self, running: asyncio.Task[NoReturn]) -> None:
        """Let the commands at hand end, stop ``run``, and confirm them so that a restart does not answer them again."""
        loop = asyncio.get_running_loop()
        end = loop.time() + self._desk.timing.finish
        with suppress(TimeoutError):
            async with asyncio.timeout_at(end):
                await self._idle.wait()
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        await self._desk.line.close(max(end - loop.time(), 0.0))
        if self._offset is None:
            return
        try:
            async with asyncio.timeout(self._desk.timing.finish):
                await self._desk.bot.get_updates(offset=self._offset, limit=1, timeout=0)
        except (TimeoutError, TelegramError) as exc:
            self._desk.log.info("the last Telegram updates stay unconfirmed and may come again", error=describe(exc))

    async def _introduce(self) -> telegram.User:
        """Find out our own name. A webhook left from another time would forbid polling."""
        me = await self._desk.introduction.me()
        await self._desk.bot.delete_webhook(drop_pending_updates=False)
        await self._desk.line.resume(me, self._desk.bot)
        return me

    async def _poll(self) -> Sequence[telegram.Update]:
        async with asyncio.timeout(self._desk.timing.poll + self._desk.timing.grace):
            return await self._desk.bot.get_updates(
                offset=self._offset,
                limit=_BATCH,
                timeout=int(self._desk.timing.poll),
                allowed_updates=ALLOWED_UPDATES,
            )

    async def _carry_out(self, updates: Sequence[telegram.Update], me: telegram.User) -> None:
        """Carry out a batch, or keep what has to wait. Then the next poll confirms it."""
        if not updates:
            return
        self._idle.clear()
        try:
            await self._desk.line.take(updates, me)
            self._offset = updates[-1].update_id + 1
        finally:
            self._idle.set()

    async def _recover(self, exc: Exception) -> None:
        """Say what is wrong, once for each thing that is wrong, and try again later on a fresh connection.

        A pool whose connection is stuck answers every later poll with "pool timeout"; only a new pool ends that.
        """
        self._failures += 1
        problem = explain(exc)
        if problem != self.problem:
            self._desk.log.error("Telegram cannot be listened to", problem=problem)
        self.problem = problem
        if isinstance(exc, Conflict):
            self._contested_until = self._desk.clock.monotonic() + _CONTESTED
        try:
            async with asyncio.timeout(self._desk.timing.grace):
                await self._poll_request.shutdown()
        except Exception as closing:  # noqa: BLE001 the old pool is given up either way
            self._desk.log.debug("an old connection did not close", error=describe(closing))
        await self._poll_request.initialize()
        await self._desk.clock.sleep(wait_after(exc, self._failures))

    def _note_success(self) -> None:
        """Two pollers take turns at winning: one good poll does not mean that the other one is gone."""
        if self.problem is None or self._desk.clock.monotonic() < self._contested_until:
            return
        self._desk.log.info("Telegram answers", after_failures=self._failures)
        self.problem, self._failures = None, 0
