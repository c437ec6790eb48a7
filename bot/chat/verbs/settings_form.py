"""What does a dialogue with all settings say, and what becomes of it when it is sent? Nothing or all of it is taken."""

from bot.chat.language import SPOKEN, Words, mark
from bot.chat.message import Command, Field, Form, Message, Reply, Role, Section, Text
from bot.chat.rendering.alerts import answer
from bot.chat.rendering.notices import announced, house_words
from bot.chat.settings.choices import AUTO, KEYS, OFF, SENDS, change, in_force, own_name
from bot.chat.settings.filters import EVERYTHING
from bot.chat.verbs.request import Service, words_of
from bot.chat.verbs.subscribe import keep, none_yet, subscribed
from bot.model import Subscription
from bot.store.transaction import Transaction

_CHANGED = mark("{who} changed what this channel gets. {what}")
_NOT_HERE = frozenset({"preview"})  # platforms with dialogues show no previews of ours


def form(tx: Transaction, command: Command, service: Service) -> Reply:
    """Return the form of a chat's settings, or take one that was sent: lines of "key=value"."""
    words = words_of(tx, command, service)
    before = subscribed(tx, command)
    if before is None:
        return none_yet(command, words)
    if not command.arguments:
        return Reply(message=_message(before, {}, words))
    given = dict(line.partition("=")[::2] for line in command.arguments.splitlines())
    after = before
    changed = []
    for key in KEYS:
        value = given.get(key, "").strip() or _none(key)
        if key not in given or value == _value(before, key):
            continue
        try:
            after = change(after, key, value, words=words, sources=service.feeds)
        except ValueError as error:
            return Reply(message=_message(before, given, words, problem=str(error)), refused=True)
        changed.append(key)
    if not changed:
        return Reply(message=answer(words("Nothing was changed.")))
    after = keep(tx, before, after, service)
    words = words_of(tx, command, service)
    house = house_words(tx, command, service)
    what = " ".join(_sentence(in_force(after, key, service.zone, house)) for key in changed)
    lines = [in_force(after, key, service.zone, words) for key in changed]
    announce = announced(tx, command, service, _CHANGED, what=what)
    return Reply(message=answer(words("Done."), *lines), announce=announce)


def _message(subscription: Subscription, given: dict[str, str], words: Words, *, problem: str = "") -> Message:
    """Return a message that is the form; its words are for a platform that cannot show it after all."""
    text = problem or words("Settings")
    fields = tuple(
        _field(key, given.get(key, _value(subscription, key)), words) for key in KEYS if key not in _NOT_HERE
    )
    shown = Form(title=words("Settings"), fields=fields, send=words("Save"), close=words("Cancel"), problem=problem)
    return Message(text=text, sections=(Section(Role.BODY, ((Text(text),),)),), form=shown)


def _field(key: str, value: str, words: Words) -> Field:
    match key:
        case "send":
            choices = tuple((send.value, words(label)) for send, label in SENDS.items())
            return Field(key=key, label=words("What to send"), value=value, choices=choices)
        case "filter":
            hint = words("Words with commas, ! before what you do not want; empty: every story")
            return Field(key=key, label=words("Filter"), value="" if value == EVERYTHING else value, hint=hint)
        case "digest":
            hint = words("daily 08:00, weekly mon 08:00, or off")
            return Field(key=key, label=words("Digest"), value=value, hint=hint)
        case "quiet":
            return Field(key=key, label=words("Quiet hours"), value=value, hint=words("23:00-07:00, or off"))
        case "breakthrough":
            label = words("Official texts, denials and corrections also in quiet hours")
            return Field(key=key, label=label, value=value, switch=True)
        case "zone":
            hint = words("A continent and a city, e.g. Europe/Minsk; auto: as the bot's own")
            return Field(key=key, label=words("Time zone"), value=value, hint=hint)
        case "language":
            choices = ((AUTO, words("As in your app")), *((code, own_name(code)) for code in SPOKEN))
            return Field(key=key, label=words("Language"), value=value, choices=choices)
        case _:
            label = words("Important updates also in the channel, not only in the thread")
            return Field(key=key, label=label, value=value, switch=True)


def _value(subscription: Subscription, key: str) -> str:
    """Return what is in force, as it would be typed."""
    match key:
        case "send":
            return subscription.send.value
        case "filter":
            return ", ".join([*subscription.include, *(f"!{word}" for word in subscription.exclude)]) or EVERYTHING
        case "digest" | "quiet":
            return getattr(subscription, key) or OFF
        case "zone" | "language":
            return getattr(subscription, key) or AUTO
        case _:
            return "1" if getattr(subscription, key) else "0"


def _none(key: str) -> str:
    """Return what an empty field means."""
    return {"filter": EVERYTHING, "zone": AUTO, "language": AUTO}.get(key, OFF)


def _sentence(line: str) -> str:
    return line if line.endswith(".") else f"{line}."
