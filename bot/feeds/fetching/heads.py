"""Which HTTP heads does the parser refuse though browsers accept them? They are repaired before it sees them.

A Content-Length repeated with the same value counts once (RFC 9110, 8.6), and not at all with chunks; a 304 or 204 has
no body, whatever follows it (RFC 9112, 6.3); a bare line feed ends a line, too (2.2), and a blank before a colon is
dropped (5.1). Lines that are not fields are left out, and so are lengths that are not numbers.
"""

import re
from typing import Any

from aiohttp.client_proto import ResponseHandler

LONGEST = 256 * 1024  # bytes of a head, as in Chromium; the library refuses longer ones
_END = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(rb"\AHTTP/\d(?:\.\d)? {1,4}(\d{3})(?= |$)", re.IGNORECASE)
_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, 5.6.2
_DIGITS = re.compile(rb"\d{1,18}")
# A head without chunks in which there is nothing to repair, if no more than one length is in it.
_PLAIN = re.compile(
    rb"HTTP/1\.1 \d{3}(?: [^\x00-\x1f\x7f]*)?"
    rb"(?:\r\n(?i:content-length: (?:0|[1-9]\d{0,17})(?=\r|\Z)|(?!content-length|transfer-encoding)"
    + _NAME.pattern
    + rb":[^\x00-\x08\x0a-\x1f\x7f]*))*"
)
_CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
_BODILESS = frozenset({204, 304})
_SWITCHES = 101  # to a protocol that we did not ask for: no answer follows
_CONTINUES = frozenset(range(100, 200)) - {_SWITCHES}


class HeadMender(ResponseHandler):
    """Reads a connection for aiohttp: each answer's head is collected in full and mended before it is parsed."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._head: bytearray | None = None  # the head so far; None while its body arrives
        self._searched = 0  # bytes of it already searched for its end
        self._deaf = False  # what follows belongs to no answer: ignore it

    def set_response_params(self, **more: Any) -> None:
        """Begin a new answer."""
        self._begin()
        self._deaf = False
        super().set_response_params(**more)

    def data_received(self, data: bytes) -> None:
        """Take bytes that came over the wire."""
        if self._deaf:
            return
        if self._head is None or self._parser is None:
            super().data_received(data)
            return
        self._head += data if self._head else data.lstrip(b"\r\n")
        end = _END.search(self._head, self._searched)
        if end is None:
            self._searched = max(0, len(self._head) - 3)
            if len(self._head) > LONGEST:
                self._pass_on()
            return
        head, rest = bytes(self._head[: end.start()]), bytes(self._head[end.end() :])
        status = _STATUS.match(head)
        code = int(status[1]) if status else 0
        if code in _CONTINUES:
            self._begin()
            super().data_received(mended(head))
            self.data_received(rest)
            return
        self._head = None
        self._should_close = self._should_close or code == _SWITCHES
        if code in _BODILESS:
            self._deaf = True
            self._should_close = self._should_close or bool(rest)
            rest = b""
        super().data_received(mended(head) + rest)

    def connection_lost(self, exc: BaseException | None) -> None:
        """Pass on what there is of a truncated head, so that the library reports it as usual."""
        self._pass_on()
        super().connection_lost(exc)

    def _begin(self) -> None:
        self._head, self._searched = bytearray(), 0

    def _pass_on(self) -> None:
        head, self._head = self._head, None
        if head and self._parser is not None:
            super().data_received(bytes(head))


def mended(head: bytes) -> bytes:
    """Return the head of an answer, ended by an empty line, in a form that a strict parser accepts."""
    if _PLAIN.fullmatch(head) and head.lower().count(b"\ncontent-length:") <= 1:
        return head + b"\r\n\r\n"
    first, *lines = re.sub(rb"\r?\n[ \t]+", b" ", head).replace(b"\r\n", b"\n").split(b"\n")
    fields = [field for line in lines if (field := _field(line))]
    chunked = any(name == b"transfer-encoding" for name, _ in map(_parts, fields))
    kept: list[bytes] = []
    lengths: set[bytes] = set()
    codings: set[bytes] = set()
    for field in fields:
        name, value = _parts(field)
        if name == b"content-length":
            parts = filter(None, re.split(rb"\s*,\s*", value))
            said = {b"%d" % int(part) for part in parts if _DIGITS.fullmatch(part)}
            if chunked or said <= lengths:
                continue
            lengths |= said
            kept.append(field.partition(b":")[0] + b": " + b", ".join(sorted(said)))
        elif name != b"transfer-encoding":
            kept.append(field)
        elif value.lower() not in codings:
            codings.add(value.lower())
            kept.append(field)
    return b"\r\n".join([_STATUS.sub(rb"HTTP/1.1 \1", first), *kept]) + b"\r\n\r\n"


def _field(line: bytes) -> bytes | None:
    """Return a field in a form that a strict parser accepts; None if it is not a field, or says nothing."""
    name, colon, value = line.partition(b":")
    if not colon or not _NAME.fullmatch(name.rstrip()):
        return None
    if _CONTROL.search(value):
        value = _CONTROL.sub(b" ", value)
    said = value.strip().lower()
    if not said and name.strip().lower() == b"content-length":
        return None
    if said in {b"", b"identity"} and name.strip().lower() == b"transfer-encoding":
        return None
    return name.rstrip() + b":" + value


def _parts(field: bytes) -> tuple[bytes, bytes]:
    name, _, value = field.partition(b":")
    return name.lower(), value.strip()
