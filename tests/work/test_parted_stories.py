"""What do chats see when later reports show that a story tells of two events, and what leads to each of them then?"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.chat.message import Message, Role, plain
from bot.chat.rendering.trace import Fate, trace
from bot.model import Bond, BondKind, Entry, Hit, Reason, StoryChange, Subscription
from bot.store.engine import Store
from bot.store.transaction import Transaction
from bot.stories.grouping.growth import grow
from bot.stories.grouping.regroup import merge
from bot.stories.grouping.sketch import sketch
from bot.work.delivery.compose import compose
from bot.work.delivery.desk import Desk
from bot.work.polling.plan import save
from tests.fakes import postgres
from tests.samples import NOW, a_subscription
from tests.small_topic import news, poll, url, write_config

STRIKE = [
    news("Belarus: refinery crews of Mozyr walk out over wages, Lukashenko calls Putin"),
    news("Refinery crews of Mozyr walk out over wages and rosters in Belarus, Russia worried", feed="two", minutes=5),
    news("Walk-out at the Mozyr refinery in Belarus: crews want wages as in Russia", minutes=10),
    news("Lukashenko and Putin speak of refinery crews of Mozyr who walk out", feed="two", minutes=15),
]
DRONE = [
    news("Drone from Russia falls on a farm near Brest in Belarus", minutes=20),
    news("Russia silent as drone falls on farm near Brest, Belarus", feed="two", minutes=25),
    news("A farm near Brest burns: drone of Russia fell in Belarus", minutes=30),
    news("Belarus asks Russia about the drone that fell on a farm near Brest", feed="two", minutes=35),
]


def as_one(hits: Sequence[Hit], *_: object, now: datetime, **__: object) -> list[StoryChange]:
    """Group as if all told of one event."""
    return [grow(None, hits, [sketch(hit) for hit in hits], {}, now=now, why=Bond(kind=BondKind.ALONE))]


def deliver(store: Store, to: Subscription, now: datetime, texts: dict[str, list[Message]]) -> None:
    """Deliver what a chat is owed, and keep under the id of each message what it says, oldest version first."""
    with store.begin() as tx:
        desk = Desk(to=to, topic="Topic", zone="UTC", language=None, feeds={}, now=now)
        parcels, _ = compose(tx, tx.outbox.claim(to.channel_id, now, most=9), desk)
        for parcel in parcels:
            assert parcel.message is not None
            sent = parcel.edits or f"m{len(texts)}"
            texts[sent].append(parcel.message)
            tx.alerts.sent([each.id for each in parcel.alerts], sent, now)


def line(message: Message, role: Role) -> str:
    """Return the first line of a message's section."""
    return plain(next(section for section in message.sections if section.role is role).lines[0])


def die(_: str) -> None:
    raise ConnectionAbortedError


def told_as_one(
    store: Store, config: Path, texts: dict[str, list[Message]], monkeypatch: pytest.MonkeyPatch
) -> Subscription:
    """Group all reports but the last one as if they told of one event, and tell a chat of it."""
    before = (*STRIKE, *DRONE[:-1])
    with store.begin() as tx:
        to = tx.channels.save(a_subscription(since=NOW - timedelta(days=1)))
    with monkeypatch.context() as patched:
        patched.setattr("bot.work.polling.plan.cluster", as_one)
        poll(store, config, *before)
    deliver(store, to, before[-1].seen, texts)
    return to


