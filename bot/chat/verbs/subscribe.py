"""Which chats get what from now on? The verbs that begin, narrow, plan and end a subscription."""

from dataclasses import replace
from typing import Any

from bot.chat.language import HOLE, SPOKEN, Words, fill, mark
from bot.chat.message import Action, Button, Command, Line, Moment, Reply, Text, Time
from bot.chat.rendering.alerts import answer
from bot.chat.rendering.notices import announced, house_words
from bot.chat.settings.choices import DIGEST, OFF, change, told_plan
from bot.chat.settings.filters import EVERYTHING, filter_lines
from bot.chat.settings.times import next_digest, parse_digest
from bot.chat.verbs.request import Service, is_operator, words_of
from bot.model import Scope, Send, Subscription
from bot.store.transaction import Transaction

STARTED = mark("{who} turned on alerts in this channel.")


def subscribe(tx: Transaction, command: Command, service: Service) -> Reply:
    """Subscribe a chat, with a filter where one is given: "sanctions, nuclear, !sport"; without, show what it has."""
    words = words_of(tx, command, service)
    before = subscribed(tx, command)
    given = command.arguments.strip()
    if before is not None and not given:
        return Reply(message=answer(*_in_force(before, command, words)))
    choices: dict[str, Any] = {}
    if given:
        try:
            filtered = change(_blank(command, service), "filter", given, words=words, sources=service.feeds)
        except ValueError as error:
            return Reply(message=answer(str(error)), refused=True)
        choices = {"include": filtered.include, "exclude": filtered.exclude}
    after = enlist(tx, command, service, **choices)
    lines = filter_lines(after.include, after.exclude, words)
    what = words("Done. This chat gets every story about {topic}.", topic=service.topic)
    if lines:
        what = words("Done. This chat gets stories about {topic} that pass its filter.", topic=service.topic)
    if before is None:
        announce = announced(tx, command, service, STARTED)
    elif (before.include, before.exclude) != (after.include, after.exclude):
        announce = announced(tx, command, service, mark("{who} changed which stories this channel gets."))
    else:
        announce = None
    return Reply(message=answer(what, *lines, words("Nothing old will be sent.")), announce=announce)


def stop(tx: Transaction, command: Command, service: Service) -> Reply:
    """Send nothing more; the settings stay for the day they come back."""
    words = words_of(tx, command, service)
    before = tx.channels.at(command.target)
    start = f"{command.prefix}start"
    if before is None or not before.active:
        return Reply(message=answer(words("This chat gets no alerts. To get them: {start}", start=start)))
    tx.channels.save(replace(before, active=False))
    tx.alerts.fail_all(before.channel_id, "unsubscribed")
    text = words("Done, no more alerts here. Your settings are kept; {start} brings them back.", start=start)
    announce = announced(tx, command, service, mark("{who} turned off alerts in this channel."))
    return Reply(message=answer(text), announce=announce)


def digest(tx: Transaction, command: Command, service: Service) -> Reply:
    """Send one summary in place of alerts: "daily 08:00", "weekly mon 08:00", "off"; without words show the plan."""
    words = words_of(tx, command, service)
    before = subscribed(tx, command)
    if before is None:
        return none_yet(command, words)
    example = f"{command.prefix}digest {DIGEST}"
    given = " ".join(command.arguments.lower().split())
    if not given:
        return Reply(
            message=answer(*_plan(before, service, words), words("To change it, e.g. {example}", example=example))
        )
    try:
        if given != OFF:
            parse_digest(given, words)
    except ValueError as error:
        text = words("{problem}, e.g. {example}", problem=error, example=example)
        return Reply(message=answer(text), refused=True)
    after = change(before, "digest", given, words=words)
    after = keep(tx, before, after if after.digest is None else replace(after, send=Send.DIGEST), service)
    if after.digest is None:
        announce = announced(tx, command, service, mark("{who} ended the digest of this channel."))
        text = words("Done, no digest any more. Alerts come as they happen.")
        return Reply(message=answer(text), announce=announce)
    sentence = mark("{who} set a digest for this channel, in place of alerts: {plan}")
    message = answer(*_plan(after, service, words), words("It comes in place of alerts."))
    buttons = ((Button(words("Alerts as well"), Action.SET, f"send={Send.EVERY.value}"),),)
    announce = announced(
        tx, command, service, sentence, plan=told_plan(after.digest, house_words(tx, command, service))
    )
    return Reply(message=replace(message, buttons=buttons), announce=announce)


