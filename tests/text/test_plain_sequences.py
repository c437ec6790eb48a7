"""Text from feeds loses whole terminal sequences, not only the sign that opens them."""

import pytest

from bot.text.plain import clean, without_sequences


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("\x1b[31mGas\x1b[0m deal", "Gas deal"),
        ("\x9b1;32mgreen", "green"),
        ("\x1b]0;title\x07after", "after"),
        ("\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\", "click"),
        ("\x9d0;title\x9cafter", "after"),
        ("\x1bPdevice\x1b\\control", "control"),
        ("\x1b]unterminated", "unterminated"),
        ("\x1b(0charset", "charset"),
        ("array[31m] stays", "array[31m] stays"),
        ("1;31m stays", "1;31m stays"),
    ],
)
def test_sequences_go_and_text_stays(text: str, left: str) -> None:
    """Colours, titles, links and device control leave nothing behind; brackets of a text are a text."""
    assert without_sequences(text) == left
    assert clean(text) == left


def test_many_openings_take_no_long_time() -> None:
    """A megabyte of unterminated openings is read once, not once per opening."""
    assert clean("\x1b]" * 250_000 + "\x9d" * 250_000 + "x") == "x"
