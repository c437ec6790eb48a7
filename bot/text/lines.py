"""What does a word stand for, in a large table? Kept as lines of text: a tenth of what a dictionary takes."""

from bisect import bisect_right
from collections.abc import Mapping

_APART = 2_048  # bytes between indexed lines


class Lines:
    """Lines ``key TAB value``, sorted by their bytes: some of them are indexed, and the others are near those."""

    def __init__(self, data: bytes) -> None:
        """Take the lines as they are."""
        self._data = b"\n" + data
        ends = (self._data.find(b"\n", at) for at in range(0, len(data), _APART))
        self._starts = [*dict.fromkeys(at for at in ends if at >= 0), len(self._data)]
        self._heads = [self._data[at : self._data.find(b"\t", at) + 1] for at in self._starts[:-1]]

    @classmethod
    def of(cls, table: Mapping[str, str]) -> "Lines":
        """Return a table as lines; neither tabs nor line ends may be in it."""
        return cls(b"".join(sorted(b"%b\t%b\n" % (_bytes(key), _bytes(value)) for key, value in table.items())))

    def get(self, key: str) -> str | None:
        """Return what a key stands for."""
        wanted = b"\n%b\t" % _bytes(key)
        place = bisect_right(self._heads, wanted)
        if not place:
            return None
        at = self._data.find(wanted, self._starts[place - 1], self._starts[place])
        if at < 0:
            return None
        end = self._data.find(b"\n", at + 1)
        return self._data[at + len(wanted) : end if end >= 0 else None].decode()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")  # half of a character is in no table, and may be asked for