@pytest.mark.parametrize("kind", postgres.KINDS)
def test_a_part_is_told_as_new_and_the_first_message_mended(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Entries follow the story that tells of them, also where the first try ended half-way; operators can undo it."""
    config = write_config(tmp_path)
    texts: dict[str, list[Message]] = defaultdict(list)
    last = DRONE[-1]
    with nullcontext(url(tmp_path)) if kind == "sqlite" else postgres.database() as where, Store(where) as store:
        to = told_as_one(store, config, texts, monkeypatch)
        with monkeypatch.context() as patched:
            patched.setattr("bot.work.polling.take.failpoint", die)
            with pytest.raises(ConnectionAbortedError):
                poll(store, config, last)
        taken = poll(store, config, last)
        deliver(store, to, last.seen, texts)
        with store.begin() as tx:
            strike, drone = sorted(tx.stories.each_since(None), key=lambda story: story.title)
            homes = [tx.entries.story_of(entry.key) for entry in (*STRIKE, *DRONE)]
            assert tx.regroups.apart([strike.id, drone.id])
            merged = save(tx, merge(strike, drone))
            tx.put_into(drone, merged, last.seen)
        poll(store, config, news("Drone of Russia on a farm near Brest: what Belarus knows of it", minutes=40))
        with store.begin() as tx:
            (whole,) = tx.stories.each_since(None)
    assert (taken.opened, taken.updated) == ({"main": 1}, {"main": 1})
    assert (drone.parted, drone.grouped) == (strike.short, Bond(kind=BondKind.PARTED, story=strike.short))
    assert [home for home, _ in homes] == [strike.id] * 4 + [drone.id] * 4
    assert [why for _, why in homes[4:]] == [drone.grouped] * 4
    assert [line(each, Role.META).split(" · ")[0] for each in texts["m0"]] == ["2 sources"] * 2
    assert line(texts["m0"][-1], Role.WHY).endswith(
        f"story {strike.short} · another event in it is story {drone.short} now"
    )
    assert (whole.parted, whole.left) == ("", ())  # they are one again
    (told,) = texts["m1"]
    assert line(told, Role.HEAD) == DRONE[0].title
    assert line(told, Role.WHY).endswith(f"story {drone.short} · was part of story {strike.short}")
    assert (whole.id, len(whole.reports)) == (strike.id, 9)


@pytest.fixture
def parted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Store, Path, Subscription]]:
    """A story of two events that was told to a chat which muted it, and parted then."""
    config = write_config(tmp_path)
    with Store(url(tmp_path)) as store:
        to = told_as_one(store, config, defaultdict(list), monkeypatch)
        with store.begin() as tx:
            (story,) = tx.stories.each_since(None)
            tx.muted.add(to.channel_id, story.id, NOW)
            tx.told.add(to.channel_id, story.id, {"#60"}, NOW)
        poll(store, config, DRONE[-1])
        yield store, config, to


def test_whoever_muted_a_story_hears_nothing_of_its_part(parted: tuple[Store, Path, Subscription]) -> None:
    """Neither as new, nor when the part grows; the first message is mended all the same, and /why says so."""
    store, config, to = parted
    poll(store, config, news("Drone that fell on a farm near Brest in Belarus: Russia silent on day two", minutes=40))
    with store.begin() as tx:
        owed = tx.outbox.claim(to.channel_id, NOW + timedelta(hours=1), most=9)
        fates = [_fate(tx, entry, to) for entry in (STRIKE[0], DRONE[0], DRONE[-1])]
    assert {alert.reason for alert in owed} == {Reason.EDIT}
    assert fates == [Fate.TOLD, Fate.TOLD, Fate.MUTED]  # the second one was told with the whole story


def test_what_was_told_before_a_parting_is_no_news_of_the_part(parted: tuple[Store, Path, Subscription]) -> None:
    """A chat read it under the old headline."""
    store, _, to = parted
    with store.begin() as tx:
        told = [tx.told.of(to.channel_id, story.id) for story in tx.stories.each_since(None)]
    assert all(facts and "#60" in facts for facts in told)


def test_a_line_says_what_left_its_story(parted: tuple[Store, Path, Subscription]) -> None:
    """In chats whose first messages are one line, too."""
    store, _, to = parted
    texts: dict[str, list[Message]] = defaultdict(list)
    texts["m0"] = []
    deliver(store, replace(to, condensed=True), NOW + timedelta(hours=1), texts)
    with store.begin() as tx:
        strike, drone = sorted(tx.stories.each_since(None), key=lambda story: story.title)
    assert line(texts["m0"][-1], Role.BODY).endswith(f" · another event in it is story {drone.short} now")
    assert strike.left == (drone.short,)


def _fate(tx: Transaction, entry: Entry, to: Subscription) -> Fate:
    found = trace(tx, entry.url or "", to.channel_id)
    assert found is not None
    return found.fate
