"""What did somebody in Slack ask for? Payloads of Slack become platform-free commands."""

import json
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any
from urllib.parse import quote, unquote

from bot.chat.language import Words
from bot.chat.message import Action, Button, Command
from bot.chat.slack.buttons import VALUE, pressed
from bot.chat.slack.identity import named
from bot.clock import Clock
from bot.model import Scope, Target

UNREADABLE = (LookupError, ValueError, AttributeError, TypeError, RecursionError)
"""What is raised, here and in Bolt, by a payload that is signed and yet not shaped like Slack's."""


class Seen:
    """Remembers keys for ``lifetime`` seconds, at most ``limit`` of them (the oldest go first)."""

    def __init__(self, *, clock: Clock, lifetime: float, limit: int = 10_000) -> None:
        self._clock = clock
        self._lifetime = lifetime
        self._limit = limit
        self._until: OrderedDict[str, float] = OrderedDict()

    def is_new(self, key: str) -> bool:
        """Return whether this is the first time, and remember it."""
        now = self._clock.monotonic()
        while self._until and next(iter(self._until.values())) <= now:
            self._until.popitem(last=False)
        if key in self._until:
            return False
        self._until[key] = now + self._lifetime
        if len(self._until) > self._limit:
            self._until.popitem(last=False)
        return True

    def __len__(self) -> int:
        return len(self._until)


Payload = Mapping[str, Any]

ASKED, SETTINGS = "asked", "settings"
"""Callback ids of our own dialogues."""
AT, END = ":at", ":end"
"""After the key of a choice: the field of its time; after that of a span of time: the field of its end."""
_NO_NAMES = {"directmessage", "privategroup", ""}
_LONGEST_VERB = 40
_LONGEST_KEY = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A command and how to answer it.

    ``public``: the answer is for the whole channel. ``trigger``: what opens a dialogue, for three seconds. ``at_home``:
    clicked in the App Home, where there is no chat to answer in. ``choices``: what a form of settings says.
    """

    command: Command
    team: str | None = None
    response_url: str | None = None
    trigger: str | None = None
    public: bool = False
    at_home: bool = False
    choices: tuple[tuple[str, str], ...] = ()

    def within(self, team: str | None) -> "Asked":
        """Return the request with chat and user named as those of a workspace."""
        command = self.command
        target = replace(command.target, chat=named(team, command.target.chat))
        return replace(self, team=team, command=replace(command, target=target, user=named(team, command.user)))


def team_of(body: Payload) -> str | None:
    """Return the workspace whose installation a payload is for."""
    for grant in body.get("authorizations") or []:
        if grant.get("team_id"):
            return str(grant["team_id"])
    found = body.get("team_id") or (body.get("team") or {}).get("id")
    return str(found) if found else None


def from_slash(body: Payload) -> Asked:
    """Read ``/latest …`` or ``/watch <verb> …``. ``/watch`` alone asks for help; an unknown verb is passed on."""
    text = _unescaped(str(body.get("text") or "")).strip()
    if str(body.get("command", "")).lower() == "/latest":
        verb, words = "latest", text
    else:
        first, _, rest = text.partition(" ") if text else ("help", "", "")
        verb, words = first.lower().lstrip("/")[:_LONGEST_VERB] or "help", rest.strip()
    command = _command(
        body,
        verb,
        words,
        channel=str(body.get("channel_id", "")),
        name=str(body.get("channel_name", "")),
        user={"id": body.get("user_id", ""), "name": body.get("user_name", "")},
    )
    return Asked(command=command, response_url=body.get("response_url"), trigger=body.get("trigger_id"))


def from_click(body: Payload) -> Asked | None:
    """Read a click on one of our buttons, or return None where it is none of ours (any more) or opens an address.

    In the App Home there is no channel: what is asked there is asked in private, or about the channel on the button.
    """
    found = pressed((body.get("actions") or [{}])[0])
    if found is None:
        return None
    action, value = found
    verb, words, carried = action.name.lower(), "", value or None
    if action is Action.SHARE:
        verb, _, words = unquote(value).partition(" ")
        carried = None
    if not verb:
        return None
    user = body.get("user") or {}
    channel = body.get("channel") or {}
    at_home = not channel.get("id")
    place = str(channel.get("id") or user.get("id") or "")
    if at_home and action is Action.SETTINGS and value:
        place, carried = value.rpartition(".")[2], None
    command = _command(body, verb, words, channel=place, name=str(channel.get("name", "")), user=user, value=carried)
    return Asked(
        command=command,
        response_url=body.get("response_url"),
        trigger=body.get("trigger_id"),
        public=action is Action.SHARE,
        at_home=at_home,
    )


def from_shortcut(body: Payload) -> Asked | None:
    """Read a choice in the menu of a message, "Why did this match?"; in a thread it is about the thread's story."""
    if body.get("callback_id") != "why":
        return None
    channel, message = body.get("channel") or {}, body.get("message") or {}
    told = message.get("thread_ts") or message.get("ts") or body.get("message_ts")
    command = _command(
        body,
        "why",
        "",
        channel=str(channel.get("id", "")),
        name=str(channel.get("name", "")),
        user=body.get("user") or {},
    )
    command = replace(command, reply_story=str(told) if told else None)
    return Asked(command=command, response_url=body.get("response_url"), trigger=body.get("trigger_id"))


