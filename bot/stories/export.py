"""How do stories get into a spreadsheet, another program or a feed reader? Each form piece by piece (pure)."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from bot.model import Report, Status, Story
from bot.stories.outlets import outlets

# Spreadsheets run cells that start like this as formulas, and feeds may write anything: OWASP, "CSV Injection".
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_COLUMNS = (
    *(
        "id",
        "opened",
        "updated",
        "happened",
        "title",
        "status",
        "summary",
        "language",
        "score",
        "importance",
        "alert",
        "revision",
    ),
    *("names", "words", "sources", "source_names", "urls"),
)
# Feed readers show the title alone.
_MARKS = {
    Status.DENIED: "Denied: {}",
    Status.CORRECTED: "Corrected: {}",
    Status.CALLED_OFF: "Called off: {}",
    Status.DIFFERS: "Numbers differ: {}",
}
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production Char


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form of export: what comes before all stories (topic, time), for one story, between two and after all."""

    name: str
    media_type: str
    head: Callable[[str, datetime], str]
    one: Callable[[Story], str]
    between: str
    tail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A whole export. ``complete`` is False if some stories did not fit."""

    data: bytes
    stories: int
    complete: bool


def pieces(form: Form, stories: Iterable[Story], *, topic: str, now: datetime) -> Iterator[str]:
    """Yield an export piece by piece, without holding all of it at once."""
    yield form.head(topic, now)
    for number, story in enumerate(stories):
        yield (form.between if number else "") + form.one(story)
    yield form.tail


def export(form: Form, stories: Iterable[Story], *, topic: str, now: datetime, most: int) -> Exported:
    """Return an export of as many stories as fit into ``most`` bytes.

    CSV begins with a byte order mark: without it Excel takes UTF-8 for the local code page.
    """
    count, size, complete = 0, 0, True

    def fitting() -> Iterator[Story]:
        nonlocal count, size, complete
        for story in stories:
            size += len(form.one(story).encode()) + len(form.between)
            if size > most:
                complete = False
                return
            count += 1
            yield story

    text = "".join(pieces(form, fitting(), topic=topic, now=now))
    return Exported(data=text.encode("utf-8-sig" if form.name == "csv" else "utf-8"), stories=count, complete=complete)


def _csv_line(cells: Iterable[Any]) -> str:
    to = io.StringIO(newline="")
    csv.writer(to).writerow(cells)
    return to.getvalue()


def _csv(story: Story) -> str:
    row = _fields(story) | {
        "sources": len(outlets(story.reports)),
        "source_names": "; ".join(dict.fromkeys(report.source for report in story.reports)),
        "urls": " ".join(report.url for report in story.reports if report.url),
    }
    row |= {name: "; ".join(row[name]) for name in ("names", "words")}
    return _csv_line(_cell(row[name]) for name in _COLUMNS)


def _cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _json(story: Story) -> str:
    row = _fields(story) | {"sources": [_source(report) for report in story.reports]}
    return json.dumps(row, ensure_ascii=False)


def _fields(story: Story) -> dict[str, Any]:
    return {
        "id": story.short,
        "opened": story.opened.isoformat(),
        "updated": story.updated.isoformat(),
        "happened": story.happened.isoformat(),
        "title": story.title,
        "status": story.status.value if story.status else None,
        "summary": story.summary,
        "language": story.language,
        "score": round(story.score, 4),
        "importance": story.importance,
        "alert": story.alert,
        "revision": story.revision,
        "names": story.names,
        "words": story.words,
    }


def _source(report: Report) -> dict[str, Any]:
    return {
        "feed": report.feed_id,
        "source": report.source,
        "ownership": report.ownership.value,
        "kind": report.kind.value,
        "country": report.country,
        "language": report.language,
        "url": report.url,
        "title": report.title,
        "at": report.at.isoformat(),
    }


def _rss_head(topic: str, now: datetime) -> str:
    said = {
        "title": topic,
        "link": "urn:seedwatch:stories",  # a feed must have one, and a chat bot has no page
        "description": f"Stories about {topic}",
        "lastBuildDate": format_datetime(now),
        "generator": "Seedwatch",
    }
    elements = "".join(_element(Element(name), text) for name, text in said.items())
    return f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>{elements}\n'


def _rss(story: Story) -> str:
    item = Element("item")
    first = next((report.url for report in story.reports if report.url), None)
    outlets = ", ".join(dict.fromkeys(report.source for report in story.reports))
    _text(item, "title", (_MARKS.get(story.status, "{}") if story.status else "{}").format(story.title))
    if first is not None:
        _text(item, "link", first)
    _text(item, "description", f"{story.summary} ({outlets})".strip() if outlets else story.summary)
    for name in story.names:
        _text(item, "category", name)
    _text(item, "guid", story.id).set("isPermaLink", "false")
    _text(item, "pubDate", format_datetime(story.happened))
    return tostring(item, encoding="unicode")


def _text(parent: Element, name: str, text: str) -> Element:
    element = SubElement(parent, name)
    element.text = _NOT_XML.sub("", text)
    return element


def _element(element: Element, text: str) -> str:
    element.text = _NOT_XML.sub("", text)
    return tostring(element, encoding="unicode")


FORMS = {
    form.name: form
    for form in (
        Form(
            name="csv",
            media_type="text/csv",
            head=lambda _, __: _csv_line(_COLUMNS),
            one=_csv,
            between="",
            tail="",
        ),
        Form(
            name="json",
            media_type="application/json",
            head=lambda _, __: "[\n",
            one=_json,
            between=",\n",
            tail="\n]\n",
        ),
        Form(
            name="rss",
            media_type="application/rss+xml",
            head=_rss_head,
            one=_rss,
            between="\n",
            tail="\n</channel></rss>\n",
        ),
    )
}
