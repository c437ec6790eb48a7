"""How is a request from Slack acknowledged at once, whatever the work behind it?"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Collection, Coroutine
from functools import partial
from typing import Any, TypeVar

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient
from structlog.typing import FilteringBoundLogger

from bot.chat.slack.answer import Answerer
from bot.chat.slack.blocks import views
from bot.chat.slack.errors import Health
from bot.chat.slack.identity import LOGGER, Workspaces
from bot.chat.slack.intake import (
    UNREADABLE,
    Asked,
    Seen,
    effect_key,
    from_click,
    from_dialogue,
    from_home,
    from_join,
    from_shortcut,
    from_slash,
    revoked,
    team_of,
)
from bot.chat.turns import Turns
from bot.errors import SendError

_OK, _UNREADABLE, _BROKEN = 200, 400, 500
_MOST, _MOST_OF_ONE = 5000, 200  # questions that wait, of all chats and of one; each takes some kilobytes
_GRACE = 3.0  # seconds that answers get when we stop
_PATIENCE = 0.8  # seconds for a form to be taken before it is acknowledged all the same

Body = dict[str, Any]
T = TypeVar("T")


class Listener:
    """Turns Slack's requests into commands. Work starts after the acknowledgement and is awaited by ``close``.

    ``operators``: their user ids.
    """

    def __init__(
        self,
        client: AsyncWebClient,
        workspaces: Workspaces,
        answerer: Answerer,
        *,
        health: Health,
        seen: Seen,
        operators: Collection[str],
        log: FilteringBoundLogger,
    ) -> None:
        self._client = client
        self._workspaces = workspaces
        self._answerer = answerer
        self._health = health
        self._seen = seen
        self._log = log
        self._operators = frozenset(operators)
        self._turns = Turns("slack-request")
        self._running: set[asyncio.Task[None]] = set()  # what has no turn to wait for

    def app(self) -> AsyncApp:
        """Return the Bolt application. Signatures are checked before it, against our clock and without logging bodies.

        ``authorize`` answers from memory: Bolt's own would ask Slack's auth.test before the first acknowledgement.
        """

        async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
            return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=self._client.token)

        app = AsyncApp(
            name="slack_bolt.seedwatch",
            logger=LOGGER,
            client=self._client,
            authorize=authorize,
            request_verification_enabled=False,
        )
        app.use(self._once)
        app.error(self._on_error)
        app.command(re.compile(r"^/(latest|watch)$", re.IGNORECASE))(self._on_slash)
        app.action(re.compile(""))(self._on_click)
        app.shortcut(re.compile(""))(self._on_shortcut)
        app.view(re.compile(""))(self._on_dialogue)
        app.event("app_home_opened")(self._on_home)
        app.event("member_joined_channel")(self._on_join)
        app.event("app_uninstalled")(self._on_revoked)
        app.event("tokens_revoked")(self._on_revoked)
        return app

    async def close(self) -> None:
        """Let what was asked be answered for a moment, then cancel it: Slack does not bring it again."""
        loop = asyncio.get_running_loop()
        end = loop.time() + _GRACE
        await self._turns.close(_GRACE, begin_more=True)
        if self._running:
            _, late = await asyncio.wait(self._running, timeout=max(end - loop.time(), 0.0))
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _once(self, req: AsyncBoltRequest, next: Callable[[], Awaitable[BoltResponse]]) -> BoltResponse:  # noqa: A002 - Bolt passes arguments by these names
        """Acknowledge a repeated delivery without a second effect."""
        key = effect_key(req.body)
        if key is None or self._seen.is_new(key):
            return await next()
        self._log.info("slack repeated a delivery", key=key.partition(":")[0])
        return BoltResponse(status=_OK, body="")

    async def _on_error(self, error: Exception, response: BoltResponse | None) -> BoltResponse | None:
        """Log that a payload cannot be read, or that we made a mistake, without a word of the payload."""
        unreadable = isinstance(error, UNREADABLE)
        self._log.warning(
            "slack sent something unreadable" if unreadable else "slack request not taken", error=type(error).__name__
        )
        return BoltResponse(status=_UNREADABLE if unreadable else _BROKEN) if response else None

    async def _on_slash(self, ack: AsyncAck, body: Body) -> None:
        asked = from_slash(body)
        if not self._has_room(self._placed(asked, body)):
            await ack("I have too much to do right now. Please ask again in a minute.")
            return
        await ack()
        self._begin(self._answerer.answer, asked, body)

    async def _on_click(self, ack: AsyncAck, body: Body) -> None:
        await ack()
        self._begin(self._answerer.answer, from_click(body), body)

    async def _on_shortcut(self, ack: AsyncAck, body: Body) -> None:
        await ack()
        self._begin(self._answerer.answer, from_shortcut(body), body)

    async def _on_home(self, body: Body) -> None:
        self._begin(self._answerer.publish, from_home(body), body)

    async def _on_join(self, body: Body) -> None:
        try:
            bot_user = (await self._workspaces.of(team_of(body))).bot_user
        except SendError:
            return
        self._begin(self._answerer.answer, from_join(body, bot_user), body)

    async def _on_revoked(self, body: Body) -> None:
        if reason := revoked(body):
            self._log.error("slack took the app's access away", reason=reason)
            if not self._workspaces.many:
                self._health.removed = reason
            self._start(self._workspaces.gone(team_of(body), reason))

    async def _on_dialogue(self, ack: AsyncAck, body: Body) -> None:
        """Take what was written; what is wrong with it is said in the dialogue, if that is known in time."""
        asked = self._placed(from_dialogue(body), body)
        if asked is None or not self._has_room(asked):
            await ack()
            return
        taken = self._join(self._answerer.take, asked)
        done, _ = await asyncio.wait({taken}, timeout=_PATIENCE)
        if done and not taken.exception() and (reply := taken.result()).refused and reply.message.form:
            if wrong := views.errors(reply.message.form):
                await ack(response_action="errors", errors=wrong)
            else:
                await ack(response_action="update", view=views.form(reply.message.form, asked))
            return
        await ack()

        async def show() -> None:
            await self._answerer.show(asked, await taken)
            if asked.at_home:
                await self._answerer.refresh(asked)

        self._start(show())

    def _begin(self, do: Callable[[Asked], Coroutine[Any, Any, None]], asked: Asked | None, body: Body) -> None:
        if (placed := self._placed(asked, body)) and self._has_room(placed):
            self._join(do, placed).add_done_callback(self._finished)

    def _join(self, do: Callable[[Asked], Coroutine[Any, Any, T]], asked: Asked) -> asyncio.Future[T]:
        return self._turns.join(asked.command.target.chat, partial(do, asked), operator=self._is_operator(asked))

    def _is_operator(self, asked: Asked) -> bool:
        return asked.command.user in self._operators

    def _has_room(self, asked: Asked | None) -> bool:
        """Whether something may wait for its turn: an operator's always may; no chat takes the room of the others."""
        if asked is None or self._is_operator(asked):
            return True
        chat = asked.command.target.chat
        if self._turns.waiting < _MOST and self._turns.waiting_of(chat) < _MOST_OF_ONE:
            return True
        self._log.warning("slack request not taken: too many at once", waiting=self._turns.waiting)
        return False

    def _placed(self, asked: Asked | None, body: Body) -> Asked | None:
        if asked is None or not self._workspaces.many:
            return asked
        return asked.within(team_of(body))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Future[None]) -> None:
        if not task.cancelled() and (error := task.exception()):
            # Only its class: the text of a library's error may hold a response address.
            self._log.error("slack request not answered", error=type(error).__name__)
