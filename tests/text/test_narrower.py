"""Which words name kinds of a thing? Looked up by the roots of English words."""

from bot.text.meanings.narrower import narrower


def test_a_thing_has_its_kinds() -> None:
    """By the usual sense of both words, and the kinds of kinds."""
    found = narrower({"ship", "fish"})
    assert {"frigat", "submari", "tanker"} <= set(found["ship"])
    assert "salmon" in found["fish"]
    assert "ship" not in found["ship"]


def test_what_has_no_kinds_is_not_there() -> None:
    """No word, no names: nothing is guessed."""
    assert narrower({"qwertz", "@PL"}) == {}
    assert narrower(()) == {}
