"""What happens in the process that reads documents? It locks itself in, then answers one question after the other.

It has no files and no network (not one more descriptor can be opened), so much memory, and so much computing time for
each document; the system kills it when it takes more. Started by ``sandbox``.
"""

import codecs
import json
import math
import resource
import sys
from datetime import UTC, datetime
from typing import BinaryIO

from bot.errors import ParseError
from bot.feeds.charset import KNOWN
from bot.feeds.entry import to_entries
from bot.feeds.parsed import Parsed
from bot.feeds.reader import parse_document
from bot.feeds.wire import LENGTH, Question, frame, parsed_to_bytes, question_from_bytes
from bot.plain import one_line, to_plain

_MAX_TITLE = 200
_SAMPLES = (
    "<rss version='2.0'><channel><item><title>a &amp;lt;b></title><link>http://пример.бел/a</link>"
    "<pubDate>2026-01-01</pubDate></item></channel></rss>".encode(),
    b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>&nbsp;a<content mode='base64'>YQ==</content></entry>",
    b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"title": "a"}]}',
)


def read(question: Question, body: bytes) -> Parsed:
    """Return what a body says as entries; raises ParseError."""
    document = parse_document(body, charset=question.charset, url=question.url)
    entries = to_entries(
        document.items,
        feed_id=question.feed_id,
        url=question.url,
        language=question.language,
        seen=question.seen,
        limit=question.limit,
    )
    problems = []
    if not document.complete:
        problems.append("the document breaks off before its end")
    if document.items and not entries:
        problems.append("none of its items has a title or a text")
    if len(document.items) > question.limit:
        problems.append(
            f"it has {len(document.items)} items; the newest {question.limit} are read (fetch: max_entries)"
        )
    return Parsed(
        entries=entries,
        title=one_line(to_plain(document.title[:2000]))[:_MAX_TITLE],
        hints=document.hints,
        complete=document.complete,
        problems=tuple(problems),
    )


def serve(questions: BinaryIO, answers: BinaryIO, *, cpu_seconds: int) -> None:
    """Answer questions until there are no more."""
    answers.write(frame(b"{}"))  # we are up
    answers.flush()
    while (head := _frame(questions)) is not None:
        body = _frame(questions) or b""
        _allow_computing(cpu_seconds)
        answers.write(frame(_answer(question_from_bytes(head), body)))
        answers.flush()


def lock_in(*, megabytes: int) -> None:
    """Give up everything that reading a document does not need."""
    # What is loaded only when it is needed must be needed now.
    for name in KNOWN.split():
        codecs.lookup(name)
    question = Question(feed_id="", url="", charset=None, language=None, seen=datetime.now(UTC), limit=1)
    for sample in _SAMPLES:
        read(question, sample)
    size = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))  # stdin, stdout, stderr


def main() -> None:
    """Run as a process: ``worker CPU_SECONDS MEGABYTES``."""
    lock_in(megabytes=int(sys.argv[-1]))
    serve(sys.stdin.buffer, sys.stdout.buffer, cpu_seconds=int(sys.argv[-2]))


def _answer(question: Question, body: bytes) -> bytes:
    try:
        return parsed_to_bytes(read(question, body))
    except ParseError as error:
        text = str(error)
    except MemoryError:
        sys.exit(1)  # what is left of us is not to be trusted
    except Exception as error:  # noqa: BLE001 - it is one document, and the next one deserves its chance
        text = f"the document could not be read ({type(error).__name__})"
    return json.dumps({"error": text}).encode()


def _allow_computing(seconds: int) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(used.ru_utime + used.ru_stime) + seconds, hard))


def _frame(stream: BinaryIO) -> bytes | None:
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    return stream.read(LENGTH.unpack(head)[0])
