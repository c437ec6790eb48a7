"""What does somebody see who opens the app itself? How it is, what their channels get, and where to begin."""

from bot.chat.language import HOLE, Words, fill
from bot.chat.message import Action, Button, Command, Message, Reply, Role, Section, Text, Time
from bot.chat.settings.choices import in_force
from bot.chat.verbs.request import Service, words_of
from bot.model import Send, Subscription
from bot.store.transaction import Transaction

MOST = 20
"""Channels that are listed, the oldest first."""
_A_ROW = 4


def home(tx: Transaction, command: Command, service: Service) -> Reply:
    """Return the page of one person: the channels that they set up, each with a button for its settings."""
    words = words_of(tx, command, service)
    mine = [
        each
        for each in tx.channels.active()
        if each.target.platform == command.target.platform and each.manager == command.user
    ]
    polled = [cursor.polled for cursor in tx.feeds.all().values() if cursor.polled]
    working = words("Working.") if not service.problems else words("Not everything works now.")
    state = (
        (Text(f"{working} "), *fill(words("Last check {time}.", time=HOLE), Time(max(polled))))
        if polled
        else (Text(working),)
    )
    intro = words("New stories for your channels, with the reason each one matched.")
    sections = [
        Section(Role.HEAD, ((Text(service.topic, bold=True),),)),
        Section(Role.BODY, (state, (Text(intro),))),
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
        sections.append(Section(Role.BODY, tuple((Text(_told(each, service, words)),) for each in mine[:MOST])))
        change = [
            Button(words("Change {channel}", channel=_name(each)), Action.SETTINGS, each.target.chat)
            for each in mine[:MOST]
        ]
        buttons += [tuple(change[at : at + _A_ROW]) for at in range(0, len(change), _A_ROW)]
    else:
        text = words("None of your channels gets alerts yet. Type {start} in one.", start=f"{command.prefix}start")
        sections.append(Section(Role.BODY, ((Text(text),),)))
    operator = next((user for platform, user in sorted(service.operators) if platform == command.target.platform), None)
    if operator is not None:
        sections.append(Section(Role.META, ((Text(words("Something wrong?")),),)))
        buttons.append((Button(words("Tell the operators"), Action.PRIVATE, operator),))
    return Reply(message=Message(text=service.topic, sections=tuple(sections), buttons=tuple(buttons)))


def _name(subscription: Subscription) -> str:
    title = subscription.title or subscription.target.chat
    return title if title.startswith(("#", "@")) else f"#{title}"


def _told(subscription: Subscription, service: Service, words: Words) -> str:
    """Return "#sanctions: Every story · Quiet hours: 22:00–07:00 (Europe/Warsaw)"."""
    keys = ["send", *(["digest"] if subscription.digest else []), *(["quiet"] if subscription.quiet else [])]
    if subscription.send is Send.DIGEST:
        keys.remove("send")
    return f"{_name(subscription)}: " + " · ".join(in_force(subscription, key, service.zone, words) for key in keys)
