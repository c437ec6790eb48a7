"""What would a filter let through? Shown before it is saved, with what its words stand for."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from bot.chat.message import Action, Button, Line, Message, Reply, Role, Section, Text
from bot.chat.settings.choices import BY_KEY
from bot.chat.settings.filters import UnclearError, filter_lines, meaning_lines
from bot.chat.settings.pages import ASK
from bot.chat.settings.rules import is_rule, rest_line, rule_lines
from bot.chat.settings.setting import MAIN
from bot.chat.verbs.request import Request, refused
from bot.model import Subscription
from bot.stories.filter import verdict, wanted, with_names

LOOK_BACK = timedelta(days=14)
_MOST = 500  # stories that are looked at, so that the cost is bounded
_NAMED = 3  # titles that are shown
QUESTION = "@"
"""Before the id of a question that holds what was typed: longer than a button can carry."""


def filter_told(after: Subscription, request: Request) -> list[Line]:
    """Return what a filter lets through, what its words find besides, and which stories of late would have passed."""
    words = request.words
    told = [*filter_lines(after.include, after.exclude, words), *meaning_lines(after, request.service.names, words)]
    lines: list[Line] = [(Text(each),) for each in told]
    stories = request.tx.stories.changed_since(request.now - LOOK_BACK)[-_MOST:]
    if not stories:
        return lines
    known = with_names(after, request.service.names)
    passing = [story for story in stories if wanted(story, known) is not None]
    days = LOOK_BACK.days
    count = words.counted(
        len(stories),
        "It would have let {passing} of {n} story of the last {days} days through.",
        "It would have let {passing} of {n} stories of the last {days} days through.",
        passing=len(passing),
        days=days,
    )
    lines.append((Text(count),))
    lines += [(Text("· "), Text(story.title, foreign=True)) for story in reversed(passing[-_NAMED:])]
    return lines


def rules_told(after: Subscription, request: Request) -> list[Line]:
    """Return what becomes of which stories, and how many recent ones each named filter would have found first."""
    words = request.words
    stories = request.tx.stories.changed_since(request.now - LOOK_BACK)[-_MOST:]
    known = with_names(after, request.service.names)
    found = Counter(verdict(story, known).rule for story in stories)
    lines: list[Line] = []
    for rule, named, line in zip(after.rules, known.rules, rule_lines(after.rules, words), strict=True):
        alike = replace(after, include=rule.include, exclude=rule.exclude)
        told = [line, *filter_lines(rule.include, rule.exclude, words)]
        told += meaning_lines(alike, request.service.names, words)
        if stories:
            told.append(
                words.counted(
                    len(stories),
                    "{passing} of {n} story of the last {days} days",
                    "{passing} of {n} stories of the last {days} days",
                    passing=found[named],
                    days=LOOK_BACK.days,
                )
            )
        lines += [(Text(each, bold=number == 0),) for number, each in enumerate(told)]
    lines.append((Text(rest_line(after, words), bold=True),))
    if stories:
        rest = words.counted(
            len(stories),
            "{passing} of {n} story of the last {days} days",
            "{passing} of {n} stories of the last {days} days",
            passing=found[None],
            days=LOOK_BACK.days,
        )
        lines.append((Text(rest),))
    return lines


def previewed(after: Subscription, key: str, typed: str, request: Request) -> Reply:
    """Return the preview of a filter, or of named ones, with a button that saves it."""
    words = request.words
    head = words(BY_KEY[key].title)
    told = filter_told(after, request) if key == "filter" else rules_told(after, request)
    asked = request.tx.questions.ask("filter", typed, request.now)
    unsaved = words(
        "Not saved yet. To save it without a button: {command}", command=request.typed(f"subscribe {typed}")
    )
    buttons = (
        (Button(words("Save"), Action.SET, f"{key}={QUESTION}{asked}"),),
        (Button(words("Other…"), Action.SETTINGS, f"{ASK}{key}"), Button(words("Back"), Action.SETTINGS, MAIN)),
    )
    sections = (
        Section(Role.HEAD, ((Text(head, bold=True),),)),
        Section(Role.BODY, (*told, (Text(unsaved),))),
    )
    return Reply(message=Message(text=head, sections=sections, buttons=buttons))


def which_was_meant(unclear: UnclearError, request: Request) -> Reply:
    """Ask which of several things words in a row mean, with a button for each where the chat gets alerts already."""
    reply = refused(str(unclear))
    if request.subscription is None:
        return reply
    asked = [(way, request.tx.questions.ask("filter", way, request.now)) for way in unclear.ways]
    rows = tuple(
        (Button(way, Action.SET, f"{'rules' if is_rule(way) else 'filter'}={QUESTION}{number}"),)
        for way, number in asked
    )
    return replace(reply, message=replace(reply.message, buttons=rows))


def typed_in(value: str, request: Request) -> str:
    """Return the filter that a button carries: as it stands, or written down under an id."""
    if not value.startswith(QUESTION):
        return value
    return request.tx.questions.asked_of("filter", value.removeprefix(QUESTION)) or ""
