"""Is what was worked out for a word kept while it recurs, and no longer?"""

from bot.text.recent import Recent


def test_what_recurs_is_made_once() -> None:
    """A word of this generation or the last one is not worked out again; one from before them is."""
    made: list[str] = []

    def make(word: str) -> str:
        made.append(word)
        return word.upper()

    recent = Recent(make, most=2)
    assert [recent[word] for word in "abacab"] == list("ABACAB")
    assert made == list("abc")
    assert [recent[word] for word in "defga"] == list("DEFGA")
    assert made == list("abcdefga")


def test_long_pieces_are_not_kept() -> None:
    """A piece of text as long as an address is worked out whenever it comes, so that a feed of them fills nothing."""
    recent = Recent(len, most=2)
    assert recent["a" * 65] == 65
    assert not recent
