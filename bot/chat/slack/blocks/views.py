"""What do the App Home and our dialogues look like? Views of Block Kit (pure).

Limits: docs.slack.dev/reference/views (100 blocks, title and buttons 24 characters, private_metadata 3000) and
.../blocks/input-block (label and hint 2000).
"""

import json
import re
from dataclasses import replace
from typing import Any

from bot.chat.language import Words
from bot.chat.message import Field, Form, Message
from bot.chat.slack.blocks.inline import cut, escape
from bot.chat.slack.identity import parted
from bot.chat.slack.intake import ASKED, AT, END, SETTINGS, Asked
from bot.chat.slack.markup import Rendered
from bot.text.plain import one_line

View = dict[str, Any]

BLOCKS = 100
TITLE = 24
LABEL, OPTION, ANSWER = 2000, 75, 3000
NAME = "Seedwatch"
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")


def home(parts: tuple[Rendered, ...]) -> View:
    """Return the App Home that shows a message."""
    return {"type": "home", "blocks": _blocks(parts)}


def shown(parts: tuple[Rendered, ...], words: Words) -> View:
    """Return a dialogue that only shows a message."""
    return {"type": "modal", "title": _plain(NAME, TITLE), "close": _plain(words("Close"), TITLE)} | {
        "blocks": _blocks(parts)
    }


def question(message: Message, asked: Asked, words: Words) -> View:
    """Return a dialogue with room for the answer to what a message asks."""
    field: View = {
        "type": "input",
        "block_id": ASKED,
        "label": _plain(message.text, LABEL),
        "element": {"type": "plain_text_input", "action_id": ASKED, "focus_on_load": True, "max_length": ANSWER},
    }
    return {
        "type": "modal",
        "callback_id": ASKED,
        "private_metadata": _place(asked),
        "title": _plain(NAME, TITLE),
        "submit": _plain(words("Send"), TITLE),
        "close": _plain(words("Cancel"), TITLE),
        "blocks": [field],
    }


def form(offered: Form, asked: Asked) -> View:
    """Return a dialogue with a form; what was wrong with it, if anything, is above its fields."""
    problem = [{"type": "section", "text": _plain(offered.problem, ANSWER)}] if offered.problem else []
    return {
        "type": "modal",
        "callback_id": SETTINGS,
        "private_metadata": _place(asked),
        "title": _plain(offered.title, TITLE),
        "submit": _plain(offered.send, TITLE),
        "close": _plain(offered.close, TITLE),
        "blocks": [*problem, *(block for field in offered.fields for block in _inputs(field))],
    }


def errors(offered: Form) -> dict[str, str]:
    """Return what was wrong with each field, by its block: the dialogue shows it there, and keeps what was typed."""
    return {field.key: cut(one_line(field.problem), LABEL) for field in offered.fields if field.problem}


def _inputs(field: Field) -> list[View]:
    """Return the block of a field, of a choice and its time, or of both ends of a span of time."""
    if field.clock:
        chosen, _, time = field.value.rpartition(" ")
        how_often = _input(field.key, field.label, _element(replace(field, value=chosen or field.value)), field.hint)
        return [how_often, _input(field.key + AT, field.clock, _clock(field.key + AT, time))]
    if field.ends is None:
        return [_input(field.key, field.label, _element(field), field.hint)]
    begin, _, end = field.value.partition("-")
    return [
        _input(field.key, field.ends[0], _clock(field.key, begin), field.hint),
        _input(field.key + END, field.ends[1], _clock(field.key + END, end)),
    ]


def _clock(key: str, time: str) -> View:
    """Return a clock to pick a time from; an impossible time is not shown."""
    return {"type": "timepicker", "action_id": key} | ({"initial_time": time} if _TIME.fullmatch(time) else {})


def _input(key: str, label: str, element: View, hint: str = "") -> View:
    block = {"type": "input", "block_id": key, "optional": True, "label": _plain(label, LABEL), "element": element}
    return block | ({"hint": _plain(hint, LABEL)} if hint else {})


def _element(field: Field) -> View:
    if field.switch:
        ticked = {"text": _plain(field.label, OPTION), "value": "1"}
        element: View = {"type": "checkboxes", "action_id": field.key, "options": [ticked]}
        return element | ({"initial_options": [ticked]} if field.value == "1" else {})
    if field.choices:
        options = [{"text": _plain(label, OPTION), "value": value} for value, label in field.choices]
        element = {"type": "static_select", "action_id": field.key, "options": options}
        chosen = [option for option in options if option["value"] == field.value]
        return element | ({"initial_option": chosen[0]} if chosen else {})
    element = {"type": "plain_text_input", "action_id": field.key, "max_length": ANSWER}
    return element | ({"initial_value": field.value[:ANSWER]} if field.value else {})


def _blocks(parts: tuple[Rendered, ...]) -> list[View]:
    return [block for part in parts for block in part.blocks][:BLOCKS]


def _place(asked: Asked) -> str:
    """Return where the answer belongs, for Slack to hand back. The response address may be kept: only Slack sees it."""
    place = {
        "chat": parted(asked.command.target.chat)[1],
        "name": asked.command.title,
        "home": asked.at_home,
        "url": asked.response_url or "",
    }
    return json.dumps(place)


def _plain(text: str, limit: int) -> View:
    return {"type": "plain_text", "text": escape(one_line(text), limit) or "–"}
