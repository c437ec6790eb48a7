"""When does a story part, and what becomes of its reports? Two groups of four that do not fit are two events."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.model import Bond, BondKind, Change, Feed, Hit, StoryChange
from bot.stories.grouping.cluster import cluster
from bot.stories.grouping.growth import grow
from bot.stories.grouping.memory import Memory
from bot.stories.grouping.regroup import merge, parted
from bot.stories.grouping.sketch import sketch

MakeHit = Callable[..., Hit]
NOW = datetime(2031, 5, 6, 20, 0, tzinfo=UTC)
CROSSING = (
    "Nordland closes border crossing with Poland",
    "Nordland shuts its border crossing to Poland",
    "Border crossing between Nordland and Poland closed",
    "Poland: Nordland closes the border crossing",
)
FERRY = (
    "Ferry line to Eskby opens after repairs",
    "Ferries to Eskby sail again after repairs",
    "Repairs over, ferry line to Eskby opens again",
    "Eskby ferry line opens after weeks of repairs",
)
OUTLETS = ("alpha", "beta", "gamma", "delta")


@pytest.fixture
def told(make_hit: MakeHit) -> Callable[..., list[Hit]]:
    """Return a function that makes hits of some titles, each by another outlet."""

    def make(titles: tuple[str, ...], *, start: int = 0) -> list[Hit]:
        return [
            make_hit(f"{start + number:02}", title, feed=OUTLETS[number % len(OUTLETS)], minutes=start + number)
            for number, title in enumerate(titles)
        ]

    return make


def change_by(last: Hit, before: list[Hit], feeds: dict[str, Feed], *, whole: bool = False) -> StoryChange:
    """Return what a hit changes in a story that was made of all that came before."""
    story = grow(None, before, [sketch(hit) for hit in before], feeds, now=NOW, why=Bond(kind=BondKind.ALONE)).story
    (change,) = cluster([last], [replace(story, short="8f3k", whole=whole)], feeds, now=NOW)
    return change


@pytest.mark.parametrize("turned", [False, True])
def test_a_story_parts_where_two_groups_of_four_do_not_fit(
    told: Callable[..., list[Hit]], feeds: dict[str, Feed], turned: bool
) -> None:
    """The side with the headline keeps the story, whichever side the last report is on."""
    *before, last = told(CROSSING) + told(FERRY, start=10) if not turned else told(CROSSING) + told(FERRY, start=-10)
    change = change_by(last, before, feeds)
    assert {each.entry.key for each in (*before, last) if each.entry.key in change.leaving} == {
        each.entry.key for each in (*before, last) if ("Eskby" in each.entry.title) is not turned
    }


@pytest.mark.parametrize("last", [CROSSING[0], FERRY[0]])
def test_reports_of_a_long_story_go_with_the_side_that_is_like_them(
    told: Callable[..., list[Hit]], feeds: dict[str, Feed], last: str
) -> None:
    """Only the first and the latest of many are grouped anew; those between were not looked at, and go along."""
    before = told(CROSSING[:1] + FERRY[:1] + CROSSING * 5 + FERRY)
    (newest,) = told((last,), start=len(before))
    change = change_by(newest, before, feeds)
    assert change.leaving == {each.entry.key for each in (*before, newest) if "Eskby" in each.entry.title}


def test_a_story_of_fewer_reports_stays_whole(told: Callable[..., list[Hit]], feeds: dict[str, Feed]) -> None:
    """Three reports that fit badly may be another side of the event."""
    *before, last = told(CROSSING) + told(FERRY[:3], start=10)
    assert not change_by(last, before, feeds).leaving


def test_what_was_put_together_never_parts(told: Callable[..., list[Hit]], feeds: dict[str, Feed]) -> None:
    """By a report or by an operator: chats would be told of one thing as two and as one in turn."""
    *before, last = told(CROSSING) + told(FERRY, start=10)
    assert not change_by(last, before, feeds, whole=True).leaving
    rest, taken = (
        grow(None, [hit], [sketch(hit)], feeds, now=NOW, why=Bond(kind=BondKind.ALONE)).story for hit in before[:2]
    )
    assert merge(rest, taken).whole


def test_a_parting_is_two_changes(told: Callable[..., list[Hit]], feeds: dict[str, Feed]) -> None:
    """The part is told as new, with all its reports; the story that is left only has fewer."""
    *before, last = told(CROSSING) + told(FERRY, start=10)
    opened, left = parted(
        change_by(last, before, feeds), lambda _: {each.entry.key: each for each in before}, [last], now=NOW
    )
    assert (opened.change, opened.parted, opened.keys) == (Change.OPENED, left.story.id, ("10", "11", "12", "13"))
    assert (opened.story.title, opened.story.parted) == (FERRY[0], "8f3k")
    assert opened.story.grouped == Bond(kind=BondKind.PARTED, story="8f3k")
    assert (left.change, left.keys, left.new) == (Change.GREW, (), ())
    assert (left.story.title, left.story.short, len(left.story.reports)) == (CROSSING[0], "8f3k", 4)
    again = parted(change_by(last, before, feeds), lambda _: {each.entry.key: each for each in before}, [last], now=NOW)
    assert again == [opened, left]


def test_a_story_whose_entries_are_deleted_stays_whole(told: Callable[..., list[Hit]], feeds: dict[str, Feed]) -> None:
    """What they said cannot be told anew."""
    *before, last = told(CROSSING) + told(FERRY, start=10)
    change = change_by(last, before, feeds)
    assert parted(change, lambda _: {}, [last], now=NOW) == [replace(change, leaving=frozenset())]


def test_what_parted_stays_apart(
    told: Callable[..., list[Hit]], feeds: dict[str, Feed], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also in memory, where ``group`` and ``replay`` keep their stories."""
    memory = Memory({})
    hits = told(CROSSING) + told(FERRY, start=10)

    def as_one(new: list[Hit], near: list[object], *_: object, now: datetime, **__: object) -> list[StoryChange]:
        return [grow(None, new, [sketch(hit) for hit in new], feeds, now=now, why=Bond(kind=BondKind.ALONE))]

    with monkeypatch.context() as patched:
        patched.setattr("bot.stories.grouping.memory.cluster", as_one)
        memory.take(hits[:-1], feeds, NOW)
    opened, left = memory.take(hits[-1:], feeds, NOW)
    assert [len(each.story.reports) for each in (opened, left)] == [4, 4]
    (later,) = memory.take(told(FERRY[:1], start=30), feeds, NOW)
    assert later.story.id == opened.story.id
