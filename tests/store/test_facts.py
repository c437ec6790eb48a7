"""Does the store know for how long a fact is no news?"""

from datetime import timedelta

from bot.store.engine import Store
from tests.samples import NOW

DAY = timedelta(days=1)


def test_a_fact_is_known_as_long_as_it_is_seen_now_and_then(store: Store) -> None:
    """Seeing it once more starts its time anew."""
    with store.begin() as tx:
        tx.facts.remember({"Volfovich", "Minsk + Moscow"}, NOW)
        tx.facts.remember({"Volfovich"}, NOW + DAY)
        assert tx.facts.known({"Volfovich", "Minsk + Moscow", "Khrenin"}, NOW + DAY) == {"Volfovich"}
        assert tx.facts.known({"Volfovich", "Minsk + Moscow"}, NOW) == {"Volfovich", "Minsk + Moscow"}


def test_what_was_not_seen_for_long_is_forgotten(store: Store) -> None:
    """The table stays as small as the time that it is asked about."""
    with store.begin() as tx:
        tx.facts.remember({"Volfovich"}, NOW)
        tx.facts.remember({"Khrenin"}, NOW + DAY)
        assert tx.facts.forget(NOW + DAY) == 1
        assert tx.facts.known({"Volfovich", "Khrenin"}, NOW) == {"Khrenin"}


def test_many_facts_are_asked_for_at_once(store: Store) -> None:
    """More than one statement may bind."""
    many = {f"Name {number}" for number in range(1000)}
    with store.begin() as tx:
        tx.facts.remember(many, NOW)
        assert tx.facts.known(many, NOW) == many
