"""How does a chat get some rest? The verbs that pause everything for a while, and one story for good."""

from dataclasses import replace
from datetime import timedelta

from bot.chat.language import HOLE, Words, fill, mark
from bot.chat.message import Command, Moment, Reply, Time
from bot.chat.rendering.alerts import answer
from bot.chat.rendering.notices import announced
from bot.chat.settings.choices import OFF
from bot.chat.verbs.request import Service, asked_story, no_story, words_of
from bot.chat.verbs.subscribe import none_yet, subscribed
from bot.model import Subscription
from bot.store.transaction import Transaction
from bot.stories.search.query import period

SHORTEST, LONGEST = timedelta(minutes=30), timedelta(days=7)
ONLY_ADMINS = mark("Only admins of this group can mute it.")


def mute(tx: Transaction, command: Command, service: Service) -> Reply:
    """Send nothing for a time: "8h"; "off" ends it; without words say whether and until when."""
    words = words_of(tx, command, service)
    before = subscribed(tx, command)
    if before is None:
        return none_yet(command, words)
    given = command.arguments.strip().casefold()
    if not given:
        return _state(before, command, service, words)
    if given == OFF:
        if not _is_muted(before, service):
            return Reply(message=answer(words("This chat is not muted.")))
        tx.channels.save(replace(before, muted_until=None))
        announce = announced(tx, command, service, mark("{who} unmuted alerts in this channel."))
        return Reply(message=answer(words("Done, alerts come again. Nothing old will be sent.")), announce=announce)
    length = period(given)
    if length is None or not SHORTEST <= length <= LONGEST:
        return Reply(message=answer(_wrong(command, length, words)), refused=True)
    until = service.now + length
    tx.channels.save(replace(before, muted_until=until))
    off, latest = f"{command.prefix}mute {OFF}", f"{command.prefix}latest"
    done = fill(
        words("Done, nothing comes here until {time}. To end that: {off}", time=HOLE, off=off),
        Time(until, Moment.DATE_TIME),
    )
    later = words("What happens meanwhile is not sent later; {latest} shows it.", latest=latest)
    announce = announced(tx, command, service, mark("{who} muted alerts in this channel for {period}."), period=given)
    return Reply(message=answer(done, later), announce=announce)


def mute_story(tx: Transaction, command: Command, service: Service) -> Reply:
    """Tell nothing more of a story in a chat; its message there stays true."""
    words = words_of(tx, command, service)
    channel = subscribed(tx, command)
    if channel is None:
        return none_yet(command, words)
    story = asked_story(tx, command)
    if story is None:
        return no_story(tx, command, service)
    first = channel.channel_id not in tx.muted.channels_of(story.id)
    tx.muted.add(channel.channel_id, story.id, service.now)
    sentence = mark("{who} muted the story “{title}” in this channel.")
    return Reply(
        message=answer(words("Done, nothing more of this story comes here. Its message stays up to date.")),
        announce=announced(tx, command, service, sentence, title=story.title) if first else None,
        passing=True,
    )


def _is_muted(subscription: Subscription, service: Service) -> bool:
    return subscription.muted_until is not None and subscription.muted_until > service.now


def _state(subscription: Subscription, command: Command, service: Service, words: Words) -> Reply:
    example = words("To mute it, e.g. {example} (30m to 7d)", example=f"{command.prefix}mute 8h")
    if subscription.muted_until is None or not _is_muted(subscription, service):
        return Reply(message=answer(words("This chat is not muted."), example))
    off = f"{command.prefix}mute {OFF}"
    muted = words("This chat is muted until {time}. To end that: {off}", time=HOLE, off=off)
    return Reply(message=answer(fill(muted, Time(subscription.muted_until, Moment.DATE_TIME))))


def _wrong(command: Command, length: timedelta | None, words: Words) -> str:
    given, example = command.arguments.strip(), f"{command.prefix}mute 8h"
    if length is None:
        return words("I don't know the time “{given}”. Use 30m to 7d, e.g. {example}", given=given, example=example)
    if length < SHORTEST:
        return words("“{given}” is too short. Use 30m to 7d, e.g. {example}", given=given, example=example)
    return words("“{given}” is too long. Use 30m to 7d, e.g. {example}", given=given, example=example)
