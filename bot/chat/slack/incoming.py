"""What did somebody in Slack ask for? Payloads of Slack become platform-free commands."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, unquote

from bot.chat.message import Action, Button, Command
from bot.chat.slack.markup import VALUE
from bot.model import Scope, Target

Payload = Mapping[str, Any]

_SCOPES = {"D": Scope.PRIVATE, "G": Scope.GROUP, "C": Scope.CHANNEL}
_NO_NAMES = {"directmessage", "privategroup", ""}
_LONGEST_VERB = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A command and how to answer it. ``public``: the answer is for the whole channel."""

    command: Command
    response_url: str | None = None
    public: bool = False


def from_slash(body: Payload) -> Request:
    """Read ``/latest …`` or ``/watch <verb> …``. ``/watch`` alone asks for help; an unknown verb is passed on."""
    text = _unescaped(str(body.get("text") or "")).strip()
    if str(body.get("command", "")).lower() == "/latest":
        verb, words = "latest", text
    else:
        first, _, rest = text.partition(" ") if text else ("help", "", "")
        verb, words = first.lower().lstrip("/")[:_LONGEST_VERB] or "help", rest.strip()
    command = _command(
        verb,
        words,
        channel=str(body.get("channel_id", "")),
        name=str(body.get("channel_name", "")),
        user=str(body.get("user_id", "")),
        user_name=str(body.get("user_name", "")),
    )
    return Request(command=command, response_url=body.get("response_url"))


def from_click(body: Payload) -> Request | None:
    """Read a click on one of our buttons, or return None where it is none of ours (any more)."""
    pressed = (body.get("actions") or [{}])[0]
    name = str(pressed.get("action_id", "")).partition(":")[0].upper()
    if name not in Action.__members__:
        return None
    action = Action[name]
    value = str(pressed.get("value") or "")
    channel = body.get("channel") or {}
    user = body.get("user") or {}
    verb, words, carried = action.name.lower(), "", value or None
    if action is Action.SHARE:
        verb, _, words = unquote(value).partition(" ")
        carried = None
    if not verb:
        return None
    command = _command(
        verb,
        words,
        channel=str(channel.get("id", "")),
        name=str(channel.get("name", "")),
        user=str(user.get("id", "")),
        user_name=str(user.get("username") or user.get("name") or ""),
        value=carried,
    )
    return Request(command=command, response_url=body.get("response_url"), public=action is Action.SHARE)


def from_join(body: Payload, bot_user: str | None) -> Request | None:
    """Read "member joined": None unless the new member is this bot."""
    event = body.get("event") or {}
    ours = {grant.get("user_id") for grant in body.get("authorizations") or [] if grant.get("is_bot")}
    ours.add(bot_user)
    if not event.get("user") or event["user"] not in ours:
        return None
    command = _command(
        "joined",
        "",
        channel=str(event.get("channel", "")),
        name="",
        user=str(event.get("inviter", "")),
        user_name="",
    )
    return Request(command=replace(command, told=True), public=True)


def revoked(body: Payload) -> str | None:
    """Return why the app cannot go on, for ``app_uninstalled`` and for ``tokens_revoked`` of the bot's own token."""
    event = body.get("event") or {}
    if event.get("type") == "app_uninstalled":
        return "the app was uninstalled from the workspace; install it again"
    if event.get("type") == "tokens_revoked" and (event.get("tokens") or {}).get("bot"):
        return "the bot token was revoked; install the app again and set the new token"
    return None


def share_button(command: Command) -> Button | None:
    """Return "Share in channel", which carries the question: it is asked again, so the answer is of that moment.

    None in a private chat, and where the question is too long for a button. The value is percent-encoded, because
    Slack hands values back with ``& < >`` escaped.
    """
    words = command.value or command.words
    value = quote(f"{command.verb} {words}".strip())
    if command.scope is Scope.PRIVATE or len(value) > VALUE:
        return None
    return Button("Share in channel", Action.SHARE, value=value, hint="Post this answer for everybody in the channel")


def effect_key(body: Payload) -> str | None:
    """Return what Slack keeps the same when it delivers the same thing again."""
    for name in ("event_id", "trigger_id"):
        if body.get(name):
            return f"{name}:{body[name]}"
    return None


def _unescaped(text: str) -> str:
    """Undo Slack's own escapes: an address with ``&`` in it arrives as ``&amp;``."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _command(
    verb: str, words: str, *, channel: str, name: str, user: str, user_name: str, value: str | None = None
) -> Command:
    scope = _SCOPES.get(channel[:1], Scope.CHANNEL)
    if name in _NO_NAMES:
        name = f"@{user_name}" if scope is Scope.PRIVATE and user_name else ""
    return Command(
        verb=verb,
        words=words,
        prefix="/watch ",
        target=Target(platform="slack", chat=channel),
        title=name,
        scope=scope,
        user=user,
        user_name=user_name,
        admin=True,
        value=value,
    )
