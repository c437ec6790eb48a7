"""The workspace on loopback is strict: what Slack refuses, it refuses; otherwise the other tests prove nothing."""

from typing import Any

import pytest

from tests.fakes.slack_rules import problems, words


def section(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def rich(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


def button(**more: Any) -> dict[str, Any]:
    return {"type": "button", "action_id": "a", "text": {"type": "plain_text", "text": "x"}} | more


@pytest.mark.parametrize(
    ("blocks", "reason"),
    [
        ([section("x" * 3001)], "3001 characters"),
        ([section("😀" * 1501)], "characters"),
        ([section("")], "empty"),
        ([section("a & b")], "not escaped"),
        ([section("a < b")], "not escaped"),
        ([section("<javascript:alert|x>")], "not escaped"),
        ([section("<!channel>")], "a mention"),
        ([section("<@U1>")], "a mention"),
        ([section("a\u202eb")], "direction controls"),
        ([section("x", fields=[])], "fields"),
        ([section("x", block_id="a"), section("y", block_id="a")], "one block_id"),
        ([section("x", block_id="a" * 256)], "block_id of 256"),
        ([section("x")] * 51, "51 blocks"),
        ([{"type": "context", "elements": [{"type": "mrkdwn", "text": "x"}] * 11}], "11 context"),
        ([{"type": "context", "elements": []}], "without elements"),
        ([{"type": "actions", "elements": [button(), button()]}], "one action_id"),
        ([{"type": "actions", "elements": [button(value="x" * 2001)]}], "value"),
        ([{"type": "actions", "elements": [button(text={"type": "mrkdwn", "text": "x"})]}], "plain_text"),
        ([{"type": "alert"}], "block type"),
        ([rich({"type": "broadcast", "range": "channel"})], "broadcast"),
        ([rich({"type": "link", "url": "javascript:alert(1)", "text": "x"})], "web address"),
        ([rich({"type": "text", "text": "x" * 3001})], "3001"),
        (["x"], "no list of objects"),
    ],
)
def test_refused(blocks: list[Any], reason: str) -> None:
    """Each limit and each injection is named."""
    found = problems({"text": "x", "blocks": blocks})
    assert any(reason in problem for problem in found), found


@pytest.mark.parametrize("text", [None, "", " ", "<!here>", "a & b"])
def test_top_level_text(text: str | None) -> None:
    """Notifications read it, so it must be there and be escaped."""
    assert problems({"text": text, "blocks": [section("x")]})


def test_accepted() -> None:
    """Links, dates, entities and the largest sizes are fine, and read as a person sees them."""
    blocks = [
        section("*<https://a.example/?a=1&amp;b=2|A &lt; B>* <!date^1790000000^{date_short_pretty} {time}|14:13 UTC>"),
        section("x" * 3000),
        rich({"type": "text", "text": "<!channel> *"}, {"type": "link", "url": "https://a.example", "text": "y"}),
    ]
    assert problems({"text": "a &amp; b", "blocks": blocks}) == []
    assert words({"blocks": blocks[:1]}) == "*A < B* 14:13 UTC"
    assert words({"blocks": blocks[2:]}) == "<!channel> *y"
