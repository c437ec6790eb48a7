"""Does a quick look never miss what its pattern finds?"""

import re

import pytest

from bot.text.languages import any_of
from bot.text.looks import Look, openings


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        ("live|ticker", {"live", "ticker"}),
        ("live(?: blog|:)?", {"live"}),
        ("fotos?|fot\\.", {"foto", "fot."}),
        ("(?:news |daily )?round-?up", {"news ", "daily ", "round"}),
        ("(?:das|die) best\\w*", {"das", "die"}),
        ("source: [^.|\n]{2,60}|next", {"source: ", "next"}),
    ],
)
def test_a_match_begins_with_an_opening(pattern: str, wanted: set[str]) -> None:
    """Up to what may differ; what is optional at the beginning may also be absent."""
    assert openings(pattern) == wanted


def test_what_may_begin_with_anything_is_refused() -> None:
    """A look for it would miss some."""
    with pytest.raises(ValueError, match="no literal"):
        Look("\\w+ news")


@pytest.mark.parametrize("table", ["live", "roundups", "photo", "tails"])
def test_the_tables_of_languages_can_be_looked_for(table: str) -> None:
    """Each of their patterns has literal beginnings, and a text with one of those is never passed over."""
    look = Look(any_of(table))
    assert re.compile(any_of(table))
    assert all(look.finds(f"words before {each} and behind") for each in openings(any_of(table)))
    assert look.finds("half a pair \ud800")
    assert not look.finds("xyz")
