"""How do a question and its answer travel between us and the process that reads documents?

A frame is its length as four bytes, then as many bytes. A question is two frames, JSON and the body as it was
fetched; an answer is one, JSON. No pickle: the reader is not trusted, and what it says is validated.
"""

import struct
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter

from bot.feeds.formats.hints import Parsed

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
    last: str | None = None  # what the cursor keeps of the last document's items


@dataclass(frozen=True, slots=True, kw_only=True)
class PageQuestion:
    """What the reader of web pages needs to know besides the page."""

    title: str  # of the entry; "" asks for the page's own
    charset: str | None  # from the HTTP header


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """The main text of a web page, and its title where the question had none."""

    text: str
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """Sent in place of an answer: why the document could not be read."""

    error: str


question_json = TypeAdapter(Question)
page_question_json = TypeAdapter(PageQuestion)
parsed_json: TypeAdapter[Parsed | Failed] = TypeAdapter(Parsed | Failed)
page_text_json: TypeAdapter[PageText | Failed] = TypeAdapter(PageText | Failed)
failed_json = TypeAdapter(Failed)


def frame(data: bytes) -> bytes:
    """Return data preceded by its length."""
    return LENGTH.pack(len(data)) + data