def subscribed(tx: Transaction, command: Command) -> Subscription | None:
    """Return the subscription of the chat that a command is about, where it gets something now."""
    found = tx.channels.at(command.target)
    return found if found is not None and found.active and found.paused is None else None


def none_yet(command: Command, words: Words) -> Reply:
    """Return the answer where something is to be changed of which there is nothing yet."""
    message = answer(words("This chat gets no alerts yet. First: {start}", start=f"{command.prefix}start"))
    return Reply(message=replace(message, buttons=((Button(words("Start alerts"), Action.START),),)), refused=True)


def enlist(tx: Transaction, command: Command, service: Service, **choices: Any) -> Subscription:
    """Subscribe the chat that a command is about, or bring its subscription back as it was, with these ``choices``.

    A private chat is spoken to in its user's language. Whom an operator enlists is let in.
    """
    target = command.target
    before = tx.channels.at(target)
    if service.access != "open" and is_operator(command, service):
        tx.admitted.add(target.platform, target.chat, service.now)
    after = before or _blank(command, service)
    after = replace(after, active=True, paused=None, scope=command.scope, title=command.title or after.title)
    if subscribed(tx, command) is None:
        after = replace(after, since=service.now, manager=command.user or after.manager)
    return keep(tx, before, replace(after, **choices), service)


def keep(tx: Transaction, before: Subscription | None, after: Subscription, service: Service) -> Subscription:
    """Save a changed subscription and plan its digest anew where that is concerned; return it with its id."""
    saved = tx.channels.save(after)
    was_on = before is not None and before.active and before.paused is None
    told = before if was_on else None
    if told is not None and (told.digest, told.zone) == (saved.digest, saved.zone):
        return saved
    due = None
    if saved.digest is not None:
        due = next_digest(parse_digest(saved.digest), saved.zone or service.zone, service.now)
    # A digest that only moves still tells of everything since the last one.
    start = None if told is not None and told.digest is not None and due is not None else service.now
    tx.channels.set_digest(saved.channel_id, due=due, start=start)
    return saved


def _blank(command: Command, service: Service) -> Subscription:
    personal = command.scope is Scope.PRIVATE and command.language in SPOKEN
    return Subscription(
        channel_id=0,
        target=command.target,
        title=command.title,
        since=service.now,
        language=command.language if personal else None,
    )


def _in_force(subscription: Subscription, command: Command, words: Words) -> tuple[str, ...]:
    verb = f"{command.prefix}{command.verb}"
    lines = filter_lines(subscription.include, subscription.exclude, words)
    return (
        words("This chat gets alerts already."),
        *(lines or (words("There is no filter: every story comes."),)),
        words("To narrow it, e.g. {example}", example=f"{verb} sanctions, !sport, ownership:independent"),
        *((words("To get every story: {all}", all=f"{verb} {EVERYTHING}"),) if lines else ()),
    )


def _plan(subscription: Subscription, service: Service, words: Words) -> tuple[Line, ...]:
    if subscription.digest is None:
        return ((Text(words("This chat gets no digest.")),),)
    zone = subscription.zone or service.zone
    due = next_digest(parse_digest(subscription.digest), zone, service.now)
    sentence = words(
        "A digest comes {plan} ({zone}), the next one {time}.",
        plan=told_plan(subscription.digest, words),
        zone=zone,
        time=HOLE,
    )
    return (fill(sentence, Time(due, Moment.DATE_TIME)),)
