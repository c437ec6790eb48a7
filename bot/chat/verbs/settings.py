"""How does a chat choose what it gets? The verbs behind /settings, its buttons and the words that they ask for."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.chat.language import mark
from bot.chat.message import Command, Message, Reply
from bot.chat.rendering.alerts import answer
from bot.chat.settings.choices import change, in_force, setting_called
from bot.chat.settings.filters import UnclearError
from bot.chat.settings.form import FormError, form_message, take_form
from bot.chat.settings.pages import ASK, PAGES, PART, Shown, can_ask, page, question, read_only
from bot.chat.settings.rules import is_rule
from bot.chat.settings.setting import MAIN
from bot.chat.verbs.access import only_admins
from bot.chat.verbs.preview import previewed, typed_in, which_was_meant
from bot.chat.verbs.request import Request, refused
from bot.chat.verbs.subscribe import keep, none_yet
from bot.model import Subscription, Target

PATIENCE = timedelta(minutes=10)
"""How long words are taken for the answer to what was asked."""
PENDING = "asked:"
"""What the notes of open questions begin with."""
_CHANGED = mark("{who} changed what this channel gets. {what}")


def settings(request: Request) -> Reply:
    """Show the settings, one page of them, or change one: "", "quiet", "quiet 23:00-07:00". A button names a page."""
    words = request.words
    before = request.subscription
    if before is None:
        return none_yet(request)
    if not request.command.admin:
        if request.command.value is not None or request.command.arguments:
            return replace(only_admins(words), passing=request.command.value is not None)
        return Reply(message=read_only(_shown(before, request), words("Only admins of this group can change it.")))
    if request.command.value is not None:
        return _turned_to(request.command.value, before, request)
    name, _, value = request.command.arguments.strip().partition(" ")
    if not name:
        return Reply(message=page(MAIN, _shown(before, request)))
    try:
        key = setting_called(name, words).key
        if value.strip():
            return _changed_or_previewed(before, (key, value), request)
    except UnclearError as unclear:
        return which_was_meant(unclear, request)
    except ValueError as error:
        return refused(str(error))
    return Reply(message=page(key, _shown(before, request)))


def choose(request: Request) -> Reply:
    """Make the choice that a button carries: "quiet=23:00-07:00"."""
    before = request.subscription
    if before is None:
        return none_yet(request)
    key, _, value = (request.command.value or request.command.arguments).partition("=")
    value = typed_in(value, request)
    try:
        return replace(_changed(before, (key, value), request), edits=request.command.value is not None)
    except ValueError as error:
        return refused(str(error))


def answered(request: Request) -> Reply:
    """Take words for the answer to what was asked of this user here; wrong ones are asked for again.

    The platform says which chat the question was about, and whether the user may change it still.
    """
    note = _pending(request.command)
    asked = request.tx.notes.get(note)
    topic = asked.get("topic") if asked is not None else None
    request = next((request.about(each) for each in request.topics if each.key == topic), request)
    words = request.words
    fits = asked is not None and asked["about"] == _named(request.command.target)
    if not fits or datetime.fromisoformat(asked["at"]) < request.now - PATIENCE:
        again = request.typed("settings")
        return Reply(
            message=answer(words("I have no open question for you. To choose: {again}", again=again)), refused=True
        )
    if not request.command.admin:
        return only_admins(words)
    before = request.subscription
    if before is None:
        return none_yet(request)
    try:
        reply = _changed_or_previewed(before, (asked["key"], request.command.arguments), request)
    except UnclearError as unclear:
        return which_was_meant(unclear, request)
    except ValueError as error:
        return Reply(message=question(asked["key"], _shown(before, request), str(error)), refused=True)
    request.tx.notes.drop(note)
    return reply


def is_asked(request: Request) -> bool:
    """Say whether this user owes an answer about this chat, so that what they say is it."""
    asked = request.tx.notes.get(_pending(request.command))
    if asked is None or asked["about"] != _named(request.command.target):
        return False
    return datetime.fromisoformat(asked["at"]) >= request.now - PATIENCE


def _turned_to(name: str, before: Subscription, request: Request) -> Reply:
    shown = _shown(before, request)
    key = name.removeprefix(ASK)
    if key == name or not can_ask(key):
        return Reply(message=page(name if name.partition(PART)[0] in PAGES else MAIN, shown), edits=True)
    about = {"about": _named(request.command.target), "topic": request.service.key}
    value = {"key": key, **about, "at": request.now.isoformat()}
    request.tx.notes.put(_pending(request.command), value, request.now)
    return Reply(message=question(key, shown))


def _changed_or_previewed(before: Subscription, choice: tuple[str, str], request: Request) -> Reply:
    """Make a choice that was typed; a filter is shown first, since only stories show whether its words are right."""
    setting = setting_called(choice[0], request.words)
    plain = choice[1].strip().casefold() == setting.empty
    if plain or not (setting.key == "filter" or (setting.key == "rules" and is_rule(choice[1]))):
        return _changed(before, choice, request)
    after = change(before, setting.key, choice[1], words=request.words, sources=request.service.feeds)
    return previewed(after, setting.key, choice[1], request)


def _changed(before: Subscription, choice: tuple[str, str], request: Request) -> Reply:
    """Make one choice and show its page. Raises ValueError with a sentence where it is none."""
    words = request.words
    key, value = setting_called(choice[0], words).key, choice[1]
    after = keep(request, before, change(before, key, value, words=words, sources=request.service.feeds))
    announce: Message | None = None
    if after != before:
        what = in_force(after, key, request.service.zone, request.house_words)
        announce = request.announced(_CHANGED, what=what)
    return Reply(message=page(key, _shown(after, request)), announce=announce)


def _shown(subscription: Subscription, request: Request) -> Shown:
    return Shown(
        subscription=subscription,
        zone=request.service.zone,
        prefix=request.command.prefix,
        threads=request.command.threads,
        words=request.words,
    )


def _pending(command: Command) -> str:
    where = command.asked_in or command.target
    return f"{PENDING}{where.platform}:{where.chat}:{command.user}"


def _named(target: Target) -> str:
    return f"{target.platform}:{target.chat}:{target.thread or ''}"


def form(request: Request) -> Reply:
    """Return the form of a chat's settings, or take one that was sent: lines of "key=value"."""
    words, service = request.words, request.service
    before = request.subscription
    if before is None:
        return none_yet(request)
    if not request.command.arguments:
        return Reply(message=form_message(before, words))
    given = dict(line.partition("=")[::2] for line in request.command.arguments.splitlines())
    try:
        after, changed = take_form(before, given, words, service.feeds)
    except FormError as error:
        return Reply(message=form_message(before, words, given=given, problems=error.problems), refused=True)
    if not changed:
        return Reply(message=answer(words("Nothing was changed.")))
    after = keep(request, before, after)
    words, house = request.words, request.house_words
    what = " ".join(_sentence(in_force(after, key, service.zone, house)) for key in changed)
    lines = [in_force(after, key, service.zone, words) for key in changed]
    announce = request.announced(_CHANGED, what=what)
    return Reply(message=answer(words("Done."), *lines), announce=announce)


def _sentence(line: str) -> str:
    return line if line.endswith(".") else f"{line}."
