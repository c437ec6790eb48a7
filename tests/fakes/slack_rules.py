"""What would Slack refuse? Block Kit's limits as its reference states them, written apart from the code under test."""

import re
from typing import Any

MENTION = re.compile(r"<(?:!(?!date\^)|[@#])")
_ENTITY = re.compile(r"&(?!amp;|lt;|gt;)")
_SPECIAL = re.compile(
    r"<(?:https?://[^<>|\s]+(?:\|[^<>]*)?|!date\^\d+\^[^<>|^]*\{[a-z_]+\}[^<>|]*\|[^<>|]+)>", re.DOTALL
)
_BIDI = re.compile("[\u202a-\u202e\u2066\u2067\u200e\u200f\u061c]")
_FIELDS = {
    "section": {"text"},
    "context": {"elements"},
    "actions": {"elements"},
    "context_actions": {"elements"},
    "rich_text": {"elements"},
    "data_visualization": {"title", "chart"},
    "image": {"slack_file", "alt_text"},
    "input": {"label", "element", "optional", "hint"},
}
_BUTTON = {"type", "text", "action_id", "url", "value", "style", "accessibility_label"}
_DRAWN = {"data_visualization", "image"}
NEEDS_TEXT = "no top-level text"


def problems(body: dict[str, Any]) -> list[str]:
    """Return everything that is wrong with the words and blocks of a message; nothing means Slack takes it."""
    found: list[str] = []
    text = body.get("text")
    if not isinstance(text, str) or not text.strip():
        found.append(NEEDS_TEXT)
    else:
        found += _mrkdwn(text, "text", 40_000)
    blocks = body.get("blocks", [])
    return found + block_problems(
        blocks, 50, {"section", "context", "actions", "context_actions", "rich_text"} | _DRAWN
    )


def view_problems(view: dict[str, Any]) -> list[str]:
    """Return everything that is wrong with the App Home or a dialogue."""
    modal = view.get("type") == "modal"
    allowed = {"section", "context", "actions", "context_actions", "rich_text", "image"} | (
        {"input"} if modal else set()
    )
    found = [] if view.get("type") in {"modal", "home"} else [f"view type {view.get('type')!r}"]
    if modal:
        for name in ("title", "close", "submit"):
            if name in view or name == "title":
                found += _plain_text(view.get(name), f"view {name}", 24)
    blocks = view.get("blocks")
    if modal and isinstance(blocks, list) and any(b.get("type") == "input" for b in blocks) and "submit" not in view:
        found.append("a form that cannot be sent")
    if len(view.get("private_metadata", "")) > 3000:
        found.append("private_metadata too long")
    if len(view.get("callback_id", "")) > 255:
        found.append("callback_id too long")
    return found + block_problems(blocks, 100, allowed)


def block_problems(blocks: Any, most: int, allowed: set[str]) -> list[str]:
    """Return what is wrong with a list of blocks."""
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        return ["blocks are no list of objects"]
    found = [f"{len(blocks)} blocks"] if len(blocks) > most else []
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(ids) != len(set(ids)):
        found.append("two blocks with one block_id")
    found += [f"block_id of {len(name)}" for name in ids if not isinstance(name, str) or not 0 < len(name) <= 255]
    if sum(block.get("type") == "data_visualization" for block in blocks) > 2:
        found.append("more than two charts")
    for block in blocks:
        found += _block(block) if block.get("type") in allowed else [f"block type {block.get('type')!r}"]
    return found


def _block(block: dict[str, Any]) -> list[str]:
    kind = block["type"]
    if extra := set(block) - {"type", "block_id"} - _FIELDS[kind]:
        return [f"{kind} with {sorted(extra)}"]
    match kind:
        case "section":
            return _text(block.get("text"), "section", 3000)
        case "data_visualization":
            return _chart(block)
        case "image":
            alt = block.get("alt_text")
            found = [] if isinstance(alt, str) and 0 < _units(alt) <= 2000 else ["image without alt_text"]
            return found + ([] if (block.get("slack_file") or {}).get("id") else ["image without a file"])
        case "input":
            found = _plain_text(block.get("label"), "label", 2000)
            if "hint" in block:
                found += _plain_text(block["hint"], "hint", 2000)
            return found + _input(block.get("element") or {})
    return _elements(kind, block.get("elements"))


