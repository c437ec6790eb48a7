"""Is a filter shown, with what its words find and what it would have let through, before it is saved?"""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.message import Reply
from bot.chat.verbs.request import Service
from bot.store.engine import Store
from bot.stories.search.index import search_words
from bot.text.words import fold
from tests.chat.verbs.conftest import Ask, buttons, shown
from tests.samples import HERE, NOW, a_story, a_subscription

TITLES = (
    ("ru", "Новый пакет санкций против банков"),
    ("pl", "Sankcje obejmą kolejne firmy"),
    ("en", "Ferry line reopens after repair"),
)


@pytest.fixture(autouse=True)
def stories(store: Store) -> None:
    """A chat that gets everything, and three stories of the last days."""
    with store.begin() as tx:
        tx.channels.save(a_subscription())
        for number, (language, title) in enumerate(TITLES, 1):
            story = replace(a_story(number, names=(), words=(), summary="", title=title), language=language, reports=())
            story = replace(story, opened=NOW - timedelta(days=1), updated=NOW - timedelta(days=1))
            tx.stories.save(story, words=search_words(story), terms=())


def saved(store: Store) -> tuple[str, ...]:
    with store.begin() as tx:
        subscription = tx.channels.at(HERE)
        assert subscription is not None
        return subscription.include


@pytest.mark.parametrize("asked_for", [False, True])
def test_a_filter_is_shown_and_then_saved(store: Store, ask: Ask, *, asked_for: bool) -> None:
    """Typed or given as an answer: nothing changes until the button is used."""
    if asked_for:
        ask("settings", value="ask:filter")
    reply = ask("answered sanctions" if asked_for else "/settings filter sanctions")
    text = shown(reply.message)
    assert "also finds: sanktion…" in text
    assert "2 of 3 stories of the last 14 days" in text
    assert TITLES[0][1] in text
    assert TITLES[2][1] not in text
    assert saved(store) == ()
    ask("set", value=buttons(reply.message)["Save"].value)
    assert saved(store) == ("sanctions",)


def test_words_in_a_row_are_asked_about(store: Store, ask: Ask) -> None:
    """Each way to understand them is one button away."""
    reply: Reply = ask("/settings filter санкции газ нефть")
    assert reply.refused
    assert list(buttons(reply.message)) == [
        "санкции, газ, нефть",
        "санкции + газ + нефть",
        '"санкции газ нефть"',
    ]
    assert all(len(button.value) <= 40 and button.value.isascii() for button in buttons(reply.message).values())
    ask("set", value=buttons(reply.message)["санкции + газ + нефть"].value)
    assert saved(store) == ("санкции + газ + нефть",)


def test_subscribing_shows_the_same(store: Store, ask: Ask) -> None:
    """It is saved at once, since it was asked for in so many words."""
    text = shown(ask("/subscribe sanctions, !банки").message)
    assert "1 of 3 stories" in text
    assert saved(store) == ("sanctions",)


def test_a_name_of_the_topic_is_found_by_any_of_its_spellings(ask: Ask, store: Store, service: Service) -> None:
    """The topic lists them; no rule of spelling leads from one to the other."""
    knows = replace(service, names={fold("Тихановская"): "Tsikhanouskaya"})
    with store.begin() as tx:
        story = a_story(9, names=("Tsikhanouskaya",), title="Opposition leader visits Prague")
        tx.stories.save(story, words=search_words(story), terms=())
    text = shown(ask("/settings filter Тихановская", of=knows).message)
    assert "also finds: Tsikhanouskaya" in text
    assert "Opposition leader visits Prague" in text
