"""Did a message arrive whose acknowledgement was lost? The channel's history says so, where the app may read it.

Messages about stories carry metadata that nobody sees: which story, which revision. Two moments are doubtful: Slack did
not answer, and the first message to a channel after a start, since the last run may have died between sending and
writing that down.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from structlog.typing import FilteringBoundLogger

from bot.chat.message import Message
from bot.chat.slack.errors import to_send_error
from bot.chat.slack.identity import Workspace
from bot.chat.slack.limits import Pacer
from bot.chat.slack.markup import EVENT
from bot.clock import Clock
from bot.errors import SendError, SendFault

_BACK = timedelta(days=1)
_LIMIT = 50  # messages; ours is among the newest
_MOST = 1000
_MAY_READ = {
    "C": {"channels:history", "groups:history"},
    "G": {"groups:history"},
    "D": {"im:history"},
    "U": {"im:history"},
}
Doubt = tuple[str, str | None, str]


@dataclass(slots=True, kw_only=True, eq=False)
class Past:
    """What is doubtful, and how to find out."""

    clock: Clock
    pacer: Pacer
    log: FilteringBoundLogger
    _doubts: dict[Doubt, None] = field(default_factory=dict, init=False)
    _told: dict[str, None] = field(default_factory=dict, init=False)

    def doubt(self, chat: str, message: Message) -> None:
        """Note that nobody knows whether this message arrived."""
        if message.story:
            self._doubts[(chat, message.reply_to, message.story)] = None
            while len(self._doubts) > _MOST:
                self._doubts.pop(next(iter(self._doubts)))

    async def find(self, workspace: Workspace, chat: str, channel: str, message: Message) -> str | None:
        """Return the ts of a message that arrived already; None where it did not, or nobody can know."""
        if not message.story:
            return None
        first = chat not in self._told
        self._told[chat] = None
        while len(self._told) > _MOST:
            self._told.pop(next(iter(self._told)))
        key = (chat, message.reply_to, message.story)
        if (key not in self._doubts and not first) or not _MAY_READ.get(channel[:1], set()) & workspace.scopes:
            return None
        self._doubts.pop(key, None)
        try:
            found = await self._look(workspace, channel, message)
        except SendError as error:
            self.log.info("slack history not read", reason=str(error))
            return None
        if found:
            self.log.info("slack had a message that was not acknowledged", story=message.story)
        return found

    async def _look(self, workspace: Workspace, channel: str, message: Message) -> str | None:
        method = "conversations.replies" if message.reply_to else "conversations.history"
        self.pacer.check(method, workspace.team)
        asked = {
            "channel": channel,
            "oldest": f"{(self.clock.now() - _BACK).timestamp():.6f}",
            "limit": _LIMIT,
            "include_all_metadata": True,
        }
        if message.reply_to:
            asked["ts"] = message.reply_to
        try:
            answer = await workspace.client.api_call(method, params=asked, http_verb="GET")
        except Exception as exc:
            error = to_send_error(exc)
            if error.fault is SendFault.RETRY and error.retry_after is not None:
                self.pacer.block(method, error.retry_after, workspace.team)
            raise error from exc
        messages = answer.get("messages")
        for each in messages if isinstance(messages, list) else ():
            if isinstance(each, Mapping) and _is(each, message, workspace):
                return str(each["ts"])
        return None


def _is(found: Mapping[str, Any], message: Message, workspace: Workspace) -> bool:
    """Whether a message is the one in doubt. The first message of a story is, whatever its revision."""
    metadata = found.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    thread = found.get("thread_ts")
    reply = thread if thread != found.get("ts") else None
    return (
        metadata.get("event_type") == EVENT
        and payload.get("story") == message.story
        and (message.reply_to is None or payload.get("rev") == message.revision)
        and reply == message.reply_to
        and (workspace.bot_id is None or found.get("bot_id") == workspace.bot_id)
        and bool(found.get("ts"))
    )
