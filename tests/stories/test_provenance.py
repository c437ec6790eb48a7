"""Who was first, who copies whom, and how many say it on their own?"""

from datetime import timedelta

import pytest

from bot.model import Ownership
from bot.stories.outlets import provenance
from tests.samples import NOW, a_report, a_story

TEXT = "The two presidents signed a decree on joint air defence in Minsk on Monday, the agency said in the evening."
OTHER = "Neither the cost nor the length of the arrangement was made public when leaders met in the capital yesterday."


def test_near_copies_point_at_the_first_with_that_text() -> None:
    """The third outlet copies the second one's copy, which is the first one's text."""
    reports = (
        a_report(1, text=TEXT),
        a_report(2, text=TEXT.replace("evening", "morning"), at=NOW + timedelta(minutes=13)),
        a_report(3, text=f"{TEXT} It gave no details.", at=NOW + timedelta(minutes=20)),
        a_report(4, title="Air defence: what is known", text=OTHER, at=NOW + timedelta(minutes=30)),
    )
    found = provenance(a_story(reports=reports), {reports[1].key: NOW + timedelta(hours=1)})
    assert {key: (each.of.source, each.later) for key, each in found.copies.items()} == {
        reports[1].key: ("Outlet 1", timedelta(minutes=12)),
        reports[2].key: ("Outlet 1", timedelta(minutes=19)),
    }
    assert (found.first, found.seen) == (reports[0], NOW + timedelta(hours=1))
    assert (found.outlets, found.own) == (2, {Ownership.STATE: 1, Ownership.INDEPENDENT: 1})


def test_an_outlet_does_not_copy_itself_and_counts_once() -> None:
    """An agency that sends its report twice is one source."""
    twice = (a_report(1, text=TEXT), a_report(2, text=TEXT, source="Outlet 1", ownership=Ownership.STATE))
    found = provenance(a_story(reports=twice), {})
    assert (found.copies, found.outlets, found.seen) == ({}, 1, None)


def test_a_story_without_reports_comes_from_nowhere() -> None:
    """There is nobody to name."""
    with pytest.raises(ValueError, match="no reports"):
        provenance(a_story(reports=()), {})
