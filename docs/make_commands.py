"""Which command is typed how, and where? Write ``docs/commands.md`` from the bot's own table of verbs."""

import sys
from pathlib import Path

from bot.chat.verbs.table import VERBS
from bot.chat.verbs.verb import Verb, Who

FILE = Path(__file__).with_name("commands.md")
_WHO = {
    Who.EVERYONE: "everyone",
    Who.ADMINS: "who may change what the chat gets",
    Who.OPERATORS: "operators",
    Who.BUTTONS: "everyone",
    Who.PLATFORM: "everyone",
}
_HEAD = """# Commands

The same verbs with the same words on every platform. This page is written by `docs/make_commands.py` from the table in
`bot/chat/verbs/table.py`, and a test holds it to that.

- **Telegram**: in a channel nobody can type; open the private chat with the bot and pick the channel there.
- **Slack**: `/latest` is short for `/watch latest`. Answers are visible only to the one who asked and have a button
  **Share in channel**; changes to a channel are announced in it. Files come in the private chat with the bot. Slack
  has no commands in threads: there the menu of a message has **Why did this match?**
- **Console**: what `seedwatch run` and `seedwatch demo` offer at a terminal without any token.

| Verb | Who | Telegram | Slack | Console |
| --- | --- | --- | --- | --- |
"""
_BUTTONS = """
Buttons do the following; their verbs can be typed as well, but nobody needs to.

| Verb | Who | Telegram | Slack | Console |
| --- | --- | --- | --- | --- |
"""
# What a button is called there, where the platform does not simply show a button.
_ON_SLACK = {
    "up": "feedback buttons",
    "down": "feedback buttons",
    "mute_story": "menu ⋯",
    "copy": "menu ⋯",
    "form": "dialogue of `/watch settings`",
    "home": "App Home",
    "answered": "dialogue",
    "said": "–",
}
_ELSEWHERE = {"form": "–", "home": "–", "answered": "reply to the question", "copy": "–", "said": "words"}


def page() -> str:
    """Return the page."""
    typed = "".join(_typed(verb) for verb in VERBS if verb.usage or verb.menu)
    clicked = "".join(_clicked(verb) for verb in VERBS if not verb.usage and not verb.menu and _is_offered(verb))
    return _HEAD + typed + _BUTTONS + clicked


def _typed(verb: Verb) -> str:
    """Return a row; each line of the verb's help is one way to type it."""
    forms = [arguments.format(source="belta") for arguments, _ in verb.usage] or [""]
    shown = [
        "<br>".join(_code(f"{prefix}{verb.name} {form}".strip()) for form in forms) for prefix in ("/", "/watch ", "")
    ]
    also = f" (also {', '.join(verb.aliases)})" if verb.aliases else ""
    return f"| {verb.name}{also} | {_WHO[verb.who]} | {' | '.join(shown)} |\n"


def _clicked(verb: Verb) -> str:
    elsewhere = _ELSEWHERE.get(verb.name, "button")
    slack = _ON_SLACK.get(verb.name, "button")
    console = _code(verb.name) if elsewhere == "button" else "–"
    return f"| {verb.name} | {_WHO[verb.who]} | {elsewhere} | {slack} | {console} |\n"


def _is_offered(verb: Verb) -> bool:
    return verb.who is not Who.PLATFORM or verb.name in _ON_SLACK


def _code(text: str) -> str:
    return f"`{text}`".replace("|", "\\|")


if __name__ == "__main__":
    FILE.write_text(page(), "utf-8")
    sys.exit(0)
