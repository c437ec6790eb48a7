"""Who may use the bot, and who may change what a chat gets?"""

import re
from dataclasses import replace
from datetime import datetime, timedelta

from bot.chat.admission import NOT_ADMITTED, OPEN, shut_out
from bot.chat.language import Words, mark
from bot.chat.message import Action, Button, Reply
from bot.chat.rendering.alerts import answer
from bot.chat.verbs.request import Request, refused
from bot.store.transaction import Transaction

INVITE = "invite"
INVITATION = "inv_"
"""What an invitation begins with behind /start; it fits into a link that opens the bot."""
VALID = timedelta(days=7)
"""How long an invitation can be used."""
_CHAT = re.compile(r"([a-z]+):([\w/.-]+)")
ONLY_ADMINS = mark("Only admins of this group can do this.")


def refusal(request: Request) -> Reply | None:
    """Return why a chat cannot use the bot, or None where it can. An invitation that is given lets it in."""
    target = request.command.target
    if request.service.access == OPEN or request.from_operator or request.tx.admitted.has(target.platform, target.chat):
        return None
    words = request.words
    given = request.command.arguments.strip()
    if (
        request.service.access == INVITE
        and request.command.verb == "start"
        and request.command.admin
        and given.startswith(INVITATION)
    ):
        if request.tx.admitted.redeem(given.removeprefix(INVITATION), request.now - VALID):
            _admit(request.tx, target.platform, target.chat, request.now)
            return None
        text = words("This invitation was used already, or is older than {days} days.", days=VALID.days)
    else:
        text = words("This bot serves invited chats only.")
    chat = f"{target.platform}:{target.chat}"
    return refused(text, words("Ask its operators. This chat is {chat}.", chat=chat))


def only_admins(words: Words, text: str = ONLY_ADMINS) -> Reply:
    """Return the answer to somebody who may not change what a chat gets; ``text`` was marked."""
    message = answer(words(text) + " " + words("For yourself: open a private chat with me."))
    button = Button(words("Open chat"), Action.PRIVATE)
    return Reply(message=replace(message, buttons=((button,),)), refused=True)


def allow(request: Request) -> Reply:
    """Invite a chat, or let one in or out by its id: "", "telegram:123", "off telegram:123"."""
    words = request.words
    given = request.command.arguments.split()
    out = given[:1] == ["off"]
    example = request.typed("allow telegram:123")
    if not given:
        return _invite(request, words)
    found = _CHAT.fullmatch(given[-1]) if len(given) == 1 + out else None
    if found is None:
        text = words(
            "Write the chat as it names itself when it is refused, e.g. {example} or {off}",
            example=example,
            off=request.typed("allow off telegram:123"),
        )
        return refused(text)
    platform, chat = found.groups()
    if request.service.platforms and platform not in request.service.platforms:
        known = ", ".join(sorted(request.service.platforms))
        text = words("I am not connected to “{platform}”. Use one of: {known}", platform=platform, known=known)
        return refused(text)
    if not out:
        _admit(request.tx, platform, chat, request.now)
        return Reply(message=answer(words("Done. {chat} can use this bot.", chat=given[-1])), private=True)
    if not request.tx.admitted.take_back(platform, chat):
        return refused(words("{chat} was not let in.", chat=given[-1]))
    if request.service.access != OPEN:
        for subscription in request.tx.channels.of_chat(platform, chat):
            shut_out(request.tx, subscription.channel_id)
    text = words("Done. {chat} gets nothing more; its settings are kept.", chat=given[-1])
    if request.service.access == OPEN:
        text = words("Done. That changes nothing while ACCESS is open: everybody can use this bot.")
    return Reply(message=answer(text), private=True)


def _invite(request: Request, words: Words) -> Reply:
    if request.service.access == OPEN:
        return Reply(message=answer(words("Everybody can use this bot: ACCESS is open.")))
    if request.service.access != INVITE:
        example = request.typed("allow telegram:123")
        text = words("Chats are let in by their id only: ACCESS is allowlist. Write e.g. {example}", example=example)
        return refused(text)
    code = request.service.code()
    request.tx.admitted.invite(code, request.now)
    lines = (
        words("This lets one chat in, within {days} days. Type there:", days=VALID.days),
        request.typed(f"start {INVITATION}{code}"),
    )
    return Reply(message=answer(*lines), private=True)


def _admit(tx: Transaction, platform: str, chat: str, now: datetime) -> None:
    """Let a chat in; what it had set up before it was shut out goes on."""
    tx.admitted.add(platform, chat, now)
    for subscription in tx.channels.of_chat(platform, chat):
        if subscription.paused == NOT_ADMITTED:
            tx.channels.save(replace(subscription, paused=None, since=now))
