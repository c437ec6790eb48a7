"""How does a process that reads foreign bytes lock itself in and answer? One question at a time, and nothing else.

It has no files and no network (it cannot open another descriptor), and limited memory and CPU time for each document;
the system kills it when it takes more. Started by ``process``; ``feed_worker`` and ``page_worker`` say what is
answered.
"""

import math
import resource
import sys
from collections.abc import Callable
from typing import BinaryIO

from bot.errors import ParseError
from bot.feeds.sandbox.wire import LENGTH, Failed, failed_json, frame

Read = Callable[[bytes, bytes], bytes]  # question and body -> answer, both JSON; may raise ParseError


def run(read: Read, *, prepare: Callable[[], None]) -> None:
    """Answer questions until there are no more; as a process: ``worker CPU_SECONDS MEGABYTES``.

    ``prepare`` is called before the doors close: what is otherwise loaded on demand must be loaded then.
    """
    prepare()
    lock_in(megabytes=int(sys.argv[-1]))
    serve(read, sys.stdin.buffer, sys.stdout.buffer, cpu_seconds=int(sys.argv[-2]))


def lock_in(*, megabytes: int) -> None:
    """Give up everything that reading a document does not need."""
    size = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))  # stdin, stdout, stderr


def serve(read: Read, questions: BinaryIO, answers: BinaryIO, *, cpu_seconds: int) -> None:
    """Answer questions until there are no more."""
    answers.write(frame(b"{}"))  # we are up
    answers.flush()
    while (head := _frame(questions)) is not None:
        body = _frame(questions) or b""
        _allow_computing(cpu_seconds)
        answers.write(frame(_answer(read, head, body)))
        answers.flush()


def _answer(read: Read, question: bytes, body: bytes) -> bytes:
    try:
        return read(question, body)
    except ParseError as error:
        text = str(error)
    except MemoryError:
        sys.exit(1)  # our state cannot be trusted any more
    except Exception as error:  # noqa: BLE001 - it is one document, and the next one deserves its chance
        text = f"the document could not be read ({type(error).__name__})"
    return failed_json.dump_json(Failed(error=text))


def _allow_computing(seconds: int) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(used.ru_utime + used.ru_stime) + seconds, hard))


def _frame(stream: BinaryIO) -> bytes | None:
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    return stream.read(LENGTH.unpack(head)[0])
