"""What happens in a chat's first minute? What to expect, one choice, an example, and where everything else is."""

from dataclasses import asdict, replace
from datetime import datetime, timedelta

from bot.chat.language import HOLE, Words, fill, mark
from bot.chat.message import Action, Button, Command, Message, Moment, Reply, Role, Section, Text, Time
from bot.chat.rendering.alerts import alert, answer
from bot.chat.settings.choices import change, in_force
from bot.chat.settings.pages import or_type
from bot.chat.settings.sends import SENDS
from bot.chat.settings.times import next_digest, parse_digest
from bot.chat.verbs.membership import CLOSED, of_chat
from bot.chat.verbs.request import Request, Service, refused
from bot.chat.verbs.subscribe import STARTED, enlist, keep
from bot.model import FIRST_TOPIC, Scope, Send, Subscription
from bot.store.chats.channels import UNWATCHED
from bot.stories.statistics.forecast import PAST, Expected, expected
from bot.stories.wording.translation import in_language

LATER = "later"
"""The choice of whoever wants nothing yet."""
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


def start(request: Request) -> Reply:
    """Subscribe a chat to every story, say what to expect, and let it choose."""
    before = request.subscription
    after = enlist(request)
    words = request.words
    rates = _expected(request)
    lines = (
        *_introduction(request.service, rates, words),
        "",
        words("What should I send?"),
        or_type("send", request.command.prefix, words),
    )
    if before is not None:
        lines = (words("This chat gets alerts already."), "", *lines)
    action = Action.SEND if before is None else Action.SET
    message = _with_buttons(lines, _choices(after, action, rates, words))
    return Reply(message=message, announce=None if before else request.announced(STARTED))


def send(request: Request) -> Reply:
    """Take the first choice of what to send, and show an example of it; "later" subscribes to nothing."""
    words = request.words
    choice = (request.command.value or request.command.arguments).strip()
    before = request.subscription
    if choice == LATER:
        text = words("All right, not now. To get alerts here: {start}", start=request.typed("start"))
        if before is not None:
            text = words("This chat gets alerts already.")
        return Reply(message=answer(text), edits=request.command.value is not None)
    try:
        change(_or_new(before, request), "send", choice, words=words)
    except ValueError as error:
        return refused(str(error))
    enlisted = before or enlist(request)
    after = change(enlisted, "send", choice, words=words)
    if request.command.scope is Scope.PRIVATE and after.send is not Send.DIGEST and after.quiet is None:
        after = replace(after, quiet=QUIET)
    after = keep(request, enlisted, after)
    words = request.words
    chosen = answer(*_introduction(request.service, _expected(request), words), in_force(after, "send", "", words))
    sentence = STARTED if before is None else mark("{who} changed what this channel gets.")
    example = _example(request, words) if after.send is not Send.DIGEST else None
    return Reply(
        message=chosen,
        more=(*((example,) if example else ()), _done(after, request, words)),
        announce=request.announced(sentence),
        edits=request.command.value is not None,
    )


def joined(request: Request) -> Reply:
    """Greet a chat that let us in; one that had lost us finds its subscriptions, in all its topics, as they were."""
    words = request.words
    known = of_chat(request)
    for each in known:
        if each.active and each.paused not in {None, CLOSED, UNWATCHED}:
            keep(request, each, replace(each, paused=None, since=request.now))
    if any(each.active for each in known):
        return Reply(message=answer(words("I am back, with your settings as they were. Nothing old will be sent.")))
    rates = _expected(request)
    hello = words("Hello. I can post new stories about {topic} here.", topic=words.name(request.service.topic))
    if rates is not None and 0 < rates.low < rates.high:
        hello = words(
            "Hello. I can post new stories about {topic} here (usually {low} to {high} a day).",
            topic=words.name(request.service.topic),
            low=rates.low,
            high=rates.high,
        )
    lines = (hello, words("Each story is one message that stays current; news about it follows below it."))
    buttons = (
        Button(words("Start alerts"), Action.START),
        Button(words("Digest at 08:00"), Action.SEND, Send.DIGEST.value),
        Button(words("Not now"), Action.SEND, LATER),
    )
    # A command typed in another chat would be about that chat.
    typed = () if request.command.asked_in else (words("Or type {start}", start=request.typed("start")),)
    return Reply(message=_with_buttons((*lines, *typed), (buttons,)))


def _or_new(before: Subscription | None, request: Request) -> Subscription:
    return before or Subscription(channel_id=0, target=request.command.target, title="", since=request.now)


def _expected(request: Request) -> Expected | None:
    """Count at most once an hour: it reads two weeks of stories, and anybody may type /start as often as they like."""
    name = _COUNTED if request.service.key == FIRST_TOPIC else f"{_COUNTED}:{request.service.key}"
    note = request.tx.notes.get(name)
    if note is None or datetime.fromisoformat(note["at"]) <= request.now - _FRESH:
        found = expected(
            request.tx.stories.changed_since(request.now - PAST), begun=request.tx.past.begun(), now=request.now
        )
        note = {"at": request.now.isoformat(), "rates": asdict(found) if found else None}
        request.tx.notes.put(name, note, request.now)
    return Expected(**note["rates"]) if note["rates"] else None


def _introduction(service: Service, rates: Expected | None, words: Words) -> tuple[str, ...]:
    watched = words.counted(
        len(service.feeds),
        "I watch {n} source for {topic}.",
        "I watch {n} sources for {topic}.",
        topic=words.name(service.topic),
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


def _example(request: Request, words: Words) -> Message | None:
    """Return the newest story as it would have come, and say that it is one."""
    newest = next(iter(request.tx.stories.newest(1)), None)
    if newest is None:
        return None
    told = in_language(newest, request.language)
    shown = alert(told, words=words, scope=request.command.scope, silent=True)
    note = words("Example: this is how a story comes.")
    return replace(
        shown, text=f"{note} {shown.text}", sections=(Section(Role.META, ((Text(note, bold=True),),)), *shown.sections)
    )


def _done(subscription: Subscription, request: Request, words: Words) -> Message:
    zone = subscription.zone or request.service.zone
    quiet = in_force(subscription, "quiet", request.service.zone, words)
    if subscription.send is Send.DIGEST and subscription.digest is not None:
        due = next_digest(parse_digest(subscription.digest), zone, request.now)
        first = fill(words("Done. The next digest comes {time}.", time=HOLE), Time(due, Moment.DATE_TIME))
    else:
        first = (Text(words("Done. Times follow your device. {quiet}", quiet=quiet)),)
    text = words("Nothing old will be sent. {latest} shows what happened before.", latest=request.typed("latest"))
    rows = [(Button(words("Change"), Action.SETTINGS, "main", hint=words("Change what is sent here, and when")),)]
    if request.command.scope is Scope.PRIVATE:
        rows += [
            (Button(words("Add me to a group"), Action.ADD_GROUP),),
            (Button(words("Add me to a channel"), Action.ADD_CHANNEL),),
        ]
    return replace(answer(first, text), buttons=tuple(rows))


def _with_buttons(lines: tuple[str, ...], buttons: tuple[tuple[Button, ...], ...]) -> Message:
    section = Section(Role.BODY, tuple((Text(line),) for line in lines))
    return Message(text=next(filter(None, lines)), sections=(section,), buttons=buttons)
