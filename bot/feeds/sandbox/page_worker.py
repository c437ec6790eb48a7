"""What happens in the process that reads web pages? Markup becomes the text of the entry, behind locked doors."""

import codecs
import logging
import re

from trafilatura import extract, extract_metadata

from bot.errors import ParseError
from bot.feeds.formats.charset import KNOWN, to_text
from bot.feeds.sandbox.confinement import run
from bot.feeds.sandbox.walls import refusal
from bot.feeds.sandbox.wire import PageQuestion, PageText, page_question_json, page_text_json
from bot.text.plain import clean

MAX_TEXT = 8_000  # characters: news articles begin with the news, and every story keeps its reports' texts
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
_DECLARED_WITHIN = 4096  # bytes; the HTML standard allows 1024
_SAMPLE = (
    "<!doctype html><html lang='en'><head><meta charset='utf-8'><title>Ferry</title>"
    "<script type='application/ld+json'>{}</script></head><body><nav><a href='/'>Home</a></nav><article><h1>Ferry</h1>"
    + "".join(
        f"<p>The ferry is back after {day} days, <b>says</b> <a href='/x'>a man</a>, and sails on.</p>"
        for day in range(9)
    )
    + "</article><table><tr><td>1</td></tr></table><ul><li>One</li></ul></body></html>"
)


def read(question: PageQuestion, body: bytes) -> PageText:
    """Return the main text of a page, ``MAX_TEXT`` characters at most, and the page's title if the question has none.

    Raises ParseError if it is not the entry's text.
    """
    declared = _DECLARED.search(body[:_DECLARED_WITHIN])
    markup = to_text(body, question.charset or (declared[1].decode("ascii") if declared else None))
    # Fast mode: without the fallback extractors, which cost half as much again and find hardly more.
    found = extract(markup, fast=True, include_comments=False, include_tables=False)
    text = clean(found or "")
    if (why := refusal(markup, text, question.title)) is not None:
        raise ParseError(why)
    title = "" if question.title else clean(extract_metadata(markup).title or "")
    return PageText(text=text[:MAX_TEXT].rstrip(), title=title)


def answer(question: bytes, body: bytes) -> bytes:
    """Return the answer to one question as it came in."""
    return page_text_json.dump_json(read(page_question_json.validate_json(question), body))


def prepare() -> None:
    """Load now what would otherwise be loaded only when a page needs it."""
    logging.disable()  # the library reports every odd page on stderr; what matters is in the answer
    for name in KNOWN.split():
        codecs.lookup(name)
    for title in ("Ferry is back", ""):
        read(PageQuestion(title=title, charset=None), _SAMPLE.encode())


def main() -> None:
    """Run as a process, started by ``process``."""
    run(answer, prepare=prepare)
