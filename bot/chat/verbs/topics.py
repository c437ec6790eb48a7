"""Which topic is a command about, where there are several, and how does the answer say so?

It is the topic that the command names, that of the button or of the story it is about, else the first one that the chat
subscribed to. With one topic none of this is done.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from bot.chat.language import Words
from bot.chat.message import Action, Button, Field, Message, Reply, Role, Section, Text
from bot.chat.rendering.trace import trace
from bot.chat.topics import of_topic, tag, tagged, tagged_button, untagged
from bot.chat.verbs.request import Request, Service, refused

_NAMED = re.compile(r"(?<!\S)topic:(\S+)\s*", re.IGNORECASE)
_IN_FORM = re.compile(r"^topic=(.*)$", re.MULTILINE)
_ADDRESS = re.compile(r"<?(https?://[^\s>|]+)", re.IGNORECASE)
_OF_A_STORY = frozenset({"why", "sources", "copy", "compare", "up", "down", "mute_story", "split", "merge", "said"})
_SAY = frozenset(
    {
        "latest",
        "search",
        "more",
        "why",
        "sources",
        "compare",
        "stats",
        "export",
        "digest",
        "settings",
        "set",
        "answered",
    }
)
"""Verbs whose answers do not name their topic by themselves."""
_SWITCH = {
    "latest": Action.LATEST,
    "search": Action.MORE,
    "stats": Action.STATS,
    "export": Action.EXPORT,
    "settings": Action.SETTINGS,
    "start": Action.START,
}
"""Verbs whose answers have a button for each other topic, with what it asks."""
_MOST = 6  # topics that have a button


def directed(request: Request) -> Request | Reply:
    """Return the request for its topic, which its arguments no longer name; a refusal where there is no such topic."""
    if not request.service.others:
        return request
    command = request.command
    value, mark = untagged(command.value or "")
    pattern = _IN_FORM if command.verb == "form" else _NAMED
    named = pattern.search(command.arguments) if command.verb not in {"said", "answered"} else None
    request = replace(request, topics=(request.service, *request.service.others), named=named is not None)
    if mark:
        request = request.asking(value=value or None)
    if named is not None:
        request = request.asking(arguments=" ".join(pattern.sub("", command.arguments, count=1).split(" ")).strip())
        chosen = next(
            (each for each in request.topics if named[1].casefold() in {each.id, each.topic.casefold()}), None
        )
        if chosen is None:
            return refused(_unknown(named[1], request))
        return request.about(chosen)
    tagged_one = next((each for each in request.topics if mark and tag(each.key) == mark), None)
    return request.about(tagged_one or _of_story(request) or subscribed(request, first=request.service)[0])


def subscribed(request: Request, *, first: Service | None = None) -> list[Service]:
    """Return the topics that the chat gets, in the order of the file; ``first`` where it gets none."""
    keys = {
        each.topic for each in request.tx.channels.all_at(request.command.target) if each.active and not each.paused
    }
    found = [each for each in request.topics if each.key in keys]
    return found or ([first] if first is not None else [])


def shown(reply: Reply, request: Request) -> Reply:
    """Return an answer that says its topic, whose buttons are about it, and that leads to the other topics."""
    if not request.topics:
        return reply
    words, verb, message = request.words, request.command.verb, reply.message
    if not reply.refused:
        if verb in _SAY:
            message = of_topic(message, words.name(request.service.topic))
        if verb == "start":
            message = _with_more(message, request)
        if row := _switches(request):
            message = replace(tagged(message, request.service.key), buttons=(*message.buttons, row))
        if message.form is not None:
            chosen = ((request.service.id, words.name(request.service.topic)),)
            topic = Field(key="topic", label=words("Topic"), value=request.service.id, choices=chosen)
            message = replace(message, form=replace(message.form, fields=(topic, *message.form.fields)))
    announce = of_topic(reply.announce, words.name(request.service.topic)) if reply.announce else None
    more = tuple(tagged(each, request.service.key) for each in reply.more)
    return replace(reply, message=tagged(message, request.service.key), more=more, announce=announce)


def listed(topics: Iterable[Service], words: Words) -> str:
    """Return topics with what is typed for them: "Chips (topic:chips), Ships (topic:ships)"."""
    return ", ".join(f"{words.name(each.topic)} (topic:{each.id})" for each in topics)


def _of_story(request: Request) -> Service | None:
    """Return the topic of the story that is meant; of an address, the one that says most of the entry there."""
    if request.command.verb not in _OF_A_STORY:
        return None
    address = _ADDRESS.search(request.command.arguments)
    if address is not None:
        traced = [(each, trace(request.tx.about(each.key), address[1])) for each in request.topics]
        judged = [(each, found.hit.match) for each, found in traced if found is not None]
        best = max(judged, key=lambda each: (each[1].alert, each[1].store, each[1].score), default=None)
        return best[0] if best else None
    first, *_ = (*request.command.arguments.split(), "")
    story = request.story or (request.story_called(first) if first else None)
    return next((each for each in request.topics if story is not None and each.key == story.topic), None)


def _unknown(name: str, request: Request) -> str:
    words = request.words
    return words("There is no topic “{name}”. Use one of: {topics}", name=name, topics=listed(request.topics, words))


def _with_more(message: Message, request: Request) -> Message:
    """Return a greeting that names the topics which the chat does not get yet."""
    words, others = request.words, _not_yet(request)
    if not others:
        return message
    said = words("There are more topics: {topics}", topics=listed(others, words))
    return replace(message, sections=(*message.sections, Section(Role.META, ((Text(said),),))))


def _not_yet(request: Request) -> list[Service]:
    mine = subscribed(request)
    return [each for each in request.topics if each not in mine and each is not request.service]


def _switches(request: Request) -> tuple[Button, ...]:
    """Return the buttons that ask the same of the other topics; /start offers those that the chat does not get."""
    action = _SWITCH.get(request.command.verb)
    if action is None:
        return ()
    topics = [each for each in request.topics if each.key != request.service.key]
    value = ""
    if action is Action.SETTINGS:
        topics = [each for each in topics if each in subscribed(request)]
    elif action is Action.START:
        topics = _not_yet(request)
    elif action is Action.MORE:
        typed = " ".join((request.command.arguments or request.command.value or "").split())
        value = f"{request.tx.questions.ask('search', typed, request.now)}.0"
    return tuple(
        tagged_button(Button(request.words.name(each.topic), action, value), each.key) for each in topics[:_MOST]
    )
