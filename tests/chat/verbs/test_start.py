"""Does the first minute in a chat tell what to expect, take one choice, and leave nobody in silence?"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.chat.message import Action
from bot.chat.verbs.request import Service
from bot.model import Hit, Scope, Send, Subscription, Target
from bot.store.engine import Store
from bot.stories.importance import BAR
from bot.stories.search.index import search_words
from bot.stories.statistics.forecast import expected
from tests.chat.verbs.conftest import Ask, buttons, shown
from tests.samples import HERE, NO_MATCH, NOW, a_story, a_subscription, an_entry

CHANNEL = {"scope": Scope.CHANNEL, "user_name": "Ana"}
DAY = timedelta(days=1)


def put(store: Store, number: int, at: datetime = NOW, **fields: Any) -> str:
    story = a_story(number, **({"opened": at, "updated": at} | fields))
    with store.begin() as tx:
        return tx.stories.save(story, words=search_words(story), terms=()).short


def watching_for(store: Store, days: int) -> None:
    with store.begin() as tx:
        tx.entries.save([Hit(entry=an_entry(seen=NOW - days * DAY), match=NO_MATCH)], {})


def here(store: Store) -> Subscription:
    with store.begin() as tx:
        found = tx.channels.at(HERE)
    assert found is not None
    return found


def test_start_subscribes_at_once_and_lets_choose(store: Store, ask: Ask) -> None:
    """Whoever types /start and walks away gets every story."""
    reply = ask("/start")
    assert "I watch 2 sources for Belarus–Russia relations." in shown(reply.message)
    assert "What should I send?" in shown(reply.message)
    choices = buttons(reply.message)
    assert [(each.action, each.value, each.chosen) for each in choices.values()] == [
        (Action.SEND, "important", False),
        (Action.SEND, "every", True),
        (Action.SEND, "digest", False),
    ]
    assert (here(store).send, here(store).manager, here(store).scope) == (Send.EVERY, "7", Scope.PRIVATE)


def test_the_choices_have_numbers_where_enough_is_known(store: Store, ask: Ask) -> None:
    """They are those of the last 14 days, counted as alerts are."""
    watching_for(store, 14)
    for number in range(28):
        put(store, number, NOW - (number % 14) * DAY - timedelta(hours=1), importance=0.9 if number < 14 else 0.7)
    reply = ask("/start")
    assert {"Important only (≈1 a day)", "Every story (≈2 a day)", "One digest a day"} == set(buttons(reply.message))
    assert "usually 2 a day" in shown(reply.message)


def test_rare_news_is_counted_by_the_week(store: Store, ask: Ask) -> None:
    """A number below one a day says more as a number a week."""
    watching_for(store, 30)
    for number in range(4):
        put(store, number, NOW - number * 3 * DAY, score=0.7)
    assert "Every story (≈2 a week)" in buttons(ask("/start").message)


def test_no_numbers_are_made_up_in_the_first_days(store: Store, ask: Ask) -> None:
    """What a feed had when it was polled first is no measure either."""
    watching_for(store, 2)
    put(store, 1)
    assert {"Important only", "Every story", "One digest a day"} == set(buttons(ask("/start").message))
    assert expected([a_story(quiet=True)], begun=NOW - 9 * DAY, now=NOW + DAY) == expected(
        [], begun=NOW - 9 * DAY, now=NOW + DAY
    )
    assert expected([], begun=None, now=NOW) is None


def test_what_is_important_is_counted_by_the_rule_of_alerts() -> None:
    """The top fifth where there are enough stories to tell; a fixed bar before."""
    few = [a_story(number, importance=points) for number, points in enumerate((BAR + 1, BAR, BAR - 0.1, 0.5))]
    many = [a_story(number, importance=0.9 + number / 100) for number in range(20)]
    for stories, important in ((few, 2), (many, 4)):
        found = expected(stories, begun=NOW - 9 * DAY, now=NOW + timedelta(hours=1))
        assert found is not None
        assert (round(found.important * 9), round(found.every * 9)) == (important, len(stories))


def test_a_tap_shows_an_example_and_what_comes_next(store: Store, ask: Ask) -> None:
    """The newest real story, marked; then quiet hours with a way to change them, and the ways into groups."""
    short = put(store, 1)
    ask("/start")
    reply = ask("send", value="important")
    assert reply.edits
    assert "What to send: Important only" in shown(reply.message)
    assert not reply.message.buttons
    example, done = reply.more
    assert example.text.startswith("Example")
    assert example.story == short
    assert "Quiet hours: 23:00–07:00 (Europe/Warsaw)" in shown(done)
    assert "/latest shows what happened before" in shown(done)
    assert [button.action for button in buttons(done).values()] == [
        Action.SETTINGS,
        Action.ADD_GROUP,
        Action.ADD_CHANNEL,
    ]
    assert (here(store).send, here(store).quiet) == (Send.IMPORTANT, "23:00-07:00")


def test_without_any_story_there_is_no_example(ask: Ask) -> None:
    """An invented one would be a lie."""
    ask("/start")
    assert len(ask("send", value="every").more) == 1


def test_one_digest_a_day_is_planned_at_once(store: Store, ask: Ask) -> None:
    """At eight in the chat's zone; the time is told."""
    ask("/start")
    reply = ask("send", value="digest")
    assert "The next digest comes 22 Sep 2026 06:00 UTC" in shown(reply.more[-1])
    assert (here(store).send, here(store).digest, here(store).quiet) == (Send.DIGEST, "daily 08:00", None)
    with store.begin() as tx:
        assert len(tx.channels.digests_due(NOW + DAY)) == 1


