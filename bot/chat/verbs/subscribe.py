"""Which chats get what from now on? The verbs that begin, narrow, plan and end a subscription."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.chat.language import HOLE, fill, mark
from bot.chat.message import Action, Button, Line, Moment, Reply, Text, Time
from bot.chat.rendering.alerts import answer
from bot.chat.settings.choices import change, in_force
from bot.chat.settings.filters import EVERYTHING, UnclearError, filter_lines
from bot.chat.settings.rules import is_rule, rule_lines
from bot.chat.settings.sends import DIGEST
from bot.chat.settings.setting import OFF
from bot.chat.settings.times import next_digest, parse_digest, told_plan
from bot.chat.settings.zones import told_zone
from bot.chat.verbs.preview import filter_told, rules_told, which_was_meant
from bot.chat.verbs.request import Request, examples, refused
from bot.model import Scope, Send, Subscription
from bot.store.chats.channels import COMMON, UNWATCHED
from bot.text.languages import SPOKEN

_NAMED = ("rules", "send", "alerts", "digest")  # fields that named filters change
STARTED = mark("{who} turned on alerts in this channel.")


def subscribe(request: Request) -> Reply:
    """Subscribe a chat, with a filter where one is given: "sanctions, nuclear, !sport"; without, show what it has."""
    words = request.words
    before = request.subscription
    given = request.command.arguments.strip()
    if before is not None and not given:
        return Reply(message=answer(*_in_force(before, request)))
    choices: dict[str, Any] = {}
    named = is_rule(given)
    if given:
        try:
            of = before or request.channel or _blank(request)
            filtered = change(of, "rules" if named else "filter", given, words=words, sources=request.service.feeds)
        except UnclearError as unclear:
            return which_was_meant(unclear, request)
        except ValueError as error:
            return refused(str(error))
        choices = {name: getattr(filtered, name) for name in (_NAMED if named else ("include", "exclude"))}
    after = enlist(request, **choices)
    lines = filter_told(after, request) if after.include or after.exclude else []
    lines += rules_told(after, request) if after.rules else []
    what = words("Done. This chat gets every story about {topic}.", topic=words.name(request.service.topic))
    if lines:
        what = words(
            "Done. This chat gets stories about {topic} that pass its filter.", topic=words.name(request.service.topic)
        )
    if before is None:
        announce = request.announced(STARTED)
    elif any(getattr(before, name) != getattr(after, name) for name in ("include", "exclude", "rules")):
        announce = request.announced(mark("{who} changed which stories this channel gets."))
    else:
        announce = None
    told = answer(what, *lines, *_narrower(after, request), words("Nothing old will be sent."))
    return Reply(message=told, announce=announce)


def stop(request: Request) -> Reply:
    """Send nothing more, of any topic where none is named; the settings stay for the day they come back."""
    words = request.words
    start = request.typed("start")
    here = [request.channel] if request.named else request.tx.channels.all_at(request.command.target)
    ending = [each for each in here if each is not None and each.active]
    if not ending:
        return Reply(message=answer(words("This chat gets no alerts. To get them: {start}", start=start)))
    for each in ending:
        request.tx.channels.save(replace(each, active=False))
        request.tx.alerts.fail_all(each.channel_id, "unsubscribed")
    if request.named:
        text = words("Done, nothing more about {topic} here.", topic=words.name(request.service.topic))
        announce = request.announced(mark("{who} turned off alerts in this channel."))
        return Reply(message=answer(text), announce=announce)
    text = words("Done, no more alerts here. Your settings are kept; {start} brings them back.", start=start)
    announce = request.announced(mark("{who} turned off alerts in this channel."))
    return Reply(message=answer(text), announce=announce)


def digest(request: Request) -> Reply:
    """Send one summary in place of alerts: "daily 08:00", "weekly mon 08:00", "off"; without words show the plan."""
    words = request.words
    before = request.subscription
    if before is None:
        return none_yet(request)
    example = request.typed(f"digest {DIGEST}")
    given = " ".join(request.command.arguments.lower().split())
    if not given:
        return Reply(message=answer(*_plan(before, request), words("To change it, e.g. {example}", example=example)))
    try:
        if given != OFF:
            parse_digest(given, words)
    except ValueError as error:
        text = words("{problem}, e.g. {example}", problem=error, example=example)
        return refused(text)
    after = change(before, "digest", given, words=words)
    after = keep(request, before, after if after.digest is None else change(after, "send", Send.DIGEST.value))
    if after.digest is None:
        announce = request.announced(mark("{who} ended the digest of this channel."))
        text = words("Done, no digest any more. Alerts come as they happen.")
        return Reply(message=answer(text, *_narrower(after, request)), announce=announce)
    sentence = mark("{who} set a digest for this channel, in place of alerts: {plan}")
    message = answer(*_plan(after, request), words("It comes in place of alerts."))
    buttons = ((Button(words("Alerts as well"), Action.SET, f"send={after.alerts.value}"),),)
    announce = request.announced(sentence, plan=told_plan(after.digest, request.house_words))
    return Reply(message=replace(message, buttons=buttons), announce=announce)


def none_yet(request: Request) -> Reply:
    """Return the answer where something is to be changed of which there is nothing yet."""
    words = request.words
    message = answer(words("This chat gets no alerts yet. First: {start}", start=request.typed("start")))
    return Reply(message=replace(message, buttons=((Button(words("Start alerts"), Action.START),),)), refused=True)


def enlist(request: Request, **choices: Any) -> Subscription:
    """Subscribe the chat that a command is about, or bring its subscription back as it was, with these ``choices``.

    A private chat is spoken to in its user's language. Whom an operator enlists is let in.
    """
    target = request.command.target
    before = request.channel
    if request.service.access != "open" and request.from_operator:
        request.tx.admitted.add(target.platform, target.chat, request.now)
    for other in request.tx.channels.all_at(target):
        if other.topic != request.service.key and other.active and other.paused not in {None, UNWATCHED}:
            request.tx.channels.save(replace(other, paused=None, since=request.now))
    after = before or _blank(request)
    after = replace(
        after, active=True, paused=None, scope=request.command.scope, title=request.command.title or after.title
    )
    if request.subscription is None:
        after = replace(after, since=request.now, manager=request.command.user or after.manager)
    return keep(request, before, replace(after, **choices))


def keep(request: Request, before: Subscription | None, after: Subscription) -> Subscription:
    """Save a changed subscription and plan anew its digest and its report where they are concerned; return it."""
    saved = request.tx.channels.save(after)
    was_on = before is not None and before.active and before.paused is None
    told = before if was_on else None
    if told is None or (told.report, told.zone) != (saved.report, saved.zone):
        request.tx.channels.set_report(saved.channel_id, _next(saved.report, saved, request))
    if told is not None and (told.digest, told.zone) == (saved.digest, saved.zone):
        return saved
    due = _next(saved.digest, saved, request)
    # A digest that only moves still tells of everything since the last one.
    start = None if told is not None and told.digest is not None and due is not None else request.now
    request.tx.channels.set_digest(saved.channel_id, due=due, start=start)
    return saved


def _next(plan: str | None, subscription: Subscription, request: Request) -> datetime | None:
    zone = subscription.zone or request.service.zone
    return None if plan is None else next_digest(parse_digest(plan), zone, request.now)


def _blank(request: Request) -> Subscription:
    """Return the subscription of a chat that is new to this topic: what it chose for itself holds here as well."""
    personal = request.command.scope is Scope.PRIVATE and request.command.language in SPOKEN
    new = Subscription(
        channel_id=0,
        target=request.command.target,
        title=request.command.title,
        topic=request.service.key,
        since=request.now,
        language=request.command.language if personal else None,
    )
    other = request.any_channel
    common: dict[str, Any] = {name: getattr(other, name) for name in COMMON} if other is not None else {}
    return replace(new, **common)


def _in_force(subscription: Subscription, request: Request) -> tuple[str, ...]:
    words, verb = request.words, request.typed(request.command.verb)
    such = examples(request.service)["name"]
    lines = filter_lines(subscription.include, subscription.exclude, words)
    return (
        words("This chat gets alerts already."),
        *_narrower(subscription, request),
        *(lines or (() if subscription.rules else (words("There is no filter: every story comes."),))),
        *rule_lines(subscription.rules, words),
        words("To narrow it, e.g. {example}", example=f"{verb} {such}, !sport, ownership:independent"),
        *((words("To get every story: {all}", all=f"{verb} {EVERYTHING}"),) if lines else ()),
    )


def _narrower(subscription: Subscription, request: Request) -> tuple[str, ...]:
    """Return what is sent of what passes the filter, where that is not all of it."""
    if subscription.send is Send.EVERY:
        return ()
    return (in_force(subscription, "send", request.service.zone, request.words),)


def _plan(subscription: Subscription, request: Request) -> tuple[Line, ...]:
    words = request.words
    if subscription.digest is None:
        return ((Text(words("This chat gets no digest.")),),)
    zone = subscription.zone or request.service.zone
    due = next_digest(parse_digest(subscription.digest), zone, request.now)
    sentence = words(
        "A digest comes {plan} ({zone}), the next one {time}.",
        plan=told_plan(subscription.digest, words),
        zone=told_zone(zone),
        time=HOLE,
    )
    return (fill(sentence, Time(due, Moment.DATE_TIME)),)
