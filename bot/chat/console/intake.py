"""What did the person at the prompt type?"""

from collections import deque
from collections.abc import Iterator
from dataclasses import replace

from bot.chat.console.lines import printable
from bot.chat.console.place import HERE, USER
from bot.chat.message import Action, Button, Command, Message, Text

PROMPT = "seedwatch> "
QUIT = frozenset({"quit", "exit", "q"})
VERBS = {  # what is offered; what a verb does is none of a platform's business
    "latest": "newest stories, e.g. latest 10",
    "why": "why a story matched, e.g. why 8f3k",
    "sources": "all sources of a story, e.g. sources 8f3k",
    "up": "say that a story is relevant, e.g. up 8f3k",
    "down": "say that a story is not relevant, e.g. down 8f3k",
    "subscribe": "get alerts: subscribe all, or subscribe and words",
    "digest": "one summary, e.g. digest daily 08:00",
    "status": "is everything working?",
    "start": "get alerts here",
    "stop": "no more alerts",
    "help": "all commands",
    "quit": "leave",
}
ABOUT_A_STORY = frozenset({"why", "sources", "up", "down"})
_NOT_HERE = {Action.SHARE, Action.ADD_GROUP, Action.ADD_CHANNEL, Action.PRIVATE}  # there is no other chat


class Recent:
    """The short ids of the stories seen last, newest first: for completion and for a bare ``why``."""

    def __init__(self, limit: int = 50) -> None:
        self._ids: deque[str] = deque(maxlen=limit)

    def add(self, story: str) -> None:
        if story in self._ids:
            self._ids.remove(story)
        self._ids.appendleft(story)

    def see(self, message: Message) -> None:
        """Remember the stories of a message: its own, or those of a list, the first of which is the newest."""
        listed = [
            piece.text
            for section in message.sections
            for line in section.lines
            for piece in line
            if isinstance(piece, Text) and piece.story
        ]
        for story in [*reversed(listed), *filter(None, [message.story])]:
            self.add(story)

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def newest(self) -> str | None:
        return self._ids[0] if self._ids else None


def to_command(line: str, recent: Recent) -> Command | None:
    """Return the command that a typed line means, with or without a slash; None for an empty line.

    A bare ``why``, ``sources``, ``up`` or ``down`` is about the newest story; ``sources 8f3k`` is what a click on a
    story's button is elsewhere, since the verb alone lists the feeds for operators.
    """
    verb, _, rest = line.strip().removeprefix("/").partition(" ")
    if not verb:
        return None
    command = Command(
        verb="help" if verb == "?" else verb.lower(),
        arguments=rest.strip(),
        target=HERE,
        title="this terminal",
        user=USER,
    )
    if command.verb not in ABOUT_A_STORY:
        return command
    if not command.arguments:
        return replace(command, value=recent.newest())
    if command.verb == "sources":
        return replace(command, value=command.arguments.lower(), arguments="")
    return command


class Choices:
    """The numbered buttons of the last answer.

    Only of answers: a number whose meaning an alert could change between two keystrokes would be no choice. What
    can be done with an alert has words: why, sources, up, down.
    """

    def __init__(self) -> None:
        self._buttons: tuple[Button, ...] = ()

    def offer(self, message: Message) -> str:
        """Take the buttons of an answer in place of those before, and return the line that shows them, or ""."""
        buttons = (button for row in message.buttons for button in row)
        self._buttons = tuple(
            each for each in buttons if each.url is None and not each.rare and each.action not in _NOT_HERE
        )
        shown = (f"{number} {_label(each)}" for number, each in enumerate(self._buttons, 1))
        return "   ".join(shown)

    def command(self, line: str) -> Command | None:
        """Return what a typed number asks for; None where it is none of those offered."""
        typed = line.strip()
        if not typed.isdecimal() or not 1 <= int(typed) <= len(self._buttons):
            return None
        chosen = self._buttons[int(typed) - 1]
        command = Command(verb=chosen.action.name.lower(), target=HERE, title="this terminal", user=USER)
        return replace(command, value=chosen.value)


def _label(button: Button) -> str:
    return printable(button.label) + (" ✓" if button.chosen else "")
