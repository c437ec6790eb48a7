"""Feeds in, messages out, through everything that runs in production: what is lost and what is repeated?"""

import dataclasses
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.chat.message import Command
from bot.model import Target
from bot.ops import metrics
from bot.work.delivery import deliver
from bot.work.delivery.compose import LIST_FROM
from bot.work.polling import ledger
from bot.work.polling.take import take
from bot.work.service import Work
from tests.fakes.telegram_server import ANA, Fault
from tests.flow.databases import database  # noqa: F401 - every test runs on each kind of database
from tests.flow.world import NEXT_DAY, ON_TOPIC, Crash, Deadly, World, world

PRIVATE = Target(platform="telegram", chat=str(ANA.id))
GROUP = Target(platform="telegram", chat="-100200300")


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path, with_telegram=True) as made:
        yield made


def before_commit(_: Work, patch: pytest.MonkeyPatch) -> None:
    """Everything was written, nothing committed."""

    def fatal(*args: Any, **kwargs: Any) -> None:
        take(*args, **kwargs)
        raise Crash

    patch.setattr(ledger, "take", fatal)


def after_commit(work: Work, patch: pytest.MonkeyPatch) -> None:
    """Entries, story, alert and cursor are committed, nothing is claimed."""

    async def fatal(*_: object) -> int:
        raise Crash

    patch.setattr(deliver.Deliverer, "deliver", fatal)


def after_claim(work: Work, patch: pytest.MonkeyPatch) -> None:
    """The alert is leased, nothing is sent."""
    _deadly(work, patch, after=False)


def after_send(work: Work, patch: pytest.MonkeyPatch) -> None:
    """The platform took the message, nothing is recorded."""
    _deadly(work, patch, after=True)


def after_record(work: Work, patch: pytest.MonkeyPatch) -> None:
    """The message id is recorded."""

    def fatal(*_: object, **__: object) -> None:
        raise Crash

    patch.setattr(metrics, "delivered", fatal)


def _deadly(work: Work, patch: pytest.MonkeyPatch, *, after: bool) -> None:
    connection = work.connections["telegram"]
    patch.setitem(
        work.connections,
        "telegram",
        dataclasses.replace(connection, messenger=Deadly(real=connection.messenger, after=after)),
    )


POINTS: list[tuple[Callable[[Work, pytest.MonkeyPatch], None], int]] = [
    (before_commit, 1),
    (after_commit, 1),
    (after_claim, 1),
    (after_send, 2),  # the one honest case: the platform took it and nobody could write that down
    (after_record, 1),
]


@pytest.mark.parametrize(("point", "copies"), POINTS)
async def test_a_crash_loses_nothing_and_repeats_only_what_was_sent_and_not_recorded(
    here: World, monkeypatch: pytest.MonkeyPatch, point: Callable[[Work, pytest.MonkeyPatch], None], copies: int
) -> None:
    """Whenever the process dies between two steps, the next one delivers the alert, and once if it can know."""
    await here.prime(PRIVATE)
    here.publish(ON_TOPIC)
    with monkeypatch.context() as patch:
        assert await here.run(lambda work: point(work, patch)) is None
    await here.run()
    await here.run()
    assert here.telegram is not None
    told = [message.text for message in here.telegram.messages(ANA.id) if ON_TOPIC in message.text]
    assert len(told) == copies


async def test_the_first_poll_of_a_feed_tells_nobody(here: World) -> None:
    """What a feed held before we first looked is stored and grouped, and no news."""
    here.publish(ON_TOPIC)
    await here.prime(PRIVATE)
    assert await here.run() is not None
    assert here.telegram is not None
    assert here.telegram.messages(ANA.id) == []


async def test_an_entry_is_told_once_however_often_it_is_polled(here: World) -> None:
    """A feed that changes its ETag without news brings no second message."""
    await here.prime(PRIVATE)
    here.publish(ON_TOPIC)
    for number in range(3):
        await here.run()
        here.serve("one", etag=f'"again {number}"')
    assert here.telegram is not None
    assert len(here.telegram.messages(ANA.id)) == 1


async def test_a_story_that_grows_edits_its_message(tmp_path: Path) -> None:
    """A second outlet with the same news changes the first message and sends no other."""
    async with world(tmp_path, with_telegram=True, names=("one", "two")) as here:
        await here.prime(PRIVATE)
        here.publish(ON_TOPIC, feed="one")
        await here.run()
        here.publish(ON_TOPIC, feed="two")
        await here.run()
        assert here.telegram is not None
        (message,) = here.telegram.messages(ANA.id)
        assert message.edits == 1
        assert "2 sources" in message.text


