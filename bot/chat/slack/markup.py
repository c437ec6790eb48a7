"""What does a message look like in Slack? Plain dicts of Block Kit, and every length within Slack's limits.

Limits: docs.slack.dev/reference/block-kit (blocks, block elements, text objects).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from bot.chat.message import Action, Line, Message, Role, Section, Text, Time, plain
from bot.chat.slack.blocks.inline import clean_line, escape, has_marks, size, to_mrkdwn, to_rich
from bot.chat.slack.buttons import rows
from bot.text.plain import one_line

Block = dict[str, Any]

EVENT = "story_alert"  # the type of the metadata by which a message is found again
BLOCKS = 50
SECTION = 3000
CONTEXT_ELEMENTS = 10
FALLBACK = 3000  # Slack cuts at 40,000; a notification shows far less
MESSAGE = 12_000  # all words of one message; Slack states it for markdown blocks, we keep it for all


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """One Slack message: ``text`` for notifications and screen readers, and its blocks."""

    text: str
    blocks: tuple[Block, ...]
    metadata: dict[str, Any] | None = None

    def arguments(self) -> dict[str, Any]:
        """Return what chat.postMessage, chat.update and a response address take."""
        found: dict[str, Any] = {"text": self.text, "blocks": list(self.blocks)}
        if self.metadata:
            found["metadata"] = self.metadata
        return found


def to_markup(message: Message, *, chart: Block | None = None) -> tuple[Rendered, ...]:
    """Render a message as one or, where it is too long, several Slack messages, split between lines.

    The first part is the one that is remembered and edited; the buttons are in the last. Sources are left out where
    a button shows them or a body tells the news. A message without words gives no part. ``chart``: the block that
    shows the message's chart; without one its words tell all.
    """
    words = one_line(message.text) or " ".join(one_line(plain(line)) for s in message.sections for line in s.lines)
    if not words.strip():
        return ()
    body = [*_body(message)] or [("body", block) for block in _sections(((Text(words),),))]
    if chart is not None:
        body.insert(1, ("chart", chart))  # below what says the most
    actions = rows(message)
    parts = _parts(body, most=BLOCKS - len(actions))
    parts[-1] += actions
    rendered = []
    for number, part in enumerate(parts, start=1):
        rest = f" ({number}/{len(parts)})" if number > 1 else ""
        rendered.append(
            Rendered(
                text=escape(words, FALLBACK - len(rest)) + rest,
                blocks=_with_ids(part, message),
                metadata=_metadata(message) if number == 1 else None,
            )
        )
    return tuple(rendered)


def _metadata(message: Message) -> dict[str, Any] | None:
    """Return what reconciling looks for when an answer of Slack was lost."""
    if not message.story:
        return None
    return {"event_type": EVENT, "event_payload": {"story": message.story, "rev": message.revision}}


def _body(message: Message) -> Iterator[tuple[str, Block]]:
    """Yield the blocks of the sections, each with the name that goes into its ``block_id``."""
    told = any(section.role is Role.BODY for section in message.sections)
    behind_button = any(button.action is Action.SOURCES for row in message.buttons for button in row)
    others = any(section.role is not Role.SOURCES for section in message.sections)
    hide_sources = others and (told or behind_button)
    sections = [s for s in message.sections if not (hide_sources and s.role is Role.SOURCES)]
    for section in _cards(sections):
        blocks = _context if section.role in {Role.META, Role.WHY} else _sections
        for block in blocks(tuple(clean_line(line) for line in section.lines)):
            yield section.role.value, block


def _cards(sections: list[Section]) -> Iterator[Section]:
    """Put each headline, its first line in bold, and the text right below it into one section."""
    waiting: Section | None = None
    for section in sections:
        if waiting and section.role is Role.BODY:
            yield replace(waiting, lines=waiting.lines + section.lines)
            waiting = None
            continue
        if waiting:
            yield waiting
        waiting = _bold(section) if section.role is Role.HEAD and section.lines else None
        if waiting is None:
            yield section
    if waiting:
        yield waiting


def _bold(section: Section) -> Section:
    head = tuple(piece if isinstance(piece, Time) else replace(piece, bold=True) for piece in section.lines[0])
    return replace(section, lines=(head, *section.lines[1:]))


def _sections(lines: tuple[Line, ...]) -> Iterator[Block]:
    """Yield section blocks, or rich text blocks where a word could be taken for markup."""
    if any(map(has_marks, lines)):
        yield from _rich(lines)
        return
    chunk = ""
    for line in lines:
        written = to_mrkdwn(line, SECTION)
        if chunk and size(chunk) + size(written) + 1 > SECTION:
            yield from _section(chunk)
            chunk = written
        else:
            chunk = f"{chunk}\n{written}" if chunk else written
    yield from _section(chunk)


def _section(text: str) -> Iterator[Block]:
    if text := text.strip():
        yield {"type": "section", "text": _mrkdwn(text)}


def _mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _rich(lines: tuple[Line, ...]) -> Iterator[Block]:
    elements: list[Block] = []
    room = SECTION
    for line in lines:
        found, length = to_rich(line, SECTION)
        if elements and length + 1 > room:
            yield _rich_block(elements)
            elements, room = [], SECTION
        if elements:
            elements.append({"type": "text", "text": "\n"})
            room -= 1
        elements += found
        room -= length
    if elements:
        yield _rich_block(elements)


def _rich_block(elements: list[Block]) -> Block:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}


def _context(lines: tuple[Line, ...]) -> Iterator[Block]:
    """Yield small print: an element a line. A context block cannot hold rich text, so such lines are shown larger."""
    if any(map(has_marks, lines)):
        yield from _rich(lines)
        return
    elements = [_mrkdwn(written) for line in lines if (written := to_mrkdwn(line, SECTION).strip())]
    for start in range(0, len(elements), CONTEXT_ELEMENTS):
        yield {"type": "context", "elements": elements[start : start + CONTEXT_ELEMENTS]}


def _parts(named: list[tuple[str, Block]], *, most: int) -> list[list[tuple[str, Block]]]:
    parts: list[list[tuple[str, Block]]] = [[]]
    room = MESSAGE
    for name, block in named:
        length = _length(block)
        if parts[-1] and (len(parts[-1]) >= most or length > room):
            parts.append([])
            room = MESSAGE
        parts[-1].append((name, block))
        room -= length
    return parts


def _length(block: Block) -> int:
    if block["type"] in {"data_visualization", "image"}:
        return 0
    if block["type"] == "section":
        return size(block["text"]["text"])
    if block["type"] == "context":
        return sum(size(element["text"]) for element in block["elements"])
    return sum(size(e.get("text") or e["fallback"]) for part in block["elements"] for e in part["elements"])


def _with_ids(part: list[tuple[str, Block]], message: Message) -> tuple[Block, ...]:
    """Name the blocks of a story by its revision: Slack asks for new ids when a message is edited."""
    if not message.story:
        return tuple(block for _, block in part)
    seen: Counter[str] = Counter()
    named = []
    for name, block in part:
        seen[name] += 1
        unique = name if seen[name] == 1 else f"{name}{seen[name]}"
        named.append({**block, "block_id": f"{message.story}:{unique}:{message.revision}"})
    return tuple(named)