def _elements(kind: str, elements: Any) -> list[str]:
    if not isinstance(elements, list) or not elements:
        return [f"{kind} without elements"]
    if kind == "rich_text":
        return [wrong for part in elements for wrong in _rich(part)]
    if kind == "context":
        wrong = [f"{len(elements)} context elements"] if len(elements) > 10 else []
        return wrong + [problem for element in elements for problem in _text(element, "context", 3000)]
    most, check = (5, _vote_buttons) if kind == "context_actions" else (25, _interactive)
    wrong = [f"{len(elements)} elements of {kind}"] if len(elements) > most else []
    ids = [element.get("action_id") for element in elements]
    if len(ids) != len(set(ids)):
        wrong.append("two buttons with one action_id")
    return wrong + [problem for element in elements for problem in check(element)]


def _chart(block: dict[str, Any]) -> list[str]:
    title, chart = block.get("title"), block.get("chart") or {}
    found = [] if isinstance(title, str) and 0 < _units(title) <= 50 else ["chart title"]
    if chart.get("type") not in {"line", "bar", "area"}:
        found.append("chart type")
    axis, series = chart.get("axis_config") or {}, chart.get("series") or []
    names = [each.get("name", "") for each in series]
    categories = axis.get("categories") or []
    if not 1 <= len(series) <= 6 or len(names) != len(set(names)):
        found.append("chart series")
    if not 1 <= len(categories) <= 20 or len(categories) != len(set(categories)):
        found.append("chart categories")
    if any(not 0 < _units(text) <= 20 for text in [*names, *categories]):
        found.append("chart labels")
    if any(_units(axis.get(name, "x")) > 50 for name in ("x_label", "y_label")):
        found.append("axis labels")
    for each in series:
        points = each.get("data") or []
        if [point.get("label") for point in points] != categories:
            found.append("points that are not those of the axis")
        if not all(type(point.get("value")) in {int, float} for point in points):
            found.append("points that are no numbers")
    return found


def _interactive(element: dict[str, Any]) -> list[str]:
    if element.get("type") == "overflow":
        options = element.get("options") or []
        found = [] if 1 <= len(options) <= 5 else [f"{len(options)} options of a menu"]
        return found + _id(element) + [wrong for option in options for wrong in _option(option, 150)]
    return _button(element)


def _option(option: dict[str, Any], most: int) -> list[str]:
    value = option.get("value")
    wrong = [] if isinstance(value, str) and 0 < len(value) <= most else ["value of an option"]
    return wrong + _plain_text(option.get("text"), "option", 75)


def _id(element: dict[str, Any]) -> list[str]:
    value = element.get("action_id")
    return [] if isinstance(value, str) and 0 < len(value) <= 255 else ["action_id is empty or too long"]


def _button(element: dict[str, Any]) -> list[str]:
    found = [] if element.get("type") == "button" else [f"element {element.get('type')!r}"]
    found += _plain_text(element.get("text"), "button", 75) + _id(element)
    if extra := set(element) - _BUTTON:
        found.append(f"button with {sorted(extra)}")
    if element.get("style", "primary") not in {"primary", "danger"}:
        found.append("style of a button")
    for name, most in (("value", 2000), ("accessibility_label", 75), ("url", 3000)):
        value = element.get(name, "x")
        if not isinstance(value, str) or not 0 < len(value) <= most:
            found.append(f"{name} of a button is empty or longer than {most}")
    return found


