"""How does a message get into a Slack channel, once and no more than once by our own doing?"""

from collections import OrderedDict
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from structlog.typing import FilteringBoundLogger

from bot.chat.message import Message, SentId
from bot.chat.slack.health import Health
from bot.chat.slack.limits import Pacer
from bot.chat.slack.markup import to_markup
from bot.chat.slack.send_error import error_code, to_send_error
from bot.errors import SendError, SendFault
from bot.model import Target

_UNFINISHED = 100  # messages whose first parts are out


class SlackMessenger:
    """Sends and edits. ``client`` must not retry by itself: its retry would post a second time."""

    def __init__(self, *, client: AsyncWebClient, pacer: Pacer, health: Health, log: FilteringBoundLogger) -> None:
        self._client = client
        self._pacer = pacer
        self._health = health
        self._log = log
        self._unfinished: OrderedDict[tuple[Target, Message], list[SentId]] = OrderedDict()

    async def send(self, target: Target, message: Message) -> SentId:
        """Post all parts of a message and return the first part's ts.

        When a later part fails, sending the same message again goes on with that part, so that the first ones are
        not posted twice. A restart in between forgets this: then they are.
        """
        parts = to_markup(message)
        if not parts:
            raise SendError("the message has no words", fault=SendFault.MESSAGE)
        where: dict[str, Any] = {"channel": target.chat, "unfurl_links": False, "unfurl_media": False}
        if thread := message.reply_to or target.thread:
            where["thread_ts"] = thread
            where["reply_broadcast"] = message.broadcast
        sent = self._unfinished.pop((target, message), [])
        try:
            for part in parts[len(sent) :]:
                answer = await self._call("chat.postMessage", **where, **part.arguments())
                sent.append(_sent_id(answer, target))
        except SendError:
            if sent:
                self._unfinished[(target, message)] = sent
                if len(self._unfinished) > _UNFINISHED:
                    self._unfinished.popitem(last=False)
            raise
        return sent[0]

    async def edit(self, target: Target, sent: SentId, message: Message) -> None:
        """Bring a message up to date. Of a message in several parts only the first is edited."""
        parts = to_markup(message)
        if not parts:
            raise SendError("the message has no words", fault=SendFault.MESSAGE)
        channel = sent.chat or target.chat
        await self._call("chat.update", channel=channel, ts=sent.id, **parts[0].arguments())

    async def whisper(self, channel: str, user: str, message: Message) -> None:
        """Show a message to one person in a channel."""
        for part in to_markup(message):
            arguments = part.arguments()
            arguments.pop("metadata", None)  # chat.postEphemeral knows none
            await self._call("chat.postEphemeral", channel=channel, user=user, **arguments)

    async def _call(self, method: str, **arguments: Any) -> AsyncSlackResponse:
        """Make one request, and after ``not_in_channel`` one attempt to join a public channel and a second one."""
        channel = str(arguments["channel"])
        joined = False
        while True:
            await self._pacer.turn(method, channel)
            try:
                answer = await self._client.api_call(method, json=dict(arguments))
            except Exception as exc:  # whatever the libraries raise leaves here as a SendError, as the port promises
                if error_code(exc) == "not_in_channel" and not joined and await self._join(channel):
                    joined = True
                    continue
                error = to_send_error(exc)
                if error.fault is SendFault.RETRY and error.retry_after is not None:
                    self._pacer.block(method, error.retry_after)
                if error.fault is SendFault.PLATFORM:
                    self._health.token = str(error)
                raise error from exc
            self._health.token = self._health.removed = None
            return answer

    async def _join(self, channel: str) -> bool:
        """Join a public channel where the app may; without the scope for it this is a quiet no."""
        if not channel.startswith("C"):
            return False
        try:
            await self._client.conversations_join(channel=channel)
        except Exception as exc:  # noqa: BLE001 - joining is a courtesy: the refusal to post is what counts
            self._log.info("slack channel not joined", reason=error_code(exc) or type(exc).__name__)
            return False
        return True


def _sent_id(answer: AsyncSlackResponse, target: Target) -> SentId:
    ts, chat = answer.get("ts"), answer.get("channel")
    if not ts:
        raise SendError("Slack accepted the message and did not name it", fault=SendFault.UNKNOWN)
    return SentId(id=ts, chat=None if chat == target.chat else chat)
