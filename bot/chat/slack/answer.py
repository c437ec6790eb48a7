"""How does an answer reach the one who asked, and what do the others in the channel see of it?"""

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from slack_sdk.webhook.async_client import AsyncWebhookClient
from structlog.typing import FilteringBoundLogger

from bot.chat.language import Words, speak
from bot.chat.message import Message, Reply, Role, Section, Text
from bot.chat.platform import Handle
from bot.chat.slack.blocks import views
from bot.chat.slack.errors import BlocksRefusedError, error_code, to_send_error
from bot.chat.slack.identity import LOGGER, Workspaces, parted
from bot.chat.slack.intake import Asked, share_button
from bot.chat.slack.markup import Rendered, to_markup
from bot.chat.slack.messenger import SlackMessenger
from bot.errors import SendError, SendFault
from bot.model import Scope, Target

_OK = 200
_USES = 5  # a response address works five times in thirty minutes
_NOT_IN = "not_in_channel"


@dataclass(slots=True, kw_only=True, eq=False)
class Answerer:
    """Carries out what was asked and shows what came of it."""

    workspaces: Workspaces
    messenger: SlackMessenger
    handle: Handle
    log: FilteringBoundLogger

    async def answer(self, asked: Asked) -> None:
        """Carry out what was asked and answer: in a dialogue, in private, in the channel, or in place of the button."""
        if asked.command.verb == "settings" and not asked.command.arguments and asked.command.value is None:
            offered = await self.handle(replace(asked.command, verb="form", once=""))
            if offered.message.form and await self._open(asked, views.form(offered.message.form, asked)):
                return
        await self.show(asked, await self.handle(asked.command))

    async def show(self, asked: Asked, reply: Reply) -> None:
        """Show a reply."""
        words = speak(reply.language)
        message = reply.message
        if reply.share and not asked.public and (button := share_button(asked.command, words)):
            message = replace(message, buttons=(*message.buttons, (button,)))
        in_dialogue = message.asks and await self._open(asked, views.question(message, asked, words))
        if not in_dialogue and to_markup(message):
            await self._tell(asked, reply, message, words)
        if reply.announce:
            await self._post(asked, reply.announce, words)

    async def _tell(self, asked: Asked, reply: Reply, message: Message, words: Words) -> None:
        if message.file is not None:
            await self._hand_over(asked, message, words)
        elif asked.at_home:
            await self._at_home(asked, message, words)
        else:
            await self._say(asked, reply, message)

    async def take(self, asked: Asked) -> Reply:
        """Hand over what was sent in a form, and return what came of it."""
        lines = "\n".join(f"{key}={' '.join(value.split())}" for key, value in asked.choices)
        command = replace(asked.command, verb="form", arguments=lines) if asked.choices else asked.command
        return await self.handle(command)

    async def publish(self, asked: Asked) -> None:
        """Show somebody the App Home as it is now."""
        reply = await self.handle(asked.command)
        parts = to_markup(reply.message)
        user = parted(asked.command.user)[1]
        try:
            await self.messenger.call(asked.team, "views.publish", user_id=user, view=views.home(parts))
        except SendError as error:
            self.log.warning("slack home not published", reason=str(error))

    async def refresh(self, asked: Asked) -> None:
        """Draw somebody's App Home anew, after what they changed there."""
        user = asked.command.user
        target = Target(platform="slack", chat=user)
        command = replace(asked.command, verb="home", arguments="", value=None, target=target, told=True)
        await self.publish(replace(asked, command=replace(command, scope=Scope.PRIVATE)))

    async def _say(self, asked: Asked, reply: Reply, message: Message) -> None:
        public = asked.public and not reply.refused
        if not asked.response_url:  # nobody asked, so there is nobody to whisper to: a greeting
            await self._post(asked, message, speak(reply.language))
            return
        left = await self._respond(asked, message, public=public, replaces=reply.edits, uses=_USES)
        for more in reply.more:
            left = await self._respond(asked, more, public=public, uses=left)

    async def _hand_over(self, asked: Asked, message: Message, words: Words) -> None:
        """Give a file to the one who asked, and to nobody else."""
        text = words("The file is in your private chat with me.")
        try:
            await self.messenger.hand_over(asked.command.user, replace(message, buttons=()))
        except SendError as error:
            self.log.warning("slack file not handed over", reason=str(error))
            text = words("I could not hand over the file: {why}.", why=error)
        if asked.response_url:
            await self._respond(asked, said(text), public=False, uses=_USES)

    async def _at_home(self, asked: Asked, message: Message, words: Words) -> None:
        """Answer a click in the App Home: in a dialogue, and where that is too late in the private chat."""

        async def opened(parts: tuple[Rendered, ...]) -> bool:
            return await self._open(asked, views.shown(parts, words))

        with suppress(SendError):
            if await self.messenger.drawn(asked.command.target.chat, message, opened):
                return
        target = Target(platform="slack", chat=asked.command.user)
        await self._post(replace(asked, command=replace(asked.command, target=target)), message, words)

    async def _open(self, asked: Asked, view: views.View) -> bool:
        """Open a dialogue; say whether it is there. Raises BlocksRefusedError."""
        if not asked.trigger:
            return False
        workspace = await self.workspaces.of(asked.team)
        try:
            await workspace.client.api_call("views.open", json={"trigger_id": asked.trigger, "view": view})
        except Exception as exc:
            if isinstance(error := to_send_error(exc), BlocksRefusedError):
                raise error from exc
            self.log.info("slack dialogue not opened", reason=error_code(exc) or type(exc).__name__)
            return False
        return True

    async def _respond(self, asked: Asked, message: Message, *, public: bool, uses: int, replaces: bool = False) -> int:
        """Answer through the response address; it reaches channels that the bot is not in, and needs no scope.

        Return how many uses it has left. What it does not take is whispered.
        """
        workspace = await self.workspaces.of(asked.team)
        if not is_slacks(asked.response_url or "", workspace.client.base_url):
            self.log.warning("slack named a response address that is not its own")
            await self.messenger.whisper(asked.command.target.chat, asked.command.user, message)
            return uses
        webhook = AsyncWebhookClient(
            asked.response_url or "",
            session=workspace.client.session,
            proxy=workspace.client.proxy,
            logger=LOGGER,
            retry_handlers=[],
        )
        left = uses

        async def respond(parts: tuple[Rendered, ...]) -> None:
            nonlocal left
            if len(parts) > left:
                self.log.warning("slack answer cut", parts=len(parts), sent=left)
            for number, part in enumerate(parts[:left]):
                left -= 1
                answer = await webhook.send_dict(_response(part, public=public, replaces=replaces and number == 0))
                refusal = answer.body if isinstance(answer.body, str) else ""
                if "invalid_blocks" in refusal:
                    raise BlocksRefusedError("invalid_blocks")
                if answer.status_code != _OK:
                    raise SendError(f"the response address refused ({answer.status_code})", fault=SendFault.MESSAGE)

        try:
            await self.messenger.drawn(asked.command.target.chat, message, respond)
        except SendError as error:
            self.log.warning("slack response address refused", reason=str(error))
            await self.messenger.whisper(asked.command.target.chat, asked.command.user, message)
        return left

    async def _post(self, asked: Asked, message: Message, words: Words) -> None:
        """Post to the channel; if that cannot be done, the one who asked is told why."""
        try:
            await self.messenger.send(asked.command.target, message)
        except SendError as error:
            self.log.warning("slack announcement not posted", reason=str(error))
            if asked.response_url and error.fault is SendFault.CHANNEL:
                await self._respond(asked, said(_not_posted(error, asked, words)), public=False, uses=1)


