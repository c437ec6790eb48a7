"""Is a chat left alone for as long as it asked, and of the story that it named?"""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.verbs.request import Service
from bot.model import Scope
from bot.store.engine import Store
from bot.stories.search.index import search_words
from tests.chat.verbs.conftest import Ask, Type, shown
from tests.samples import HERE, NOW, a_story, a_subscription


@pytest.fixture(autouse=True)
def a_channel(store: Store) -> None:
    with store.begin() as tx:
        tx.channels.save(a_subscription())


@pytest.mark.parametrize(
    ("length", "until"), [("30m", timedelta(minutes=30)), ("8h", timedelta(hours=8)), ("7D", timedelta(days=7))]
)
def test_nothing_comes_for_the_time_that_was_asked(store: Store, type_in: Type, length: str, until: timedelta) -> None:
    """The end is told, with the way to end it sooner."""
    answer = type_in(f"/mute {length}")
    assert "To end that: /mute off" in answer
    assert f"{NOW + until:%H:%M}" in answer
    with store.begin() as tx:
        channel = tx.channels.at(HERE)
    assert channel is not None
    assert channel.muted_until == NOW + until


def test_mute_tells_how_it_stands_and_ends(store: Store, type_in: Type, ask: Ask, service: Service) -> None:
    """Without a time it only tells; when the time is over, nothing is muted."""
    assert "not muted" in type_in("/mute")
    assert "not muted" in type_in("/mute off")
    type_in("/mute 8h")
    assert "muted until 21 Sep 2026 22:13" in type_in("/mute")
    assert "not muted" in shown(ask("/mute", of=replace(service, now=NOW + timedelta(hours=9))).message)
    assert "come again" in type_in("/mute off")
    with store.begin() as tx:
        assert tx.channels.active()[0].muted_until is None


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("/mute 8 hours", "I don't know the time “8 hours”. Use 30m to 7d, e.g. /mute 8h"),
        ("/mute tomorrow", "“tomorrow”"),
        ("/mute 10m", "“10m” is too short. Use 30m to 7d, e.g. /mute 8h"),
        ("/mute 2w", "“2w” is too long"),
        ("/mute 99999999d", "Use 30m to 7d"),
    ],
)
def test_a_wrong_time_gets_an_example(store: Store, type_in: Type, line: str, says: str) -> None:
    """And changes nothing."""
    assert says in type_in(line)
    with store.begin() as tx:
        assert tx.channels.active()[0].muted_until is None


def test_one_story_is_muted_in_its_channel(store: Store, ask: Ask) -> None:
    """By the button under it; the others are told once, however often it is clicked."""
    with store.begin() as tx:
        story = tx.stories.save(a_story(), words=search_words(a_story()), terms=())
    fields = {"value": story.short, "scope": Scope.GROUP, "user_name": "Ana"}
    first, second = ask("mute_story", **fields), ask("mute_story", **fields)
    assert first.passing
    assert "nothing more of this story" in shown(first.message)
    assert first.announce is not None
    assert first.announce.text == "Ana muted the story “Presidents sign decree” in this channel."
    assert second.announce is None
    with store.begin() as tx:
        assert tx.muted.channels_of(story.id) == {1}


def test_a_story_that_is_not_there_cannot_be_muted(store: Store, ask: Ask) -> None:
    """A button outlives its story; members cannot use it at all."""
    assert "I can't find story" in shown(ask("mute_story", value="zz9").message)
    assert ask("mute_story", value="zz9", admin=False, scope=Scope.GROUP).refused


def test_a_chat_that_gets_nothing_cannot_mute_anything(store: Store, ask: Ask) -> None:
    """It is told what comes first."""
    ask("/stop")
    assert "First: /start" in shown(ask("/mute 8h").message)
    assert "First: /start" in shown(ask("mute_story", value="abcd").message)


def test_the_others_learn_who_muted_and_for_how_long(ask: Ask) -> None:
    """Silence that nobody explains looks like a fault."""
    fields = {"scope": Scope.CHANNEL, "user_name": "Ana"}
    muted, ended = ask("/mute 8h", **fields).announce, ask("/mute off", **fields).announce
    assert muted is not None
    assert ended is not None
    assert muted.text == "Ana muted alerts in this channel for 8 hours."
    assert ended.text == "Ana unmuted alerts in this channel."
