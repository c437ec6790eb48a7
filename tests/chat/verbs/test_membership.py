"""Do alerts follow a chat that moves, rest where we may not write, and go on as they were?"""

from dataclasses import replace

from bot.chat.message import Reply
from bot.chat.verbs.request import Service
from bot.model import Subscription, Target
from bot.store.engine import Store
from tests.chat.verbs.conftest import Ask
from tests.samples import HERE, NOW, a_subscription

GROUP = Target(platform="telegram", chat="-1001")
TOPIC, OTHER_TOPIC = replace(GROUP, thread="7"), replace(GROUP, thread="8")


def subscribed(store: Store, *targets: Target) -> None:
    with store.begin() as tx:
        for target in targets:
            tx.channels.save(replace(a_subscription(), channel_id=0, target=target))


def paused(store: Store) -> dict[str | None, str | None]:
    """Return why each thread of the group gets nothing."""
    return {each.target.thread: each.paused for each in everything(store) if each.target.chat == GROUP.chat}


def everything(store: Store) -> list[Subscription]:
    with store.begin() as tx:
        return tx.channels.all()


def silent(reply: Reply) -> bool:
    return not reply.message.text and not reply.more and reply.announce is None


def test_who_is_put_out_rests_in_every_topic(ask: Ask, store: Store) -> None:
    """Other chats go on; back again, all topics go on as they were."""
    subscribed(store, GROUP, TOPIC, HERE)
    assert silent(ask("left", target=GROUP, told=True))
    assert paused(store) == {None: "I was removed from this chat", "7": "I was removed from this chat"}
    assert [each.paused for each in everything(store) if each.target == HERE] == [None]
    ask("joined", target=GROUP, told=True)
    assert paused(store) == {None: None, "7": None}


def test_who_set_it_up_is_told_in_private(ask: Ask, store: Store) -> None:
    """Once, and not the one who did it, nor where somebody stopped alerts before."""
    with store.begin() as tx:
        for target in (GROUP, TOPIC):
            tx.channels.save(replace(a_subscription(manager="7", title="Desk"), target=target))
        tx.channels.save(replace(a_subscription(manager="8", active=False), target=OTHER_TOPIC))
    ((target, message),) = ask("left", target=GROUP, user="9", told=True).elsewhere
    assert target == Target(platform="telegram", chat="7")
    assert message.text == "I can no longer post in “Desk”: I was removed from this chat"
    ask("joined", target=GROUP, told=True)
    assert ask("left", target=GROUP, user="7", told=True).elsewhere == ()


def test_the_reason_is_kept(ask: Ask, store: Store) -> None:
    """A right that was taken away is something else than being put out; the first reason stays."""
    subscribed(store, GROUP)
    ask("left I may not write in this chat any more", target=GROUP, told=True)
    ask("left", target=GROUP, told=True)
    assert paused(store) == {None: "I may not write in this chat any more"}


def test_a_closed_topic_rests_alone(ask: Ask, store: Store, service: Service) -> None:
    """Opened again it goes on, and nothing of the time between is sent."""
    subscribed(store, GROUP, TOPIC, OTHER_TOPIC)
    assert silent(ask("closed", target=TOPIC, told=True))
    assert paused(store) == {None: None, "7": "the topic was closed", "8": None}
    later = replace(service, now=NOW.replace(hour=23))
    assert silent(ask("reopened", target=TOPIC, told=True, of=later))
    (topic,) = [each for each in everything(store) if each.target == TOPIC]
    assert (topic.paused, topic.since) == (None, later.now)


def test_an_opened_topic_that_rested_for_another_reason_rests_on(ask: Ask, store: Store) -> None:
    """It says nothing about whether we are let in."""
    subscribed(store, TOPIC)
    ask("left", target=GROUP, told=True)
    ask("reopened", target=TOPIC, told=True)
    assert paused(store) == {"7": "I was removed from this chat"}


def test_a_group_with_a_new_id_keeps_its_alerts(ask: Ask, store: Store) -> None:
    """At once, with its settings."""
    subscribed(store, GROUP)
    assert silent(ask("moved -1009", target=GROUP, told=True))
    (moved,) = everything(store)
    assert (moved.target.chat, moved.paused, moved.active) == ("-1009", None, True)


def test_nobody_can_type_what_only_the_platform_tells(ask: Ask, store: Store) -> None:
    """Else a member could silence a group, or send its alerts elsewhere."""
    subscribed(store, GROUP, TOPIC)
    for line in ("left", "moved 666", "closed", "reopened", "joined"):
        assert ask(line, target=TOPIC).refused
    assert paused(store) == {None: None, "7": None}
