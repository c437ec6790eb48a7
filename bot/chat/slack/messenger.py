"""How does a message get into a Slack channel, once and no more than once by our own doing?"""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from slack_sdk.web.async_slack_response import AsyncSlackResponse
from structlog.typing import FilteringBoundLogger

from bot.chat.message import Message, SentId
from bot.chat.slack.blocks.attachments import drawn, picture, upload, upload_picture
from bot.chat.slack.errors import BlocksRefusedError, Health, error_code, to_send_error
from bot.chat.slack.history import Past
from bot.chat.slack.identity import Workspace, Workspaces, named, parted
from bot.chat.slack.limits import Pacer
from bot.chat.slack.markup import Rendered, to_markup
from bot.errors import SendError, SendFault
from bot.model import Target

_UNFINISHED = 100  # messages whose first parts are out
T = TypeVar("T")


@dataclass(slots=True, kw_only=True, eq=False)
class SlackMessenger:
    """Sends and edits. The clients must not retry by themselves: their retry would post a second time."""

    workspaces: Workspaces
    pacer: Pacer
    past: Past
    health: Health
    log: FilteringBoundLogger
    _unfinished: OrderedDict[tuple[Target, Message], list[SentId]] = field(default_factory=OrderedDict, init=False)

    async def send(self, target: Target, message: Message) -> SentId:
        """Post all parts of a message and return the first part's ts.

        When a later part fails, sending the same message again goes on with that part, so that the first ones are
        not posted twice. A restart in between forgets this: then they are.
        """
        return await self.drawn(target.chat, message, lambda parts: self._post(target, message, parts))

    async def edit(self, target: Target, sent: SentId, message: Message) -> None:
        """Bring a message up to date. Of a message in several parts only the first is edited."""

        async def update(parts: tuple[Rendered, ...]) -> None:
            team, channel = parted(target.chat)
            await self.call(team, "chat.update", channel=sent.chat or channel, ts=sent.id, **parts[0].arguments())

        await self.drawn(target.chat, message, update)

    async def whisper(self, chat: str, user: str, message: Message) -> None:
        """Show a message to one person in a channel."""

        async def whispered(parts: tuple[Rendered, ...]) -> None:
            team, channel = parted(chat)
            for part in parts:
                arguments = part.arguments()
                arguments.pop("metadata", None)  # chat.postEphemeral knows none
                await self.call(team, "chat.postEphemeral", channel=channel, user=parted(user)[1], **arguments)

        await self.drawn(chat, message, whispered)

    async def hand_over(self, user: str, message: Message) -> None:
        """Post a message and its file to the private chat with a person. Raises SendError."""
        if message.file is None:
            raise SendError("there is no file", fault=SendFault.MESSAGE)
        team, slack_id = parted(user)
        # Posting to a person's id opens the private chat and tells its id; there is no need for a scope to open it.
        sent = await self.send(Target(platform="slack", chat=user), message)
        await upload(await self.workspaces.of(team), message.file, channel=sent.chat or slack_id)

    async def drawn(self, chat: str, message: Message, post: Callable[[tuple[Rendered, ...]], Awaitable[T]]) -> T:
        """Post a rendered message: its chart as a block; where Slack refuses that, as a picture; or in words alone."""
        native = drawn(message.chart) if message.chart else None
        if message.chart is not None and native is not None:
            try:
                return await post(_rendered(message, native))
            except BlocksRefusedError as error:
                self.log.info("slack does not take the chart as a block", reason=str(error))
            workspace = await self.workspaces.of(parted(chat)[0])
            if file_id := await upload_picture(workspace, message.chart, self.log):
                try:
                    return await post(_rendered(message, picture(file_id, message.chart)))
                except BlocksRefusedError as error:
                    self.log.info("slack does not take the chart as a picture", reason=str(error))
        return await post(_rendered(message, None))

    async def call(self, team: str | None, method: str, **arguments: Any) -> AsyncSlackResponse:
        """Make one request; after ``not_in_channel``, try to join a public channel and make it once more.

        Raises SendError. The pace is kept for the ``channel`` among the arguments.
        """
        workspace = await self.workspaces.of(team)
        channel = str(arguments.get("channel", ""))
        joined = False
        while True:
            if channel:
                await self.pacer.turn(method, named(team, channel), workspace.team)
            try:
                answer = await workspace.client.api_call(method, json=dict(arguments))
            except Exception as exc:  # whatever the libraries raise leaves here as a SendError, as the port promises
                if error_code(exc) == "not_in_channel" and not joined and await self._join(workspace, channel):
                    joined = True
                    continue
                raise self._noted(to_send_error(exc), method, workspace) from exc
            self.health.token = self.health.removed = None
            return answer

    def _noted(self, error: SendError, method: str, workspace: Workspace) -> SendError:
        """Keep to what Slack says. Among many workspaces, what one of them refuses concerns no other."""
        if error.fault is SendFault.RETRY and error.retry_after is not None:
            self.pacer.block(method, error.retry_after, workspace.team)
        if workspace.team is None:
            if error.fault is SendFault.PLATFORM:
                self.health.token = str(error)
            return error
        fault = SendFault.CHANNEL if error.fault is SendFault.PLATFORM else error.fault
        if isinstance(error, BlocksRefusedError):
            return error
        return SendError(str(error), fault=fault, retry_after=error.retry_after, unreached=error.unreached)

    async def _post(self, target: Target, message: Message, parts: tuple[Rendered, ...]) -> SentId:
        team, channel = parted(target.chat)
        where: dict[str, Any] = {"channel": channel, "unfurl_links": False, "unfurl_media": False}
        if thread := message.reply_to or target.thread:
            where["thread_ts"] = thread
            where["reply_broadcast"] = message.broadcast
        sent = self._unfinished.pop((target, message), [])
        if not sent and (ts := await self.past.find(await self.workspaces.of(team), target.chat, channel, message)):
            sent = [SentId(id=ts)]
        try:
            for part in parts[len(sent) :]:
                answer = await self.call(team, "chat.postMessage", **where, **part.arguments())
                sent.append(_sent_id(answer, channel))
        except SendError as error:
            if sent:
                self._unfinished[(target, message)] = sent
                if len(self._unfinished) > _UNFINISHED:
                    self._unfinished.popitem(last=False)
            elif error.fault is SendFault.UNKNOWN:
                self.past.doubt(target.chat, message)
            raise
        return sent[0]

    async def _join(self, workspace: Workspace, channel: str) -> bool:
        """Join a public channel where the app may; without the scope for it this is a quiet no."""
        if not channel.startswith("C"):
            return False
        try:
            await workspace.client.conversations_join(channel=channel)
        except Exception as exc:  # noqa: BLE001 - joining is a courtesy: the refusal to post is what counts
            self.log.info("slack channel not joined", reason=error_code(exc) or type(exc).__name__)
            return False
        return True


def _rendered(message: Message, chart: dict[str, Any] | None) -> tuple[Rendered, ...]:
    parts = to_markup(message, chart=chart)
    if not parts:
        raise SendError("the message has no words", fault=SendFault.MESSAGE)
    return parts


def _sent_id(answer: AsyncSlackResponse, channel: str) -> SentId:
    ts, chat = answer.get("ts"), answer.get("channel")
    if not ts:
        raise SendError("Slack accepted the message and did not name it", fault=SendFault.UNKNOWN)
    return SentId(id=ts, chat=None if chat == channel else chat)
