"""Which chats get what from now on? The verbs that change a subscription."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

from bot.chat.message import Action, Button, Command, Message, Reply, Role, Section, Text, Time
from bot.chat.render import answer, counted
from bot.chat.service import Service
from bot.chat.timetable import next_digest, parse_digest
from bot.model import Subscription
from bot.store.transaction import Transaction

_USUAL = timedelta(days=14)  # what "usually" means in the onboarding


def start(tx: Transaction, command: Command, service: Service) -> Reply:
    """Subscribe a chat and say what to expect."""
    before = tx.channels.at(command.target)
    if before is not None and before.active and before.paused is None and not command.words:
        return Reply(message=_greeting(tx, command, service, "This chat gets alerts already."))
    _subscribe(tx, command, service, include=(), exclude=())
    message = _greeting(tx, command, service, "You get a message when something new happens; nothing old is sent.")
    return Reply(message=message, announce=_announce(command, "turned on alerts in this channel"))


def subscribe(tx: Transaction, command: Command, service: Service) -> Reply:
    """Subscribe a chat, with words where any are given: "sanctions, nuclear, !sport"."""
    words = [word.strip() for word in re.split(r"[,;\n]", command.words) if word.strip()]
    include = tuple(word for word in words if not word.startswith("!"))
    exclude = tuple(word[1:].strip() for word in words if word.startswith("!") and word[1:].strip())
    _subscribe(tx, command, service, include=include, exclude=exclude)
    parts = []
    if include:
        parts.append("with " + " or ".join(f"“{word}”" for word in include))
    if exclude:
        parts.append("without " + ", ".join(f"“{word}”" for word in exclude))
    what = f"every story {' and '.join(parts)}" if parts else "every story"
    return Reply(
        message=answer(f"Done. This chat gets {what} about {service.topic}. Nothing old will be sent."),
        announce=_announce(command, "turned on alerts in this channel"),
    )


def stop(tx: Transaction, command: Command, service: Service) -> Reply:  # noqa: ARG001 - the form of a verb
    """Send nothing more; the settings stay for the day they come back."""
    before = tx.channels.at(command.target)
    if before is None or not before.active:
        return Reply(message=answer(f"This chat gets no alerts. To get them: {command.prefix}start"))
    tx.channels.save(replace(before, active=False))
    tx.alerts.fail_all(before.channel_id, "unsubscribed")
    return Reply(
        message=answer(f"Done, no more alerts here. Your settings are kept; {command.prefix}start brings them back."),
        announce=_announce(command, "turned off alerts in this channel"),
    )


def digest(tx: Transaction, command: Command, service: Service) -> Reply:
    """Set, change or end a chat's digest: "daily 08:00", "weekly mon 08:00", "off"."""
    before = tx.channels.at(command.target)
    if before is None or not before.active:
        return Reply(message=answer(f"This chat gets no alerts yet. First: {command.prefix}start"), refused=True)
    words = " ".join(command.words.lower().split())
    if words == "off":
        tx.channels.save(replace(before, digest=None))
        tx.channels.set_digest(before.channel_id, due=None, start=service.now)
        return Reply(message=answer("Done, no digest any more."))
    try:
        plan = parse_digest(words)
    except ValueError as error:
        return Reply(message=answer(f"{error}, e.g. {command.prefix}digest daily 08:00"), refused=True)
    zone = before.zone or service.zone
    due = next_digest(plan, zone, service.now)
    tx.channels.save(replace(before, digest=words))
    tx.channels.set_digest(before.channel_id, due=due, start=service.now)
    return Reply(
        message=answer((Text(f"Done. A digest comes {words} ({zone}), the next one "), Time(due), Text("."))),
        announce=_announce(command, f"set a digest for this channel: {words}"),
    )


def joined(tx: Transaction, command: Command, service: Service) -> Reply:
    """Come back to a chat that had lost us: its subscription goes on as it was."""
    before = tx.channels.at(command.target)
    if before is not None and before.paused is not None:
        tx.channels.save(replace(before, paused=None, since=service.now))
        return Reply(message=answer("I am back, with your settings as they were. Nothing old will be sent."))
    hello = f"Hello. I can post new stories about {service.topic} here. Each story is one message that stays current."
    buttons = ((Button("Start alerts", Action.START),),)
    sections = (Section(Role.BODY, ((Text(hello),), (Text(f"To get them: {command.prefix}start"),))),)
    return Reply(message=Message(text=hello, sections=sections, buttons=buttons))


def left(tx: Transaction, command: Command, service: Service) -> Reply:  # noqa: ARG001
    """Note that we were put out of a chat; its settings stay."""
    before = tx.channels.at(command.target)
    if before is not None:
        tx.channels.pause(before.channel_id, "I was removed from this chat")
        tx.alerts.fail_all(before.channel_id, "removed from the chat")
    return Reply(message=answer("Noted."))


def _subscribe(
    tx: Transaction, command: Command, service: Service, *, include: tuple[str, ...], exclude: tuple[str, ...]
) -> None:
    before = tx.channels.at(command.target)
    if before is None:
        tx.channels.save(
            Subscription(
                channel_id=0,
                target=command.target,
                title=command.title,
                include=include,
                exclude=exclude,
                since=service.now,
            )
        )
        return
    resumed = not before.active or before.paused is not None
    keep = command.verb == "start" and not command.words
    tx.channels.save(
        replace(
            before,
            title=command.title or before.title,
            include=before.include if keep else include,
            exclude=before.exclude if keep else exclude,
            since=service.now if resumed else before.since,
            active=True,
            paused=None,
        )
    )


def _greeting(tx: Transaction, command: Command, service: Service, second: str) -> Message:
    per_day = _per_day(tx, service.now)
    usual = f" Usually about {counted(per_day, 'story', 'stories')} a day." if per_day else ""
    lines = (
        f"I watch {len(service.feeds)} sources for {service.topic}.",
        second + usual,
        f"{command.prefix}latest shows what happened before, {command.prefix}help all commands.",
    )
    return Message(
        text=lines[0],
        sections=(Section(Role.BODY, tuple((Text(line),) for line in lines)),),
        buttons=((Button("Newest stories", Action.LATEST),),),
    )


def _per_day(tx: Transaction, now: datetime) -> int:
    """Return how many stories a day were worth a message lately; 0 while there is too little to tell."""
    stories = tx.stories.changed_since(now - _USUAL)
    if not stories:
        return 0
    days = max((now - min(story.opened for story in stories)) / timedelta(days=1), 1)
    return round(len(stories) / min(days, _USUAL / timedelta(days=1)))


def _announce(command: Command, what: str) -> Message | None:
    return answer(f"{command.user_name} {what}.") if command.user_name else None
