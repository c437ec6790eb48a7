"""What happens in the process that reads feed documents? Bytes become entries, confined as ``confinement`` says."""

import codecs
from datetime import UTC, datetime

from bot.feeds.formats.charset import KNOWN
from bot.feeds.formats.hints import Parsed
from bot.feeds.formats.reader import parse_document
from bot.feeds.reading import to_parsed
from bot.feeds.sandbox.confinement import run
from bot.feeds.sandbox.wire import Question, parsed_json, question_json

_SAMPLES = (
    "<rss version='2.0'><channel><item><title>a &amp;lt;b></title><link>http://пример.бел/a</link>"
    "<pubDate>1 January 2026 1:00 Asia/Tokyo</pubDate></item></channel></rss>".encode(),
    b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>&nbsp;a<content mode='base64'>YQ==</content></entry>",
    b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"title": "a"}]}',
)


def read(question: Question, body: bytes) -> Parsed:
    """Return what a body says as entries; raises ParseError."""
    return to_parsed(parse_document(body, charset=question.charset, url=question.url), question)


def prepare() -> None:
    """Load now what would otherwise be loaded only when a document needs it."""
    for name in KNOWN.split():
        codecs.lookup(name)
    question = Question(feed_id="", url="", charset=None, language=None, seen=datetime.now(UTC), limit=1)
    for sample in _SAMPLES:
        read(question, sample)


def answer(question: bytes, body: bytes) -> bytes:
    """Return the answer to one question as it came in."""
    return parsed_json.dump_json(read(question_json.validate_json(question), body))


def main() -> None:
    """Run as a process, started by ``process``."""
    run(answer, prepare=prepare)
