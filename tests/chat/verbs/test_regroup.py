"""Can operators, and only they, put right what grouping got wrong, without noise in any chat?"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.message import Action, Command
from bot.chat.verbs.request import Service
from bot.chat.verbs.table import handle
from bot.feeds.identity import url_key
from bot.model import Bond, BondKind, Entry, Hit, Match, Reason, Story, Vote
from bot.store.engine import Store
from bot.store.transaction import Transaction
from bot.stories.grouping.growth import grow
from bot.stories.grouping.sketch import sketch, terms
from bot.work.delivery.compose import compose
from bot.work.delivery.desk import Desk
from tests.chat.verbs.conftest import Type
from tests.samples import HERE, NOW, a_subscription, an_alert, an_entry

OPERATOR = {"user": "1"}
TITLES = {
    "alpha": "Presidents sign decree on air defence",
    "beta": "Decree on defence signed",
    "gamma": "Potash exports grow",
}


def entry(feed: str) -> Entry:
    address = f"https://{feed}.example.org/1"
    key = url_key(address) or ""
    at = NOW - timedelta(minutes=9 - list(TITLES).index(feed))
    return replace(an_entry(), key=key, keys=(key,), feed_id=feed, url=address, title=TITLES[feed], published=at)


def put(tx: Transaction, feeds: Sequence[str], told: Sequence[int] = ()) -> Story:
    """Store a story of these feeds' entries, and tell channels of it."""
    hits = [Hit(entry=entry(feed), match=Match(score=0.8, alert=True, store=True)) for feed in feeds]
    sketches = [sketch(hit) for hit in hits]
    story = grow(None, hits, sketches, {}, now=NOW, why=Bond(kind=BondKind.ALONE)).story
    story = tx.stories.save(story, words="", terms={term for each in sketches for term in terms(each)})
    tx.entries.save(hits, dict.fromkeys([hit.entry.key for hit in hits], story.id))
    for channel in told:
        alert = an_alert(id=f"{story.id[:20]}{channel}", channel_id=channel, story_id=story.id)
        tx.alerts.queue([alert])
        tx.alerts.sent([alert.id], f"{story.short}-{channel}", NOW)
    return story


@pytest.fixture
def channels(store: Store) -> list[int]:
    with store.begin() as tx:
        return [
            tx.channels.save(a_subscription(target=replace(HERE, chat=chat))).channel_id for chat in ("1001", "2", "3")
        ]


def test_only_operators_may(store: Store, type_in: Type) -> None:
    """Others are refused, and /help does not tempt them."""
    with store.begin() as tx:
        story = put(tx, list(TITLES))
    for line in (f"split {story.short} 1", f"merge {story.short} zzzz"):
        assert "Only the bot's operators" in type_in(line, user="2")
    assert "split" not in type_in("help", user="2")
    assert "/split story source" in type_in("help", **OPERATOR)


def test_the_button_under_why_is_for_operators(store: Store, service: Service) -> None:
    """It asks to split, and the answer shows the numbers to choose from."""
    with store.begin() as tx:
        story = put(tx, list(TITLES))
        asked = Command(verb="why", target=HERE, value=story.short, user="1")
        rows = {user: handle(tx, replace(asked, user=user), service).message.buttons for user in ("1", "2")}
    actions = {user: [button.action for row in found for button in row] for user, found in rows.items()}
    below = [Action.UP, Action.DOWN, Action.MUTE_STORY]
    assert actions == {"1": [*below, Action.SPLIT], "2": below}


def test_the_reports_are_listed_with_numbers(store: Store, type_in: Type) -> None:
    """Nobody has to guess what to type."""
    with store.begin() as tx:
        story = put(tx, list(TITLES))
    text = type_in("split", value=story.short, **OPERATOR)
    assert "3. gamma: Potash exports grow" in text
    assert f"/split {story.short} 3" in text


