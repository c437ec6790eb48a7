"""Do /why and the list of sources say, in small and honest words, where a story comes from?"""

from datetime import timedelta
from typing import Any

from bot.model import Hit, Ownership
from bot.store.engine import Store
from tests.chat.verbs.conftest import Type
from tests.samples import NO_MATCH, NOW, a_report, a_story, an_entry

TEXT = "The two presidents signed a decree on joint air defence in Minsk on Monday, the agency said in the evening."
OWN = "Neither the cost nor the length of the arrangement was made public when leaders met in the capital yesterday."


def put(store: Store, *reports: Any) -> str:
    with store.begin() as tx:
        hit = Hit(entry=an_entry(1, seen=NOW + timedelta(minutes=47)), match=NO_MATCH)
        tx.entries.save([hit], {hit.entry.key: a_story().id})
        return tx.stories.save(a_story(reports=reports), words="", terms=()).short


def test_copies_and_the_first_reporter_are_named(store: Store, type_in: Type) -> None:
    """Two agencies with one text are one voice; the reader sees whose."""
    later = a_report(2, text=TEXT, at=NOW + timedelta(minutes=13))
    short = put(store, a_report(1, text=TEXT), later, a_report(3, text=OWN, title="What is known", at=NOW))
    for verb in ("why", "sources"):
        text = type_in(verb, value=short)
        assert "First: Outlet 3, by its own clock 21 Sep 2026 14:13 UTC; seen here 21 Sep 2026 15:00 UTC" in text
        assert "2 outlets in their own words of one kind of ownership (2 state); 1 other repeats its text" in text
    assert "same text as Outlet 1, 12 minutes later" in type_in("sources", value=short)


def test_one_outlet_is_no_corroboration(store: Store, type_in: Type) -> None:
    """However many repeat it."""
    short = put(store, a_report(1, text=TEXT), a_report(2, text=TEXT), a_report(3, text=TEXT))
    assert "one outlet alone so far; 2 others repeat its text" in type_in("why", value=short)


def test_different_owners_are_told(store: Store, type_in: Type) -> None:
    """State and independent saying the same in their own words is what analysts look for."""
    own = a_report(2, text=OWN, title="What is known", ownership=Ownership.INDEPENDENT)
    assert "2 outlets in their own words (1 state, 1 independent)" in type_in(
        "why", value=put(store, a_report(1, text=TEXT), own)
    )
