"""How are all settings of a chat changed at once? The verb behind the dialogue of platforms that have them."""

from bot.chat.language import mark
from bot.chat.message import Reply
from bot.chat.rendering.alerts import answer
from bot.chat.settings.choices import in_force
from bot.chat.settings.form import FormError, form_message, take_form
from bot.chat.verbs.request import Request
from bot.chat.verbs.subscribe import keep, none_yet

_CHANGED = mark("{who} changed what this channel gets. {what}")


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
