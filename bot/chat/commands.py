"""What does each command do? One set of verbs for every platform; none of them is known here by name."""

from collections.abc import Callable
from difflib import get_close_matches

from bot.chat import reading, regrouping, subscribing, voting
from bot.chat.message import Command, Reply
from bot.chat.render import answer
from bot.chat.service import Service, is_operator
from bot.chat.status import status
from bot.store.transaction import Transaction

Verb = Callable[[Transaction, Command, Service], Reply]

VERBS: dict[str, Verb] = {
    "start": subscribing.start,
    "subscribe": subscribing.subscribe,
    "unsubscribe": subscribing.stop,
    "stop": subscribing.stop,
    "latest": reading.latest,
    "why": reading.why,
    "digest": subscribing.digest,
    "status": status,
}
OPERATORS: dict[str, Verb] = {"split": regrouping.split, "merge": regrouping.merge}  # for the bot's operators only
ALIASES = {"sub": "subscribe", "unsub": "unsubscribe"}
BUTTONS: dict[str, Verb] = {  # what is asked for by a button
    "sources": reading.sources,
    "up": voting.up,
    "down": voting.down,
}
EVENTS: dict[str, Verb] = {"joined": subscribing.joined, "left": subscribing.left}  # what the platform itself tells
VOTES = {"up", "down"}  # verbs that say what a story was worth
CHANGES = {"start", "subscribe", "unsubscribe", "stop", "digest"}  # verbs that change what a channel gets

_HELP = (
    ("latest [count] [words]", "newest stories, 5 if you give no number (most: 20)"),
    ("latest new", "only what came since you last asked"),
    ("why story", "why a story matched, or why an address did not. Or reply to the alert"),
    ("subscribe [words]", "alerts here, e.g. sanctions, nuclear, !sport"),
    ("digest daily 08:00", "one summary a day (weekly mon 08:00 · off)"),
    ("status", "is everything working?"),
    ("stop", "unsubscribe"),
)
_HELP_OPERATORS = (
    ("split story source", "take a source's report out of a story; without a source: its reports"),
    ("merge story story", "put the second story into the first"),
)


def handle(tx: Transaction, command: Command, service: Service) -> Reply:
    """Carry out one command in its own transaction and return the answer."""
    name = ALIASES.get(command.verb, command.verb)
    if name == "help":
        return Reply(message=answer(*help_lines(command, service)))
    verb = VERBS.get(name) or BUTTONS.get(name) or EVENTS.get(name) or OPERATORS.get(name)
    if verb is None:
        return _unknown(command)
    if name in OPERATORS and not is_operator(command, service):
        return Reply(message=answer("Only the bot's operators can do this."), refused=True)
    if name in CHANGES and not command.admin:
        return Reply(
            message=answer("Only admins of this chat can do this. For yourself: open a private chat with me."),
            refused=True,
        )
    return verb(tx, command, service)


def help_lines(command: Command, service: Service) -> tuple[str, ...]:
    """Return what /help says, to operators a little more."""
    told = (*_HELP, *_HELP_OPERATORS) if is_operator(command, service) else _HELP
    width = max(len(words) for words, _ in told) + len(command.prefix) + 2
    lines = [f"{command.prefix + words:<{width}} {what}" for words, what in told]
    head = f"I watch {len(service.feeds)} sources for {service.topic} and tell you when something new happens."
    return (head, "", *lines)


def _unknown(command: Command) -> Reply:
    near = get_close_matches(command.verb, [*VERBS, "help"], n=1)
    guess = f"Did you mean {command.prefix}{near[0]}? " if near else ""
    return Reply(
        message=answer(f"I don't know “{command.verb}”. {guess}All commands: {command.prefix}help"), refused=True
    )
