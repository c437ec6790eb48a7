"""What can be chosen in an answer, where there are no buttons to press? Numbers to type."""

from dataclasses import replace

from bot.chat.console.intake import HERE, USER
from bot.chat.console.safe_text import printable
from bot.chat.message import Action, Button, Command, Message

_NOT_HERE = {Action.SHARE, Action.ADD_GROUP, Action.ADD_CHANNEL, Action.PRIVATE}  # there is no other chat


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
