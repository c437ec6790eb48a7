"""What a message looks like in Slack: the card of the design, every limit, and no word of a feed as markup."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.chat.message import Action, Button, Line, Link, Message, Moment, Role, Section, Text, Time
from bot.chat.slack.blocks.inline import escape, size, web_address
from bot.chat.slack.markup import Rendered, to_markup
from tests.fakes.slack_rules import problems, words

AT = datetime(2026, 9, 21, 14, 13, tzinfo=UTC)
TITLE = "Gomel and Bryansk agree on a new train"
CARD = Message(
    text=f"New: {TITLE} (2 sources)",
    sections=(
        Section(Role.HEAD, ((Link(TITLE, "https://news.example/a?b=1&c=2"),),)),
        Section(Role.BODY, ((Text("It runs twice a day from 1 October.", foreign=True),),)),
        Section(Role.META, ((Text("2 sources", bold=True), Text(" · 1 state")), (Text("first seen "), Time(AT)))),
        Section(Role.WHY, ((Text("Why: ", bold=True), Text("Gomel, "), Text("Union State", italic=True)),)),
        Section(Role.SOURCES, ((Text("· "), Link("БелТА", "https://belta.example/1")),)),
    ),
    buttons=(
        (
            Button("All 2 sources", Action.SOURCES, "8f3k", hint="Show all 2 sources, only to me"),
            Button("Why matched", Action.WHY, "8f3k"),
        ),
    ),
    story="8f3k",
    revision=1,
)


def render(*lines: Line, role: Role = Role.BODY) -> Rendered:
    return to_markup(Message(text="x", sections=(Section(role, lines),)))[0]


def valid(part: Rendered) -> None:
    """Slack takes it."""
    assert problems(part.arguments()) == []


def test_card_is_the_one_of_the_design() -> None:
    """Headline and text in one section, small print in context, sources behind their button, ids by revision."""
    (part,) = to_markup(CARD)
    valid(part)
    assert part.text == CARD.text
    assert part.metadata == {"event_type": "story_alert", "event_payload": {"story": "8f3k", "rev": 1}}
    date = "<!date^1790000000^{date_short_pretty} {time}|21 Sep 2026 14:13 UTC>"
    assert part.blocks == (
        {
            "type": "section",
            "text": {
                "type": "mrkdwn",
                "text": f"*<https://news.example/a?b=1&amp;c=2|{TITLE}>*\nIt runs twice a day from 1 October.",
                "verbatim": True,
            },
            "block_id": "8f3k:head:1",
        },
        {
            "type": "context",
            "elements": [
                {"type": "mrkdwn", "text": "*2 sources* · 1 state", "verbatim": True},
                {"type": "mrkdwn", "text": f"first seen {date.replace('1790000000', str(int(AT.timestamp())))}"}
                | {"verbatim": True},
            ],
            "block_id": "8f3k:meta:1",
        },
        {
            "type": "context",
            "elements": [{"type": "mrkdwn", "text": "*Why:* Gomel, _Union State_", "verbatim": True}],
            "block_id": "8f3k:why:1",
        },
        {
            "type": "actions",
            "elements": [
                {
                    "type": "button",
                    "action_id": "sources",
                    "text": {"type": "plain_text", "text": "All 2 sources"},
                    "value": "8f3k",
                    "accessibility_label": "Show all 2 sources, only to me",
                },
                {
                    "type": "button",
                    "action_id": "why",
                    "text": {"type": "plain_text", "text": "Why matched"},
                    "value": "8f3k",
                },
            ],
            "block_id": "8f3k:act:1",
        },
    )


def test_an_edit_has_new_block_ids() -> None:
    """Slack asks for new block ids when a message changes."""
    first, second = (to_markup(replace(CARD, revision=number))[0] for number in (1, 2))
    assert {b["block_id"] for b in first.blocks}.isdisjoint(b["block_id"] for b in second.blocks)


def test_sources_are_shown_where_nothing_else_tells_the_news() -> None:
    """The answer to the sources button is the list itself."""
    sources = Section(Role.SOURCES, ((Text("· "), Link("БелТА", "https://belta.example/1")),))
    answer = Message(text="2 sources", sections=(Section(Role.HEAD, ((Text("2 sources"),),)), sources))
    assert "БелТА" in words(to_markup(answer)[0].arguments())
    only = replace(CARD, sections=(sources,))
    assert "БелТА" in words(to_markup(only)[0].arguments())


def test_a_message_without_words_is_no_message() -> None:
    """Slack refuses an empty text; there is nothing to send."""
    assert to_markup(Message(text="", sections=())) == ()
    assert to_markup(Message(text=" \u200b", sections=(Section(Role.BODY, ((Text(" "),),)),))) == ()


def test_text_alone_is_shown() -> None:
    """A message that has only its one line shows that line."""
    (part,) = to_markup(Message(text="a < b", sections=()))
    assert part.blocks[0]["text"]["text"] == "a &lt; b"


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ((Text("a & b <!channel> <@U1> @here"),), "a &amp; b &lt;!channel&gt; &lt;@U1&gt; @here"),
        ((Text("bold ", bold=True), Text("plain")), "*bold* plain"),
        ((Text("Update · ", bold=True), Link("x", "https://a.example", bold=True)), "*Update · <https://a.example|x>*"),
        ((Text("8f3k", code=True),), "`8f3k`"),
        ((Text("Zapad", italic=True, bold=True),), "*_Zapad_*"),
        ((Link("x", "https://a.example/?q=<!channel>|y"),), "<https://a.example/?q=%3C!channel%3E%7Cy|x>"),
        ((Link("x<y", "javascript:alert(1)"),), "x&lt;y"),
        ((Link("x", "slack://open"),), "x"),
        ((Link("x", "https://a.example/" + "a" * 5000),), "x"),
        ((Link("", "https://a.example/"),), "<https://a.example/|https://a.example/>"),
        ((Text("left\u202eright\u2066!"),), "leftright!"),
        ((Text("nul\x00 tab\tnew\nline \ud83d"),), "nul tab new line \ufffd"),
        ((Text("a "), Text("שלום", foreign=True)), "a \u2068שלום\u2069"),
        ((Text("snake_case 3 > 2"),), "snake_case 3 &gt; 2"),
        ((Time(AT, Moment.TIME),), f"<!date^{int(AT.timestamp())}^{{time}}|14:13 UTC>"),
    ],
)
def test_mrkdwn(line: Line, shown: str) -> None:
    """Words stay words: only & < > are escaped, only http(s) links, no direction controls."""
    part = render(line)
    valid(part)
    assert part.blocks[0]["text"]["text"] == shown


@pytest.mark.parametrize(
    "title", ["*bold*", "a _b_ c", "~gone~", "`code`", ":bomb: found", "> quoted", "5 * 3 * 2", "__init__"]
)
def test_marks_of_a_feed_are_written_as_rich_text(title: str) -> None:
    """mrkdwn cannot escape these, so the line goes where nothing is parsed, with link, style and words intact."""
    part = render((Link(title, "https://a.example/?a=1&b=2", bold=True), Text(" · "), Time(AT)))
    valid(part)
    (section,) = part.blocks[0]["elements"]
    assert part.blocks[0]["type"] == "rich_text"
    link, _, date = section["elements"]
    assert link == {"type": "link", "url": "https://a.example/?a=1&b=2", "text": title, "style": {"bold": True}}
    assert date["timestamp"] == int(AT.timestamp())


def test_small_print_with_marks_is_rich_text_too() -> None:
    """A context block cannot hold rich text."""
    part = render((Text("like *that*"),), (Text("second"),), role=Role.META)
    valid(part)
    assert words(part.arguments()) == "like *that*\nsecond"


@pytest.mark.parametrize("length", [2999, 3000, 3001, 9000])
@pytest.mark.parametrize("char", ["a", "&", "😀", "*", "é"])
def test_a_line_at_the_limit(length: int, char: str) -> None:
    """One endless line is cut with "…" inside 3,000, and never inside an entity."""
    part = render((Text(char * length),))
    valid(part)
    shown = words(part.arguments())
    assert shown == char * length or (shown.endswith("…") and set(shown[:-1]) == {char})
    assert size(shown) > 599


def test_escape_cuts_between_entities() -> None:
    """An entity is kept whole or dropped."""
    assert escape("&&&", 15) == "&amp;&amp;&amp;"
    assert escape("&&&", 14) == "&amp;&amp;…"
    assert [escape("&a", limit) for limit in range(7)] == ["", "…", "…", "…", "…", "…", "&amp;a"]


def test_a_long_list_becomes_several_messages_between_lines() -> None:
    """Nothing is lost, nothing is cut, order stays, buttons come last, each part says which it is."""
    lines = tuple((Text(f"{number}. {'words ' * 60}"),) for number in range(200))
    sections = tuple(Section(Role.BODY, lines[start : start + 2]) for start in range(0, 200, 2))
    parts = to_markup(replace(CARD, sections=sections))
    assert len(parts) > 1
    for part in parts:
        valid(part)
        assert len(part.blocks) <= 50
    read = [int(n) for part in parts for n in re.findall(r"^(\d+)\. ", words(part.arguments()), re.MULTILINE)]
    assert read == list(range(200))
    assert [bool(part.metadata) for part in parts] == [True] + [False] * (len(parts) - 1)
    assert [part.blocks[-1]["type"] == "actions" for part in parts] == [False] * (len(parts) - 1) + [True]
    assert parts[1].text.endswith(f"(2/{len(parts)})")


def test_fifty_blocks_a_message() -> None:
    """Many short sections are split as well, with room for the buttons."""
    sections = tuple(Section(Role.BODY, ((Text(f"story {number}"),),)) for number in range(99))
    parts = to_markup(replace(CARD, sections=sections))
    for part in parts:
        valid(part)
    assert [len(part.blocks) for part in parts] == [49, 49, 2]


def test_many_context_lines_and_many_buttons() -> None:
    """Ten elements a context block, 25 buttons a row, and the same action twice has two ids."""
    buttons = tuple(Button("Why & how " * 20, Action.WHY, f"s{n}", hint="h" * 100) for n in range(30))
    meta = Section(Role.META, tuple((Text(f"line {n}"),) for n in range(23)))
    (part,) = to_markup(replace(CARD, sections=(meta,), buttons=(buttons,)))
    valid(part)
    assert [len(block["elements"]) for block in part.blocks] == [10, 10, 3, 25]
    assert part.blocks[-1]["elements"][1]["action_id"] == "why:2"


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://a.example/b c", "https://a.example/b%20c"),
        ("HTTP://a.example", "HTTP://a.example"),
        ("https://[::1", None),
        ("https://", None),
        ("https://a.example/\u202e", None),
        ("https://a.example/\n|<!channel>", None),
        ("data:text/html,x", None),
        ("tg://resolve?domain=x", None),
    ],
)
def test_web_address(url: str, found: str | None) -> None:
    """Only http(s), and nothing in it that could end the link early."""
    assert web_address(url) == found
