"""Who may use the bot, and who may change what a chat gets?"""

import re
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from bot.chat.language import Words, mark
from bot.chat.message import Action, Button, Command, Reply
from bot.chat.rendering.alerts import answer
from bot.chat.verbs.request import Service, is_operator, words_of
from bot.store.transaction import Transaction

OPEN, INVITE = "open", "invite"
INVITATION = "inv_"
"""What an invitation begins with behind /start; it fits into a link that opens the bot."""
VALID = timedelta(days=7)
"""How long an invitation can be used."""
NOT_ADMITTED = "the bot's operators have not let this chat in"
_CHAT = re.compile(r"([a-z]+):([\w/.-]+)")
ONLY_ADMINS = mark("Only admins of this group can do this.")


def refusal(tx: Transaction, command: Command, service: Service) -> Reply | None:
    """Return why a chat cannot use the bot, or None where it can. An invitation that is given lets it in."""
    target = command.target
    if service.access == OPEN or is_operator(command, service) or tx.admitted.has(target.platform, target.chat):
        return None
    words = words_of(tx, command, service)
    given = command.arguments.strip()
    if service.access == INVITE and command.verb == "start" and command.admin and given.startswith(INVITATION):
        if tx.admitted.redeem(given.removeprefix(INVITATION), service.now - VALID):
            _admit(tx, target.platform, target.chat, service.now)
            return None
        text = words("This invitation was used already, or is older than {days} days.", days=VALID.days)
    else:
        text = words("This bot serves invited chats only.")
    chat = f"{target.platform}:{target.chat}"
    return Reply(message=answer(text, words("Ask its operators. This chat is {chat}.", chat=chat)), refused=True)


def only_admins(words: Words, text: str = ONLY_ADMINS) -> Reply:
    """Return the answer to somebody who may not change what a chat gets; ``text`` was marked."""
    message = answer(words(text) + " " + words("For yourself: open a private chat with me."))
    button = Button(words("Open chat"), Action.PRIVATE)
    return Reply(message=replace(message, buttons=((button,),)), refused=True)


def allow(tx: Transaction, command: Command, service: Service) -> Reply:
    """Invite a chat, or let one in or out by its id: "", "telegram:123", "off telegram:123"."""
    words = words_of(tx, command, service)
    given = command.arguments.split()
    out = given[:1] == ["off"]
    example = f"{command.prefix}allow telegram:123"
    if not given:
        return _invite(tx, command, service, words)
    found = _CHAT.fullmatch(given[-1]) if len(given) == 1 + out else None
    if found is None:
        text = words(
            "Write the chat as it names itself when it is refused, e.g. {example} or {off}",
            example=example,
            off=f"{command.prefix}allow off telegram:123",
        )
        return Reply(message=answer(text), refused=True)
    platform, chat = found.groups()
    if service.platforms and platform not in service.platforms:
        known = ", ".join(sorted(service.platforms))
        text = words("I am not connected to “{platform}”. Use one of: {known}", platform=platform, known=known)
        return Reply(message=answer(text), refused=True)
    if not out:
        _admit(tx, platform, chat, service.now)
        return Reply(message=answer(words("Done. {chat} can use this bot.", chat=given[-1])), private=True)
    if not tx.admitted.take_back(platform, chat):
        return Reply(message=answer(words("{chat} was not let in.", chat=given[-1])), refused=True)
    if service.access != OPEN:
        for subscription in tx.channels.of_chat(platform, chat):
            _shut_out(tx, subscription.channel_id)
    text = words("Done. {chat} gets nothing more; its settings are kept.", chat=given[-1])
    if service.access == OPEN:
        text = words("Done. That changes nothing while ACCESS is open: everybody can use this bot.")
    return Reply(message=answer(text), private=True)


def enforce(tx: Transaction, access: str, operators: Collection[tuple[str, str]]) -> int:
    """Bring subscriptions in line with who may use the bot, which may have changed while it stood; return how many.

    What an operator set up stays.
    """
    changed = 0
    for subscription in tx.channels.all():
        target = subscription.target
        inside = (
            access == OPEN
            or tx.admitted.has(target.platform, target.chat)
            or bool({(target.platform, target.chat), (target.platform, subscription.manager)} & set(operators))
        )
        if not inside and subscription.active and subscription.paused is None:
            _shut_out(tx, subscription.channel_id)
            changed += 1
        elif inside and subscription.paused == NOT_ADMITTED:
            tx.channels.save(replace(subscription, paused=None))
            changed += 1
    return changed


def _invite(tx: Transaction, command: Command, service: Service, words: Words) -> Reply:
    if service.access == OPEN:
        return Reply(message=answer(words("Everybody can use this bot: ACCESS is open.")))
    if service.access != INVITE:
        example = f"{command.prefix}allow telegram:123"
        text = words("Chats are let in by their id only: ACCESS is allowlist. Write e.g. {example}", example=example)
        return Reply(message=answer(text), refused=True)
    code = service.code()
    tx.admitted.invite(code, service.now)
    lines = (
        words("This lets one chat in, within {days} days. Type there:", days=VALID.days),
        f"{command.prefix}start {INVITATION}{code}",
    )
    return Reply(message=answer(*lines), private=True)


def _admit(tx: Transaction, platform: str, chat: str, now: datetime) -> None:
    """Let a chat in; what it had set up before it was shut out goes on."""
    tx.admitted.add(platform, chat, now)
    for subscription in tx.channels.of_chat(platform, chat):
        if subscription.paused == NOT_ADMITTED:
            tx.channels.save(replace(subscription, paused=None, since=now))


def _shut_out(tx: Transaction, channel_id: int) -> None:
    tx.channels.pause(channel_id, NOT_ADMITTED)
    tx.alerts.fail_all(channel_id, NOT_ADMITTED)
