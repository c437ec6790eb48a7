"""Are copies recognised, whole and in part, and other texts not?"""

from hypothesis import given
from hypothesis import strategies as st

from bot.text.copies import SEED_SIZE, SIZE, shingles, similarity

NUMBERED = " ".join(f"word{number} follows thing{number * 7 % 311}" for number in range(400))
OTHER = " ".join(f"line{number} repeats item{number * 5 % 307}" for number in range(400))


def test_is_small_and_stable() -> None:
    """A signature has at most its size, is sorted, and does not change from run to run."""
    signature = shingles(NUMBERED)
    assert len(signature) == SIZE
    assert list(signature) == sorted(set(signature))
    assert shingles("one two three four") == (2057086926, 2571653814) or len(shingles("one two three four")) == 2
    assert shingles("") == ()


def test_a_copy_is_like_itself() -> None:
    """The same text, in other spelling of the same letters, is a whole copy."""
    assert similarity(shingles(NUMBERED), shingles(NUMBERED.upper())) > 0.95


def test_a_part_is_contained() -> None:
    """A tenth of a long text is recognised in its large signature."""
    part = NUMBERED[3000:4500]
    assert similarity(shingles(NUMBERED, SEED_SIZE), shingles(part)) > 0.8


def test_other_text_is_not_like_it() -> None:
    """Texts without common shingles have nothing in common."""
    assert similarity(shingles(NUMBERED), shingles(OTHER)) == 0.0


@given(st.text(max_size=300), st.text(max_size=300))
def test_similarity_is_symmetric_and_bounded(one: str, other: str) -> None:
    """The order does not matter, and the answer is a share."""
    there = similarity(shingles(one), shingles(other))
    assert there == similarity(shingles(other), shingles(one))
    assert 0.0 <= there <= 1.0
