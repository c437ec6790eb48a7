"""What becomes of a row of buttons in Slack? Buttons, feedback buttons, a menu for the rare ones, links."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from bot.chat.message import Action, Button, Message
from bot.chat.slack.blocks.inline import escape, web_address
from bot.text.plain import one_line

Block = dict[str, Any]

LABEL = 75
VALUE = 2000
ELEMENTS = 25
OPTIONS = 5
OPTION = 150  # the value of one
ROWS = 10
FEEDBACK, MENU = "feedback", "menu"
"""Action ids of elements that stand for several actions; which one is in front of the colon in the value."""
LINK = "link"  # of a button that opens an address: Slack tells of the click all the same

_ELSEWHERE = {Action.ADD_GROUP, Action.ADD_CHANNEL}  # dialogues that Slack does not have
_SIGNS = re.compile(r"^[\W_]+")


def rows(message: Message) -> list[tuple[str, Block]]:
    """Return the blocks of a message's buttons, each with the name that goes into its ``block_id``.

    Two votes side by side are Slack's own feedback buttons. In the menu ("⋯") are the buttons that say so, and for
    stories "Mute", which Slack shows to a whole channel.
    """
    found: list[tuple[str, Block]] = []
    menu: list[Button] = []
    votes: list[Button] = []
    for row in message.buttons[:ROWS]:
        kept = [button for button in row if button.action not in _ELSEWHERE and (address(button) or _asks(button))]
        hidden = [b for b in kept if b.rare or (message.story is not None and b.action is Action.MUTE_STORY)]
        menu += hidden
        pair = [b for b in kept if b not in hidden and b.action in {Action.UP, Action.DOWN}]
        if [b.action for b in pair] == [Action.UP, Action.DOWN] and not votes:
            votes = pair
        elements = [b for b in kept if b not in hidden and b not in votes]
        if elements:
            found.append(("act", {"type": "actions", "elements": _buttons(elements)}))
    if menu:
        _add_menu(found, menu)
    if votes:
        found.append(("feedback", _feedback(*votes)))
    return found


def pressed(element: dict[str, Any]) -> tuple[Action, str] | None:
    """Return which action a click on one of these elements asks for, and its value; None where it is none of ours."""
    name, _, _ = str(element.get("action_id", "")).partition(":")
    value = str((element.get("selected_option") or element).get("value") or "")
    if name in {FEEDBACK, MENU}:
        name, _, value = value.partition(":")
    found = Action.__members__.get(name.upper())
    return None if found is None else (found, value)


def address(button: Button) -> str | None:
    """Return the address that a button opens in place of asking us, or None."""
    if button.action is Action.PRIVATE and button.value:
        return f"https://slack.com/app_redirect?channel={quote(button.value.rpartition('.')[2], safe='')}"
    return web_address(button.url) if button.url else None


def _asks(button: Button) -> bool:
    return button.action is not Action.PRIVATE and button.url is None


def _buttons(row: Sequence[Button]) -> list[Block]:
    """Return buttons. The same action may come twice; its id must not."""
    seen: Counter[str] = Counter()
    elements = []
    for button in row[:ELEMENTS]:
        opens = address(button)
        name = LINK if opens else button.action.name.lower()
        seen[name] += 1
        element: Block = {
            "type": "button",
            "action_id": name if seen[name] == 1 else f"{name}:{seen[name]}",
            "text": _plain(f"{one_line(button.label)} ✓" if button.chosen else button.label, name),
        }
        if opens:
            element["url"] = opens
        elif button.value:
            element["value"] = button.value[:VALUE]
        if button.chosen:
            element["style"] = "primary"
        if hint := escape(one_line(button.hint), LABEL):
            element["accessibility_label"] = hint
        elements.append(element)
    return elements


def _add_menu(found: list[tuple[str, Block]], menu: Sequence[Button]) -> None:
    """Put a menu at the end of the first row that has room for it."""
    options = [
        {
            "text": _plain(button.label, button.action.name.lower()),
            "value": f"{button.action.name.lower()}:{button.value}"[:VALUE],
        }
        for button in menu[:OPTIONS]
    ]
    element = {"type": "overflow", "action_id": MENU, "options": options}
    if found and len(found[0][1]["elements"]) < ELEMENTS:
        found[0][1]["elements"].append(element)
    else:
        found.append(("act", {"type": "actions", "elements": [element]}))


def _feedback(up: Button, down: Button) -> Block:
    return {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": FEEDBACK,
                "positive_button": _vote(up),
                "negative_button": _vote(down),
            }
        ],
    }


def _vote(button: Button) -> Block:
    """Return one side of the feedback buttons, which have a thumb already: a second one would be read out as well."""
    label = _SIGNS.sub("", button.label) or button.label
    vote: Block = {
        "text": _plain(label, button.action.name.lower()),
        "value": f"{button.action.name.lower()}:{button.value}"[:VALUE],
    }
    if hint := escape(one_line(button.hint), LABEL):
        vote["accessibility_label"] = hint
    return vote


def _plain(text: str, otherwise: str) -> Block:
    return {"type": "plain_text", "text": escape(one_line(text), LABEL) or otherwise}
