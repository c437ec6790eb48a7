"""Is a name that was stored lately no news, and a number always?"""

from bot.stories.grouping.baseline import facts, without
from tests.stories.conftest import MakeHit

NAMES = (("volfovich", "person"), ("khrenin", "person"))


def test_names_and_pairings_are_facts_and_numbers_are_not(make_hit: MakeHit) -> None:
    """That a story spoke of 500 says nothing of the 500 in another one."""
    hit = make_hit("a", "x", names=NAMES, new=("Volfovich", "Volfovich + Khrenin", "500", "2 + 2"))
    assert facts([hit]) == {"Volfovich", "Khrenin + Volfovich"}


def test_what_is_known_is_not_new_and_the_rest_stays(make_hit: MakeHit) -> None:
    """The order of a pairing does not matter; nothing else of the match changes."""
    hit = make_hit("a", "x", names=NAMES, new=("Khrenin", "Volfovich + Khrenin", "500"))
    other = make_hit("b", "y", names=NAMES, new=("Khrenin + Volfovich",))
    left = without(hit, facts([other]))
    assert left.match.new == ("Khrenin", "500")
    assert (left.entry, left.match.names, left.match.score) == (hit.entry, hit.match.names, hit.match.score)


def test_where_nothing_is_known_the_hit_is_the_same(make_hit: MakeHit) -> None:
    """No copy is made for nothing."""
    hit = make_hit("a", "x", names=NAMES, new=("Khrenin",))
    assert without(hit, set()) is hit
