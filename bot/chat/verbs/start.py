"""What happens in a chat's first minute? What to expect, one choice, an example, and where everything else is."""

from dataclasses import asdict, replace
from datetime import datetime, timedelta

from bot.chat.language import HOLE, Words, fill, mark
from bot.chat.message import Action, Button, Command, Message, Moment, Reply, Role, Section, Text, Time
from bot.chat.rendering.alerts import alert, answer
from bot.chat.rendering.notices import announced
from bot.chat.settings.choices import SENDS, change, in_force
from bot.chat.settings.pages import or_type
from bot.chat.settings.times import next_digest, parse_digest
from bot.chat.verbs.membership import CLOSED
from bot.chat.verbs.request import Service, language_of, words_of
from bot.chat.verbs.subscribe import STARTED, enlist, keep, subscribed
from bot.model import Scope, Send, Subscription
from bot.store.transaction import Transaction
from bot.stories.statistics.forecast import PAST, Expected, expected
from bot.stories.wording.edition import in_language

LATER = "later"
"""The choice of who wants nothing yet."""
QUIET = "23:00-07:00"
"""Quiet hours that a person is given with the first choice, and told of; groups and channels choose their own."""
_COUNTED = "expected"
_FRESH = timedelta(hours=1)
_LINKED = frozenset({"why", "sources", "latest"})
"""What a link that opens the bot may ask for: "/start why_8f3k"."""
_DAILY = {
    Send.IMPORTANT: mark("Important only (≈{n} a day)"),
    Send.EVERY: mark("Every story (≈{n} a day)"),
}
_WEEKLY = {
    Send.IMPORTANT: mark("Important only (≈{n} a week)"),
    Send.EVERY: mark("Every story (≈{n} a week)"),
}


def linked(command: Command) -> Command:
    """Return what is really asked where a link opened the bot: "/start why_8f3k" is the verb why about that story."""
    verb, _, story = command.arguments.strip().partition("_")
    if command.verb != "start" or verb not in _LINKED or not (story or verb == "latest"):
        return command
    return replace(command, verb=verb, arguments="", value=story or None)


def start(tx: Transaction, command: Command, service: Service) -> Reply:
    """Subscribe a chat to every story, say what to expect, and let it choose."""
    before = subscribed(tx, command)
    after = enlist(tx, command, service)
    words = words_of(tx, command, service)
    rates = _expected(tx, service)
    lines = (
        *_introduction(service, rates, words),
        "",
        words("What should I send?"),
        or_type("send", command.prefix, words),
    )
    if before is not None:
        lines = (words("This chat gets alerts already."), "", *lines)
    action = Action.SEND if before is None else Action.SET
    message = _with_buttons(lines, _choices(after, action, rates, words))
    return Reply(message=message, announce=None if before else announced(tx, command, service, STARTED))


def send(tx: Transaction, command: Command, service: Service) -> Reply:
    """Take the first choice of what to send, and show an example of it; "later" subscribes to nothing."""
    words = words_of(tx, command, service)
    choice = (command.value or command.arguments).strip()
    before = subscribed(tx, command)
    if choice == LATER:
        text = words("All right, not now. To get alerts here: {start}", start=f"{command.prefix}start")
        if before is not None:
            text = words("This chat gets alerts already.")
        return Reply(message=answer(text), edits=command.value is not None)
    try:
        change(_or_new(before, command, service), "send", choice, words=words)
    except ValueError as error:
        return Reply(message=answer(str(error)), refused=True)
    enlisted = before or enlist(tx, command, service)
    after = change(enlisted, "send", choice, words=words)
    if command.scope is Scope.PRIVATE and after.send is not Send.DIGEST and after.quiet is None:
        after = replace(after, quiet=QUIET)
    after = keep(tx, enlisted, after, service)
    words = words_of(tx, command, service)
    chosen = answer(*_introduction(service, _expected(tx, service), words), in_force(after, "send", "", words))
    sentence = STARTED if before is None else mark("{who} changed what this channel gets.")
    example = _example(tx, command, service, words) if after.send is not Send.DIGEST else None
    return Reply(
        message=chosen,
        more=(*((example,) if example else ()), _done(after, command, service, words)),
        announce=announced(tx, command, service, sentence),
        edits=command.value is not None,
    )


