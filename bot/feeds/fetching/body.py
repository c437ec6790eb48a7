"""What are the decoded bytes of this answer, within the size limit?"""

import zlib
from collections.abc import AsyncIterator

from bot.errors import FetchError

_GZIP_MAGIC = b"\x1f\x8b"
# Documents, byte order marks and whitespace: nothing compressed begins like this.
_PLAIN_STARTS = (b"<", b"{", b"[", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00", b"\n", b"\r", b"\t", b" ")
_PACKINGS = frozenset({"gzip", "x-gzip", "deflate"})
# What servers give as a content coding though it is none: charsets, and transfer modes of their storage.
_NO_PACKINGS = frozenset(
    {"", "identity", "none", "utf-8", "utf8", "binary", "8bit", "7bit", "aws-chunked", "chunked", "plain"}
)
_MAX_MEMBERS = 100  # gzip members may be chained; no honest server sends many


async def read_body(chunks: AsyncIterator[bytes], content_encoding: str | None, limit: int) -> bytes:
    """Read an answer to its end and return it decoded; raises FetchError if it is too big, truncated or malformed.

    ``limit`` is in bytes and applies both to what comes over the wire and to what it decodes to.
    """
    said = (part.partition(";")[0].strip(" \"'") for part in (content_encoding or "").lower().split(","))
    coding = ",".join(part for part in said if part not in _NO_PACKINGS)
    raw = bytearray()
    decoder: _Decoder | None = None
    received = 0
    async for chunk in chunks:
        received += len(chunk)
        if received > limit:
            raise _too_big(limit)
        raw += chunk
        if decoder is None and len(raw) >= 2:  # noqa: PLR2004 - as long as the magic number
            decoder = _decoder_for(bytes(raw[:2]), coding, limit)
        if decoder is not None:
            decoder.feed(bytes(raw))
            raw.clear()
    if decoder is None:
        return bytes(raw)
    return decoder.finish()


class _Decoder:
    """Passes bytes through; its subclass unpacks them. The limit applies to the output."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._out = bytearray()

    def feed(self, data: bytes) -> None:
        self._keep(data)

    def finish(self) -> bytes:
        return bytes(self._out)

    def _keep(self, data: bytes) -> None:
        self._out += data
        if len(self._out) > self._limit:
            raise _too_big(self._limit)


class _Unpacker(_Decoder):
    """Unpacks gzip, also several members in a row, and both formats that are called deflate."""

    def __init__(self, limit: int, wbits: int) -> None:
        super().__init__(limit)
        self._wbits = wbits
        self._zlib = zlib.decompressobj(wbits)
        self._members = 1
        self._ended = False

    def feed(self, data: bytes) -> None:
        try:
            while data:
                if self._zlib.eof:
                    self._next_member(data)
                if self._ended:
                    return
                # One byte over the limit is enough to know, and stops a bomb from unpacking.
                self._keep(self._zlib.decompress(data, self._limit + 1 - len(self._out)))
                data = self._zlib.unused_data or self._zlib.unconsumed_tail
        except zlib.error as error:
            raise FetchError("the packed answer is damaged") from error

    def finish(self) -> bytes:
        if not self._zlib.eof:
            raise FetchError("the packed answer is cut off")
        if self._out.startswith(_GZIP_MAGIC):  # nested packing is how bombs are built
            raise FetchError("the answer is packed in a way we did not offer: twice")
        return super().finish()

    def _next_member(self, data: bytes) -> None:
        if self._members >= _MAX_MEMBERS:
            raise FetchError("the packed answer has something behind its end")
        if self._wbits != _GZIP or not data.startswith(_GZIP_MAGIC[:1]):
            self._ended = True  # bytes after the end are ignored
            return
        self._members += 1
        self._zlib = zlib.decompressobj(self._wbits)


_GZIP = 16 + zlib.MAX_WBITS


def _decoder_for(start: bytes, coding: str, limit: int) -> _Decoder:
    """Choose by the bytes themselves: servers send packed files without saying so, and declare plain ones packed."""
    if coding and coding not in _PACKINGS and not start.startswith(_PLAIN_STARTS):
        raise FetchError(f"the answer is packed in a way we did not offer: {coding[:60]!r}")
    if start == _GZIP_MAGIC:
        return _Unpacker(limit, _GZIP)
    if start.startswith(_PLAIN_STARTS):
        return _Decoder(limit)
    if start[0] & 0x0F == 8 and (start[0] * 256 + start[1]) % 31 == 0:  # noqa: PLR2004 - RFC 1950
        return _Unpacker(limit, zlib.MAX_WBITS)
    if coding == "deflate":
        return _Unpacker(limit, -zlib.MAX_WBITS)
    return _Unpacker(limit, _GZIP) if coding else _Decoder(limit)


def _too_big(limit: int) -> FetchError:
    return FetchError(f"the answer is bigger than the {limit} bytes that one may have (fetch: max_bytes)")