def test_groups_get_no_quiet_hours_that_nobody_chose(store: Store, ask: Ask) -> None:
    """And no buttons by which one person adds the bot elsewhere."""
    ask("/start", scope=Scope.GROUP)
    done = ask("send", value="every", scope=Scope.GROUP).more[-1]
    assert [button.action for button in buttons(done).values()] == [Action.SETTINGS]
    assert (here(store).quiet, here(store).scope) == (None, Scope.GROUP)


def test_a_second_start_shows_what_is_in_force(store: Store, ask: Ask) -> None:
    """Its buttons are those of the settings: no second example, no second greeting of the others."""
    ask("/start", **CHANNEL)
    reply = ask("/start", **CHANNEL)
    assert "gets alerts already" in shown(reply.message)
    assert reply.announce is None
    assert here(store).scope is Scope.CHANNEL
    assert {each.value for each in buttons(reply.message).values()} == {"send=important", "send=every", "send=digest"}


def test_a_person_is_spoken_to_in_the_language_of_their_app(store: Store, ask: Ask) -> None:
    """Where the bot speaks it; groups and channels keep that of the house."""
    ask("/start", language="be")
    assert here(store).language == "be"
    for chat, fields in (("2", {"language": "fi"}), ("3", {"language": "be", "scope": Scope.GROUP})):
        target = Target(platform="telegram", chat=chat)
        ask("/start", target=target, **fields)
        with store.begin() as tx:
            channel = tx.channels.at(target)
        assert channel is not None
        assert channel.language is None


@pytest.mark.parametrize("typed", ["why_{}", "sources_{}"])
def test_a_link_asks_about_a_story(store: Store, ask: Ask, typed: str) -> None:
    """It opens the bot with /start and something behind it, and subscribes nobody."""
    short = put(store, 1)
    assert not ask(f"/start {typed.format(short)}").refused
    assert "Outlet 1" in shown(ask(f"/start sources_{short}").message)
    with store.begin() as tx:
        assert tx.channels.at(HERE) is None


def test_a_link_shows_the_newest_stories(store: Store, ask: Ask) -> None:
    """Anything unknown behind /start is a plain /start."""
    put(store, 1, title="Gas price agreed in Minsk")
    assert "Gas price agreed" in shown(ask("/start latest").message)
    assert "What should I send?" in shown(ask("/start hello_there").message)


def test_a_channel_that_invited_the_bot_chooses_with_one_tap(store: Store, ask: Ask) -> None:
    """Alerts, a digest, or nothing yet."""
    hello = ask("joined", told=True, **CHANNEL).message
    assert "I can post new stories about Belarus–Russia relations here" in shown(hello)
    assert {label: (each.action, each.value) for label, each in buttons(hello).items()} == {
        "Start alerts": (Action.START, ""),
        "Digest at 08:00": (Action.SEND, "digest"),
        "Not now": (Action.SEND, "later"),
    }
    assert "not now" in shown(ask("send", value="later", **CHANNEL).message)
    with store.begin() as tx:
        assert tx.channels.at(HERE) is None
    reply = ask("send", value="digest", **CHANNEL)
    assert reply.announce is not None
    assert reply.announce.text == "Ana turned on alerts in this channel."
    assert here(store).send is Send.DIGEST
    assert "gets alerts already" in shown(ask("send", value="later", **CHANNEL).message)


def test_an_unknown_choice_subscribes_nobody(store: Store, ask: Ask) -> None:
    """A forged button is refused as typed words are."""
    assert "Use important, every or digest" in shown(ask("send", value="all").message)
    with store.begin() as tx:
        assert tx.channels.at(HERE) is None


def test_a_chat_that_comes_back_goes_on_in_all_its_topics(store: Store, ask: Ask) -> None:
    """What was stopped by somebody stays stopped."""
    gone = "I was removed from this chat"
    with store.begin() as tx:
        for thread, fields in (("1", {}), ("2", {"active": False}), ("3", {})):
            tx.channels.save(a_subscription(target=replace(HERE, thread=thread), paused=gone, **fields))
    assert "I am back" in shown(ask("joined", told=True).message)
    with store.begin() as tx:
        assert [each.target.thread for each in tx.channels.active()] == ["1", "3"]


def test_who_comes_back_late_gets_no_digest_of_the_time_away(store: Store, ask: Ask, service: Service) -> None:
    """Nothing old is sent, also not in a digest that would be due."""
    ask("/start")
    ask("/digest daily 08:00")
    ask("/stop")
    later = replace(service, now=NOW + 30 * DAY)
    ask("/start", of=later)
    with store.begin() as tx:
        assert tx.channels.digests_due(later.now) == []
        ((_, start),) = tx.channels.digests_due(later.now + DAY)
    assert start == later.now


def test_what_to_expect_is_counted_once_an_hour(store: Store, ask: Ask, service: Service) -> None:
    """To type /start again and again costs nothing; an hour later the numbers are those of that hour."""
    watching_for(store, 14)
    ask("/start")
    for number in range(14):
        put(store, number, NOW - number * DAY, score=0.7)
    assert "Every story" in buttons(ask("/start").message)
    assert "Every story (≈1 a day)" in buttons(ask("/start", of=replace(service, now=NOW + DAY / 24)).message)
