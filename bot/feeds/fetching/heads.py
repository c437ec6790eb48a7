"""What does a parser of HTTP have to be spared? Heads that browsers take and the library refuses are put right first.

A repeated Content-Length of one value is one (RFC 9110, 8.6); a 304 and a 204 have no body, whatever follows them
(RFC 9112, 6.3); lines that end with a bare line feed end all the same (RFC 9112, 2.2).
"""

import re
from typing import Any

from aiohttp.client_proto import ResponseHandler

LONGEST = 64 * 1024  # bytes of a head; longer ones are the library's to refuse
_END = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(rb"HTTP/\d\.\d (\d{3})")
_BODILESS = frozenset({204, 304})
_CONTINUES = range(100, 200)


class HeadMender(ResponseHandler):
    """Reads a connection for aiohttp: the head of each answer is collected whole and mended before it is parsed."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._head: bytearray | None = None  # what came of a head; None while its body comes
        self._deaf = False  # what follows belongs to no answer

    def set_response_params(self, **more: Any) -> None:
        """Begin a new answer."""
        self._head, self._deaf = bytearray(), False
        super().set_response_params(**more)

    def data_received(self, data: bytes) -> None:
        """Take what came over the wire."""
        if self._deaf:
            return
        if self._head is None or self._parser is None:
            super().data_received(data)
            return
        self._head += data
        end = _END.search(self._head)
        if end is None:
            if len(self._head) > LONGEST:
                self._pass_on()
            return
        head, rest = bytes(self._head[: end.start()]), bytes(self._head[end.end() :])
        status = _STATUS.match(head)
        code = int(status[1]) if status else 0
        if code in _CONTINUES:
            self._head = bytearray()
            super().data_received(mended(head))
            self.data_received(rest)
            return
        self._head = None
        if code in _BODILESS:
            self._deaf = True
            self._should_close = self._should_close or bool(rest)
            rest = b""
        super().data_received(mended(head) + rest)

    def connection_lost(self, exc: BaseException | None) -> None:
        """Take what is left of a head that was cut off, so that the library says what it always says."""
        self._pass_on()
        super().connection_lost(exc)

    def _pass_on(self) -> None:
        head, self._head = self._head, None
        if head and self._parser is not None:
            super().data_received(bytes(head))


def mended(head: bytes) -> bytes:
    """Return the head of an answer, closed by an empty line, as a strict parser takes it."""
    lines: list[bytes] = []
    lengths: set[bytes] = set()
    for line in head.replace(b"\r\n", b"\n").split(b"\n"):
        name, colon, value = line.partition(b":")
        if colon and name.strip().lower() == b"content-length":
            said = {part.strip() for part in value.split(b",")}
            if said <= lengths:
                continue
            line = name + b": " + b", ".join(sorted(said))  # noqa: PLW2901 - the same field, said once
            lengths |= said
        lines.append(line)
    return b"\r\n".join(lines) + b"\r\n\r\n"