@pytest.mark.parametrize("which", ["3", "gamma", "GAM"])
def test_a_report_becomes_a_story_of_its_own(store: Store, type_in: Type, channels: list[int], which: str) -> None:
    """Entries move, later entries are told apart, who was told gets an edit, and nobody a new message."""
    with store.begin() as tx:
        story = put(tx, list(TITLES), told=channels[:2])
    text = type_in(f"split {story.short} {which}", **OPERATOR)
    with store.begin() as tx:
        (rest,) = tx.stories.by_id([story.id])
        new_id, why = tx.entries.story_of(entry("gamma").key)
        (taken,) = tx.stories.by_id([new_id or ""])
        assert taken.short in text
        assert [report.feed_id for report in rest.reports] == ["alpha", "beta"]
        assert (taken.title, taken.id != rest.id) == (TITLES["gamma"], True)
        assert why == Bond(kind=BondKind.APART, story=rest.short)
        assert tx.regroups.apart([rest.id, taken.id]) == {tuple(sorted((rest.id, taken.id)))}
        having = tx.stories.having(terms(taken.sketches[0]), NOW)
        assert {each for ids in having.values() for each in ids} == {taken.id}
        waiting = [each for channel in channels for each in tx.outbox.claim(channel, NOW, most=9)]
    assert [(each.channel_id, each.reason, each.story_id) for each in waiting] == [
        (channels[0], Reason.EDIT, rest.id),
        (channels[1], Reason.EDIT, rest.id),
    ]


def test_what_was_said_of_a_story_is_known_of_what_is_taken_out(
    store: Store, type_in: Type, channels: list[int]
) -> None:
    """Whoever muted it hears nothing of either part, and what a chat was told of it is no news of the other."""
    with store.begin() as tx:
        story = put(tx, list(TITLES), told=channels)
        tx.muted.add(channels[0], story.id, NOW)
        tx.told.add(channels[1], story.id, {"potash"}, NOW)
    type_in(f"split {story.short} 3", **OPERATOR)
    with store.begin() as tx:
        (taken,) = (each for each in tx.stories.each_since(None) if each.id != story.id)
        assert [tx.muted.has(each, taken.id) for each in channels] == [True, False, False]
        assert tx.told.of(channels[1], taken.id) == frozenset({"potash"})


def test_two_stories_become_one(store: Store, type_in: Type, channels: list[int]) -> None:
    """Both ids lead to it; each chat's message is brought up to date, and the next news is no new story for any."""
    both, first, second = channels
    with store.begin() as tx:
        one, other = put(tx, ["alpha", "beta"], told=[both, first]), put(tx, ["gamma"], told=[both, second])
        tx.votes.cast(other.id, "ana", Vote.UP, channel_id=None, now=NOW)
        tx.regroups.keep_apart(one.id, other.id, NOW)
    assert "3 sources" in type_in(f"merge {one.short} {other.short}", **OPERATOR)
    assert "one story already" in type_in(f"merge {one.short} {other.short}", **OPERATOR)
    assert type_in(f"why {other.short}") == type_in(f"why {one.short}")
    assert "Why this matched" in type_in("why", reply_story=f"{other.short}-{both}")
    with store.begin() as tx:
        assert tx.stories.by_id([other.id]) == []
        assert tx.alerts.told(one.id) == set(channels)
        assert tx.entries.story_of(entry("gamma").key)[0] == one.id
        assert tx.votes.since(NOW)[0][0].id == one.id
        assert tx.regroups.apart([one.id, other.id]) == set()
        heads = {}
        for channel in channels:
            claimed = tx.outbox.claim(channel, NOW, most=9)
            assert {each.reason for each in claimed} == {Reason.EDIT}
            to = a_subscription(channel_id=channel)
            desk = Desk(to=to, topic="Topic", zone="UTC", language=None, feeds={}, now=NOW)
            parcels, _ = compose(tx, claimed, desk)
            heads[channel] = {each.edits: each.message.text for each in parcels if each.message}
    assert [set(heads[channel]) for channel in channels] == [
        {f"{one.short}-{both}", f"{other.short}-{both}"},
        {f"{one.short}-{first}"},
        {f"{other.short}-{second}"},
    ]
    assert heads[both][f"{other.short}-{both}"].startswith("Part of another story")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("split {0} 9", "I can't find “9”"),
        ("split {0} 0", "I can't find “0”"),
        ("split {0} delta", "Say which number"),
        ("split zzzz 1", "I can't find story “zzzz”"),
        ("split", "Which story?"),
        ("split {1} 1", "only one report"),
        ("merge {0}", "Name two stories"),
        ("merge {0} zzzz", "I can't find story “zzzz”"),
        ("merge zzzz {0}", "I can't find story “zzzz”"),
        ("merge {0} {0}", "one story already"),
    ],
)
def test_wrong_use_says_what_to_write(store: Store, type_in: Type, line: str, said: str) -> None:
    """And nothing is changed."""
    with store.begin() as tx:
        stories = [put(tx, ["alpha", "beta"]), put(tx, ["gamma"])]
    assert said in type_in(line.format(*(story.short for story in stories)), **OPERATOR)
    with store.begin() as tx:
        assert tx.stories.by_id([story.id for story in stories]) == stories