def from_home(body: Payload) -> Asked | None:
    """Read "somebody opened the App Home"; None for its other tab."""
    event = body.get("event") or {}
    if event.get("tab") != "home" or not event.get("user"):
        return None
    user = str(event["user"])
    return Asked(command=replace(_command(body, "home", "", channel=user, name="", user={"id": user}), told=True))


def from_dialogue(body: Payload) -> Asked | None:
    """Read what was written into one of our dialogues: the answer to a question, or a form of settings."""
    view = body.get("view") or {}
    try:
        place = json.loads(view.get("private_metadata") or "null")
    except ValueError:
        return None
    if not isinstance(place, dict) or view.get("callback_id") not in {ASKED, SETTINGS}:
        return None
    given = [
        (str(name), _given(element))
        for block in ((view.get("state") or {}).get("values") or {}).values()
        for name, element in block.items()
    ]
    asked = view["callback_id"] == ASKED
    command = _command(
        body,
        "answered" if asked else "settings",
        _unescaped(given[0][1]) if asked and given else "",
        channel=str(place.get("chat", "")),
        name=str(place.get("name", "")),
        user=body.get("user") or {},
        # Slack gives a dialogue that was corrected after a refusal the same names as before.
        key=f"{view.get('id')}{view.get('hash')}:{blake2b(repr(given).encode(), digest_size=8).hexdigest()}",
    )
    return Asked(
        command=command,
        response_url=place.get("url") or None,
        at_home=bool(place.get("home")),
        choices=() if asked else _choices(given),
    )


def _choices(given: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return what a form says, two fields of a choice joined: "weekly mon 09:00", "22:00-07:00", "" for two empty."""
    values = {name: _unescaped(value) for name, value in given}
    for end, sign in ((END, "-"), (AT, " ")):
        for name in [name for name in values if name.endswith(end)]:
            first, second = values.get(name.removesuffix(end), ""), values.pop(name)
            values[name.removesuffix(end)] = f"{first}{sign}{second}".rstrip() if first or second else ""
    return tuple(values.items())


def from_join(body: Payload, bot_user: str | None) -> Asked | None:
    """Read "member joined": None unless the new member is this bot."""
    event = body.get("event") or {}
    ours = {grant.get("user_id") for grant in body.get("authorizations") or [] if grant.get("is_bot")}
    ours.add(bot_user)
    if not event.get("user") or event["user"] not in ours:
        return None
    user = {"id": event.get("inviter", "")}
    command = _command(body, "joined", "", channel=str(event.get("channel", "")), name="", user=user)
    return Asked(command=replace(command, told=True), public=True)


def revoked(body: Payload) -> str | None:
    """Return why the app cannot go on, for ``app_uninstalled`` and for ``tokens_revoked`` of the bot's own token."""
    event = body.get("event") or {}
    if event.get("type") == "app_uninstalled":
        return "the app was uninstalled from the workspace; install it again"
    if event.get("type") == "tokens_revoked" and (event.get("tokens") or {}).get("bot"):
        return "the bot token was revoked; install the app again and set the new token"
    return None


def share_button(command: Command, words: Words) -> Button | None:
    """Return "Share in channel", which carries the question: it is asked again, so the answer is of that moment.

    None in a private chat, and where the question is too long for a button. The value is percent-encoded, because
    Slack hands values back with ``& < >`` escaped.
    """
    asked = command.value or command.arguments
    value = quote(f"{command.verb} {asked}".strip())
    if command.scope is Scope.PRIVATE or len(value) > VALUE:
        return None
    hint = words("Post this answer for everybody in the channel")
    return Button(words("Share in channel"), Action.SHARE, value=value, hint=hint)


def effect_key(body: Payload) -> str | None:
    """Return what Slack keeps the same when it delivers the same thing again."""
    for name in ("event_id", "trigger_id"):
        if body.get(name):
            return f"{name}:{body[name]}"[:_LONGEST_KEY]
    return None


def _given(element: Payload) -> str:
    """Return what one field of a form says. A box that is not ticked says "0"."""
    if element.get("type") == "checkboxes":
        return "1" if element.get("selected_options") else "0"
    chosen = element.get("selected_option") or {}
    return str(chosen.get("value") or element.get("selected_time") or element.get("value") or "")


def _unescaped(text: str) -> str:
    """Undo Slack's own escapes: an address with ``&`` in it arrives as ``&amp;``."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _command(
    body: Payload,
    verb: str,
    words: str,
    *,
    channel: str,
    name: str,
    user: Payload,
    value: str | None = None,
    key: str = "",
) -> Command:
    """Return a command. A channel counts as a group, since people may write there: Slack has no other kind."""
    scope = Scope.PRIVATE if channel[:1] in {"D", "U", "W"} else Scope.GROUP
    user_name = str(user.get("username") or user.get("name") or "")
    if name in _NO_NAMES:
        name = f"@{user_name}" if scope is Scope.PRIVATE and user_name else ""
    key = key or effect_key(body) or ""
    return Command(
        verb=verb,
        arguments=words,
        prefix="/watch ",
        target=Target(platform="slack", chat=channel),
        title=name,
        scope=scope,
        user=str(user.get("id") or ""),
        user_name=user_name,
        admin=True,
        threads=True,
        value=value,
        once=f"slack:{key}" if key else "",
    )