def joined(tx: Transaction, command: Command, service: Service) -> Reply:
    """Greet a chat that let us in; one that had lost us finds its subscriptions, in all its topics, as they were."""
    words = words_of(tx, command, service)
    chat = command.target.chat
    known = [each for each in tx.channels.of_chat(command.target.platform, chat) if each.target.chat == chat]
    for each in known:
        if each.active and each.paused not in {None, CLOSED}:
            keep(tx, each, replace(each, paused=None, since=service.now), service)
    if any(each.active for each in known):
        return Reply(message=answer(words("I am back, with your settings as they were. Nothing old will be sent.")))
    rates = _expected(tx, service)
    hello = words("Hello. I can post new stories about {topic} here.", topic=service.topic)
    if rates is not None and 0 < rates.low < rates.high:
        hello = words(
            "Hello. I can post new stories about {topic} here (usually {low} to {high} a day).",
            topic=service.topic,
            low=rates.low,
            high=rates.high,
        )
    lines = (hello, words("Each story is one message that stays current; news about it follows below it."))
    buttons = (
        Button(words("Start alerts"), Action.START),
        Button(words("Digest at 08:00"), Action.SEND, Send.DIGEST.value),
        Button(words("Not now"), Action.SEND, LATER),
    )
    # What is typed elsewhere would be about elsewhere.
    typed = () if command.asked_in else (words("Or type {start}", start=f"{command.prefix}start"),)
    return Reply(message=_with_buttons((*lines, *typed), (buttons,)))


def _or_new(before: Subscription | None, command: Command, service: Service) -> Subscription:
    return before or Subscription(channel_id=0, target=command.target, title="", since=service.now)


def _expected(tx: Transaction, service: Service) -> Expected | None:
    """Count at most once an hour: it reads two weeks of stories, and anybody may type /start as often as they like."""
    note = tx.notes.get(_COUNTED)
    if note is None or datetime.fromisoformat(note["at"]) <= service.now - _FRESH:
        found = expected(tx.stories.changed_since(service.now - PAST), begun=tx.past.begun(), now=service.now)
        note = {"at": service.now.isoformat(), "rates": asdict(found) if found else None}
        tx.notes.put(_COUNTED, note, service.now)
    return Expected(**note["rates"]) if note["rates"] else None


def _introduction(service: Service, rates: Expected | None, words: Words) -> tuple[str, ...]:
    watched = words.counted(
        len(service.feeds),
        "I watch {n} source for {topic}.",
        "I watch {n} sources for {topic}.",
        topic=service.topic,
    )
    if rates is None or rates.high == 0:
        return watched, words("You get a message when something new happens; nothing old is sent.")
    if rates.low == rates.high:
        return watched, words("You get a message when something new happens, usually {n} a day.", n=rates.high)
    usually = words(
        "You get a message when something new happens, usually {low} to {high} a day.", low=rates.low, high=rates.high
    )
    return watched, usually


def _choices(
    subscription: Subscription, action: Action, rates: Expected | None, words: Words
) -> tuple[tuple[Button, ...], ...]:
    """One choice a row: with their numbers they are too long to stand beside each other on a phone."""
    prefix = "send=" if action is Action.SET else ""
    return tuple(
        (Button(_label(send, rates, words), action, f"{prefix}{send.value}", chosen=send is subscription.send),)
        for send in SENDS
    )


def _label(send: Send, rates: Expected | None, words: Words) -> str:
    if rates is None or send is Send.DIGEST:
        return words(SENDS[send])
    a_day = rates.important if send is Send.IMPORTANT else rates.every
    if round(a_day):
        return words(_DAILY[send], n=round(a_day))
    return words(_WEEKLY[send], n=round(7 * a_day)) if round(7 * a_day) else words(SENDS[send])


def _example(tx: Transaction, command: Command, service: Service, words: Words) -> Message | None:
    """Return the newest story as it would have come, and say that it is one."""
    newest = next(iter(tx.stories.newest(1)), None)
    if newest is None:
        return None
    told = in_language(newest, language_of(tx, command, service))
    shown = alert(told, words=words, scope=command.scope, silent=True)
    note = words("Example: this is how a story comes.")
    return replace(
        shown, text=f"{note} {shown.text}", sections=(Section(Role.META, ((Text(note, bold=True),),)), *shown.sections)
    )


def _done(subscription: Subscription, command: Command, service: Service, words: Words) -> Message:
    zone = subscription.zone or service.zone
    quiet = in_force(subscription, "quiet", service.zone, words)
    if subscription.send is Send.DIGEST and subscription.digest is not None:
        due = next_digest(parse_digest(subscription.digest), zone, service.now)
        first = fill(words("Done. The next digest comes {time}.", time=HOLE), Time(due, Moment.DATE_TIME))
    else:
        first = (Text(words("Done. Times follow your device. {quiet}", quiet=quiet)),)
    text = words("Nothing old will be sent. {latest} shows what happened before.", latest=f"{command.prefix}latest")
    rows = [(Button(words("Change"), Action.SETTINGS, "main", hint=words("Change what is sent here, and when")),)]
    if command.scope is Scope.PRIVATE:
        rows += [
            (Button(words("Add me to a group"), Action.ADD_GROUP),),
            (Button(words("Add me to a channel"), Action.ADD_CHANNEL),),
        ]
    return replace(answer(first, text), buttons=tuple(rows))


def _with_buttons(lines: tuple[str, ...], buttons: tuple[tuple[Button, ...], ...]) -> Message:
    section = Section(Role.BODY, tuple((Text(line),) for line in lines))
    return Message(text=next(filter(None, lines)), sections=(section,), buttons=buttons)
