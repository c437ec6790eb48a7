"""Did Telegram send this update over HTTP, and was it carried out? Only then is Telegram told, and stops sending it."""

import asyncio
import hmac
import json
import secrets
from collections import OrderedDict
from contextlib import suppress
from typing import Any, NoReturn

import telegram
from aiohttp import web

from bot.chat.telegram.answer import Desk
from bot.chat.telegram.errors import describe, explain, wait_after
from bot.chat.telegram.intake import ALLOWED_UPDATES
from bot.chat.telegram.settings import PATH
from bot.chat.webhook import Refusals, RefusedError, read_body

HEADER = "X-Telegram-Bot-Api-Secret-Token"
"""The header in which Telegram repeats the secret that it was given."""
_CONNECTIONS = 10  # at once from Telegram (1-100, Bot API): each waits while its update is carried out or kept
_AGAIN = 5  # seconds after which Telegram is asked to try again
_LOOK = 60.0  # seconds between two checks whether Telegram reaches us
_REMEMBERED = 10_000  # updates that were carried out; those that change something are remembered in the database


class Receiver:
    """Listens for one bot by webhook. ``problem`` says why it does not work now."""

    def __init__(self, desk: Desk, *, url: str) -> None:
        self.problem: str | None = "Telegram was not reached yet"
        self._desk = desk
        self._url = url
        self._secret = secrets.token_urlsafe(32)  # a new one with each start: there is none to keep, or to leak
        self._me: telegram.User | None = None
        self._announced = False
        self._failures = 0
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._done: OrderedDict[int, None] = OrderedDict()
        self._refusals = Refusals(platform="telegram", clock=desk.clock, log=desk.log)

    def route(self) -> web.RouteDef:
        """Return the route for the ops server."""
        return web.post(PATH, self.receive)

    async def run(self) -> NoReturn:
        """Tell Telegram where we are, and look from time to time whether it still knows, until cancelled."""
        while True:
            try:
                if self._me is None:
                    me = await self._desk.introduction.me()
                    await self._desk.line.resume(me, self._desk.bot)
                    self._me = me
                if not self._announced:
                    await self._announce()
                    self._announced = True
                problem = await self._look()
            except Exception as exc:  # noqa: BLE001 a bot that stops looking is deaf without anybody knowing
                self._failures += 1
                problem, wait = explain(exc), wait_after(exc, self._failures)
            else:
                self._failures, wait = 0, _LOOK
            if problem != self.problem:
                self._desk.log.info("Telegram answers") if problem is None else self._desk.log.error(
                    "Telegram cannot be listened to", problem=problem
                )
            self.problem = problem
            await self._desk.clock.sleep(wait)

    async def stop(self, running: asyncio.Task[NoReturn]) -> None:
        """Let the commands at hand end. The webhook stays: Telegram keeps updates until we are back."""
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        await self._desk.line.close(self._desk.timing.finish)
        for task in list(self._tasks.values()):
            task.cancel()

    async def receive(self, request: web.Request) -> web.Response:
        """Carry out an update. 401 not from Telegram, 408 too slow, 413 too large, 400 unreadable, 503 come again."""
        try:
            data = await self._checked(request)
        except RefusedError as error:
            return self._refusals.answer(error)
        if self._me is None:
            return self._later()
        return await self._carry_out(data, self._me)

    async def _checked(self, request: web.Request) -> dict[str, Any]:
        """Return the update that Telegram sent. Raises RefusedError."""
        given = request.headers.getall(HEADER, [])
        if len(given) != 1 or not hmac.compare_digest(given[0].encode(errors="replace"), self._secret.encode()):
            raise RefusedError(401, "the secret does not fit")
        data = _update(await read_body(request))
        if data is None:
            raise RefusedError(400, "the body is no update")
        return data

    async def _carry_out(self, data: dict[str, Any], me: telegram.User) -> web.Response:
        """Carry out an update once, also where it is sent again while or after that is done."""
        number: int = data["update_id"]
        if number in self._done:
            return web.Response()
        task = self._tasks.get(number)
        if task is None:
            task = self._tasks[number] = asyncio.create_task(self._in_turn(data, me), name=f"telegram-{number}")
            task.add_done_callback(lambda ended: self._ended(number, ended))
        await asyncio.wait({task}, timeout=self._desk.timing.hold)
        return web.Response() if number in self._done else self._later()

    async def _in_turn(self, data: dict[str, Any], me: telegram.User) -> None:
        """Carry out an update in its turn, or keep it until then."""
        try:
            update = telegram.Update.de_json(data, self._desk.bot)
        except Exception as exc:  # noqa: BLE001 one parse: whatever it stumbles over, it would be sent for ever
            self._desk.log.warning(
                "a Telegram update holds nothing that we can read", update=data["update_id"], error=type(exc).__name__
            )
            return
        await self._desk.line.take([update], me)

    def _ended(self, number: int, task: asyncio.Task[None]) -> None:
        del self._tasks[number]
        if task.cancelled() or task.exception() is not None:
            return
        self._done[number] = None
        if len(self._done) > _REMEMBERED:
            self._done.popitem(last=False)

    async def _announce(self) -> None:
        await self._desk.bot.set_webhook(
            self._url,
            secret_token=self._secret,
            allowed_updates=ALLOWED_UPDATES,
            max_connections=_CONNECTIONS,
            drop_pending_updates=False,
        )

    async def _look(self) -> str | None:
        """Return why Telegram does not reach us, if it says so. Who polls with our token takes the webhook away."""
        info = await self._desk.bot.get_webhook_info()
        if info.url != self._url:
            await self._announce()
            return (
                "another program uses the same Telegram token and took the webhook away (it is set again): "
                "stop the other one, or give each its own bot"
            )
        if info.pending_update_count and info.last_error_message:
            return f"Telegram does not reach TELEGRAM_WEBHOOK_URL: {describe(Exception(info.last_error_message))}"
        return None

    def _later(self) -> web.Response:
        return web.Response(status=503, headers={"Retry-After": str(_AGAIN)})


def _update(body: bytes) -> dict[str, Any] | None:
    """Return the update in a body; what is not one is told apart from one that the library cannot read."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return None
    number = data.get("update_id") if isinstance(data, dict) else None
    return data if isinstance(number, int) and not isinstance(number, bool) else None
