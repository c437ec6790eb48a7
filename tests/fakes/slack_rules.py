"""What would Slack refuse? Block Kit's limits as its reference states them, written apart from the code under test."""

import re
from typing import Any

MENTION = re.compile(r"<(?:!(?!date\^)|[@#])")
_ENTITY = re.compile(r"&(?!amp;|lt;|gt;)")
_SPECIAL = re.compile(
    r"<(?:https?://[^<>|\s]+(?:\|[^<>]*)?|!date\^\d+\^[^<>|^]*\{[a-z_]+\}[^<>|]*\|[^<>|]+)>", re.DOTALL
)
_BIDI = re.compile("[\u202a-\u202e\u2066\u2067\u200e\u200f\u061c]")
_KINDS = {"section", "context", "actions", "rich_text"}


def problems(body: dict[str, Any]) -> list[str]:
    """Return everything that is wrong with the words and blocks of a message; nothing means Slack takes it."""
    found: list[str] = []
    text = body.get("text")
    blocks = body.get("blocks", [])
    if not isinstance(text, str) or not text.strip():
        found.append("no top-level text")
    else:
        found += _mrkdwn(text, "text", 40_000)
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        return [*found, "blocks are no list of objects"]
    if len(blocks) > 50:
        found.append(f"{len(blocks)} blocks")
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(ids) != len(set(ids)):
        found.append("two blocks with one block_id")
    found += [f"block_id of {len(name)}" for name in ids if not isinstance(name, str) or not 0 < len(name) <= 255]
    for block in blocks:
        found += _block(block)
    return found


def _block(block: dict[str, Any]) -> list[str]:
    kind = block.get("type")
    if kind not in _KINDS:
        return [f"block type {kind!r}"]
    if extra := set(block) - {"type", "block_id", "text", "elements"}:
        return [f"{kind} with {sorted(extra)}"]
    if kind == "section":
        return _text(block.get("text"), "section", 3000)
    elements = block.get("elements")
    if not isinstance(elements, list) or not elements:
        return [f"{kind} without elements"]
    if kind == "rich_text":
        return [wrong for part in elements for wrong in _rich(part)]
    if kind == "context":
        wrong = [f"{len(elements)} context elements"] if len(elements) > 10 else []
        return wrong + [problem for element in elements for problem in _text(element, "context", 3000)]
    wrong = [f"{len(elements)} buttons"] if len(elements) > 25 else []
    ids = [element.get("action_id") for element in elements]
    if len(ids) != len(set(ids)):
        wrong.append("two buttons with one action_id")
    return wrong + [problem for element in elements for problem in _button(element)]


def _button(element: dict[str, Any]) -> list[str]:
    found = [] if element.get("type") == "button" else [f"element {element.get('type')!r}"]
    found += _text(element.get("text"), "button", 75)
    if element.get("text", {}).get("type") != "plain_text":
        found.append("a button's text must be plain_text")
    for name, most in (("action_id", 255), ("value", 2000), ("accessibility_label", 75)):
        value = element.get(name, "x")
        if not isinstance(value, str) or not 0 < len(value) <= most:
            found.append(f"{name} of a button is empty or longer than {most}")
    return found


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
            if isinstance(item.get("text"), dict):
                shown.append(_read(item["text"]))
            elif isinstance(item.get("text"), str):
                shown.append(_read(item))
            elif item.get("type") == "rich_text_section":
                shown.append("".join(e.get("text") or e.get("fallback") or "" for e in item["elements"]))
    return "\n".join(shown) or _read({"text": body.get("text", "")})


def _read(value: dict[str, Any]) -> str:
    text = re.sub(r"<[^<>|]+\|([^<>]+)>", r"\1", value["text"])
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
