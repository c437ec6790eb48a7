"""How is a request from Slack acknowledged at once and answered when the answer is there?"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient
from structlog.typing import FilteringBoundLogger

from bot.chat.message import Message, Reply, Role, Section, Text
from bot.chat.port import Handle
from bot.chat.slack.health import Health
from bot.chat.slack.incoming import Request, effect_key, from_click, from_join, from_slash, revoked, share_button
from bot.chat.slack.markup import Rendered, to_markup
from bot.chat.slack.messenger import SlackMessenger
from bot.chat.slack.quiet import LOGGER
from bot.chat.slack.seen import Seen
from bot.errors import SendError, SendFault

_OK = 200
_USES = 5  # a response address works five times in thirty minutes
_MOST = 200  # answers under way; a flood of commands must not fill the memory
_GRACE = 5.0  # seconds that answers under way get when we stop

Body = dict[str, Any]


class Listener:
    """Turns Slack's requests into commands. Work starts after the acknowledgement and is awaited by ``close``."""

    def __init__(
        self,
        *,
        client: AsyncWebClient,
        messenger: SlackMessenger,
        handle: Handle,
        health: Health,
        seen: Seen,
        log: FilteringBoundLogger,
    ) -> None:
        self.bot_user: str | None = None
        self._client = client
        self._messenger = messenger
        self._handle = handle
        self._health = health
        self._seen = seen
        self._log = log
        self._running: set[asyncio.Task[None]] = set()

    def app(self) -> AsyncApp:
        """Return the Bolt application. Signatures are checked before it, against our clock and without logging bodies.

        ``authorize`` answers from memory: Bolt's own would ask Slack's auth.test before the first acknowledgement.
        """

        async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
            return AuthorizeResult(
                enterprise_id=enterprise_id,
                team_id=team_id,
                bot_token=self._client.token,
                bot_user_id=self.bot_user,
            )

        app = AsyncApp(
            name="slack_bolt.seedwatch",
            logger=LOGGER,
            client=self._client,
            authorize=authorize,
            request_verification_enabled=False,
        )
        app.use(self._once)
        app.command(re.compile(r"^/(latest|watch)$", re.IGNORECASE))(self._on_slash)
        app.action(re.compile(""))(self._on_click)
        app.event("member_joined_channel")(self._on_join)
        app.event("app_uninstalled")(self._on_revoked)
        app.event("tokens_revoked")(self._on_revoked)
        return app

    async def close(self) -> None:
        """Let answers under way finish for a moment, then cancel them."""
        if self._running:
            _, late = await asyncio.wait(self._running, timeout=_GRACE)
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

    async def _on_slash(self, ack: AsyncAck, body: Body) -> None:
        if len(self._running) >= _MOST:
            self._log.warning("slack command not taken: too many at once", waiting=len(self._running))
            await ack("I have too much to do right now. Please ask again in a minute.")
            return
        await ack()
        self._start(self._answer(from_slash(body)))

    async def _on_click(self, ack: AsyncAck, body: Body) -> None:
        await ack()
        if len(self._running) < _MOST and (request := from_click(body)):
            self._start(self._answer(request))

    async def _on_join(self, body: Body) -> None:
        if request := from_join(body, self.bot_user):
            self._start(self._answer(request))

    async def _on_revoked(self, body: Body) -> None:
        if reason := revoked(body):
            self._health.removed = reason
            self._log.error("slack took the app's access away", reason=reason)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()):
            # Only its class: the text of a library's error may hold a response address.
            self._log.error("slack request not answered", error=type(error).__name__)

    async def _answer(self, request: Request) -> None:
        command = request.command
        reply = await self._handle(command)
        message = reply.message
        if reply.share and not request.public and (button := share_button(command)):
            message = replace(message, buttons=(*message.buttons, (button,)))
        if request.response_url:
            await self._respond(request, message, public=request.public and not reply.refused)
        elif to_markup(message):  # nobody asked, so there is nobody to whisper to: a greeting
            await self._post(request, message)
        if reply.announce:
            await self._post(request, reply.announce)

    async def _respond(self, request: Request, message: Message, *, public: bool) -> None:
        """Answer through the response address; it reaches channels that the bot is not in, and needs no scope."""
        webhook = AsyncWebhookClient(
            request.response_url or "",
            session=self._client.session,
            proxy=self._client.proxy,
            logger=LOGGER,
            retry_handlers=[],
        )
        parts = to_markup(message)
        if len(parts) > _USES:
            self._log.warning("slack answer cut", parts=len(parts), sent=_USES)
        for part in parts[:_USES]:
            answer = await webhook.send_dict(_response(part, public=public))
            if answer.status_code != _OK:
                self._log.warning("slack response address refused", status=answer.status_code)
                await self._messenger.whisper(request.command.target.chat, request.command.user, message)
                return

    async def _post(self, request: Request, message: Message) -> None:
        """Post to the channel; if that cannot be done, the one who asked is told why."""
        try:
            await self._messenger.send(request.command.target, message)
        except SendError as error:
            self._log.warning("slack announcement not posted", reason=str(error))
            if request.response_url and error.fault is SendFault.CHANNEL:
                await self._respond(request, _not_posted(error), public=False)


def _response(part: Rendered, *, public: bool) -> Body:
    arguments = part.arguments()
    arguments.pop("metadata", None)
    kind = "in_channel" if public else "ephemeral"
    return {**arguments, "response_type": kind, "replace_original": False}


def _not_posted(error: SendError) -> Message:
    words = f"I cannot post in this channel: {error}."
    return Reply(message=Message(text=words, sections=(Section(Role.BODY, ((Text(words),),)),)), refused=True).message
