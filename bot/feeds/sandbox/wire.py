"""How do a question and its answer travel between us and the process that reads documents?

A frame is its length as four bytes, then as many bytes. A question is two frames, JSON and the body as it was
fetched; an answer is one, JSON: either ``error`` or the fields of ``Parsed``. No pickle: the reader is not trusted.
"""

import json
import struct
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from bot.feeds.formats.hints import Hints, Parsed
from bot.model import Entry

LENGTH = struct.Struct(">I")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the reader needs to know besides the body."""

    feed_id: str
    url: str
    charset: str | None
    language: str | None
    seen: datetime
    limit: int  # entries


@dataclass(frozen=True, slots=True, kw_only=True)
class PageQuestion:
    """What the reader of web pages needs to know besides the page; its answer is the field ``text``."""

    title: str  # of the entry
    charset: str | None  # from the HTTP header


def frame(data: bytes) -> bytes:
    """Return data with its length before it."""
    return LENGTH.pack(len(data)) + data


def question_to_bytes(question: Question) -> bytes:
    """Return a question as JSON."""
    return json.dumps({**asdict(question), "seen": question.seen.isoformat()}).encode()


def question_from_bytes(data: bytes) -> Question:
    """Return the question that was asked."""
    fields = json.loads(data)
    return Question(**{**fields, "seen": datetime.fromisoformat(fields["seen"])})


def page_question_to_bytes(question: PageQuestion) -> bytes:
    """Return a question about a web page as JSON."""
    return json.dumps(asdict(question)).encode()


def parsed_to_bytes(parsed: Parsed) -> bytes:
    """Return an answer as JSON. What every entry has in common with the question stays out."""
    entries = [
        [entry.keys, entry.url, entry.title, entry.text, entry.language, _to_text(entry.published)]
        for entry in parsed.entries
    ]
    fields = {
        "entries": entries,
        "title": parsed.title,
        "hints": asdict(parsed.hints),
        "complete": parsed.complete,
        "problems": parsed.problems,
    }
    return json.dumps(fields, ensure_ascii=False).encode()


def parsed_from_fields(fields: dict[str, Any], question: Question) -> Parsed:
    """Return the answer to a question; raises KeyError, TypeError or ValueError where it is none."""
    hints = fields["hints"]
    return Parsed(
        entries=tuple(
            Entry(
                key=keys[0],
                keys=tuple(keys),
                feed_id=question.feed_id,
                url=url,
                title=title,
                text=text,
                language=language,
                published=datetime.fromisoformat(published) if published else None,
                seen=question.seen,
            )
            for keys, url, title, text, language, published in fields["entries"]
        ),
        title=fields["title"],
        hints=Hints(
            ttl=hints["ttl"],
            update_period=hints["update_period"],
            skip_hours=tuple(hints["skip_hours"]),
            skip_days=tuple(hints["skip_days"]),
        ),
        complete=fields["complete"],
        problems=tuple(fields["problems"]),
    )


def _to_text(when: datetime | None) -> str | None:
    return None if when is None else when.isoformat()
