"""How does a chat choose what it gets? The verbs behind /settings, its buttons and the words that they ask for."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.chat.language import mark
from bot.chat.message import Command, Message, Reply
from bot.chat.rendering.alerts import answer
from bot.chat.rendering.notices import announced, house_words
from bot.chat.settings.choices import change, in_force, key_called
from bot.chat.settings.pages import ASK, MAIN, PAGES, Shown, can_ask, page, question, read_only
from bot.chat.verbs.access import only_admins
from bot.chat.verbs.request import Service, words_of
from bot.chat.verbs.subscribe import keep, none_yet, subscribed
from bot.model import Subscription, Target
from bot.store.transaction import Transaction

PATIENCE = timedelta(minutes=10)
"""How long words are taken for the answer to what was asked."""
PENDING = "asked:"
"""What the notes of open questions begin with."""
_CHANGED = mark("{who} changed what this channel gets. {what}")


def settings(tx: Transaction, command: Command, service: Service) -> Reply:
    """Show the settings, one page of them, or change one: "", "quiet", "quiet 23:00-07:00". A button names a page."""
    words = words_of(tx, command, service)
    before = subscribed(tx, command)
    if before is None:
        return none_yet(command, words)
    if not command.admin:
        if command.value is not None or command.arguments:
            return replace(only_admins(words), passing=command.value is not None)
        return Reply(
            message=read_only(_shown(before, tx, command, service), words("Only admins of this group can change it."))
        )
    if command.value is not None:
        return _turned_to(command.value, before, tx, command, service)
    name, _, value = command.arguments.strip().partition(" ")
    if not name:
        return Reply(message=page(MAIN, _shown(before, tx, command, service)))
    try:
        key = key_called(name, words)
        if value.strip():
            return _changed(before, (key, value), tx, command, service)
    except ValueError as error:
        return Reply(message=answer(str(error)), refused=True)
    return Reply(message=page(key, _shown(before, tx, command, service)))


def choose(tx: Transaction, command: Command, service: Service) -> Reply:
    """Make the choice that a button carries: "quiet=23:00-07:00"."""
    words = words_of(tx, command, service)
    before = subscribed(tx, command)
    if before is None:
        return none_yet(command, words)
    key, _, value = (command.value or command.arguments).partition("=")
    try:
        return replace(_changed(before, (key, value), tx, command, service), edits=command.value is not None)
    except ValueError as error:
        return Reply(message=answer(str(error)), refused=True)


def answered(tx: Transaction, command: Command, service: Service) -> Reply:
    """Take words for the answer to what was asked of this user here; wrong ones are asked for again.

    The platform says which chat the question was about, and whether the user may change it still.
    """
    words = words_of(tx, command, service)
    note = _pending(command)
    asked = tx.notes.get(note)
    fits = asked is not None and asked["about"] == _named(command.target)
    if not fits or datetime.fromisoformat(asked["at"]) < service.now - PATIENCE:
        again = f"{command.prefix}settings"
        return Reply(
            message=answer(words("Nothing was asked here lately. To choose: {again}", again=again)), refused=True
        )
    if not command.admin:
        return only_admins(words)
    before = subscribed(tx, command)
    if before is None:
        return none_yet(command, words)
    try:
        reply = _changed(before, (asked["key"], command.arguments), tx, command, service)
    except ValueError as error:
        return Reply(message=question(asked["key"], _shown(before, tx, command, service), str(error)), refused=True)
    tx.notes.drop(note)
    return reply


def _turned_to(name: str, before: Subscription, tx: Transaction, command: Command, service: Service) -> Reply:
    shown = _shown(before, tx, command, service)
    key = name.removeprefix(ASK)
    if key == name or not can_ask(key):
        return Reply(message=page(name if name in PAGES else MAIN, shown), edits=True)
    value = {"key": key, "about": _named(command.target), "at": service.now.isoformat()}
    tx.notes.put(_pending(command), value, service.now)
    return Reply(message=question(key, shown))


def _changed(
    before: Subscription, choice: tuple[str, str], tx: Transaction, command: Command, service: Service
) -> Reply:
    """Make one choice and show its page. Raises ValueError with a sentence where it is none."""
    words = words_of(tx, command, service)
    key, value = key_called(choice[0], words), choice[1]
    after = keep(tx, before, change(before, key, value, words=words, sources=service.feeds), service)
    announce: Message | None = None
    if after != before:
        what = in_force(after, key, service.zone, house_words(tx, command, service))
        announce = announced(tx, command, service, _CHANGED, what=what)
    shown_on = "quiet" if key == "breakthrough" else key
    return Reply(message=page(shown_on, _shown(after, tx, command, service)), announce=announce)


def _shown(subscription: Subscription, tx: Transaction, command: Command, service: Service) -> Shown:
    return Shown(
        subscription=subscription,
        zone=service.zone,
        prefix=command.prefix,
        threads=command.threads,
        words=words_of(tx, command, service),
    )


def _pending(command: Command) -> str:
    where = command.asked_in or command.target
    return f"{PENDING}{where.platform}:{where.chat}:{command.user}"


def _named(target: Target) -> str:
    return f"{target.platform}:{target.chat}:{target.thread or ''}"
