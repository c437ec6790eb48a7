"""Whatever a feed says, Slack takes the message, and no word in it is a mention."""

import json
import random
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.basic_objects import JsonObject
from slack_sdk.models.blocks import Block

from bot.chat.message import Action, Button, Line, Link, Message, Moment, Role, Section, Text, Time
from bot.chat.slack.blocks.inline import size, to_mrkdwn, to_rich
from bot.chat.slack.markup import to_markup
from tests.fakes.slack_rules import MENTION, problems

AT = datetime(2026, 9, 21, 14, 13, tzinfo=UTC)
CARD = Message(text="x", sections=(), story="8f3k", revision=1)

_SPICES = [
    "<!channel>", "<!here|x>", "<@U1>", "<#C1|x>", "<!subteam^S1>", "@here", "*", "_", "~", "`", "```", ">", "<", "&",
    "&amp;", "&lt;!channel&gt;", "|", ":bomb:", "\u202e", "\u2066", "\u200b", "\x00", "\ud800", "😀", "é́́́́́", "שלום",
    "\n", "\t", "<https://a|b>", "<!date^1^{date}|x>", "Лукашенко", "Мінск", "word", "-", "»",
]  # fmt: skip


def titles(count: int) -> list[str]:
    """Return the same titles on every run; without marks every second time, so that mrkdwn has its share."""
    dice = random.Random(7)
    tame = [spice for spice in _SPICES if not re.search(r"[*_~`>:]", spice)] + ["<@U1>", "<!channel>", "&gt;"]
    kinds = [(_SPICES, tame)[number % 4 // 2] for number in range(count)]
    return [
        "".join(dice.choice([" ", ""]) + dice.choice(kind) for _ in range(dice.choice([1, 3, 9, 20, 40])))
        * (50 if number % 97 == 0 else 1)
        for number, kind in enumerate(kinds)
    ]


def strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for item in items for text in strings(item)]


def validated(value: Any) -> int:
    """Let slack_sdk's models check themselves, all the way down; return how many did."""
    if isinstance(value, list):
        return sum(map(validated, value))
    if not isinstance(value, JsonObject):
        return 0
    value.validate_json()
    return 1 + sum(map(validated, vars(value).values()))


def test_ten_thousand_hostile_titles() -> None:
    """Every field stays within the limits, holds no mention, and slack_sdk's models agree."""
    kinds = set()
    hostile = titles(10_000)
    half = len(hostile) // 2
    others = [*hostile[half + 1 :], hostile[half]]  # of the same kind, and of the other one
    for number, (title, other) in enumerate(zip(hostile[:half], others, strict=True)):
        message = replace(
            CARD,
            text=title,
            sections=(
                Section(Role.HEAD, ((Link(title, f"https://a.example/{other}"),),)),
                Section(Role.BODY, ((Text(other, foreign=True),), (Text(title, italic=True, foreign=True), Time(AT)))),
                Section(Role.META, ((Text(other, bold=True), Text(title, code=True)),)),
            ),
            buttons=(
                (Button(title, Action.WHY, "8f3k", hint=other), Button(other, Action.COPY, "8f3k", rare=True)),
                (Button(other, Action.UP, "8f3k", hint=title), Button(title, Action.DOWN, "8f3k", chosen=True)),
            ),
        )
        for part in to_markup(message):
            assert problems(part.arguments()) == [], (number, title)
            if number % 20 == 0:  # they are slow
                models = Block.parse_all(json.loads(json.dumps(part.blocks)))
                assert len(models) == len(part.blocks)
                assert validated(models) > len(models)
            for block in part.blocks:
                kinds.add(block["type"])
                if block["type"] != "rich_text":  # there a mention would be an element of its own type
                    assert not any(MENTION.search(text) for text in strings(block))
    assert kinds == {"section", "context", "rich_text", "actions", "context_actions"}


_TEXTS = st.text(st.characters(codec=None), max_size=80)
_PIECES = st.one_of(
    st.builds(Text, _TEXTS, st.booleans(), st.booleans(), st.booleans(), st.booleans()),
    st.builds(Link, _TEXTS, st.one_of(_TEXTS, _TEXTS.map(lambda text: f"https://a.example/{text}")), st.booleans()),
    st.builds(Time, st.just(AT), st.sampled_from(Moment)),
)


@given(st.lists(st.lists(_PIECES, max_size=6).map(tuple), min_size=1, max_size=5).map(tuple), st.sampled_from(Role))
def test_any_lines_are_accepted(lines: tuple[Line, ...], role: Role) -> None:
    """Whatever the pieces are, Slack takes the result."""
    for part in to_markup(Message(text="x", sections=(Section(role, lines),))):
        assert problems(part.arguments()) == []


@given(st.lists(_PIECES, max_size=6).map(tuple), st.integers(0, 200))
def test_a_line_is_never_longer_than_asked(line: Line, limit: int) -> None:
    """Cutting keeps the limit for mrkdwn and for rich text."""
    assert size(to_mrkdwn(line, limit)) <= limit
    assert to_rich(line, limit)[1] <= limit
