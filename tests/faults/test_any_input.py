"""Is there an input that breaks a door? Drawn ones, and examples with pieces cut out, doubled and put in."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.faults.any_input import DOORS, examples

_PIECES = [
    *(b"<", b">", b"&", b"]]>", b"<![CDATA[", b"<!--", b"&#x0;", b"&#55357;", b"\x00", b"\xff", b"\xed\xa0\x80", b"\\"),
    *(b"\xe2\x80\xa8", b"\r\n", b": ", b"{", b"[", b'"', b"'", b"://", b"#", b"%", b"%zz", b"9" * 20, b"-", b"+"),
    *(b"\xd9\xa3", b"xml:base='http://[", b" href='", b"<p", b"since:", b"\xf0\x9f\x98\x80", b"e\xcc\x81" * 5),
]


@st.composite
def _changed(draw: st.DrawFn, example: bytes) -> bytes:
    """Return an example with a few changes."""
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(example)))
        end = draw(st.integers(start, min(len(example), start + 30)))
        piece = draw(st.sampled_from(_PIECES) | st.binary(max_size=8) | st.just(example[start:end] * 2))
        example = example[:start] + piece + example[end:]
    return example


@pytest.mark.parametrize("door", DOORS)
def test_nothing_breaks_a_door(door: str) -> None:
    """Each door has a promise of its own in ``tests/faults/any_input.py``."""

    @settings(max_examples=100)
    @given(st.binary(max_size=200) | st.sampled_from(examples(door)).flatmap(_changed))
    def holds(data: bytes) -> None:
        DOORS[door](data)

    holds()
