"""Do votes become shares that an admin can act on, and no more than they prove?"""

from bot.stories.statistics.precision import precision
from tests.samples import a_story


def test_votes_are_counted_for_each_name_word_and_feed() -> None:
    """Everything in a story shares its votes."""
    rows = precision([(a_story(1, names=("Lukashenko",), words=("potash",), sources=2), 3, 1)])
    assert {(row.kind, row.what, row.useful, row.votes, row.stories) for row in rows} == {
        ("name", "Lukashenko", 3, 4, 1),
        ("word", "potash", 3, 4, 1),
        ("feed", "feed1", 3, 4, 1),
        ("feed", "feed2", 3, 4, 1),
    }


def test_the_worst_with_enough_votes_come_first() -> None:
    """Two votes, both bad, prove less than five votes with one good."""
    voted = [
        (a_story(1, names=("Good",), words=(), sources=0), 3, 0),
        (a_story(2, names=("Good", "Bad"), words=(), sources=0), 3, 3),
        (a_story(3, names=("Bad",), words=(), sources=0), 0, 4),
        (a_story(4, names=("Few",), words=(), sources=0), 0, 2),
        (a_story(5, names=("One story",), words=(), sources=0), 0, 9),
    ]
    rows = precision(voted)
    assert [(row.what, row.enough) for row in rows] == [
        ("Bad", True),
        ("Good", True),
        ("One story", False),
        ("Few", False),
    ]
    assert (rows[0].useful, rows[0].votes, rows[0].share) == (3, 10, 0.3)


def test_no_votes_are_no_rows() -> None:
    """Nothing is divided by nothing."""
    assert precision([]) == []
