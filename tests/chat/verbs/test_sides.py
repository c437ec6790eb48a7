"""Is what state and independent outlets tell differently set side by side, each sentence with its outlet?"""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.rendering import alerts, digests
from bot.model import Ownership, Story
from bot.store.engine import Store
from bot.stories.search.index import search_words
from bot.stories.statistics.digest import digest
from bot.stories.wording.sides import sides
from tests.chat.verbs.conftest import Ask, buttons, shown
from tests.samples import NOW, a_report, a_story

STATE = a_report(
    1,
    source="Harbour News",
    title="New quay opens in the port",
    text="The minister opened the new quay on Monday morning. It cost 40 million euros in all, he told reporters.",
)
FREE = a_report(
    2,
    source="Open Tide",
    title="Quay opens two years late",
    text="The new quay was opened on Monday morning. Police detained 17 dockers at the gate of the port.",
)


@pytest.fixture
def story() -> Story:
    return a_story(1, title=STATE.title, names=(), words=(), short="8f3k", reports=(STATE, FREE))


def test_each_side_tells_what_the_other_has_not(story: Story) -> None:
    """Its first sentence, since when it has it, and the sentences whose numbers and names the other side lacks."""
    state, free = sides(story, "en")
    assert (state.owner, free.owner) == (Ownership.STATE, Ownership.INDEPENDENT)
    assert state.says == "The minister opened the new quay on Monday morning."
    assert state.since == STATE.at
    assert [each.text for each in state.only] == ["It cost 40 million euros in all, he told reporters."]
    assert [each.text for each in free.only] == ["Police detained 17 dockers at the gate of the port."]


def test_the_same_facts_are_no_difference(story: Story) -> None:
    """Other words for what both have are not told as something that one side alone says."""
    same = replace(FREE, text="The new quay was opened on Monday. In all it cost 40 million euros, they say there.")
    assert [side.only for side in sides(replace(story, reports=(STATE, same)), "en")] == [(), ()]


def test_one_side_alone_and_outlets_of_neither(story: Story) -> None:
    """Where one side is silent nothing is compared; party and unknown outlets are on no side."""
    (alone,) = sides(replace(story, reports=(FREE,)), "en")
    assert (alone.owner, alone.only) == (Ownership.INDEPENDENT, ())
    neither = replace(FREE, ownership=Ownership.PARTY)
    assert sides(replace(story, reports=(neither,)), "en") == ()


def put(store: Store, story: Story) -> None:
    with store.begin() as tx:
        tx.stories.save(story, words=search_words(story), terms=())


def test_the_reasons_and_the_menu_show_both_sides(store: Store, ask: Ask, story: Story) -> None:
    """With the outlet behind each sentence; the menu has the comparison only where there is one."""
    put(store, story)
    with store.begin() as tx:
        saved = next(iter(tx.stories.newest(1)))
    for asked in (ask(f"/why {saved.short}"), ask("compare", value=saved.short)):
        text = shown(asked.message)
        assert "State media: " in text
        assert "1 outlet: Harbour News" in text
        assert "only there: Police detained 17 dockers at the gate of the port. — Open Tide" in text
    assert buttons(alerts.alert(saved))["State and independent"].rare
    offered = buttons(ask("sources", value=saved.short).message)  # where menus are not shown, a card leads here
    assert not offered["State and independent"].rare
    assert "State and independent" not in buttons(alerts.alert(replace(saved, reports=(STATE,))))


def test_a_silent_side_is_named(store: Store, ask: Ask, story: Story) -> None:
    """Of several outlets, all of one side."""
    put(store, replace(story, reports=(FREE, replace(FREE, key="k3", source="Ebb", at=FREE.at + timedelta(hours=1)))))
    with store.begin() as tx:
        saved = next(iter(tx.stories.newest(1)))
    text = shown(ask(f"/why {saved.short}").message)
    assert "Independent media: " in text
    assert "2 outlets: Open Tide, Ebb" in text
    assert "State media: nothing so far" in text


def test_a_digest_tells_what_one_side_alone_has(story: Story) -> None:
    """In a line of its own, beside the sentence of the story."""
    story = replace(story, opened=NOW, updated=NOW, summary="The minister opened the new quay on Monday morning.")
    text = shown(digests.digest("Topic", digest([story], since=NOW - timedelta(hours=8), now=NOW)))
    assert "The minister opened the new quay on Monday morning. — Harbour News" in text
    assert "Only state media: It cost 40 million euros in all, he told reporters. — Harbour News" in text