async def test_a_blocked_bot_pauses_the_chat_and_stops_no_other(here: World) -> None:
    """Who blocked us gets nothing more and keeps the settings; the others are told."""
    assert here.telegram is not None
    here.telegram.chats.add(int(GROUP.chat), kind="supergroup", title="Desk")
    await here.prime(PRIVATE, GROUP)
    here.publish(ON_TOPIC)
    here.telegram.fail_next("sendMessage", Fault.forbidden())
    await here.run()
    async with here.process() as work:
        subscriptions = await work.store.read(lambda tx: tx.channels.all())
    assert sorted(each.paused is None for each in subscriptions) == [False, True]
    told = [*here.telegram.messages(ANA.id), *here.telegram.messages(int(GROUP.chat))]
    assert len(told) == 1


async def test_a_group_that_became_a_supergroup_is_followed_and_told(here: World) -> None:
    """The subscription moves to the new id, and the message that found out is sent there."""
    assert here.telegram is not None
    here.telegram.chats.add(-5, kind="group", title="Old")
    here.telegram.chats.add(-1005, kind="supergroup", title="New")
    await here.prime(Target(platform="telegram", chat="-5"))
    here.publish(ON_TOPIC)
    here.telegram.fail_next("sendMessage", Fault.moved(-1005))
    await here.run()
    assert [ON_TOPIC in message.text for message in here.telegram.messages(-1005)] == [True]


async def test_a_flood_wait_is_kept_and_then_the_message_sent(here: World) -> None:
    """After "retry after 30" nothing goes to that chat for thirty seconds, and then the alert arrives."""
    await here.prime(PRIVATE)
    here.publish(ON_TOPIC)
    assert here.telegram is not None
    here.telegram.fail_next("sendMessage", Fault.flood(30))
    async with here.process() as work:
        await here.look(work)
        (channel,) = await work.store.read(lambda tx: tx.channels.all())
        here.clock.advance(20)
        assert await work.jobs.deliverer.deliver(channel.channel_id) == 0
        here.clock.advance(11)
        assert await work.jobs.deliverer.deliver(channel.channel_id) == 1
    assert len(here.telegram.messages(ANA.id)) == 1


async def test_many_stories_at_once_come_as_one_list(here: World) -> None:
    """More than three alerts that wait for one chat go out as one message."""
    await here.prime(PRIVATE)
    for title in (
        ON_TOPIC,
        NEXT_DAY,
        "Russian Iskander missiles arrive at a base near Asipovichy, Belarus says",
        "Minsk and Moscow launch joint payment system for rail freight between Belarus and Russia",
        "Belarus refinery Naftan asks Russia for more crude oil as Putin visits Vitebsk",
    ):
        here.publish(title)
    done = await here.run()
    assert done is not None
    assert done.stories_new >= LIST_FROM
    assert here.telegram is not None
    (message,) = here.telegram.messages(ANA.id)
    assert "new stories" in message.text
    assert message.text.count("1 source") >= LIST_FROM


async def test_commands_reach_the_house_and_its_answers_the_chat(here: World) -> None:
    """Somebody who writes /start is subscribed, and is told of what happens next."""
    assert here.telegram is not None
    server = here.telegram
    async with here.process() as work:
        await here.look(work)
        server.say(ANA.id, "/start")
        await server.wait_for(lambda: server.messages(ANA.id))
        here.publish(ON_TOPIC)
        await here.look(work)
        await server.wait_for(lambda: len(server.messages(ANA.id)) > 1)
        alert = server.messages(ANA.id)[-1]
        assert ON_TOPIC in alert.text
        server.click(ANA.id, alert.id, alert.button_data[0])
        await server.wait_for(lambda: "Why this matched" in server.messages(ANA.id)[-1].text)


async def test_slack_gets_the_same_story_as_a_card_that_stays_current(tmp_path: Path) -> None:
    """/watch start in a channel, an alert there, and an edit when a second outlet reports."""
    async with world(tmp_path, with_slack=True, names=("one", "two")) as here:
        assert here.slack is not None
        target = Target(platform="slack", chat="C1")
        await here.prime(target)
        here.publish(ON_TOPIC, feed="one")
        await here.run()
        here.publish(ON_TOPIC, feed="two")
        await here.run()
        (card,) = here.slack.messages("C1")
        assert "2 sources" in card.words


async def test_a_restart_polls_nothing_early(here: World) -> None:
    """Due times live in the database: twenty restarts within the interval ask the feed for nothing."""
    async with here.process() as work:
        await here.look(work)
    asked = len(here.feeds.asked)
    for _ in range(20):
        async with here.process() as work:
            feeds = list(work.current.watch.feeds)
            not_due = await work.store.read(lambda tx: tx.feeds.not_due(here.clock.now()))
            assert set(feeds) <= set(not_due)
            await work.jobs.tick()
    assert len(here.feeds.asked) == asked


async def test_what_nobody_subscribed_to_is_stored_and_can_be_asked_for(here: World) -> None:
    """/latest shows stories of a chat that gets no alerts."""
    await here.prime()
    here.publish(ON_TOPIC)
    async with here.process() as work:
        await here.look(work)
        reply = await work.handle(Command(verb="latest", target=PRIVATE))
    assert ON_TOPIC in str(reply.message.sections)
