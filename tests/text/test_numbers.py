"""One number is one number, however it is written."""

import pytest

from bot.text.numbers import numbers_in


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a loan of $1.5bn", ["1500000000"]),
        ("ein Kredit von 1,5 Milliarden Euro", ["1500000000"]),
        ("кредит на 1,5 млрд рублей", ["1500000000"]),
        ("kredyt na 1,5 mld zł", ["1500000000"]),
        ("крэдыт на 1,5 мільярда рублёў", ["1500000000"]),
        ("1 500 000 000 and 1,500,000,000 and 1.500.000.000", ["1500000000"] * 3),
        ("9,000 soldiers, 9 000 солдат, 9 tys. żołnierzy", ["9000"] * 3),
        ("up 12%, um 12 Prozent, на 12 процентов", ["12%"] * 3),
        ("3.14 and 33", ["3.14", "33"]),
        ("in 2031, at 9, on 5 May, room 12", []),
        ("9" * 5000, []),
        ("", []),
    ],
)
def test_numbers(text: str, values: list[str]) -> None:
    """Scales, separators and per cent signs of six languages meet; years, hours and handfuls are left out."""
    assert [value for value, _ in numbers_in(text)] == values


def test_a_number_is_shown_as_it_was_written() -> None:
    """A reader sees "1.5 billion", not our form of it."""
    assert [written for _, written in numbers_in("1.5 billion for 9 000 men, 12%")] == ["1.5 billion", "9 000", "12%"]
