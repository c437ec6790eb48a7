"""How does a chat get some rest? The verbs that pause everything for a while, and one story for good."""

from dataclasses import replace
from datetime import timedelta

from bot.chat.language import HOLE, Words, fill, mark
from bot.chat.message import Moment, Reply, Time
from bot.chat.rendering.alerts import answer
from bot.chat.settings.setting import OFF
from bot.chat.settings.times import told_length
from bot.chat.verbs.request import Request, no_story, refused
from bot.chat.verbs.subscribe import none_yet
from bot.model import Subscription
from bot.stories.search.query import period

SHORTEST, LONGEST = timedelta(minutes=30), timedelta(days=7)
ONLY_ADMINS = mark("Only admins of this group can mute it.")


def mute(request: Request) -> Reply:
    """Send nothing for a time: "8h"; "off" ends it; without words say whether and until when."""
    words = request.words
    before = request.subscription
    if before is None:
        return none_yet(request)
    given = request.command.arguments.strip().casefold()
    if not given:
        return _state(before, request, words)
    if given == OFF:
        if not _is_muted(before, request):
            return Reply(message=answer(words("This chat is not muted.")))
        request.tx.channels.save(replace(before, muted_until=None))
        announce = request.announced(mark("{who} unmuted alerts in this channel."))
        return Reply(message=answer(words("Done, alerts come again. Nothing old will be sent.")), announce=announce)
    length = period(given)
    if length is None or not SHORTEST <= length <= LONGEST:
        return refused(_wrong(request, length))
    until = request.now + length
    request.tx.channels.save(replace(before, muted_until=until))
    off, latest = request.typed(f"mute {OFF}"), request.typed("latest")
    done = fill(
        words("Done, nothing comes here until {time}. To end that: {off}", time=HOLE, off=off),
        Time(until, Moment.DATE_TIME),
    )
    later = words("What happens meanwhile is not sent later; {latest} shows it.", latest=latest)
    announce = request.announced(
        mark("{who} muted alerts in this channel for {period}."), period=told_length(length, request.house_words)
    )
    return Reply(message=answer(done, later), announce=announce)


def mute_story(request: Request) -> Reply:
    """Tell nothing more of a story in a chat; its message there stays true."""
    words = request.words
    channel = request.subscription
    if channel is None:
        return none_yet(request)
    story = request.story
    if story is None:
        return no_story(request)
    first = channel.channel_id not in request.tx.muted.channels_of(story.id)
    request.tx.muted.add(channel.channel_id, story.id, request.now)
    sentence = mark("{who} muted the story “{title}” in this channel.")
    return Reply(
        message=answer(words("Done, nothing more of this story comes here. Its message stays up to date.")),
        announce=request.announced(sentence, title=story.title) if first else None,
        passing=True,
    )


def _is_muted(subscription: Subscription, request: Request) -> bool:
    return subscription.muted_until is not None and subscription.muted_until > request.now


def _state(subscription: Subscription, request: Request, words: Words) -> Reply:
    example = words("To mute it, e.g. {example} (30m to 7d)", example=request.typed("mute 8h"))
    if subscription.muted_until is None or not _is_muted(subscription, request):
        return Reply(message=answer(words("This chat is not muted."), example))
    off = request.typed(f"mute {OFF}")
    muted = words("This chat is muted until {time}. To end that: {off}", time=HOLE, off=off)
    return Reply(message=answer(fill(muted, Time(subscription.muted_until, Moment.DATE_TIME))))


def _wrong(request: Request, length: timedelta | None) -> str:
    words, given, example = request.words, request.command.arguments.strip(), request.typed("mute 8h")
    if length is None:
        return words("I don't know the time “{given}”. Use 30m to 7d, e.g. {example}", given=given, example=example)
    if length < SHORTEST:
        return words("“{given}” is too short. Use 30m to 7d, e.g. {example}", given=given, example=example)
    return words("“{given}” is too long. Use 30m to 7d, e.g. {example}", given=given, example=example)