def _vote_buttons(element: dict[str, Any]) -> list[str]:
    found = [] if element.get("type") == "feedback_buttons" else [f"element {element.get('type')!r}"]
    found += _id(element)
    for side in ("positive_button", "negative_button"):
        vote = element.get(side) or {}
        found += _plain_text(vote.get("text"), side, 75)
        for name, most in (("value", 2000), ("accessibility_label", 75)):
            value = vote.get(name, "" if name == "value" else "x")
            if not isinstance(value, str) or not 0 < len(value) <= most:
                found.append(f"{name} of a vote is empty or longer than {most}")
    return found


def _input(element: dict[str, Any]) -> list[str]:
    found = _id(element)
    match element.get("type"):
        case "plain_text_input":
            long = element.get("max_length", 3000) > 3000 or len(element.get("initial_value", "x")) > 3000
            return found + (["max_length"] if long else [])
        case "timepicker":
            right = re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", element.get("initial_time", "00:00"))
            return found + ([] if right else ["initial_time"])
        case "static_select" | "checkboxes" as kind:
            options = element.get("options") or []
            most = 100 if kind == "static_select" else 10
            found += [] if 1 <= len(options) <= most else [f"{len(options)} options of {kind}"]
            initial = [element["initial_option"]] if "initial_option" in element else element.get("initial_options", [])
            found += [f"initial option of {kind}" for each in initial if each not in options]
            return found + [wrong for option in options for wrong in _option(option, 150)]
    return [*found, f"input {element.get('type')!r}"]


def _plain_text(value: Any, where: str, most: int) -> list[str]:
    wrong = _text(value, where, most)
    return wrong if wrong or value["type"] == "plain_text" else [f"{where} must be plain_text"]


def _text(value: Any, where: str, most: int) -> list[str]:
    if not isinstance(value, dict) or value.get("type") not in {"mrkdwn", "plain_text"}:
        return [f"{where}: no text object"]
    return _mrkdwn(value.get("text"), where, most)


def _mrkdwn(text: Any, where: str, most: int) -> list[str]:
    """Check length, escaping, and that everything in angle brackets is a link or a date."""
    if not isinstance(text, str) or not text:
        return [f"{where}: empty"]
    found = [f"{where}: {len(text)} characters"] if _units(text) > most else []
    rest = _SPECIAL.sub("", text)
    if "<" in rest or ">" in rest or _ENTITY.search(text):
        found.append(f"{where}: not escaped")
    if MENTION.search(text):
        found.append(f"{where}: a mention")
    if _BIDI.search(text):
        found.append(f"{where}: direction controls")
    return found


def _rich(part: dict[str, Any]) -> list[str]:
    if part.get("type") != "rich_text_section" or not part.get("elements"):
        return ["rich_text holds something else than sections"]
    found = []
    total = 0
    for element in part["elements"]:
        kind = element.get("type")
        shown = element.get("text") if kind in {"text", "link"} else element.get("fallback")
        if kind not in {"text", "link", "date"} or not isinstance(shown, str) or not shown:
            found.append(f"rich text element {kind!r}")
            continue
        if kind == "link" and not re.fullmatch(r"https?://[^\s<>|]+", element.get("url", "")):
            found.append("rich text: not a web address")
        if _BIDI.search(shown):
            found.append("rich text: direction controls")
        total += _units(shown)
    return found + ([f"rich text: {total} characters"] if total > 3000 else [])


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def words(body: dict[str, Any]) -> str:
    """Return what a person reads in the blocks of a message, with Slack's escapes undone."""
    shown: list[str] = []
    for block in body.get("blocks", []):
        for item in [block, *block.get("elements", [])]:
            if isinstance(item.get("label"), dict):
                shown.append(_read(item["label"]))
            elif isinstance(item.get("text"), dict):
                shown.append(_read(item["text"]))
            elif isinstance(item.get("text"), str):
                shown.append(_read(item))
            elif item.get("type") == "rich_text_section":
                shown.append("".join(e.get("text") or e.get("fallback") or "" for e in item["elements"]))
    return "\n".join(shown) or _read({"text": body.get("text", "")})


def _read(value: dict[str, Any]) -> str:
    text = re.sub(r"<[^<>|]+\|([^<>]+)>", r"\1", value["text"])
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