def is_slacks(url: str, api_url: str) -> bool:
    """Whether an address is one of Slack's, or of the server that speaks its interface: nobody else gets answers."""
    try:
        parts, own = urlsplit(url), urlsplit(api_url).hostname
        host = parts.hostname or ""
    except ValueError:
        return False
    return host == own or (parts.scheme == "https" and f".{host}".endswith((".slack.com", ".slack-gov.com")))


def said(text: str) -> Message:
    """Return a message of one sentence."""
    return Message(text=text, sections=(Section(Role.BODY, ((Text(text),),)),))


def _response(part: Rendered, *, public: bool, replaces: bool) -> dict[str, Any]:
    arguments = part.arguments()
    arguments.pop("metadata", None)
    if replaces:
        return {**arguments, "replace_original": True}
    return {**arguments, "response_type": "in_channel" if public else "ephemeral", "replace_original": False}


def _not_posted(error: SendError, asked: Asked, words: Words) -> str:
    if _NOT_IN in str(error):
        start = f"{asked.command.prefix}start"
        if asked.command.title:
            channel = f"#{asked.command.title.lstrip('#')}"
            return words(
                "I'm not in {channel} yet. Type /invite @Seedwatch there, then {start}", channel=channel, start=start
            )
        return words("I'm not in this channel yet. Type /invite @Seedwatch here, then {start}", start=start)
    return words("I cannot post in this channel: {why}.", why=error)
