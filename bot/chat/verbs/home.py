"""What does somebody see who opens the app itself? How it is, what their channels get, and where to begin."""

from bot.chat.language import HOLE, Words, fill
from bot.chat.message import Action, Button, Line, Message, Reply, Role, Section, Text, Time
from bot.chat.settings.choices import in_force
from bot.chat.verbs.request import Request
from bot.chat.verbs.sources import mostly_failing
from bot.model import Send, Subscription

MOST = 20
"""Channels that are listed, the oldest first."""
_A_ROW = 4


def home(request: Request) -> Reply:
    """Return the page of one person: the channels that they set up, each with a button for its settings."""
    words, platform = request.words, request.command.target.platform
    mine = [
        each
        for each in request.tx.channels.active(of_all=True)
        if each.target.platform == platform and each.manager == request.command.user
    ]
    intro = words("New stories for your channels, with the reason each one matched.")
    sections = [
        Section(Role.HEAD, ((Text(words.name(request.service.topic), bold=True),),)),
        Section(Role.BODY, (_state(request), (Text(intro),))),
    ]
    buttons: list[tuple[Button, ...]] = [
        (
            Button(words("Newest stories"), Action.LATEST),
            Button(words("Chart"), Action.STATS),
            Button(words("Help"), Action.HELP),
        )
    ]
    if mine:
        sections.append(Section(Role.HEAD, ((Text(words("Your channels"), bold=True),),)))
        sections.append(Section(Role.BODY, tuple((Text(_told(each, request, words)),) for each in mine[:MOST])))
        change = [
            Button(words("Change {channel}", channel=_name(each)), Action.SETTINGS, each.target.chat)
            for each in {each.target: each for each in reversed(mine[:MOST])}.values()
        ][::-1]
        buttons += [tuple(change[at : at + _A_ROW]) for at in range(0, len(change), _A_ROW)]
    else:
        text = words("None of your channels gets alerts yet. Type {start} in one.", start=request.typed("start"))
        sections.append(Section(Role.BODY, ((Text(text),),)))
    operator = next((user for where, user in sorted(request.service.operators) if where == platform), None)
    if operator is not None:
        sections.append(Section(Role.META, ((Text(words("Something wrong?")),),)))
        buttons.append((Button(words("Tell the operators"), Action.PRIVATE, operator),))
    return Reply(
        message=Message(text=words.name(request.service.topic), sections=tuple(sections), buttons=tuple(buttons))
    )


def _state(request: Request) -> Line:
    """Return "Working. Last check 2 minutes ago."."""
    words = request.words
    polled = [cursor.polled for cursor in request.tx.feeds.all().values() if cursor.polled]
    fine = not request.service.problems and not mostly_failing(request)
    working = words("Working.") if fine else words("Not everything works now.")
    if not polled:
        return (Text(working),)
    return (Text(f"{working} "), *fill(words("Last check {time}.", time=HOLE), Time(max(polled))))


def _name(subscription: Subscription) -> str:
    title = subscription.title or subscription.target.chat
    return title if title.startswith(("#", "@")) else f"#{title}"


def _told(subscription: Subscription, request: Request, words: Words) -> str:
    """Return "#sanctions: Every story · Quiet hours: 22:00–07:00 (Europe/Warsaw)"."""
    keys = ["send", *(["digest"] if subscription.digest else []), *(["quiet"] if subscription.quiet else [])]
    if subscription.send is Send.DIGEST:
        keys.remove("send")
    others = {each.key: words.name(each.topic) for each in request.topics}
    about = [others[subscription.topic]] if subscription.topic in others else []
    told = [*about, *(in_force(subscription, key, request.service.zone, words) for key in keys)]
    return f"{_name(subscription)}: " + " · ".join(told)
