"""What would Telegram's Bot API server do? A local one over HTTP, for tests that talk to it with the real library.

It takes what Telegram takes and refuses what Telegram refuses, keeps chats with their messages, and fails on demand::

    async with TelegramServer() as server:
        ...                                          # connect to server.url with server.token
        server.say(ANA.id, "/start")
        await server.wait_for(lambda: server.messages(ANA.id))
        server.fail_next("sendMessage", Fault.flood(3))
"""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import web

from tests.fakes.telegram_chats import ANA, BOT, Chats, Person, Shown
from tests.fakes.telegram_faults import Cut, Fault
from tests.fakes.telegram_html import Refused
from tests.fakes.telegram_profile import Profile
from tests.fakes.telegram_spec import Upload, problems

__all__ = ["ANA", "BOT", "Fault", "Person", "Shown", "TelegramServer"]

_STRINGS = {"text", "caption", "parse_mode", "callback_query_id", "url"}
_PATIENCE = 5.0  # seconds in which what a test waits for must happen


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request as it was read, before anything was done about it."""

    method: str
    given: dict[str, Any]
    connection: int  # the client's port: tells one connection from another


@dataclass(slots=True)
class _Poll:
    """A getUpdates that waits. A newer one ends it with a conflict."""

    ended: bool = False
    news: asyncio.Event = field(default_factory=asyncio.Event)


class TelegramServer:
    """A Bot API server for one bot, on a port of the loopback interface."""

    def __init__(self, token: str = "123456789:AAFakeTokenForTestsOnly_0123456789abcd") -> None:
        self.token = token
        self.chats = Chats()
        self.calls: list[Call] = []
        self.toasts: list[tuple[str, str | None]] = []  # (callback query, text) that were acknowledged
        self.alerts: list[str] = []  # those of their texts that had to be dismissed
        self.profile = Profile()
        self.refused: list[str] = []  # what was wrong with calls that the Bot API does not describe
        self.judge: Callable[[str, dict[str, Any]], Fault | None] = lambda _method, _given: None  # of each call
        self._faults: dict[str, deque[Fault]] = defaultdict(deque)
        self._updates: list[dict[str, Any]] = []
        self._next_update = 1000
        self._poll: _Poll | None = None
        self._changed = asyncio.Event()
        self._closing = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self._site: web.TCPSite | None = None
        self._port = 0

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await self._listen()
        return self

    async def __aexit__(self, kind: object, *_: object) -> None:
        assert self._runner is not None
        self._closing.set()
        self._wake()
        await self._runner.cleanup()
        assert kind is not None or self.refused == [], "calls that the Bot API does not describe"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    # What people do

    def say(
        self,
        chat: int,
        text: str,
        *,
        user: Person = ANA,
        thread: int | None = None,
        reply_to: int | None = None,
        **marks: Any,
    ) -> int:
        """Let somebody write; return the message's id. ``marks`` are further fields of the Bot API's Message."""
        message = self.chats.written(chat, text, user=user, thread=thread, reply_to=reply_to, marks=marks)
        self.push("message", message)
        return int(message["message_id"])

    def click(self, chat: int, message_id: int, data: str, *, user: Person = ANA) -> str:
        """Let somebody press a button; return the id of the callback query."""
        self._next_update += 1
        query = f"query{self._next_update}"
        message = self.chats.as_json(self.chats.shown(chat, message_id))
        self.push(
            "callback_query",
            {"id": query, "from": user.json(), "chat_instance": "1", "data": data, "message": message},
        )
        return query

    def change_membership(
        self, chat: int, *, was: str, now: str, user: Person = ANA, rights: dict[str, Any] | None = None
    ) -> None:
        """Let somebody add, remove, block or unblock the bot, or change its rights, which then are ``rights``."""
        self.push("my_chat_member", self.chats.membership(chat, was=was, now=now, user=user, rights=rights))

    def push(self, kind: str, value: dict[str, Any]) -> int:
        """Queue an update as Telegram would; return its id."""
        self._next_update += 1
        self._updates.append({"update_id": self._next_update, kind: value})
        self._wake()
        return self._next_update

    # What goes wrong

    def fail_next(self, method: str, fault: Fault, times: int = 1) -> None:
        """Let the next calls of a method fail."""
        self._faults[method].extend([fault] * times)

    @asynccontextmanager
    async def down(self) -> AsyncIterator[None]:
        """Refuse connections for a while."""
        assert self._site is not None
        assert self._runner is not None
        await self._site.stop()
        for connection in list(self._runner.server.connections if self._runner.server else ()):
            connection.force_close()
            if connection.transport is not None:
                connection.transport.abort()
        try:
            yield
        finally:
            await self._listen()

    # What can be seen

    def messages(self, chat: int) -> list[Shown]:
        """Return the bot's messages in a chat as they are now, oldest first."""
        return [message for message in self.chats.in_chat(chat) if message.by_bot]

    def called(self, method: str) -> list[dict[str, Any]]:
        """Return what was given to each call of a method."""
        return [call.given for call in self.calls if call.method == method]

    @property
    def unconfirmed(self) -> list[dict[str, Any]]:
        """Updates that would come again after a crash."""
        return list(self._updates)

    async def wait_for(self, condition: Callable[[], object], within: float = _PATIENCE) -> None:
        """Wait until something is so; it is looked at after every call. Raises TimeoutError."""
        async with asyncio.timeout(within):
            while not condition():
                self._changed.clear()
                await self._changed.wait()

    # The server

    async def _listen(self) -> None:
        assert self._runner is not None
        self._site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await self._site.start()
        self._port = self._runner.addresses[0][1]

    def _wake(self) -> None:
        self._changed.set()
        if self._poll is not None:
            self._poll.news.set()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        given, uploads = _read(await request.post())
        peer = request.transport.get_extra_info("peername") if request.transport is not None else None
        self.calls.append(Call(method=method, given=given, connection=peer[1] if peer else 0))
        try:
            if request.match_info["token"] != self.token:
                return _refuse(Fault.revoked())
            fault = self._faults[method].popleft() if self._faults[method] else self.judge(method, given)
            if fault is not None and fault.cut is not Cut.AFTER:
                return await self._fail(request, fault)
            answer = await self._do(method, given, uploads)
            return answer if fault is None else await self._fail(request, fault)
        finally:
            self._changed.set()

    async def _fail(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        if fault.cut is Cut.HANG:
            self._changed.set()
            await self._closing.wait()
        if fault.cut is not None:
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        if fault.raw is not None:
            return web.Response(status=fault.status, text=fault.raw, content_type="text/html")
        return _refuse(fault)

    async def _do(self, method: str, given: dict[str, Any], uploads: dict[str, Upload]) -> web.StreamResponse:
        if wrong := problems(method, given):
            self.refused.extend(wrong)
            return _refuse(Fault.bad_request("; ".join(wrong)))
        try:
            if method == "getUpdates":
                return await self._get_updates(given)
            return web.json_response({"ok": True, "result": self._result(method, given, uploads)})
        except Refused as refusal:
            return _refuse(Fault.bad_request(str(refusal)))

    def _result(self, method: str, given: dict[str, Any], uploads: dict[str, Upload]) -> Any:
        match method:
            case "answerCallbackQuery":
                self.toasts.append((given["callback_query_id"], given.get("text")))
                self.alerts += [given["text"]] if given.get("show_alert") else []
                return True
            case "getChatMember":
                return self.chats.member(given["chat_id"], given["user_id"])
            case "sendMessage" | "sendPhoto" | "sendDocument":
                return self.chats.send(given)
            case "editMessageText" | "editMessageCaption":
                return self.chats.edit(given)
            case "editMessageMedia":
                return self.chats.edit_media(given, uploads)
            case "deleteMessage":
                return self.chats.delete(given)
            case "getChat":
                return self.chats.full(given["chat_id"])
        result = self.profile.carry_out(method, given)
        if result is None:
            raise Refused(f"the fake does not know {method}")
        return result

    async def _get_updates(self, given: dict[str, Any]) -> web.StreamResponse:
        """Updates below ``offset`` are confirmed and gone; the rest is given again and again."""
        offset, allowed = given.get("offset", 0), given.get("allowed_updates")
        if self.profile.webhook.get("url"):
            return _refuse(
                Fault(status=409, description="Conflict: can't use getUpdates method while webhook is active")
            )
        if self._poll is not None:
            self._poll.ended = True
            self._poll.news.set()
        poll = self._poll = _Poll()
        self._updates = [
            update
            for update in self._updates
            if update["update_id"] >= offset
            and (not allowed or any(kind in allowed for kind in update if kind != "update_id"))
        ]
        self._changed.set()
        if not self._updates and given.get("timeout") and not self._closing.is_set():
            try:
                async with asyncio.timeout(given["timeout"]):
                    await poll.news.wait()
            except TimeoutError:
                pass
        if poll.ended:
            return _refuse(Fault.conflict())
        self._poll = None
        return web.json_response({"ok": True, "result": self._updates[: given.get("limit", 100)]})


def _read(form: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Upload]]:
    """Return the fields of a call, and apart from them the files that a field names as "attach://..."."""
    files = {
        name: Upload(value.filename, value.file.read())
        for name, value in form.items()
        if isinstance(value, web.FileField)
    }
    words = {name: value for name, value in form.items() if isinstance(value, str)}
    named = {name for name in files if any(f'"attach://{name}"' in text for text in words.values())}
    given = {name: _value(name, text) for name, text in words.items()}
    given |= {name: file for name, file in files.items() if name not in named}
    return given, {name: files[name] for name in named}


def _value(name: str, text: str) -> Any:
    """The library sends lists, objects, numbers and booleans as JSON and strings as they are."""
    if name in _STRINGS:
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text


def _refuse(fault: Fault) -> web.Response:
    body: dict[str, Any] = {"ok": False, "error_code": fault.status, "description": fault.description}
    if fault.parameters is not None:
        body["parameters"] = fault.parameters
    return web.json_response(body, status=fault.status)
